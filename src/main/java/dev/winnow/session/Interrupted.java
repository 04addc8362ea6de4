package dev.winnow.session;

/**
 * Ends user code from the outside. An error, so that {@code catch (Exception e)} does not see it; {@code finally} blocks run.
 */
public final class Interrupted extends Error {
    private static final long serialVersionUID = 1;

    Interrupted() {
        super("interrupted");
    }
}
