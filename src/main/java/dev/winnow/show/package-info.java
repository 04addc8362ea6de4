/**
 * How our nouns look in a cell: contact sheets with boxes, tables, charts, matrices and plans. Every bundle has a {@code text/plain} that
 * says the same in words, without times or paths.
 *
 * <pre>{@code
 * ShowRenderers.register();                       // once a session
 * Plot.scatter(layout).colorBy(plan)              // a chart as the last line of a cell
 * }</pre>
 *
 * <p>Labels, tags and file names reach HTML escaped only. May import {@code display, data, expr, vectors, brain, evaluate, acquire, train}
 * and {@code progress}.
 */
@NullMarked
package dev.winnow.show;

import org.jspecify.annotations.NullMarked;
