package dev.winnow.format;

import dev.winnow.data.Dataset;

/** Reads a folder of some format into a dataset. */
public interface Importer {
    /** Adds the samples of the folder; one transaction. */
    ImportReport read(Dataset into);
}
