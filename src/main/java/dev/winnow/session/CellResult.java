package dev.winnow.session;

import java.util.Optional;

/**
 * What a cell gave.
 *
 * @param number the cell's number, the one in {@code Cell In [3]}
 * @param value the value of its last expression as an object; empty when there is none, or a {@code ;} ends it
 * @param error why it ended early
 */
public record CellResult(int number, Optional<Object> value, Optional<CellError> error) {
    public boolean ok() {
        return error.isEmpty();
    }
}
