package dev.winnow.data;

import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.label.Label;
import dev.winnow.store.Column;
import dev.winnow.store.Ids;
import dev.winnow.store.RowIndex;
import dev.winnow.store.State;
import dev.winnow.store.StoredLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Samples coming to a dataset and leaving it, one transaction each. */
final class SampleWrites {
    private final Dataset dataset;

    SampleWrites(Dataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Adds samples, with new fields as their values need them.
     *
     * @return their ids, made from the file path where a draft has none; a path that comes again gets the next ordinal
     * @throws IllegalArgumentException for a box that is not valid, naming the sample; nothing is added then
     */
    List<String> add(List<SampleDraft> drafts) {
        List<String> own = drafts.parallelStream().map(SampleWrites::idOf).toList();
        List<String> ids = new ArrayList<>(own.size());
        dataset.edit("add " + drafts.size() + " samples", draft -> {
            ids.clear();
            int first = draft.rows();
            RowIndex before = draft.index();
            Set<String> taken = new HashSet<>();
            Map<String, Values> values = new LinkedHashMap<>();
            for (int i = 0; i < drafts.size(); i++) {
                SampleDraft sample = drafts.get(i);
                String id = own.get(i);
                if (sample.id() != null && (before.find(id) >= 0 || taken.contains(id))) {
                    throw new IllegalArgumentException(
                            "A sample with the id " + id + " is in '" + dataset.name() + "' already.");
                }
                for (int ordinal = 2; before.find(id) >= 0 || !taken.add(id); ordinal++) {
                    id = Ids.of(sample.filepath() + "#" + ordinal);
                }
                ids.add(id);
                put(values, State.ID, i, id);
                put(values, State.FILEPATH, i, sample.filepath());
                put(values, State.TAGS, i, sample.tags());
                if (sample.group() != null) {
                    NewFields.add(draft, dataset.name(), State.GROUP, FieldType.STRING);
                    NewFields.add(draft, dataset.name(), State.SLICE, FieldType.STRING);
                    put(values, State.GROUP, i, sample.group());
                    put(values, State.SLICE, i, Objects.requireNonNull(sample.slice()));
                    draft.settings.putIfAbsent("default_slice", Objects.requireNonNull(sample.slice()));
                }
                for (Map.Entry<String, Object> value : sample.values().entrySet()) {
                    NewFields.add(
                            draft,
                            dataset.name(),
                            value.getKey(),
                            NewFields.typeOf(draft.fields, value.getKey(), value.getValue()));
                    put(values, value.getKey(), i, value.getValue());
                }
            }
            draft.grow(drafts.size());
            BoxProblems problems = new BoxProblems();
            values.forEach((field, of) -> {
                Column grown = Objects.requireNonNull(draft.fields.get(field));
                int[] at = of.at.build().toArray();
                List<Object> stored = !grown.type().isLabels()
                        ? of.values
                        : IntStream.range(0, at.length)
                                .parallel()
                                .<Object>mapToObj(i -> checkedLabels(
                                        ids.get(at[i]),
                                        drafts.get(at[i]).filepath(),
                                        field,
                                        StoredLabels.labels(grown.type(), of.values.get(i)),
                                        drafts.get(at[i]).keepsInvalid(),
                                        problems))
                                .toList();
                int[] rows = Arrays.stream(at).map(i -> first + i).toArray();
                draft.fields.put(field, grown.with(rows, stored));
            });
            problems.refuse();
        });
        return ids;
    }

    /** The values of one field and the places of the drafts they come from. */
    private static final class Values {
        final IntStream.Builder at = IntStream.builder();
        final List<Object> values = new ArrayList<>();
    }

    private static String idOf(SampleDraft sample) {
        String own = sample.id();
        return own == null ? Ids.of(sample.filepath()) : own;
    }

    private static void put(Map<String, Values> values, String field, int at, Object value) {
        Values of = values.computeIfAbsent(field, f -> new Values());
        of.at.add(at);
        of.values.add(value);
    }

    /** Labels as they are stored, with ids; boxes that are not valid, and are not to be kept, go to {@code problems}. */
    static List<Detection> checkedLabels(
            String sampleId, String filepath, String field, List<?> labels, boolean keepInvalid, BoxProblems problems) {
        List<Detection> checked = new ArrayList<>(labels.size());
        for (Object one : labels) {
            if (!(one instanceof Label label)) {
                throw Column.cannotHold(FieldType.DETECTIONS, one);
            }
            Detection detection = StoredLabels.object(label);
            String problem = label == detection ? detection.box().problem() : "";
            if (!problem.isEmpty()) {
                if (!keepInvalid) {
                    problems.add(filepath, field, detection, problem);
                }
                detection = detection.with("invalid_box", problem);
            }
            checked.add(detection);
        }
        return withIds(sampleId, field, checked);
    }

    /** Labels of one sample, each with an id of its own: made from the sample and its place where it has none. */
    static List<Detection> withIds(String sampleId, String field, List<Detection> labels) {
        List<Detection> named = new ArrayList<>(labels.size());
        Set<String> taken = new HashSet<>();
        for (Detection label : labels) {
            String id = label.id();
            for (int n = named.size(); id.isEmpty() || !taken.add(id); n++) {
                id = Ids.of(sampleId + "/" + field + "/" + n);
            }
            named.add(id.equals(label.id()) ? label : label.withId(id));
        }
        return named;
    }

    /** Takes samples out of the dataset; where some of them have labels of people, a snapshot is taken first. */
    void delete(Collection<String> ids) {
        dataset.edit("delete " + ids.size() + " samples", "before-deleting-samples", draft -> {
            BitSet gone = new BitSet();
            for (int row : draft.index().find(ids)) {
                if (row >= 0) {
                    gone.set(row);
                }
            }
            draft.select(IntStream.range(0, draft.rows())
                    .filter(row -> !gone.get(row))
                    .toArray());
        });
    }
}
