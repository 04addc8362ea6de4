package dev.winnow.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Samples coming to a dataset and leaving it, one transaction each. */
final class SampleWrites {
    private final Dataset dataset;

    SampleWrites(Dataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Adds samples, with new fields as their values need them.
     *
     * @return their ids, made from the file path; a path that comes again gets the next ordinal
     * @throws IllegalArgumentException for a box that is not valid, naming the sample; nothing is added then
     */
    List<String> add(List<SampleDraft> drafts) {
        List<String> ids = new ArrayList<>();
        dataset.edit("add " + drafts.size() + " samples", draft -> {
            ids.clear();
            int first = draft.rows();
            Set<String> taken = new HashSet<>();
            StringColumn before = (StringColumn) Objects.requireNonNull(draft.fields.get(State.ID));
            for (int row = 0; row < first; row++) {
                taken.add(Objects.requireNonNull(before.get(row)));
            }
            draft.grow(drafts.size());
            Map<String, Map<Integer, @Nullable Object>> values = new LinkedHashMap<>();
            for (int i = 0; i < drafts.size(); i++) {
                SampleDraft sample = drafts.get(i);
                String id = Ids.of(sample.filepath());
                for (int ordinal = 2; !taken.add(id); ordinal++) {
                    id = Ids.of(sample.filepath() + "#" + ordinal);
                }
                ids.add(id);
                put(values, State.ID, first + i, id);
                put(values, State.FILEPATH, first + i, sample.filepath());
                put(values, State.TAGS, first + i, sample.tags());
                if (sample.group() != null) {
                    NewFields.add(draft, dataset.name(), State.GROUP, FieldType.STRING);
                    NewFields.add(draft, dataset.name(), State.SLICE, FieldType.STRING);
                    put(values, State.GROUP, first + i, sample.group());
                    put(values, State.SLICE, first + i, Objects.requireNonNull(sample.slice()));
                    draft.settings.putIfAbsent("default_slice", Objects.requireNonNull(sample.slice()));
                }
                for (Map.Entry<String, Object> value : sample.values().entrySet()) {
                    NewFields.add(
                            draft,
                            dataset.name(),
                            value.getKey(),
                            NewFields.typeOf(draft.fields, value.getKey(), value.getValue()));
                    Object stored = value.getValue();
                    if (stored instanceof List<?> list
                            && NewFields.typeOf(draft.fields, value.getKey(), stored) == FieldType.DETECTIONS) {
                        stored = checkedLabels(id, sample.filepath(), value.getKey(), list, sample.keepsInvalid());
                    }
                    put(values, value.getKey(), first + i, stored);
                }
            }
            values.forEach(draft::set);
        });
        return ids;
    }

    private static void put(
            Map<String, Map<Integer, @Nullable Object>> values, String field, int row, @Nullable Object value) {
        values.computeIfAbsent(field, f -> new HashMap<>()).put(row, value);
    }

    /** Labels with ids and valid boxes. */
    static List<Detection> checkedLabels(
            String sampleId, String filepath, String field, List<?> labels, boolean keepInvalid) {
        List<Detection> checked = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Object one : labels) {
            if (!(one instanceof Detection detection)) {
                throw Column.cannotHold(FieldType.DETECTIONS, one);
            }
            String problem = detection.box().problem();
            if (!problem.isEmpty()) {
                if (!keepInvalid) {
                    throw new IllegalArgumentException(
                            "Label '" + detection.label() + "' in " + field + " of " + filepath
                                    + " has the box " + detection.box() + ": " + problem
                                    + ". Nothing was written. Boxes are [x, y, w, h] as shares of the image.");
                }
                detection = detection.with("invalid_box", problem);
            }
            String id = detection.id();
            for (int n = checked.size(); id.isEmpty() || !taken.add(id); n++) {
                id = Ids.of(sampleId + "/" + field + "/" + n);
            }
            taken.add(id);
            checked.add(detection.withId(id));
        }
        return checked;
    }

    /** Takes samples out of the dataset. */
    void delete(Collection<String> ids) {
        Set<String> gone = new HashSet<>(ids);
        dataset.edit("delete " + gone.size() + " samples", draft -> {
            StringColumn all = (StringColumn) Objects.requireNonNull(draft.fields.get(State.ID));
            draft.select(IntStream.range(0, all.rows())
                    .filter(row -> !gone.contains(String.valueOf(all.get(row))))
                    .toArray());
        });
    }
}
