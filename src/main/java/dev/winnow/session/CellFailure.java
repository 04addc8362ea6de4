package dev.winnow.session;

import org.jspecify.annotations.Nullable;

/** Code that a running cell evaluated and that failed; the cause is what it threw, if it ran. */
public final class CellFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient CellError error;

    CellFailure(CellError error, @Nullable Throwable cause) {
        super(error.message().isEmpty() ? error.name() : error.name() + ": " + error.message(), cause);
        this.error = error;
    }

    public CellError error() {
        return error;
    }
}
