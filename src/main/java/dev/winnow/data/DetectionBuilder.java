package dev.winnow.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers rows of a {@link DetectionColumn} in order, from lists of labels or copied from other columns. */
final class DetectionBuilder {
    private int rows;
    private int objects;
    private int[] start = new int[17];
    private final BitSet present = new BitSet();
    private String[] id = new String[64];
    private int[] label = new int[64];
    private final Codes labels = new Codes();
    private final double[][] numbers = new double[5][64];
    private final Map<Integer, List<String>> tags = new LinkedHashMap<>();
    private final Map<String, @Nullable Object[]> attributes = new LinkedHashMap<>();
    private final Map<Codes, int[]> codesOf = new IdentityHashMap<>();

    DetectionBuilder missing(int count) {
        for (int i = 0; i < count; i++) {
            endRow();
        }
        return this;
    }

    DetectionBuilder row(List<?> detections) {
        present.set(rows);
        reserve(detections.size());
        for (Object one : detections) {
            if (!(one instanceof Detection detection)) {
                throw Column.cannotHold(FieldType.DETECTIONS, one);
            }
            id[objects] = detection.id();
            label[objects] = labels.code(detection.label());
            numbers[0][objects] = detection.box().x();
            numbers[1][objects] = detection.box().y();
            numbers[2][objects] = detection.box().w();
            numbers[3][objects] = detection.box().h();
            numbers[4][objects] = detection.confidence();
            if (!detection.tags().isEmpty()) {
                tags.put(objects, detection.tags());
            }
            new TreeMap<>(detection.attributes()).forEach(this::attribute);
            objects++;
        }
        return endRow();
    }

    /** Copies a row with all its objects. */
    DetectionBuilder copy(DetectionColumn from, int row) {
        int first = from.start()[row];
        int count = from.start()[row + 1] - first;
        reserve(count);
        present.set(rows, from.present().get(row));
        System.arraycopy(from.id(), first, id, objects, count);
        System.arraycopy(from.x(), first, numbers[0], objects, count);
        System.arraycopy(from.y(), first, numbers[1], objects, count);
        System.arraycopy(from.w(), first, numbers[2], objects, count);
        System.arraycopy(from.h(), first, numbers[3], objects, count);
        System.arraycopy(from.confidence(), first, numbers[4], objects, count);
        int[] codes = codesOf.computeIfAbsent(from.labels(), other -> {
            int[] unknown = new int[other.values().size()];
            Arrays.fill(unknown, -1);
            return unknown;
        });
        for (int object = first; object < first + count; object++) {
            int code = from.label()[object];
            if (codes[code] < 0) {
                codes[code] = labels.code(from.labels().value(code));
            }
            label[objects] = codes[code];
            List<String> own = from.tags().get(object);
            if (own != null) {
                tags.put(objects, own);
            }
            for (Map.Entry<String, @Nullable Object[]> attribute :
                    from.attributes().entrySet()) {
                Object value = attribute.getValue()[object];
                if (value != null) {
                    attribute(attribute.getKey(), value);
                }
            }
            objects++;
        }
        return endRow();
    }

    private void attribute(String name, Object value) {
        @Nullable Object[] values = attributes.computeIfAbsent(name, k -> new @Nullable Object[id.length]);
        if (values.length < id.length) {
            values = Arrays.copyOf(values, id.length);
            attributes.put(name, values);
        }
        values[objects] = value;
    }

    private DetectionBuilder endRow() {
        rows++;
        if (rows == start.length) {
            start = Arrays.copyOf(start, start.length * 2);
        }
        start[rows] = objects;
        return this;
    }

    private void reserve(int more) {
        int needed = Math.addExact(objects, more);
        if (needed > id.length) {
            int room = Math.max(needed, id.length + (id.length >> 1));
            id = Arrays.copyOf(id, room);
            label = Arrays.copyOf(label, room);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Arrays.copyOf(Objects.requireNonNull(numbers[i]), room);
            }
        }
    }

    DetectionColumn build() {
        Map<String, @Nullable Object[]> trimmed = new LinkedHashMap<>();
        attributes.forEach((name, values) -> trimmed.put(name, Arrays.copyOf(values, objects)));
        return new DetectionColumn(
                Arrays.copyOf(start, rows + 1),
                present,
                Arrays.copyOf(id, objects),
                Arrays.copyOf(label, objects),
                labels,
                Arrays.copyOf(numbers[0], objects),
                Arrays.copyOf(numbers[1], objects),
                Arrays.copyOf(numbers[2], objects),
                Arrays.copyOf(numbers[3], objects),
                Arrays.copyOf(numbers[4], objects),
                tags,
                trimmed);
    }
}
