package dev.winnow.session;

import dev.winnow.display.MimeBundle;
import java.util.Optional;

/**
 * What a cell gave.
 *
 * @param number the cell's number, the one in {@code Cell In [3]}
 * @param value the value of its last expression as an object; empty when there is none, or a {@code ;} ends it
 * @param error why it ended early, be it that its value could not be shown
 * @param shown the value as a notebook shows it, made while the cell ran; empty where there is none
 */
public record CellResult(int number, Optional<Object> value, Optional<CellError> error, Optional<MimeBundle> shown) {
    /** A cell that ended without a value. */
    public static CellResult nothing(int number) {
        return new CellResult(number, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static CellResult of(int number, Optional<Object> value) {
        return new CellResult(number, value, Optional.empty(), Optional.empty());
    }

    static CellResult failed(int number, CellError error) {
        return new CellResult(number, Optional.empty(), Optional.of(error), Optional.empty());
    }

    /** Whether it ran to its end. */
    public boolean ok() {
        return error.isEmpty();
    }
}
