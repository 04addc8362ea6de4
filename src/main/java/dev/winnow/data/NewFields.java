package dev.winnow.data;

import dev.winnow.label.FieldType;
import dev.winnow.label.Label;
import dev.winnow.store.Column;
import dev.winnow.store.FloatColumn;
import dev.winnow.store.State;
import dev.winnow.store.StoredLabels;
import dev.winnow.store.ValueColumn;
import java.util.List;
import java.util.Map;

/** Fields as they come to be: asked for by name and type, or by the first value they hold. */
final class NewFields {
    private NewFields() {}

    /** Adds a field, missing for every row; one that is there must be of the same type. */
    static void add(State.Draft draft, String dataset, String field, FieldType type) {
        Column there = draft.fields.get(field);
        if (there != null && there.type() != type) {
            throw new IllegalArgumentException(
                    "Field '" + field + "' of " + dataset + " is " + there.type() + " and cannot be " + type
                            + " as well. Choose another name, or deleteSampleField(\"" + field + "\") first.");
        }
        if (there == null) {
            if (!FieldType.isName(field)) {
                throw new IllegalArgumentException(
                        "'" + field + "' is no field name: use letters, digits and _, beginning with a letter.");
            }
            draft.fields.put(field, Column.empty(type, draft.rows()));
        }
    }

    /** The type of a field that {@code value} can go to: that of a field which is there and takes it, else the value's own. */
    static FieldType typeOf(Map<String, Column> fields, String field, Object value) {
        if (value instanceof String) {
            return FieldType.STRING;
        }
        if (value instanceof Integer || value instanceof Long) {
            Column there = fields.get(field);
            return there instanceof FloatColumn ? FieldType.FLOAT : FieldType.INT;
        }
        if (value instanceof Number) {
            return FieldType.FLOAT;
        }
        if (value instanceof Boolean) {
            return FieldType.BOOLEAN;
        }
        if (value instanceof Label label) {
            return StoredLabels.typeOf(label, false);
        }
        if (value instanceof Map<?, ?>) {
            return FieldType.DICT;
        }
        if (value instanceof float[]) {
            return FieldType.VECTOR;
        }
        if (value instanceof List<?> list) {
            Column there = fields.get(field);
            if (list.isEmpty()) {
                return there == null ? FieldType.DETECTIONS : there.type();
            }
            if (list.get(0) instanceof Label label) {
                return StoredLabels.typeOf(label, true);
            }
            boolean texts = list.stream().allMatch(String.class::isInstance);
            return texts && !(there instanceof ValueColumn) ? FieldType.STRING_LIST : FieldType.LIST;
        }
        throw new IllegalArgumentException("Field '" + field + "' cannot hold " + value + " of type "
                + value.getClass().getSimpleName()
                + ". Texts, numbers, booleans, lists and maps of these, labels and float[] can be stored.");
    }
}
