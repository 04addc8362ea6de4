package dev.winnow.data;

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
final class DetectionColumn implements ObjectColumn {
    private final int rows;
    private final Lazy<Parts> parts;

    /**
     * The arrays.
     *
     * @param tags by object a list of texts, or missing; {@code null} where no object has any
     */
    record Parts(
            int[] start,
            BitSet present,
            PackedIds ids,
            int[] label,
            Codes labels,
            double[] x,
            double[] y,
            double[] w,
            double[] h,
            double[] confidence,
            @Nullable Object @Nullable [] tags,
            Map<String, @Nullable Object[]> attributes) {}

    DetectionColumn(Parts parts) {
        this(parts.start.length - 1, Lazy.of(parts));
    }

    DetectionColumn(int rows, Lazy<Parts> parts) {
        this.rows = rows;
        this.parts = parts;
    }

    @Override
    public DetectionColumn objects() {
        return this;
    }

    static DetectionColumn empty(int rows) {
        return new DetectionBuilder(rows, 0).missing(rows).build();
    }

    Parts parts() {
        return parts.get();
    }

    int[] start() {
        return parts().start;
    }

    BitSet present() {
        return parts().present;
    }

    int[] label() {
        return parts().label;
    }

    Codes labels() {
        return parts().labels;
    }

    double[] x() {
        return parts().x;
    }

    double[] y() {
        return parts().y;
    }

    double[] w() {
        return parts().w;
    }

    double[] h() {
        return parts().h;
    }

    double[] confidence() {
        return parts().confidence;
    }

    Map<String, @Nullable Object[]> attributes() {
        return parts().attributes;
    }

    String id(int object) {
        return parts().ids.get(object);
    }

    @SuppressWarnings("unchecked")
    List<String> tags(int object) {
        @Nullable Object[] all = parts().tags;
        Object own = all == null ? null : all[object];
        return own == null ? List.of() : (List<String>) own;
    }

    @Override
    public boolean isRead() {
        return parts.isRead();
    }

    @Override
    public FieldType type() {
        return FieldType.DETECTIONS;
    }

    @Override
    public int rows() {
        return rows;
    }

    int size() {
        return label().length;
    }

    /** The object of a row that has this id, or -1. */
    int find(int row, String wanted) {
        return parts().ids.find(wanted, start()[row], start()[row + 1]);
    }

    String labelOf(int object) {
        Parts own = parts();
        return own.labels.value(own.label[object]);
    }

    /** What a path relative to the label means for one object. */
    @Nullable
    Object value(int object, String name) {
        Parts own = parts();
        return switch (name) {
            case "label" -> labelOf(object);
            case "confidence" -> Double.isNaN(own.confidence[object]) ? null : (Object) own.confidence[object];
            case "id" -> id(object);
            case "tags" -> tags(object);
            case "bounding_box" -> List.of(own.x[object], own.y[object], own.w[object], own.h[object]);
            default -> {
                @Nullable Object[] values = own.attributes.get(name);
                yield values == null ? null : values[object];
            }
        };
    }

    Detection detection(int object) {
        Parts own = parts();
        Map<String, Object> attributes = own.attributes.isEmpty() ? Map.of() : new LinkedHashMap<>();
        own.attributes.forEach((name, values) -> {
            Object value = values[object];
            if (value != null) {
                attributes.put(name, value);
            }
        });
        return new Detection(
                id(object),
                labelOf(object),
                new Box(own.x[object], own.y[object], own.w[object], own.h[object]),
                own.confidence[object],
                tags(object),
                attributes);
    }

    @Override
    public @Nullable List<Detection> get(int row) {
        if (!present().get(row)) {
            return null;
        }
        int[] start = start();
        List<Detection> all = new ArrayList<>(start[row + 1] - start[row]);
        for (int i = start[row]; i < start[row + 1]; i++) {
            all.add(detection(i));
        }
        return all;
    }

    @Override
    public DetectionColumn with(int[] changedRows, List<? extends @Nullable Object> changes) {
        DetectionColumn edited = LabelsInPlace.with(this, changedRows, changes);
        return edited == null ? rebuilt(changedRows, changes) : edited;
    }

    private DetectionColumn rebuilt(int[] changedRows, List<? extends @Nullable Object> changes) {
        int[] change = Column.changeOfRow(rows, changedRows);
        int more = 0;
        for (Object value : changes) {
            more += value instanceof List<?> list ? list.size() : 0;
        }
        DetectionBuilder builder = new DetectionBuilder(rows, Math.addExact(size(), more));
        int row = 0;
        while (row < rows) {
            if (change[row] < 0) {
                int first = row;
                while (row < rows && change[row] < 0) {
                    row++;
                }
                builder.copy(this, first, row);
                continue;
            }
            Object value = changes.get(change[row]);
            if (value == null) {
                builder.missing(1);
            } else if (value instanceof List<?> list) {
                builder.row(list);
            } else {
                throw Column.cannotHold(type(), value);
            }
            row++;
        }
        return builder.build();
    }

    @Override
    public DetectionColumn select(int[] positions) {
        DetectionBuilder builder = new DetectionBuilder(positions.length, size());
        int i = 0;
        while (i < positions.length) {
            int first = i++;
            if (positions[first] < 0) {
                builder.missing(1);
                continue;
            }
            while (i < positions.length && positions[i] == positions[i - 1] + 1) {
                i++;
            }
            builder.copy(this, positions[first], positions[i - 1] + 1);
        }
        return builder.build();
    }

    /** The column with an attribute under another name, or without it where that is empty. */
    DetectionColumn withoutAttribute(String name, String newName) {
        Parts own = parts();
        Map<String, @Nullable Object[]> attributes = new LinkedHashMap<>(own.attributes);
        @Nullable Object[] values = attributes.remove(name);
        if (values != null && !newName.isEmpty()) {
            attributes.put(newName, values);
        }
        return new DetectionColumn(new Parts(
                own.start,
                own.present,
                own.ids,
                own.label,
                own.labels,
                own.x,
                own.y,
                own.w,
                own.h,
                own.confidence,
                own.tags,
                attributes));
    }

    /** The column with other labels for all objects. */
    DetectionColumn relabelled(int[] codes, Codes dictionary) {
        Parts own = parts();
        return new DetectionColumn(new Parts(
                own.start,
                own.present,
                own.ids,
                codes,
                dictionary,
                own.x,
                own.y,
                own.w,
                own.h,
                own.confidence,
                own.tags,
                own.attributes));
    }

    /** The column with other confidences for all objects, {@code NaN} for none. */
    DetectionColumn rescored(double[] scores) {
        Parts own = parts();
        return new DetectionColumn(new Parts(
                own.start,
                own.present,
                own.ids,
                own.label,
                own.labels,
                own.x,
                own.y,
                own.w,
                own.h,
                scores,
                own.tags,
                own.attributes));
    }

    /** The column with one attribute of some objects replaced; {@code null} takes it away. */
    DetectionColumn withAttribute(String name, int[] objects, List<?> values) {
        Parts own = parts();
        @Nullable
        Object[] changed = own.attributes.containsKey(name)
                ? Objects.requireNonNull(own.attributes.get(name)).clone()
                : new @Nullable Object[size()];
        for (int i = 0; i < objects.length; i++) {
            changed[objects[i]] = values.get(i);
        }
        Map<String, @Nullable Object[]> all = new LinkedHashMap<>(own.attributes);
        if (Arrays.stream(changed).allMatch(Objects::isNull)) {
            all.remove(name);
        } else {
            all.put(name, changed);
        }
        return new DetectionColumn(new Parts(
                own.start,
                own.present,
                own.ids,
                own.label,
                own.labels,
                own.x,
                own.y,
                own.w,
                own.h,
                own.confidence,
                own.tags,
                all));
    }

    @Override
    public int items(int from, int to) {
        return start()[to] - start()[from];
    }

    @Override
    public boolean sameRows(Column before, int from, int to) {
        Parts own = parts();
        Parts other = ((DetectionColumn) before).parts();
        if (!sameLengths(own.start, own.present, other.start, other.present, from, to)
                || !own.attributes.keySet().equals(other.attributes.keySet())
                || (own.tags == null) != (other.tags == null)) {
            return false;
        }
        int a = own.start[from];
        int b = own.start[to];
        int c = other.start[from];
        int d = c + b - a;
        return own.ids.same(a, b, other.ids, c)
                && own.labels.startsWith(other.labels)
                && (a == c && own.label == other.label || Arrays.equals(own.label, a, b, other.label, c, d))
                && sameNumbers(own.x, other.x, a, b, c)
                && sameNumbers(own.y, other.y, a, b, c)
                && sameNumbers(own.w, other.w, a, b, c)
                && sameNumbers(own.h, other.h, a, b, c)
                && sameNumbers(own.confidence, other.confidence, a, b, c)
                && (own.tags == null || sameObjects(own.tags, Objects.requireNonNull(other.tags), a, b, c))
                && own.attributes.entrySet().stream()
                        .allMatch(entry -> sameObjects(
                                entry.getValue(),
                                Objects.requireNonNull(other.attributes.get(entry.getKey())),
                                a,
                                b,
                                c));
    }

    /** Whether elements {@code a} to {@code b} are those of the other array from {@code c}; one that is shared is not looked at. */
    private static boolean sameNumbers(double[] own, double[] other, int a, int b, int c) {
        return own == other && a == c || Arrays.equals(own, a, b, other, c, c + b - a);
    }

    private static boolean sameObjects(@Nullable Object[] own, @Nullable Object[] other, int a, int b, int c) {
        return own == other && a == c || Arrays.equals(own, a, b, other, c, c + b - a);
    }

    static boolean sameLengths(int[] start, BitSet present, int[] otherStart, BitSet otherPresent, int from, int to) {
        if (start == otherStart && present == otherPresent) {
            return true;
        }
        int shift = otherStart[from] - start[from];
        for (int row = from; row < to; row++) {
            if (start[row + 1] + shift != otherStart[row + 1] || present.get(row) != otherPresent.get(row)) {
                return false;
            }
        }
        return true;
    }

    /** Writes how many each row has, -1 for a missing list. */
    static void writeLengths(ChunkOut out, int[] start, BitSet present, int from, int to) {
        int[] lengths = new int[to - from];
        for (int row = from; row < to; row++) {
            lengths[row - from] = present.get(row) ? start[row + 1] - start[row] : -1;
        }
        out.ints(lengths, 0, lengths.length);
    }

    /** Reads what {@link #writeLengths} wrote behind row {@code row} of the arrays. */
    static void readLengths(ChunkIn in, int[] start, BitSet present, int row, int count) {
        int[] lengths = new int[count];
        in.ints(lengths, 0, count);
        for (int i = 0; i < count; i++) {
            start[row + i + 1] = Math.addExact(start[row + i], Math.max(0, lengths[i]));
            present.set(row + i, lengths[i] >= 0);
        }
    }

    @Override
    public DetectionColumn grow(int count) {
        Parts own = parts();
        int[] grown = Arrays.copyOf(own.start, rows + count + 1);
        Arrays.fill(grown, rows + 1, grown.length, own.start[rows]);
        return new DetectionColumn(new Parts(
                grown,
                own.present,
                own.ids,
                own.label,
                own.labels,
                own.x,
                own.y,
                own.w,
                own.h,
                own.confidence,
                own.tags,
                own.attributes));
    }

    @Override
    public void write(ChunkOut out, int from, int to) {
        Parts own = parts();
        writeLengths(out, own.start, own.present, from, to);
        int first = own.start[from];
        int last = own.start[to];
        own.ids.write(out, first, last);
        own.labels.writeUsed(out, own.label, first, last);
        for (double[] numbers : new double[][] {own.x, own.y, own.w, own.h, own.confidence}) {
            out.doubles(numbers, first, last);
        }
        @Nullable Object[] tags = own.tags;
        out.i8(tags == null ? 0 : 1);
        if (tags != null) {
            AttributeCodec.write(out, tags, first, last);
        }
        out.i32(own.attributes.size());
        own.attributes.forEach((name, values) -> {
            out.text(name);
            AttributeCodec.write(out, values, first, last);
        });
    }

    static Assembly assembly(int rows, int objects) {
        return new Assembly() {
            private final int[] start = new int[rows + 1];
            private final BitSet present = new BitSet(rows);
            private final PackedIds ids = new PackedIds();
            private final int[] label = new int[objects];
            private final Codes labels = new Codes();
            private final double[][] numbers = new double[5][objects];
            private @Nullable Object @Nullable [] tags;
            private final Map<String, @Nullable Object[]> attributes = new LinkedHashMap<>();
            private int row;

            @Override
            public void add(ChunkIn in, int count) {
                if (row == 0) {
                    ids.reserve(objects);
                }
                readLengths(in, start, present, row, count);
                int first = start[row];
                int own = start[row + count] - first;
                ids.read(in, own);
                int[] mapped = labels.addAll(Codes.read(in));
                in.ints(label, first, own);
                for (int i = first; i < first + own; i++) {
                    label[i] = mapped[label[i]];
                }
                for (double[] values : numbers) {
                    in.doubles(values, first, own);
                }
                if (in.i8() == 1) {
                    @Nullable Object[] all = tags == null ? new @Nullable Object[objects] : tags;
                    AttributeCodec.read(in, all, first, own);
                    tags = all;
                }
                for (int a = in.i32(); a > 0; a--) {
                    AttributeCodec.read(
                            in,
                            attributes.computeIfAbsent(in.text(), name -> new @Nullable Object[objects]),
                            first,
                            own);
                }
                row += count;
            }

            @Override
            public Column done() {
                attributes.values().removeIf(values -> Arrays.stream(values).allMatch(Objects::isNull));
                return new DetectionColumn(new Parts(
                        start,
                        present,
                        ids,
                        label,
                        labels,
                        numbers[0],
                        numbers[1],
                        numbers[2],
                        numbers[3],
                        numbers[4],
                        tags,
                        attributes));
            }
        };
    }
}
