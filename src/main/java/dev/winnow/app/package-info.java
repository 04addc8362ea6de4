/**
 * The App: what a browser shows of a view, an annotation queue or a table, and what it may ask.
 *
 * <pre>{@code
 * new AppSession(view).show();   // the App where a front end is, else the static sheet of its view
 * }</pre>
 *
 * <p>An {@code AppSession} is what is looked at, an {@code AppConnection} one front end, {@code AppProtocol} what it may ask in
 * JSON and blocks of bytes. {@code AppComms}, {@code AppWidget} and {@code AppServer} carry messages in Jupyter, in VS Code and in a
 * browser's tab; none knows what they mean. The front end is built from {@code src/main/frontend} into the resources beside this package.
 * Labels, tags and file names reach HTML escaped only. May import {@code show} and what {@code show} imports.
 */
@NullMarked
package dev.winnow.app;

import org.jspecify.annotations.NullMarked;
