package dev.winnow.data;

/** Another process or person changed the same values, or the samples themselves, after this one had read them. */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConflictException(String message) {
        super(message);
    }
}
