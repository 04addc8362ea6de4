package dev.winnow.format;

import dev.winnow.data.Dataset;

/** Reads a folder of some format into a dataset. */
public interface Importer {
    /** Adds the samples of the folder in one transaction: all that can be read, or nothing where the whole makes no sense. */
    ImportReport read(Dataset into, ImportOptions options);

    default ImportReport read(Dataset into) {
        return read(into, ImportOptions.strict());
    }
}
