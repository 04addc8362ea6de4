package dev.winnow;

import dev.winnow.expr.Field;
import dev.winnow.show.ShowRenderers;
import org.jspecify.annotations.Nullable;

/** What every session imports statically. Few names, none that a reader is likely to want for their own. */
public final class Prelude {
    /** Datasets, import and export, evaluation, the App. */
    public static final Fo fo = new Fo();

    /** Datasets that come with Winnow. */
    public static final Zoo zoo = new Zoo();

    /** What embeddings say about samples. */
    public static final Brain brain = new Brain();

    private Prelude() {}

    /** The value stored under a path, as in {@code F("uniqueness").gt(0.5)}. */
    public static Field F(String path) {
        return Field.of(path);
    }

    public static void println(@Nullable Object value) {
        System.out.println(value);
    }

    public static void println() {
        System.out.println();
    }

    public static void printf(String format, @Nullable Object... values) {
        System.out.printf(java.util.Locale.ROOT, format, values);
    }

    /** Shows a value before the cell ends; the handle replaces it in place. */
    public static dev.winnow.display.DisplayHandle display(@Nullable Object value) {
        return dev.winnow.display.Display.show(value);
    }

    /** Tells the renderers how our types look; called once when a session starts. */
    public static void registerRenderers() {
        ShowRenderers.register();
    }
}
