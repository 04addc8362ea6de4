/**
 * What notebooks and libraries written for IJava find here: its functions in cells, its renderers' types, its kernel object and its
 * environment variables.
 *
 * <pre>{@code
 * getKernelInstance().getRenderer()                    // in a cell, or in a library's set-up
 *         .createRegistration(Shape.class)
 *         .preferring(MIMEType.TEXT_HTML)
 *         .register((shape, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<b>" + shape + "</b>"));
 * String id = display(new Shape());
 * updateDisplay(id, new Shape());
 * }</pre>
 *
 * <p>IJava's kernel is not on Maven Central; its renderers' types are ({@code io.github.spencerpark:jupyter-jvm-basekernel}), and
 * this room is the only one that knows them. It may import {@code session} and {@code display}.
 */
@NullMarked
package dev.winnow.ijava;

import org.jspecify.annotations.NullMarked;
