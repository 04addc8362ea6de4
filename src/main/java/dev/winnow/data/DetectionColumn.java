package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Labelled boxes as a struct of arrays: the objects of sample r are {@code start[r]} to {@code start[r + 1]}. A sample whose list
 * is missing has no objects and is not {@code present}.
 */
record DetectionColumn(
        int[] start,
        BitSet present,
        String[] id,
        int[] label,
        Codes labels,
        double[] x,
        double[] y,
        double[] w,
        double[] h,
        double[] confidence,
        Map<Integer, List<String>> tags,
        Map<String, @Nullable Object[]> attributes)
        implements Column {

    static DetectionColumn empty(int rows) {
        return new DetectionBuilder().missing(rows).build();
    }

    @Override
    public FieldType type() {
        return FieldType.DETECTIONS;
    }

    @Override
    public int rows() {
        return start.length - 1;
    }

    int objects() {
        return id.length;
    }

    /** The object of a row that has this id, or -1. */
    int find(int row, String wanted) {
        for (int object = start[row]; object < start[row + 1]; object++) {
            if (id[object].equals(wanted)) {
                return object;
            }
        }
        return -1;
    }

    String labelOf(int object) {
        return labels.value(label[object]);
    }

    /** What a path relative to the label means for one object. */
    @Nullable
    Object value(int object, String name) {
        return switch (name) {
            case "label" -> labelOf(object);
            case "confidence" -> Double.isNaN(confidence[object]) ? null : (Object) confidence[object];
            case "id" -> id[object];
            case "tags" -> tags.getOrDefault(object, List.of());
            case "bounding_box" -> List.of(x[object], y[object], w[object], h[object]);
            default -> {
                @Nullable Object[] values = attributes.get(name);
                yield values == null ? null : values[object];
            }
        };
    }

    Detection detection(int object) {
        Map<String, Object> own = new LinkedHashMap<>();
        attributes.forEach((name, values) -> {
            Object value = values[object];
            if (value != null) {
                own.put(name, value);
            }
        });
        return new Detection(
                id[object],
                labelOf(object),
                new Box(x[object], y[object], w[object], h[object]),
                confidence[object],
                tags.getOrDefault(object, List.of()),
                own);
    }

    @Override
    public @Nullable List<Detection> get(int row) {
        if (!present.get(row)) {
            return null;
        }
        List<Detection> all = new ArrayList<>(start[row + 1] - start[row]);
        for (int i = start[row]; i < start[row + 1]; i++) {
            all.add(detection(i));
        }
        return all;
    }

    @Override
    public DetectionColumn with(Map<Integer, @Nullable Object> changes) {
        DetectionBuilder builder = new DetectionBuilder();
        for (int row = 0; row < rows(); row++) {
            if (!changes.containsKey(row)) {
                builder.copy(this, row);
                continue;
            }
            Object value = changes.get(row);
            if (value == null) {
                builder.missing(1);
            } else if (value instanceof List<?> list) {
                builder.row(list);
            } else {
                throw Column.cannotHold(type(), value);
            }
        }
        return builder.build();
    }

    @Override
    public DetectionColumn select(int[] positions) {
        DetectionBuilder builder = new DetectionBuilder();
        for (int position : positions) {
            if (position < 0) {
                builder.missing(1);
            } else {
                builder.copy(this, position);
            }
        }
        return builder.build();
    }

    static DetectionColumn concat(List<Column> chunks) {
        DetectionBuilder builder = new DetectionBuilder();
        for (Column chunk : chunks) {
            for (int row = 0; row < chunk.rows(); row++) {
                builder.copy((DetectionColumn) chunk, row);
            }
        }
        return builder.build();
    }

    /** The column with one attribute of some objects replaced; {@code null} takes it away. */
    DetectionColumn withAttribute(String name, int[] objects, List<?> values) {
        @Nullable
        Object[] changed = attributes.containsKey(name)
                ? Objects.requireNonNull(attributes.get(name)).clone()
                : new @Nullable Object[objects()];
        for (int i = 0; i < objects.length; i++) {
            changed[objects[i]] = values.get(i);
        }
        Map<String, @Nullable Object[]> all = new LinkedHashMap<>(attributes);
        if (Arrays.stream(changed).allMatch(Objects::isNull)) {
            all.remove(name);
        } else {
            all.put(name, changed);
        }
        return new DetectionColumn(start, present, id, label, labels, x, y, w, h, confidence, tags, all);
    }

    @Override
    public void write(DataOutput out, int from, int to) throws IOException {
        for (int row = from; row < to; row++) {
            out.writeInt(present.get(row) ? start[row + 1] - start[row] : -1);
        }
        labels.write(out);
        int first = start[from];
        int last = start[to];
        for (int i = first; i < last; i++) {
            Codes.writeText(out, id[i]);
            out.writeInt(label[i]);
            out.writeDouble(x[i]);
            out.writeDouble(y[i]);
            out.writeDouble(w[i]);
            out.writeDouble(h[i]);
            out.writeDouble(confidence[i]);
            Values.write(out, tags.get(i));
        }
        out.writeInt(attributes.size());
        for (Map.Entry<String, @Nullable Object[]> attribute : attributes.entrySet()) {
            Codes.writeText(out, attribute.getKey());
            for (int i = first; i < last; i++) {
                Values.write(out, attribute.getValue()[i]);
            }
        }
    }

    static DetectionColumn read(DataInput in, int rows) throws IOException {
        int[] lengths = new int[rows];
        int objects = 0;
        for (int row = 0; row < rows; row++) {
            lengths[row] = in.readInt();
            objects += Math.max(0, lengths[row]);
        }
        Codes labels = Codes.read(in);
        String[] id = new String[objects];
        int[] label = new int[objects];
        double[][] numbers = new double[5][objects];
        Map<Integer, List<String>> tags = new LinkedHashMap<>();
        for (int i = 0; i < objects; i++) {
            id[i] = Codes.readText(in);
            label[i] = in.readInt();
            for (double[] column : numbers) {
                column[i] = in.readDouble();
            }
            if (Values.read(in) instanceof List<?> own && !own.isEmpty()) {
                tags.put(i, own.stream().map(String::valueOf).toList());
            }
        }
        Map<String, @Nullable Object[]> attributes = new LinkedHashMap<>();
        for (int a = in.readInt(); a > 0; a--) {
            String name = Codes.readText(in);
            @Nullable Object[] values = new @Nullable Object[objects];
            boolean any = false;
            for (int i = 0; i < objects; i++) {
                values[i] = Values.read(in);
                any |= values[i] != null;
            }
            if (any) {
                attributes.put(name, values);
            }
        }
        int[] start = new int[rows + 1];
        BitSet present = new BitSet();
        for (int row = 0; row < rows; row++) {
            start[row + 1] = start[row] + Math.max(0, lengths[row]);
            present.set(row, lengths[row] >= 0);
        }
        return new DetectionColumn(
                start,
                present,
                id,
                label,
                labels,
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                tags,
                attributes);
    }
}
