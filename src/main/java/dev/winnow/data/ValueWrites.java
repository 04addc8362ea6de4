package dev.winnow.data;

import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.store.Column;
import dev.winnow.store.ListColumn;
import dev.winnow.store.RowIndex;
import dev.winnow.store.State;
import dev.winnow.store.StoredLabels;
import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Edits of what is known of samples and labels, through the rows of a dataset or view. One transaction each. */
final class ValueWrites {
    private final Dataset dataset;

    ValueWrites(Dataset dataset) {
        this.dataset = dataset;
    }

    /** Tags as given to a verb, refused where one is null. */
    static List<String> tags(String verb, String... tags) {
        for (String tag : tags) {
            if (tag == null) {
                throw new IllegalArgumentException(verb + ": a tag is null; it must be a text, such as \"checked\".");
            }
        }
        return List.of(tags);
    }

    void tag(RowSelection rows, List<String> tags, boolean add) {
        RowSelection.Patches patches = rows.patches();
        if (patches != null) {
            new LabelWrites(dataset).tag(rows, List.copyOf(patches.objects().keySet()), tags, add);
            return;
        }
        dataset.edit((add ? "tag " : "untag ") + String.join(", ", tags), draft -> {
            int[] there = Arrays.stream(rowsNow(rows.stored(), draft, rows.rows()))
                    .filter(row -> row >= 0)
                    .toArray();
            ListColumn column = (ListColumn) Objects.requireNonNull(draft.fields.get(State.TAGS));
            draft.fields.put(State.TAGS, column.with(there, tags, add));
            Set<String> known = new LinkedHashSet<>(Dataset.knownTags(draft.settings));
            if (add && known.addAll(tags)) {
                draft.settings.put(Dataset.KNOWN_TAGS, StageJson.write(known));
            }
        });
    }

    void setValues(RowSelection rows, String path, @Nullable Object value) {
        String labels = rows.labelField(path);
        // What FiftyOne calls gt.detections is the field itself.
        String field = labels != null && RowSelection.attribute(path).isEmpty() ? labels : path;
        if (State.ID.equals(field)) {
            throw new IllegalArgumentException("setValues: 'id' says which sample it is and cannot be set.");
        }
        if (labels != null && !RowSelection.attribute(field).isEmpty()) {
            new LabelWrites(dataset).setValues(rows, labels, RowSelection.attribute(field), value);
            return;
        }
        if (labels != null && rows.patches() != null && rows.patches().objects().containsKey(labels)) {
            new LabelWrites(dataset).replace(rows, labels, value);
            return;
        }
        int[] changed = rows.rows();
        List<? extends @Nullable Object> values;
        if (value instanceof Map<?, ?> map && !isOneValue(field, map)) {
            changed = rowsOf(rows, map.keySet());
            values = new ArrayList<>(map.values());
        } else if (value instanceof List<?> list && !isOneValue(field, list)) {
            if (list.size() != rows.count()) {
                throw new IllegalArgumentException("setValues: " + list.size() + " values for " + rows.count()
                        + " samples. Give one value a sample, one value for all, or a map by id.");
            }
            values = list;
        } else {
            values = Collections.nCopies(changed.length, value);
        }
        if (labels != null && rows.kept().containsKey(labels)) {
            List<@Nullable Object> whole = new ArrayList<>(changed.length);
            LabelWrites writes = new LabelWrites(dataset);
            for (int i = 0; i < changed.length; i++) {
                whole.add(writes.withHidden(rows, labels, changed[i], values.get(i)));
            }
            values = whole;
        }
        set(field, rows.stored(), changed, values, value);
    }

    /** Sets values by sample id; a field that is new gets the type of the first value. */
    void setValuesById(String field, Map<String, ? extends @Nullable Object> byId) {
        State read = dataset.state();
        set(field, read, rowsOf(read, byId), new ArrayList<>(byId.values()), null);
    }

    /** @param constant the value of all where there is but one, which says the type of a new field also where there are no samples */
    private void set(
            String field,
            State read,
            int[] changed,
            List<? extends @Nullable Object> values,
            @Nullable Object constant) {
        Column there = read.fields().get(field);
        boolean none = changed.length == 0
                && constant != null
                && !(constant instanceof Map<?, ?> || constant instanceof List<?>);
        FieldType type = there != null
                ? there.type()
                : (none ? Stream.of(constant) : values.stream())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(one -> NewFields.typeOf(read.fields(), field, one))
                        .orElseThrow(() -> new IllegalArgumentException("setValues: field '" + field
                                + "' is new and no value says its type. Use addSampleField first."));
        if (type.isLabels()) {
            setLabels(field, type, read, changed, values);
        } else {
            write("set " + field, read, field, type, changed, values);
        }
    }

    /** The rows of ids that must all be in this view. */
    private static int[] rowsOf(RowSelection rows, Set<?> ids) {
        BitSet here = new BitSet();
        for (int row : rows.rows()) {
            here.set(row);
        }
        RowIndex index = rows.state().index();
        return ids.stream()
                .mapToInt(id -> {
                    int row = index.find(String.valueOf(id));
                    if (row < 0 || !here.get(row)) {
                        throw new IllegalArgumentException("setValues: no sample of this view has the id " + id + ".");
                    }
                    return row;
                })
                .toArray();
    }

    private void setLabels(
            String field, FieldType type, State read, int[] changed, List<? extends @Nullable Object> values) {
        Map<String, List<Detection>> labels = new LinkedHashMap<>();
        Map<String, @Nullable Object> none = new LinkedHashMap<>();
        for (int i = 0; i < changed.length; i++) {
            Object value = values.get(i);
            if (value == null) {
                none.put(read.id(changed[i]), null);
            } else {
                labels.put(
                        read.id(changed[i]),
                        StoredLabels.labels(type, value).stream()
                                .map(StoredLabels::object)
                                .toList());
            }
        }
        dataset.transaction("set " + field, () -> {
            if (!labels.isEmpty()) {
                setDetections(field, type, labels);
            }
            if (!none.isEmpty()) {
                write("clear " + field, field, type, none);
            }
        });
    }

    /** Whether a list is the value of one sample rather than one value a sample. */
    private boolean isOneValue(String field, List<?> list) {
        return dataset.state().fields().get(field) instanceof ListColumn
                && list.stream().allMatch(String.class::isInstance);
    }

    /** Whether a map is the value of one sample rather than values by id. */
    private boolean isOneValue(String field, Map<?, ?> map) {
        Column there = dataset.state().fields().get(field);
        RowIndex index = dataset.state().index();
        return (there == null || there.type() == FieldType.DICT)
                && map.keySet().stream().allMatch(key -> index.find(String.valueOf(key)) < 0);
    }

    void setDetections(String field, Map<String, List<Detection>> byId) {
        setDetections(field, FieldType.DETECTIONS, byId);
    }

    private void setDetections(String field, FieldType type, Map<String, List<Detection>> byId) {
        Map<String, Object> checked = new LinkedHashMap<>();
        RowIndex index = dataset.state().index();
        BoxProblems problems = new BoxProblems();
        byId.forEach((id, labels) -> {
            int row = index.find(id);
            if (row < 0) {
                throw new IllegalArgumentException("setDetections: no sample has the id " + id + ".");
            }
            String filepath =
                    String.valueOf(dataset.state().column(State.FILEPATH).get(row));
            checked.put(
                    id,
                    type == FieldType.DETECTIONS
                            ? SampleWrites.checkedLabels(id, filepath, field, labels, false, problems)
                            : SampleWrites.withIds(id, field, labels));
        });
        problems.refuse();
        write("set " + field, field, type, checked);
    }

    void setEmbeddings(String field, Embeddings embeddings) {
        Map<String, Object> byId = new LinkedHashMap<>();
        for (int i = 0; i < embeddings.count(); i++) {
            byId.put(embeddings.ids().get(i), embeddings.row(i));
        }
        dataset.transaction("set " + field, () -> {
            write("set " + field, field, FieldType.VECTOR, byId);
            dataset.edit("model of " + field, draft -> draft.settings.put("model:" + field, embeddings.model()));
        });
    }

    /** Sets values by sample id, refusing where another process changed one of them since it was read here. */
    void write(String op, String field, FieldType type, Map<String, ? extends @Nullable Object> byId) {
        State read = dataset.state();
        int[] rows = rowsOf(read, byId);
        write(op, read, field, type, rows, new ArrayList<>(byId.values()));
    }

    /** Sets values of rows of {@code read}, refusing where another process changed one of them since it was read here. */
    private void write(
            String op, State read, String field, FieldType type, int[] rows, List<? extends @Nullable Object> values) {
        dataset.edit(op, "before-setting-" + field, draft -> {
            NewFields.add(draft, dataset.name(), field, type);
            Column fresh = Objects.requireNonNull(draft.fields.get(field));
            Column seen = read.fields().get(field);
            boolean othersWrote = fresh != seen && dataset.state() != read;
            int[] now = rowsNow(read, draft, rows);
            for (int i = 0; i < rows.length; i++) {
                if (now[i] < 0) {
                    throw gone(read.id(rows[i]));
                }
                if (othersWrote && !Objects.deepEquals(seen == null ? null : seen.get(rows[i]), fresh.get(now[i]))) {
                    throw new ConflictException("Field '" + field + "' of sample " + read.id(rows[i]) + " of '"
                            + dataset.name()
                            + "' was changed by another process. Call dataset.reload(), look, and try again.");
                }
            }
            draft.fields.put(field, fresh.with(now, values));
        });
    }

    private int[] rowsOf(State read, Map<String, ? extends @Nullable Object> byId) {
        int[] rows = read.index().find(byId.keySet());
        List<String> ids = List.copyOf(byId.keySet());
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < 0) {
                throw gone(ids.get(i));
            }
        }
        return rows;
    }

    private ConflictException gone(String id) {
        return new ConflictException("Sample " + id + " of '" + dataset.name()
                + "' is gone: another process deleted it. Call dataset.reload() and try again.");
    }

    /** Where rows of {@code read} stand in the newest state, -1 where another process deleted one. */
    private static int[] rowsNow(State read, State.Draft draft, int[] rows) {
        if (draft.fields.get(State.ID) == read.fields().get(State.ID)) {
            return rows;
        }
        RowIndex index = draft.index();
        return Arrays.stream(rows).map(row -> index.find(read.id(row))).toArray();
    }
}
