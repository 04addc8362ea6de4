/**
 * Progress of long work, and its cancellation.
 *
 * <pre>{@code
 * try (Progress.Task task = Progress.task("embeddings", images.size())) {
 *     for (Path image : images) {
 *         embed(image);
 *         task.step(1);   // ends with Progress.Cancelled when the thread is interrupted
 *     }
 * }
 * }</pre>
 *
 * <p>Any room may report; whoever shows progress listens on the thread that works. Imports the JDK only.
 */
@NullMarked
package dev.winnow.progress;

import org.jspecify.annotations.NullMarked;
