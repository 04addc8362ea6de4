package dev.winnow.display;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions that a cell calls without naming where they come from, with the data library or without. */
public class CellFunctions {
    protected CellFunctions() {}

    public static void println(@Nullable Object value) {
        System.out.println(value);
    }

    public static void println() {
        System.out.println();
    }

    public static void printf(String format, @Nullable Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }

    /** Shows a value before the cell ends; the handle replaces it in place. */
    public static DisplayHandle display(@Nullable Object value) {
        return Display.show(value);
    }
}
