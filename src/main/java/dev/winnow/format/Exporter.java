package dev.winnow.format;

import dev.winnow.data.SampleCollection;

/** Writes samples to a folder of some format. */
public interface Exporter {
    ExportReport write(SampleCollection from);
}
