/**
 * How our nouns look in a cell: contact sheets with boxes, tables, charts, matrices and plans. Every bundle has a {@code text/plain} that
 * says the same in words, without times or paths.
 *
 * <pre>{@code
 * ShowRenderers.register();                       // once a session
 * Plot.scatter(layout).colorBy(plan)              // a chart as the last line of a cell
 * new AppSession(view).show();                    // the App where a front end is, else the static sheet of its view
 * }</pre>
 *
 * <p>The App: an {@code AppSession} is what is looked at, an {@code AppConnection} one front end, {@code AppProtocol} what it may ask in
 * JSON and blocks of bytes. {@code AppComms}, {@code AppWidget} and {@code AppServer} carry messages in Jupyter, in VS Code and in a
 * browser's tab; none knows what they mean. The front end is built from {@code src/main/frontend} into the resources beside this package.
 *
 * <p>Labels, tags and file names reach HTML escaped only. May import {@code display, data, expr, vectors, brain, evaluate, acquire, train}
 * and {@code progress}.
 */
@NullMarked
package dev.winnow.show;

import org.jspecify.annotations.NullMarked;
