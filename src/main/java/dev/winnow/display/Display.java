package dev.winnow.display;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a cell shows things before it ends. Threads inherit it from the cell that starts them. */
public interface Display {
    /** Takes a bundle to whoever looks at this display; the handle replaces it later, in place. */
    DisplayHandle publish(MimeBundle bundle);

    /** Clears the cell's output, at once or when the next comes. */
    default void clear(boolean waitForNext) {}

    /** Asks whoever looks at this display for a line, unseen while it is typed if {@code secret}; empty where nobody can answer. */
    @SuppressWarnings("SystemConsoleNull") // from Java 22 to 24 it is never null; then the end of the input answers
    default Optional<String> ask(String prompt, boolean secret) {
        Console console = System.console();
        if (console == null) {
            return Optional.empty();
        }
        if (!secret) {
            return Optional.ofNullable(console.readLine("%s", prompt));
        }
        return Optional.ofNullable(console.readPassword("%s", prompt)).map(String::new);
    }

    /** The live channels to whoever looks at this display. */
    default Comms comms() {
        return Comms.NONE;
    }

    /** Sets the sink of this thread, or none; gives back the one before. */
    static @Nullable Display use(@Nullable Display display) {
        Display before = Sink.OF_THREAD.get();
        Sink.OF_THREAD.set(display);
        return before;
    }

    /** The sink of this thread; without one, things are printed as text. */
    static Display current() {
        Display display = Sink.OF_THREAD.get();
        return display == null ? Sink.PRINTED : display;
    }

    /** Shows a value, or a bundle as it is, in the cell that runs: {@code Display.show(MimeBundle.text("…").with("image/svg+xml", svg))}. */
    static DisplayHandle show(@Nullable Object value) {
        return current().publish(Renderers.render(value));
    }
}
