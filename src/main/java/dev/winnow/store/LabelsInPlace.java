package dev.winnow.store;

import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Labels that take the place of as many others with the same ids, as an edit of a label is: of the arrays of a million labels only those
 * are copied in which a value changes.
 */
final class LabelsInPlace {
    private final DetectionColumn column;
    private final LabelArrays before;
    private final double[][] numbers;
    private final Map<String, @Nullable Object[]> attributes;
    private int[] label;
    private @Nullable Object @Nullable [] tags;

    private LabelsInPlace(DetectionColumn column) {
        this.column = column;
        before = column.parts();
        numbers = new double[][] {before.x(), before.y(), before.w(), before.h(), before.confidence()};
        attributes = new LinkedHashMap<>(before.attributes());
        label = before.label();
        tags = before.tags();
    }

    /** The column with the labels of {@code rows} replaced; nothing where that needs other arrays than there are. */
    static @Nullable DetectionColumn with(
            DetectionColumn column, int[] rows, List<? extends @Nullable Object> changes) {
        LabelsInPlace edit = new LabelsInPlace(column);
        for (int i = 0; i < rows.length; i++) {
            if (!(changes.get(i) instanceof List<?> labels) || !edit.row(rows[i], labels)) {
                return null;
            }
        }
        return edit.done();
    }

    private boolean row(int row, List<?> labels) {
        int first = before.start()[row];
        if (!before.present().get(row) || labels.size() != before.start()[row + 1] - first) {
            return false;
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!(labels.get(i) instanceof Detection detection) || !object(first + i, detection)) {
                return false;
            }
        }
        return true;
    }

    private boolean object(int object, Detection detection) {
        int code = before.labels().find(detection.label());
        if (code < 0 || !detection.id().equals(column.id(object))) {
            return false;
        }
        if (label[object] != code) {
            label = label == before.label() ? label.clone() : label;
            label[object] = code;
        }
        Box box = detection.box();
        double[] own = {box.x(), box.y(), box.w(), box.h(), detection.confidence()};
        double[][] old = {before.x(), before.y(), before.w(), before.h(), before.confidence()};
        for (int i = 0; i < own.length; i++) {
            if (Double.doubleToRawLongBits(numbers[i][object]) != Double.doubleToRawLongBits(own[i])) {
                numbers[i] = numbers[i] == old[i] ? old[i].clone() : numbers[i];
                numbers[i][object] = own[i];
            }
        }
        return tags(object, detection.tags()) && attributes(object, detection.attributes());
    }

    private boolean tags(int object, List<String> wanted) {
        if (wanted.equals(column.tags(object))) {
            return true;
        }
        @Nullable Object[] all = tags;
        if (all == null || wanted.isEmpty()) {
            return false;
        }
        all = all == before.tags() ? all.clone() : all;
        all[object] = wanted;
        tags = all;
        return true;
    }

    /** An attribute that is new or taken away is left to those who build columns anew. */
    private boolean attributes(int object, Map<String, Object> wanted) {
        if (!attributes.keySet().containsAll(wanted.keySet())) {
            return false;
        }
        for (Map.Entry<String, @Nullable Object[]> attribute : attributes.entrySet()) {
            Object now = wanted.get(attribute.getKey());
            @Nullable Object[] values = attribute.getValue();
            if (now == null ? values[object] != null : !now.equals(values[object])) {
                if (now == null) {
                    return false;
                }
                values = values == before.attributes().get(attribute.getKey()) ? values.clone() : values;
                values[object] = now;
                attribute.setValue(values);
            }
        }
        return true;
    }

    private DetectionColumn done() {
        return new DetectionColumn(new LabelArrays(
                before.start(),
                before.present(),
                before.ids(),
                label,
                before.labels(),
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                tags,
                attributes));
    }
}
