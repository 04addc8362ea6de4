package dev.winnow.data;

/** A picture that cannot be shown or used: not there, no picture, damaged, or larger than memory allows. Its message names the file. */
final class MediaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    MediaException(String message) {
        super(message);
    }

    MediaException(String message, Throwable cause) {
        super(message, cause);
    }
}
