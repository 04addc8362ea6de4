package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        return new Builder().missing(rows).build();
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
        Builder builder = new Builder();
        for (int row = 0; row < rows(); row++) {
            Object value = changes.containsKey(row) ? changes.get(row) : get(row);
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
        Builder builder = new Builder();
        for (int position : positions) {
            List<Detection> own = position < 0 ? null : get(position);
            if (own == null) {
                builder.missing(1);
            } else {
                builder.row(own);
            }
        }
        return builder.build();
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

    @SuppressWarnings("unchecked")
    static DetectionColumn read(DataInput in, int rows) throws IOException {
        int[] lengths = new int[rows];
        int objects = 0;
        for (int row = 0; row < rows; row++) {
            lengths[row] = in.readInt();
            objects += Math.max(0, lengths[row]);
        }
        Codes labels = Codes.read(in);
        List<Detection> read = new ArrayList<>(objects);
        for (int i = 0; i < objects; i++) {
            String id = Codes.readText(in);
            String label = labels.value(in.readInt());
            Box box = new Box(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
            double confidence = in.readDouble();
            Object tags = Values.read(in);
            read.add(new Detection(
                    id, label, box, confidence, tags == null ? List.of() : (List<String>) tags, Map.of()));
        }
        for (int a = in.readInt(); a > 0; a--) {
            String name = Codes.readText(in);
            for (int i = 0; i < objects; i++) {
                Object value = Values.read(in);
                if (value != null) {
                    read.set(i, read.get(i).with(name, value));
                }
            }
        }
        Builder builder = new Builder();
        int next = 0;
        for (int length : lengths) {
            if (length < 0) {
                builder.missing(1);
            } else {
                builder.row(read.subList(next, next + length));
                next += length;
            }
        }
        return builder.build();
    }

    /** Gathers rows in order. */
    static final class Builder {
        private final List<Integer> starts = new ArrayList<>(List.of(0));
        private final BitSet present = new BitSet();
        private final List<Detection> objects = new ArrayList<>();

        Builder missing(int rows) {
            for (int i = 0; i < rows; i++) {
                starts.add(objects.size());
            }
            return this;
        }

        Builder row(List<?> detections) {
            present.set(starts.size() - 1);
            for (Object one : detections) {
                if (!(one instanceof Detection detection)) {
                    throw Column.cannotHold(FieldType.DETECTIONS, one);
                }
                objects.add(detection);
            }
            starts.add(objects.size());
            return this;
        }

        DetectionColumn build() {
            int n = objects.size();
            String[] id = new String[n];
            int[] label = new int[n];
            Codes labels = new Codes();
            double[][] numbers = new double[5][n];
            Map<Integer, List<String>> tags = new LinkedHashMap<>();
            Map<String, @Nullable Object[]> attributes = new LinkedHashMap<>();
            for (int i = 0; i < n; i++) {
                Detection one = objects.get(i);
                id[i] = one.id();
                label[i] = labels.code(one.label());
                numbers[0][i] = one.box().x();
                numbers[1][i] = one.box().y();
                numbers[2][i] = one.box().w();
                numbers[3][i] = one.box().h();
                numbers[4][i] = one.confidence();
                if (!one.tags().isEmpty()) {
                    tags.put(i, one.tags());
                }
                for (Map.Entry<String, Object> attribute : new java.util.TreeMap<>(one.attributes()).entrySet()) {
                    attributes.computeIfAbsent(attribute.getKey(), k -> new @Nullable Object[n])[i] =
                            attribute.getValue();
                }
            }
            return new DetectionColumn(
                    starts.stream().mapToInt(Integer::intValue).toArray(),
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
}
