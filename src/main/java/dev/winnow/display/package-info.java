/**
 * How a value is shown, without knowing where: bundles of representations, the registry that makes them, and the sink that a cell
 * displays to.
 *
 * <pre>{@code
 * Renderers.register(Table.class, table -> MimeBundle.text(table.print(20)).with("text/html", html(table)));
 * DisplayHandle handle = Display.show("working");
 * handle.update(Renderers.render("done"));
 *
 * Comms.register("my.app", (comm, first) -> comm.onMessage(message -> comm.send(Map.of("heard", message.data()))));
 * }</pre>
 *
 * <p>{@code show} registers our nouns; {@code kernel} and the runner are the sinks. Imports the JDK and {@code progress}.
 */
@NullMarked
package dev.winnow.display;

import org.jspecify.annotations.NullMarked;
