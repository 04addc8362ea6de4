/**
 * Embeddings: one float32 vector a sample, their distances, exact nearest neighbours and 2-D layouts.
 *
 * <pre>{@code
 * Embeddings pool = view.embeddings("embeddings");     // ids and a block [n, d]
 * INDArray similarities = failures.cosine(pool);       // [q, n]
 * Neighbors near = Neighbors.find(failures, pool, 5);  // exact, (distance, id) ascending
 * }</pre>
 *
 * <p>The room owns ND4J and the OpenBLAS that comes with it; others see {@link dev.winnow.vectors.Embeddings}. May import
 * {@code progress}.
 */
@NullMarked
package dev.winnow.vectors;

import org.jspecify.annotations.NullMarked;
