/**
 * Jupyter's wire: connection file, signed messages, channels, and the requests that drive a session.
 *
 * <pre>{@code
 * int exit = Kernel.serve(Path.of("kernel-….json"), () -> JavaSession.builder().build());
 * }</pre>
 *
 * <p>One I/O thread owns every socket and sleeps until something arrives ({@code Wire}); {@code Zmtp} is ZeroMQ's protocol in bytes. {@code Kernel} gives each request to the thread of
 * its kind: cells, questions about code, comm messages, interrupts and plain facts, so that only cells wait for cells. Every request gets
 * busy, a reply with a status, and idle, with itself as parent. May import {@code session} and {@code display}.
 */
@NullMarked
package dev.winnow.kernel;

import org.jspecify.annotations.NullMarked;
