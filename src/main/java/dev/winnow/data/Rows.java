package dev.winnow.data;

import dev.winnow.expr.Scope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a chain of stages selects: row positions, and for some label fields which objects remain.
 *
 * @param kept by field the objects that label filters left; a field that is absent keeps all
 * @param patches the labels that are rows of their own, or {@code null} where each row is a sample
 */
record Rows(State state, String datasetName, int[] rows, Map<String, BitSet> kept, @Nullable Patches patches) {

    Rows at(int[] positions) {
        int[] selected = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            selected[i] = rows[positions[i]];
        }
        return new Rows(state, datasetName, selected, kept, patches == null ? null : patches.at(positions));
    }

    int count() {
        return rows.length;
    }

    /** Ids of the samples, or of the labels of a patches view. */
    String id(int i) {
        return patches == null ? state.id(rows[i]) : patches.ids()[i];
    }

    String sampleId(int i) {
        return state.id(rows[i]);
    }

    /** The label field that a path such as {@code ground_truth.detections.label} begins with, if any. */
    @Nullable
    String labelField(String path) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        return state.fields().get(first) instanceof DetectionColumn ? first : null;
    }

    /** What follows the label field: an attribute's name, or empty for the labels themselves. */
    static String attribute(String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return "";
        }
        String rest = path.substring(dot + 1);
        if (rest.equals("detections")) {
            return "";
        }
        return rest.startsWith("detections.") ? rest.substring("detections.".length()) : rest;
    }

    DetectionColumn labels(String field) {
        if (state.fields().get(field) instanceof DetectionColumn column) {
            return column;
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
        for (int one = column.start()[rows[i]]; one < column.start()[rows[i] + 1]; one++) {
            if (filter == null || filter.get(one)) {
                object.accept(one);
            }
        }
    }

    /** All objects that remain in a label field, row by row. */
    int[] allObjects(String field) {
        DetectionColumn column = labels(field);
        IntStream.Builder all = IntStream.builder();
        for (int i = 0; i < rows.length; i++) {
            eachObject(column, field, i, all::add);
        }
        return all.build().toArray();
    }

    /** The value at {@code path} for row {@code i}: labels as a list of {@link Detection}. */
    @Nullable
    Object value(int i, String path) {
        if (patches != null) {
            switch (path) {
                case "id":
                    return patches.ids()[i];
                case "sample_id":
                    return sampleId(i);
                case "type":
                    return patches.types().length == 0 ? null : patches.types()[i];
                case "iou":
                    return patches.ious().length == 0 || Double.isNaN(patches.ious()[i])
                            ? null
                            : (Object) patches.ious()[i];
                default:
                    break;
            }
        }
        String field = labelField(path);
        if (field == null) {
            return state.column(path).get(rows[i]);
        }
        DetectionColumn column = labels(field);
        if (patches == null && !column.present().get(rows[i])) {
            return null;
        }
        String attribute = attribute(path);
        List<@Nullable Object> values = new ArrayList<>();
        for (int object : objects(field, i)) {
            values.add(attribute.isEmpty() ? column.detection(object) : column.value(object, attribute));
        }
        return values;
    }

    /** What an expression sees of row {@code i}; labels appear as maps so that filters over them can ask by name. */
    Scope scope(int i) {
        return path -> {
            String field = labelField(path);
            if (field == null || !attribute(path).isEmpty()) {
                return value(i, path);
            }
            if (patches == null && !labels(field).present().get(rows[i])) {
                return null;
            }
            List<Map<String, Object>> maps = new ArrayList<>();
            for (int object : objects(field, i)) {
                maps.add(map(labels(field), object));
            }
            return maps;
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
    void requireField(String path) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        boolean ofPatches =
                patches != null && List.of("sample_id", "type", "iou").contains(path);
        if (!state.fields().containsKey(first) && !ofPatches) {
            throw Names.unknown(
                    "field",
                    first,
                    "dataset '" + datasetName + "'",
                    state.fields().keySet());
        }
        if (dot >= 0 && labelField(path) == null) {
            throw new IllegalArgumentException("Field '" + first + "' of " + datasetName + " is "
                    + state.column(first).type() + " and has nothing called '" + path.substring(dot + 1) + "' inside.");
        }
    }

    /**
     * Labels as rows of their own.
     *
     * @param objects by label field the object of each row, -1 where the row has none of that field
     * @param types {@code tp, fp, fn} of an evaluation's patches, else empty
     */
    record Patches(String[] ids, Map<String, int[]> objects, String[] types, double[] ious) {
        Patches at(int[] positions) {
            String[] newIds = new String[positions.length];
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
            for (int i = 0; i < positions.length; i++) {
                newIds[i] = ids[positions[i]];
                if (newTypes.length > 0) {
                    newTypes[i] = types[positions[i]];
                    newIous[i] = ious[positions[i]];
                }
            }
            return new Patches(newIds, newObjects, newTypes, newIous);
        }
    }
}
