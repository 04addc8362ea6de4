package dev.winnow.data;

import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Edits of what is known of samples and labels, through the rows of a dataset or view. One transaction each. */
final class ValueWrites {
    private final Dataset dataset;

    ValueWrites(Dataset dataset) {
        this.dataset = dataset;
    }

    void tag(Rows rows, List<String> tags, boolean add) {
        Rows.Patches patches = rows.patches();
        if (patches != null) {
            tagLabels(rows, patches, tags, add);
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
                draft.settings.put(Dataset.KNOWN_TAGS, Json.write(known));
            }
        });
    }

    private void tagLabels(Rows rows, Rows.Patches patches, List<String> tags, boolean add) {
        patches.objects().forEach((field, objects) -> {
            Set<String> ids = new HashSet<>();
            for (int object : objects) {
                if (object >= 0) {
                    ids.add(rows.labels(field).id(object));
                }
            }
            changeLabels(rows, field, label -> {
                if (!ids.contains(label.id())) {
                    return label;
                }
                List<String> own = new ArrayList<>(label.tags());
                tags.forEach(tag -> {
                    own.remove(tag);
                    if (add) {
                        own.add(tag);
                    }
                });
                return new Detection(
                        label.id(), label.label(), label.box(), label.confidence(), own, label.attributes());
            });
        });
    }

    private void changeLabels(Rows rows, String field, java.util.function.UnaryOperator<Detection> change) {
        Map<String, List<Detection>> changed = new LinkedHashMap<>();
        DetectionColumn column = rows.labels(field);
        for (int i = 0; i < rows.count(); i++) {
            List<Detection> own = column.get(rows.rows()[i]);
            if (own != null) {
                changed.put(rows.sampleId(i), own.stream().map(change).toList());
            }
        }
        write("change labels of " + field, field, FieldType.DETECTIONS, changed);
    }

    void setValues(Rows rows, String field, @Nullable Object value) {
        int[] changed = rows.rows();
        List<? extends @Nullable Object> values;
        if (value instanceof Map<?, ?> map) {
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
        Map<String, Column> fields = rows.stored().fields();
        Column there = fields.get(field);
        FieldType type = there != null
                ? there.type()
                : values.stream()
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(one -> NewFields.typeOf(fields, field, one))
                        .orElseThrow(() -> new IllegalArgumentException("setValues: field '" + field
                                + "' is new and no value says its type. Use addSampleField first."));
        if (type == FieldType.DETECTIONS) {
            Map<String, List<Detection>> labels = new LinkedHashMap<>();
            for (int i = 0; i < changed.length; i++) {
                labels.put(rows.state().id(changed[i]), labels(field, values.get(i)));
            }
            setDetections(rows, field, labels);
        } else {
            write("set " + field, rows.stored(), field, type, changed, values);
        }
    }

    /** The rows of ids that must all be in this view. */
    private static int[] rowsOf(Rows rows, Set<?> ids) {
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

    private static List<Detection> labels(String field, @Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(one -> (Detection) one).toList();
        }
        throw new IllegalArgumentException("Field '" + field + "' holds lists of labels, not " + value + ".");
    }

    /** Whether a list is the value of one sample rather than one value a sample. */
    private boolean isOneValue(String field, List<?> list) {
        return dataset.state().fields().get(field) instanceof ListColumn
                && list.stream().allMatch(String.class::isInstance);
    }

    void setDetections(Rows rows, String field, Map<String, List<Detection>> byId) {
        Map<String, Object> checked = new LinkedHashMap<>();
        RowIndex index = dataset.state().index();
        byId.forEach((id, labels) -> {
            int row = index.find(id);
            if (row < 0) {
                throw new IllegalArgumentException("setDetections: no sample has the id " + id + ".");
            }
            String filepath =
                    String.valueOf(dataset.state().column(State.FILEPATH).get(row));
            checked.put(id, SampleWrites.checkedLabels(id, filepath, field, labels, false));
        });
        if (losesPeoplesLabels(field, byId, index)) {
            dataset.keepPeoplesLabels("before-setting-" + field);
        }
        write("set " + field, field, FieldType.DETECTIONS, checked);
    }

    /** Whether a sample with labels that a person made would be left with none of a person. */
    private boolean losesPeoplesLabels(String field, Map<String, List<Detection>> byId, RowIndex index) {
        return dataset.state().fields().get(field) instanceof DetectionColumn column
                && column.attributes().containsKey("annotator")
                && byId.entrySet().stream()
                        .anyMatch(set -> set.getValue().stream().noneMatch(ValueWrites::byPerson)
                                && Objects.requireNonNullElse(
                                                column.get(index.find(set.getKey())), List.<Detection>of())
                                        .stream()
                                        .anyMatch(ValueWrites::byPerson));
    }

    private static boolean byPerson(Detection label) {
        Object who = label.attributes().get("annotator");
        return who != null && !String.valueOf(who).startsWith("simulated");
    }

    void setLabelValues(Rows rows, String field, String attribute, List<?> perObject) {
        if (List.of("id", "label", "confidence", "tags", "bounding_box").contains(attribute)) {
            throw new IllegalArgumentException("setLabelValues: '" + attribute
                    + "' belongs to every label and is no attribute. Change it with setDetections.");
        }
        DetectionColumn column = rows.labels(field);
        int[] objects = rows.allObjects(field);
        if (objects.length != perObject.size()) {
            throw new IllegalArgumentException("setLabelValues: " + perObject.size() + " values for " + objects.length
                    + " labels of " + field + ".");
        }
        dataset.edit("set " + field + "." + attribute, draft -> {
            DetectionColumn fresh = (DetectionColumn) Objects.requireNonNull(draft.fields.get(field));
            int[] there = fresh == column ? objects : sameLabels(rows, field, attribute, column, fresh, draft.index());
            draft.fields.put(field, fresh.withAttribute(attribute, there, perObject));
        });
    }

    /** Where the labels of {@code rows} stand in a column that another process wrote since. */
    private int[] sameLabels(
            Rows rows, String field, String attribute, DetectionColumn column, DetectionColumn fresh, RowIndex index) {
        IntStream.Builder found = IntStream.builder();
        for (int i = 0; i < rows.count(); i++) {
            int row = index.find(rows.sampleId(i));
            for (int object : rows.objects(field, i)) {
                int there = row < 0 ? -1 : fresh.find(row, column.id(object));
                if (there < 0 || !Objects.equals(fresh.value(there, attribute), column.value(object, attribute))) {
                    throw new ConflictException("Label " + column.id(object) + " in " + field + " of '" + dataset.name()
                            + "' was changed by another process. Call dataset.reload(), look, and try again.");
                }
                found.add(there);
            }
        }
        return found.build().toArray();
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

    private void write(String op, String field, FieldType type, Map<String, ? extends @Nullable Object> byId) {
        State read = dataset.state();
        int[] rows = read.index().find(byId.keySet());
        List<String> ids = List.copyOf(byId.keySet());
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < 0) {
                throw gone(ids.get(i));
            }
        }
        write(op, read, field, type, rows, new ArrayList<>(byId.values()));
    }

    /** Sets values of rows of {@code read}, refusing where another process changed one of them since it was read here. */
    private void write(
            String op, State read, String field, FieldType type, int[] rows, List<? extends @Nullable Object> values) {
        dataset.edit(op, draft -> {
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
