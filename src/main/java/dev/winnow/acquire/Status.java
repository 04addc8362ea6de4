package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.FieldType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a sample stands on the way to its labels. It only moves forward. */
enum Status {
    UNLABELED,
    SELECTED,
    ANNOTATED;

    static final String FIELD = "annotation_status";

    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Status of(Sample sample) {
        String text = sample.string(FIELD);
        return text == null ? UNLABELED : valueOf(text.toUpperCase(java.util.Locale.ROOT));
    }

    /** Gives every sample without a status the first one. */
    static void prepare(Dataset dataset) {
        dataset.addSampleField(FIELD, FieldType.STRING);
        Map<String, String> first = new LinkedHashMap<>();
        for (Sample sample : dataset.samples()) {
            if (sample.get(FIELD) == null) {
                first.put(sample.id(), UNLABELED.text());
            }
        }
        if (!first.isEmpty()) {
            dataset.setValues(FIELD, first);
        }
    }

    /** Moves the samples forward to this status; those that are there or further stay. */
    void advance(SampleCollection view) {
        Map<String, String> moved = new LinkedHashMap<>();
        for (Sample sample : view.samples()) {
            if (of(sample).ordinal() < ordinal()) {
                moved.put(sample.id(), text());
            }
        }
        if (!moved.isEmpty()) {
            view.setValues(FIELD, moved);
        }
    }

    /** The samples that are labelled and may be trained on; none in a dataset that has no status yet. */
    static List<String> labelled(Dataset dataset) {
        if (!dataset.hasField(FIELD)) {
            return List.of();
        }
        return Role.trainable(dataset).stream()
                .filter(sample -> of(sample) == ANNOTATED)
                .map(Sample::id)
                .toList();
    }
}
