package dev.winnow.store;

/** The dataset on disk is no longer the one that was loaded: another process deleted it, or its file went back in time. */
public final class StaleDatasetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StaleDatasetException(String message) {
        super(message);
    }
}
