package dev.winnow.data;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what was set on samples: one transaction for all of them. */
final class SampleEdits {
    private SampleEdits() {}

    static void save(Dataset dataset, List<Sample> samples) {
        Map<String, Map<String, @Nullable Object>> byField = new LinkedHashMap<>();
        Map<String, Map<String, @Nullable Object>> labels = new LinkedHashMap<>();
        Map<String, RowSelection> rowsOf = new HashMap<>();
        for (Sample sample : samples) {
            sample.changes().forEach((field, value) -> {
                boolean patch = sample.isLabelOf(field);
                Object whole =
                        patch ? value : new LabelWrites(dataset).withHidden(sample.rows(), field, sample.row(), value);
                (patch ? labels : byField)
                        .computeIfAbsent(field, f -> new LinkedHashMap<>())
                        .put(patch ? sample.id() : sample.sampleId(), whole);
                rowsOf.put(field, sample.rows());
            });
        }
        if (byField.isEmpty() && labels.isEmpty()) {
            return;
        }
        dataset.transaction("save " + samples.size() + " samples", () -> {
            byField.forEach((field, values) -> new ValueWrites(dataset).setValuesById(field, values));
            labels.forEach((field, values) -> new LabelWrites(dataset)
                    .replace(java.util.Objects.requireNonNull(rowsOf.get(field)), field, values));
        });
        samples.forEach(Sample::saved);
    }
}
