/**
 * Embeddings: one float32 vector a sample, their distances, exact neighbours and 2-D layouts.
 *
 * <pre>{@code
 * Embeddings all = view.embeddings("embeddings");             // ids and rows [n, d], in memory or read where they are mapped
 * Embeddings pool = all.usable();                             // without zero vectors and NaN; all.excluded() names them
 * Neighbors near = Neighbors.find(failures, pool, 5);         // the k nearest, (distance, id) ascending, exact
 * Neighbors copies = Neighbors.inRadius(val, pool, 0.08);     // every row within a distance, however many
 * Neighbors.forEachInRadius(pool, pool, 0.08, Metric.COSINE, (row, others, distances) -> ...);  // and nothing kept
 * INDArray similarities = failures.cosine(pool);              // [q, n]
 * }</pre>
 *
 * <p>One tiled kernel, {@code NeighborSearch}, answers every question about neighbours: float products by plain Java, or by OpenBLAS where
 * there are many, name the candidates with room for their error, and sums in double decide. So the answer is the same whoever
 * multiplies and on any number of threads, and no second copy of the vectors is made. {@code Similarities} hands over whole rows of
 * similarities in double, for sums over all samples such as facility location. Read rows with {@code copyRow}; {@code block()} brings all of
 * them into memory. Other rooms write no loop over all pairs.
 *
 * <p>The room owns ND4J and the OpenBLAS that comes with it; others see {@link dev.winnow.vectors.Embeddings}. May import
 * {@code progress}.
 */
@NullMarked
package dev.winnow.vectors;

import org.jspecify.annotations.NullMarked;
