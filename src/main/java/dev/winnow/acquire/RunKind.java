package dev.winnow.acquire;

import java.util.Locale;

/** What this room stores with a dataset. The stored text is the name in small letters and never changes. */
enum RunKind {
    /** The plan of a batch, by the batch's name. */
    LEDGER,
    /** A finished round, by its name. */
    LOOP,
    /** A round that began and is not finished, by its name. */
    LOOP_OPEN,
    /** The roles that were given. */
    SPLIT,
    /** A look at the frozen test set, by its number. */
    PEEK,
    /** A person's verdict on a failure, by the failure. */
    VERDICT,
    /** The queue of a field as earlier versions kept it, whole. */
    ANNOTATION_QUEUE;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
