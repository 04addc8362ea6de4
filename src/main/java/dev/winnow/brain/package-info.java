/**
 * What the embeddings say about samples, one file a published method: uniqueness, ZCore, layouts, near-duplicates over splits.
 *
 * <pre>{@code
 * BrainEmbeddings.compute(dataset, "embeddings", Embedder.builtIn());
 * Uniqueness.compute(pool, "uniqueness", "embeddings", Uniqueness.Mode.CORRECT);
 * Layout layout = Visualization.compute(dataset, "embeddings", "img_viz", Visualization.Method.UMAP, 51);
 * }</pre>
 *
 * <p>May import {@code data, expr, vectors, train} and {@code progress}.
 */
@NullMarked
package dev.winnow.brain;

import org.jspecify.annotations.NullMarked;
