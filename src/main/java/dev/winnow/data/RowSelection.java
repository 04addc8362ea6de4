package dev.winnow.data;

import dev.winnow.expr.Scope;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.store.Column;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.ObjectColumn;
import dev.winnow.store.State;
import dev.winnow.store.StoredLabels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a chain of stages selects: row positions, and for some label fields which objects remain.
 *
 * @param stored the dataset's state that the stages read
 * @param state the same with the columns that stages made of it; each has the rows, and a label field the objects, of the stored one
 * @param kept by field the objects that label filters left; a field that is absent keeps all
 * @param patches the labels that are rows of their own, or {@code null} where each row is a sample
 * @param groups for each row the rows of its group, itself among them, or {@code null} where rows are not grouped
 */
record RowSelection(
        State stored,
        State state,
        String datasetName,
        int[] rows,
        Map<String, BitSet> kept,
        @Nullable Patches patches,
        int @Nullable [][] groups) {
    /** The words with which FiftyOne's paths name the list inside a label field. */
    private static final Set<String> LIST_WORDS = Set.of("detections", "classifications", "polylines", "keypoints");

    static RowSelection of(State state, String datasetName, int[] rows) {
        return new RowSelection(state, state, datasetName, rows, Map.of(), null, null);
    }

    RowSelection at(int[] positions) {
        int[] selected = new int[positions.length];
        int[][] members = groups == null ? null : new int[positions.length][];
        for (int i = 0; i < positions.length; i++) {
            selected[i] = rows[positions[i]];
            if (members != null) {
                members[i] = Objects.requireNonNull(groups)[positions[i]];
            }
        }
        return new RowSelection(
                stored, state, datasetName, selected, kept, patches == null ? null : patches.at(positions), members);
    }

    /** The same rows with only these objects of a label field. */
    RowSelection keeping(String field, BitSet objects) {
        Map<String, BitSet> filters = new HashMap<>(kept);
        filters.put(field, objects);
        return new RowSelection(stored, state, datasetName, rows, filters, patches, groups);
    }

    /** The same rows of another state, which has the rows and objects of this one. */
    RowSelection seeing(State changed) {
        return new RowSelection(stored, changed, datasetName, rows, kept, patches, groups);
    }

    /** The same rows with one column replaced. */
    RowSelection seeing(String field, Column column) {
        Map<String, Column> fields = new java.util.LinkedHashMap<>(state.fields());
        fields.put(field, column);
        return seeing(state.seen(fields));
    }

    /** Labels as rows of their own: {@code samples} has the sample's row for each. */
    RowSelection patches(int[] samples, Patches labels) {
        return new RowSelection(stored, state, datasetName, samples, kept, labels, null);
    }

    int count() {
        return rows.length;
    }

    /** Whether the rows are all samples in the order of insertion, so that a row's position in the view is that in its column. */
    boolean isWhole() {
        if (patches != null || rows.length != state.rows()) {
            return false;
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** Ids of the samples, or of the labels of a patches view. */
    String id(int i) {
        return patches == null ? state.id(rows[i]) : labelId(patches, i);
    }

    private String labelId(Patches labels, int i) {
        for (String field : labels.fields()) {
            int object = Objects.requireNonNull(labels.objects().get(field))[i];
            if (object >= 0) {
                return labels(field).id(object);
            }
        }
        throw new IllegalStateException("Row " + i + " of a view of labels has no label.");
    }

    String sampleId(int i) {
        return state.id(rows[i]);
    }

    /** The label field that a path such as {@code ground_truth.detections.label} begins with, if any. */
    @Nullable
    String labelField(String path) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        return state.fields().get(first) instanceof ObjectColumn ? first : null;
    }

    /** What follows the label field: an attribute's name, or empty for the labels themselves. */
    static String attribute(String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return "";
        }
        String rest = path.substring(dot + 1);
        int next = rest.indexOf('.');
        if (LIST_WORDS.contains(next < 0 ? rest : rest.substring(0, next))) {
            return next < 0 ? "" : rest.substring(next + 1);
        }
        return rest;
    }

    DetectionColumn labels(String field) {
        if (state.fields().get(field) instanceof ObjectColumn column) {
            return column.objects();
        }
        requireField(field);
        throw new IllegalArgumentException("Field '" + field + "' of " + datasetName + " holds no labels but "
                + state.column(field).type() + ".");
    }

    /** The objects of row {@code i} that remain in a label field. */
    List<Integer> objects(String field, int i) {
        List<Integer> objects = new ArrayList<>();
        eachObject(labels(field), field, i, objects::add);
        return objects;
    }

    /** Whether no stage took objects out of a label field. */
    boolean keepsAll(String field) {
        return kept.get(field) == null;
    }

    /** Hands on the objects of row {@code i} that remain in a label field. */
    void eachObject(DetectionColumn column, String field, int i, IntConsumer object) {
        if (patches != null && patches.objects().containsKey(field)) {
            int only = Objects.requireNonNull(patches.objects().get(field))[i];
            if (only >= 0) {
                object.accept(only);
            }
            return;
        }
        BitSet filter = kept.get(field);
        int[] start = column.start();
        int to = start[rows[i] + 1];
        if (filter == null) {
            for (int one = start[rows[i]]; one < to; one++) {
                object.accept(one);
            }
            return;
        }
        for (int one = filter.nextSetBit(start[rows[i]]); one >= 0 && one < to; one = filter.nextSetBit(one + 1)) {
            object.accept(one);
        }
    }

    /** The number of objects of row {@code i} that remain in a label field. */
    int countObjects(DetectionColumn column, String field, int i) {
        if (patches != null && patches.objects().containsKey(field)) {
            return Objects.requireNonNull(patches.objects().get(field))[i] < 0 ? 0 : 1;
        }
        BitSet filter = kept.get(field);
        int from = column.start()[rows[i]];
        int to = column.start()[rows[i] + 1];
        if (filter == null) {
            return to - from;
        }
        int count = 0;
        for (int object = filter.nextSetBit(from); object >= 0 && object < to; object = filter.nextSetBit(object + 1)) {
            count++;
        }
        return count;
    }

    /** All objects that remain in a label field, row by row. */
    int[] allObjects(String field) {
        DetectionColumn column = labels(field);
        int total = 0;
        for (int i = 0; i < rows.length; i++) {
            total = Math.addExact(total, countObjects(column, field, i));
        }
        int[] all = new int[total];
        int[] next = new int[1];
        for (int i = 0; i < rows.length; i++) {
            eachObject(column, field, i, object -> all[next[0]++] = object);
        }
        return all;
    }

    /** The value at {@code path} for row {@code i}: labels as a list of {@link Detection}. */
    @Nullable
    Object value(int i, String path) {
        if (patches != null) {
            switch (path) {
                case "id":
                    return labelId(patches, i);
                case "sample_id":
                    return sampleId(i);
                case "type":
                    if (patches.isEvaluated()) {
                        return patches.types()[i];
                    }
                    break;
                case "iou":
                    if (patches.isEvaluated()) {
                        return Double.isNaN(patches.ious()[i]) ? null : (Object) patches.ious()[i];
                    }
                    break;
                default:
                    break;
            }
        }
        String field = labelField(path);
        if (field == null) {
            return plain(i, path);
        }
        DetectionColumn column = labels(field).near(rows[i]);
        if (patches == null && !column.present().get(rows[i])) {
            return null;
        }
        String attribute = attribute(path);
        FieldType type = state.column(field).type();
        if (patches != null && patches.objects().containsKey(field) && !attribute.isEmpty()) {
            int only = Objects.requireNonNull(patches.objects().get(field))[i];
            return only < 0 ? null : column.value(only, attribute);
        }
        List<@Nullable Object> values = new ArrayList<>();
        eachObject(
                column,
                field,
                i,
                object -> values.add(
                        attribute.isEmpty()
                                ? StoredLabels.label(type, column.detection(object))
                                : column.value(object, attribute)));
        return type.isOneLabel() ? (values.isEmpty() ? null : values.get(0)) : values;
    }

    /** A value that is no label, or part of one that is a map. */
    private @Nullable Object plain(int i, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return state.column(path).get(rows[i]);
        }
        Object value = state.column(path.substring(0, dot)).get(rows[i]);
        for (String name : path.substring(dot + 1).split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    /** What an expression sees of row {@code i}; labels appear as maps so that filters over them can ask by name. */
    Scope scope(int i) {
        return path -> {
            String plain = path.startsWith("$") ? path.substring(1) : path;
            String field = labelField(plain);
            if (field == null || !attribute(plain).isEmpty()) {
                return value(i, plain);
            }
            DetectionColumn column = labels(field);
            if (patches == null && !column.present().get(rows[i])) {
                return null;
            }
            List<Map<String, Object>> maps = new ArrayList<>();
            eachObject(column, field, i, object -> maps.add(map(column, object)));
            return state.column(field).type().isOneLabel() ? (maps.isEmpty() ? null : maps.get(0)) : maps;
        };
    }

    private static Map<String, Object> map(DetectionColumn column, int object) {
        Map<String, Object> map = new HashMap<>();
        for (String name : List.of("label", "confidence", "id", "tags", "bounding_box")) {
            Object value = column.value(object, name);
            if (value != null) {
                map.put(name, value);
            }
        }
        column.attributes().forEach((name, values) -> {
            Object value = values[object];
            if (value != null) {
                map.put(name, value);
            }
        });
        return map;
    }

    /** Checks a path against the schema. */
    void requireField(String asked) {
        String path = asked.startsWith("$") ? asked.substring(1) : asked;
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        boolean ofPatches = patches != null
                && (path.equals("sample_id")
                        || (patches.isEvaluated() && List.of("type", "iou").contains(path)));
        if (!state.fields().containsKey(first) && !ofPatches) {
            throw Names.unknown(
                    "field",
                    first,
                    "dataset '" + datasetName + "'",
                    state.fields().keySet());
        }
        if (dot >= 0 && labelField(path) == null && state.column(first).type() != FieldType.DICT) {
            throw new IllegalArgumentException("Field '" + first + "' of " + datasetName + " is "
                    + state.column(first).type() + " and has nothing called '" + path.substring(dot + 1) + "' inside.");
        }
    }

    /**
     * Labels as rows of their own.
     *
     * @param fields the label fields; a row's id is that of its label in the first of them that has one
     * @param objects by label field the object of each row, -1 where the row has none of that field
     * @param types {@code tp, fp, fn} of an evaluation's patches, else empty
     */
    record Patches(List<String> fields, Map<String, int[]> objects, String[] types, double[] ious) {
        /** Whether the rows are those of an evaluation, which have a type and an IoU beside what the samples have. */
        boolean isEvaluated() {
            return types.length > 0 || fields.size() > 1;
        }

        /** These labels and others of the same fields after them. */
        Patches and(Patches more) {
            if (!objects.keySet().equals(more.objects.keySet()) || isEvaluated() != more.isEvaluated()) {
                throw new IllegalArgumentException("concat: the labels are of different fields.");
            }
            Map<String, int[]> both = new HashMap<>();
            objects.forEach((field, own) -> both.put(
                    field,
                    IntStream.concat(IntStream.of(own), IntStream.of(Objects.requireNonNull(more.objects.get(field))))
                            .toArray()));
            return new Patches(
                    fields,
                    both,
                    Stream.concat(Stream.of(types), Stream.of(more.types)).toArray(String[]::new),
                    DoubleStream.concat(DoubleStream.of(ious), DoubleStream.of(more.ious))
                            .toArray());
        }

        Patches at(int[] positions) {
            String[] newTypes = new String[types.length == 0 ? 0 : positions.length];
            double[] newIous = new double[ious.length == 0 ? 0 : positions.length];
            Map<String, int[]> newObjects = new HashMap<>();
            objects.forEach((field, own) -> {
                int[] selected = new int[positions.length];
                for (int i = 0; i < positions.length; i++) {
                    selected[i] = own[positions[i]];
                }
                newObjects.put(field, selected);
            });
            for (int i = 0; i < newTypes.length; i++) {
                newTypes[i] = types[positions[i]];
                newIous[i] = ious[positions[i]];
            }
            return new Patches(fields, newObjects, newTypes, newIous);
        }
    }
}
