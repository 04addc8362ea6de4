/**
 * What embeddings and labels say about samples, one file a published method: uniqueness, ZCore, representativeness, clusters, layouts, exact
 * and near copies, leaks between splits, unique samples, ranking by a few examples; hardness, mistakenness and label quality from predictions.
 *
 * <pre>{@code
 * BrainEmbeddings.compute(dataset, "embeddings", Embedder.builtIn());
 * BrainRun run = Uniqueness.compute(pool, "uniqueness", "embeddings", Uniqueness.Mode.CORRECT);
 * Layout layout = Visualization.compute(dataset, "embeddings", "img_viz", Visualization.Method.UMAP, 51);
 * LeakySplits leaks = LeakySplits.find(dataset, "embeddings", List.of("split:val", "split:pool"));
 * }</pre>
 *
 * <p>A score is kept with how it came about ({@link dev.winnow.brain.BrainRun}); a sample whose vector is zero or not finite is left out and
 * named. May import {@code data, label, expr, vectors, train} and {@code progress}.
 */
@NullMarked
package dev.winnow.brain;

import org.jspecify.annotations.NullMarked;
