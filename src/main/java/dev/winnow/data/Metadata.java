package dev.winnow.data;

import dev.winnow.label.FieldType;
import java.awt.Dimension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a picture's file says of itself: bytes, type, and width and height in pixels of the upright picture. */
final class Metadata {
    static final String FIELD = "metadata";

    private Metadata() {}

    /** Reads files, none of their pixels, for the samples that have no metadata, or for all where {@code overwrite}. */
    static int compute(SampleCollection samples, boolean overwrite) {
        Map<String, Object> found = new LinkedHashMap<>();
        Map<String, Object> widths = new LinkedHashMap<>();
        Map<String, Object> heights = new LinkedHashMap<>();
        boolean known = samples.dataset().hasField(FIELD);
        for (Sample sample : samples.samples()) {
            if (overwrite || !known || sample.get(FIELD) == null) {
                Map<String, Object> metadata = of(sample.media());
                found.put(sample.sampleId(), metadata);
                widths.put(sample.sampleId(), metadata.get("width"));
                heights.put(sample.sampleId(), metadata.get("height"));
            }
        }
        Dataset dataset = samples.dataset();
        dataset.transaction("compute metadata", () -> {
            ValueWrites writes = new ValueWrites(dataset);
            writes.write("set metadata", FIELD, FieldType.DICT, found);
            writes.write("set width", "width", FieldType.INT, widths);
            writes.write("set height", "height", FieldType.INT, heights);
        });
        return found.size();
    }

    private static Map<String, Object> of(Path file) {
        Dimension size = Media.size(file);
        Map<String, Object> metadata = new LinkedHashMap<>();
        try {
            metadata.put("size_bytes", Files.size(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read the size of " + file.getFileName() + ".", unreadable);
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        metadata.put("mime_type", "image/" + (ending.equals("jpg") ? "jpeg" : ending.equals("tif") ? "tiff" : ending));
        metadata.put("width", (long) size.width);
        metadata.put("height", (long) size.height);
        return metadata;
    }
}
