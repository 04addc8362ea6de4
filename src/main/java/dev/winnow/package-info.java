/**
 * The door: the names that a cell finds already there.
 *
 * <pre>{@code
 * var dataset = fo.loadDataset("road");
 * brain.computeEmbeddings(dataset, "embeddings");
 * dataset.match(F("uniqueness").gt(0.5))
 * }</pre>
 *
 * <p>{@link dev.winnow.Prelude} is imported statically by every session; {@code fo, zoo} and {@code brain} are its objects. Each method here
 * calls one in the room that owns the matter. May import every room of the data plane.
 */
@NullMarked
package dev.winnow;

import org.jspecify.annotations.NullMarked;
