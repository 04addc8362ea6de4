package dev.winnow.session;

/** A magic that cannot do what it was asked; the message says why, what was expected and what to do. */
public final class MagicException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MagicException(String message) {
        super(message);
    }

    public MagicException(String message, Throwable cause) {
        super(message, cause);
    }
}
