/**
 * Jupyter's wire: connection file, signed messages, channels, and the requests that drive a session.
 *
 * <pre>{@code
 * ConnectionFile connection = ConnectionFile.read(path);
 * try (Kernel kernel = new Kernel(connection, () -> JavaSession.builder().build())) {
 *     kernel.awaitShutdown();
 * }
 * }</pre>
 *
 * <p>One I/O thread owns every socket and sleeps until something arrives. Cells run on one thread, questions about code on another, control
 * requests on a third, so that the last two are answered while a cell runs. Every request gets busy, a reply with a status, and idle, with
 * itself as parent. May import {@code session} and {@code display}.
 */
@NullMarked
package dev.winnow.kernel;

import org.jspecify.annotations.NullMarked;
