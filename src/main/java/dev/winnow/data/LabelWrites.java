package dev.winnow.data;

import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.label.Label;
import dev.winnow.store.Column;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.ObjectColumn;
import dev.winnow.store.RowIndex;
import dev.winnow.store.StoredLabels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Edits of labels through the rows that show them; they reach the samples the labels belong to. One transaction each. */
final class LabelWrites {
    private static final List<String> FIXED = List.of("id", "tags", "bounding_box");

    private final Dataset dataset;

    LabelWrites(Dataset dataset) {
        this.dataset = dataset;
    }

    /** The column as it is stored; stages may show other values, but the same objects. */
    private static DetectionColumn stored(RowSelection rows, String field) {
        rows.labels(field);
        return ((ObjectColumn) rows.stored().column(field)).objects();
    }

    void tag(RowSelection rows, List<String> fields, List<String> tags, boolean add) {
        dataset.transaction((add ? "tag" : "untag") + " labels", () -> {
            for (String field : fields) {
                change(rows, field, label -> {
                    List<String> own = new ArrayList<>(label.tags());
                    if (add) {
                        tags.stream().filter(tag -> !own.contains(tag)).forEach(own::add);
                    } else {
                        own.removeAll(tags);
                    }
                    return new Detection(
                            label.id(), label.label(), label.box(), label.confidence(), own, label.attributes());
                });
            }
        });
    }

    /** Changes the labels that the rows show, and no others of their samples. */
    private void change(RowSelection rows, String field, UnaryOperator<Detection> change) {
        DetectionColumn column = stored(rows, field);
        Map<Integer, Set<Integer>> shown = new LinkedHashMap<>();
        for (int i = 0; i < rows.count(); i++) {
            Set<Integer> own = shown.computeIfAbsent(rows.rows()[i], row -> new HashSet<>());
            rows.eachObject(column, field, i, own::add);
        }
        Map<String, List<Detection>> changed = new LinkedHashMap<>();
        shown.forEach((row, objects) -> {
            if (objects.isEmpty()) {
                return;
            }
            List<Detection> labels = new ArrayList<>();
            for (int object = column.start()[row]; object < column.start()[row + 1]; object++) {
                Detection label = column.detection(object);
                labels.add(objects.contains(object) ? change.apply(label) : label);
            }
            changed.put(rows.stored().id(row), labels);
        });
        FieldType type = rows.stored().column(field).type();
        new ValueWrites(dataset).write("change labels of " + field, field, type, changed);
    }

    /**
     * A sample's labels once {@code value} takes the place of those that the rows show: what a filter hides stays as it is now, in its
     * place, and labels that are new come behind.
     */
    @Nullable
    Object withHidden(RowSelection rows, String field, int row, @Nullable Object value) {
        BitSet kept = rows.kept().get(field);
        FieldType type =
                kept == null ? FieldType.STRING : rows.stored().column(field).type();
        if (kept == null || type.isOneLabel()) {
            return value;
        }
        Map<String, Label> set = new LinkedHashMap<>();
        List<Label> unnamed = new ArrayList<>();
        for (Label label : value == null ? List.<Label>of() : StoredLabels.labels(type, value)) {
            if (label.id().isEmpty()) {
                unnamed.add(label);
            } else {
                set.put(label.id(), label);
            }
        }
        DetectionColumn before = stored(rows, field);
        DetectionColumn now = ((ObjectColumn) dataset.state().column(field)).objects();
        int rowNow = dataset.state().index().find(rows.stored().id(row));
        List<Label> all = new ArrayList<>();
        boolean hides = false;
        for (int object = before.start()[row]; object < before.start()[row + 1]; object++) {
            String id = before.id(object);
            Label given = set.remove(id);
            int there = kept.get(object) || rowNow < 0 ? -1 : now.find(rowNow, id);
            hides |= there >= 0;
            if (given != null) {
                all.add(given);
            } else if (there >= 0) {
                all.add(StoredLabels.label(type, now.detection(there)));
            }
        }
        all.addAll(set.values());
        all.addAll(unnamed);
        return hides ? all : value;
    }

    /** Puts other labels in the place of those that are rows: one value for each row, or a map by label id. */
    void replace(RowSelection rows, String field, @Nullable Object value) {
        FieldType type = rows.stored().column(field).type();
        Map<String, Detection> byId = new HashMap<>();
        perRow(rows, "setValues", value).forEach((id, one) -> {
            List<Label> labels =
                    StoredLabels.labels(type, Objects.requireNonNull(one, "A label cannot become missing."));
            if (labels.size() != 1) {
                throw new IllegalArgumentException(
                        "setValues: row " + id + " is one label, not " + labels.size() + ".");
            }
            Detection object = StoredLabels.object(labels.get(0));
            String problem = type == FieldType.DETECTIONS ? object.box().problem() : "";
            if (!problem.isEmpty()) {
                throw new IllegalArgumentException(
                        "Label " + id + " in " + field + " would have the box " + object.box() + ": " + problem + ".");
            }
            byId.put(id, object);
        });
        change(rows, field, label -> {
            Detection other = byId.get(label.id());
            return other == null ? label : other.withId(label.id());
        });
    }

    private static Map<String, @Nullable Object> perRow(RowSelection rows, String verb, @Nullable Object value) {
        Map<String, @Nullable Object> byId = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((id, one) -> byId.put(String.valueOf(id), one));
        } else if (value instanceof List<?> list && list.size() == rows.count()) {
            for (int i = 0; i < list.size(); i++) {
                byId.put(rows.id(i), list.get(i));
            }
        } else {
            throw new IllegalArgumentException(
                    verb + ": give one label a row, in order or by id; there are " + rows.count() + " rows.");
        }
        return byId;
    }

    /** One value for each label: a list a sample with a list a label inside, one a row where rows are labels, or one for all. */
    void setValues(RowSelection rows, String field, String attribute, @Nullable Object value) {
        List<@Nullable Object> perObject = new ArrayList<>();
        DetectionColumn column = rows.labels(field);
        List<?> listed = value instanceof List<?> list ? list : null;
        if (listed != null && listed.size() != rows.count()) {
            throw new IllegalArgumentException("setValues: " + listed.size() + " values for " + rows.count()
                    + " rows of " + field + "." + attribute + ".");
        }
        for (int i = 0; i < rows.count(); i++) {
            int labels = rows.countObjects(column, field, i);
            Object own = listed != null ? listed.get(i) : value;
            if (own instanceof List<?> many && listed != null) {
                if (many.size() != labels) {
                    throw new IllegalArgumentException("setValues: " + many.size() + " values for " + labels
                            + " labels in " + field + " of sample " + rows.sampleId(i) + ".");
                }
                perObject.addAll(many);
            } else {
                for (int n = 0; n < labels; n++) {
                    perObject.add(own);
                }
            }
        }
        setLabelValues(rows, field, attribute, perObject);
    }

    /** Sets an attribute of labels by their ids; the others stay. */
    void setLabelValues(RowSelection rows, String field, String attribute, Map<String, ?> byId) {
        int[] objects = rows.allObjects(field);
        DetectionColumn column = rows.labels(field);
        List<@Nullable Object> values = new ArrayList<>();
        Set<String> left = new HashSet<>(byId.keySet());
        for (int object : objects) {
            String id = column.id(object);
            left.remove(id);
            values.add(byId.containsKey(id) ? byId.get(id) : column.value(object, attribute));
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("setLabelValues: no label in " + field + " of this view has the id "
                    + left.iterator().next() + ".");
        }
        setLabelValues(rows, field, attribute, values);
    }

    void setLabelValues(RowSelection rows, String field, String attribute, List<?> perObject) {
        if (FIXED.contains(attribute)) {
            throw new IllegalArgumentException("setLabelValues: '" + attribute
                    + "' belongs to every label and is no attribute. Change it with setDetections or tagLabels.");
        }
        DetectionColumn column = stored(rows, field);
        int[] objects = rows.allObjects(field);
        if (objects.length != perObject.size()) {
            throw new IllegalArgumentException("setLabelValues: " + perObject.size() + " values for " + objects.length
                    + " labels of " + field + ".");
        }
        if (attribute.equals("label") || attribute.equals("confidence")) {
            Map<String, @Nullable Object> byId = new HashMap<>();
            for (int i = 0; i < objects.length; i++) {
                byId.put(column.id(objects[i]), perObject.get(i));
            }
            change(rows, field, label -> set(label, attribute, byId.get(label.id())));
            return;
        }
        dataset.edit("set " + field + "." + attribute, "before-setting-" + field, draft -> {
            Column now = Objects.requireNonNull(draft.fields.get(field));
            DetectionColumn fresh = ((ObjectColumn) now).objects();
            int[] there = fresh == column ? objects : sameLabels(rows, field, attribute, column, fresh, draft.index());
            draft.fields.put(field, FieldStages.alike(now, fresh.withAttribute(attribute, there, perObject)));
        });
    }

    private static Detection set(Detection label, String attribute, @Nullable Object value) {
        if (attribute.equals("confidence")) {
            return label.withConfidence(value instanceof Number score ? score.doubleValue() : Double.NaN);
        }
        if (!(value instanceof String name)) {
            throw new IllegalArgumentException("setLabelValues: a label is a text, not " + value + ".");
        }
        return label.withLabel(name);
    }

    /** Where the labels of {@code rows} stand in a column that another process wrote since. */
    private int[] sameLabels(
            RowSelection rows,
            String field,
            String attribute,
            DetectionColumn column,
            DetectionColumn fresh,
            RowIndex index) {
        IntStream.Builder found = IntStream.builder();
        for (int i = 0; i < rows.count(); i++) {
            int row = index.find(rows.sampleId(i));
            for (int object : rows.objects(field, i)) {
                int there = row < 0 ? -1 : fresh.find(row, column.id(object));
                if (there < 0 || !Objects.equals(fresh.value(there, attribute), column.value(object, attribute))) {
                    throw new ConflictException("Label " + column.id(object) + " in " + field + " of '"
                            + dataset.name()
                            + "' was changed by another process. Call dataset.reload(), look, and try again.");
                }
                found.add(there);
            }
        }
        return found.build().toArray();
    }
}
