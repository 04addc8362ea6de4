package dev.winnow;

import dev.winnow.app.AppRenderers;
import dev.winnow.display.CellFunctions;
import dev.winnow.display.Renderers;
import dev.winnow.expr.Field;
import dev.winnow.show.ShowRenderers;

/** What every session imports statically. Few names, none that a reader is likely to want for their own. */
public final class Prelude extends CellFunctions {
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

    /** Tells the renderers how our types look, when the first value that needs one is shown. */
    public static void registerRenderers() {
        Renderers.whenNeeded(() -> {
            ShowRenderers.register();
            AppRenderers.register();
        });
    }
}
