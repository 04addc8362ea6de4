package dev.winnow.store;

import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
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
    private int[] start;
    private final BitSet present;
    private final PackedIds ids = new PackedIds();
    private int[] label;
    private final StringDictionary labels = new StringDictionary();
    private final Map<String, Integer> codeOf = new HashMap<>();
    private final double[][] numbers;
    private @Nullable Object @Nullable [] tags;
    private final Map<String, @Nullable Object[]> attributes = new LinkedHashMap<>();
    private final IdentityHashMap<StringDictionary, int[]> codesOf = new IdentityHashMap<>();

    /** With room for {@code rows} and {@code objects}, and for more when they come. */
    DetectionBuilder(int rows, int objects) {
        start = new int[rows + 1];
        present = new BitSet(rows);
        label = new int[Math.max(16, objects)];
        numbers = new double[5][label.length];
        ids.reserve(objects);
    }

    DetectionBuilder missing(int count) {
        reserveRows(count);
        for (int i = 0; i < count; i++) {
            start[++rows] = objects;
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
            ids.add(detection.id());
            label[objects] = codeOf.computeIfAbsent(detection.label(), labels::code);
            numbers[0][objects] = detection.box().x();
            numbers[1][objects] = detection.box().y();
            numbers[2][objects] = detection.box().w();
            numbers[3][objects] = detection.box().h();
            numbers[4][objects] = detection.confidence();
            if (!detection.tags().isEmpty()) {
                tags = roomFor(tags);
                tags[objects] = detection.tags();
            }
            if (!detection.attributes().isEmpty()) {
                new TreeMap<>(detection.attributes()).forEach((name, value) -> attribute(name)[objects] = value);
            }
            objects++;
        }
        return missing(1);
    }

    /** Copies rows {@code first} (inclusive) to {@code last} (exclusive) with all their objects. */
    DetectionBuilder copy(DetectionColumn column, int first, int last) {
        LabelArrays from = column.parts();
        int begin = from.start()[first];
        int count = from.start()[last] - begin;
        reserve(count);
        reserveRows(last - first);
        present.set(rows, rows + last - first);
        BitSet theirPresent = from.present();
        for (int row = theirPresent.nextClearBit(first); row < last; row = theirPresent.nextClearBit(row + 1)) {
            present.clear(rows + row - first);
        }
        for (int row = first; row < last; row++) {
            start[++rows] = objects + from.start()[row + 1] - begin;
        }
        ids.addAll(from.ids(), begin, count);
        double[][] all = {from.x(), from.y(), from.w(), from.h(), from.confidence()};
        for (int i = 0; i < all.length; i++) {
            System.arraycopy(all[i], begin, numbers[i], objects, count);
        }
        int[] codes = codesOf.computeIfAbsent(from.labels(), other -> labels.addAll(other));
        for (int i = 0; i < count; i++) {
            label[objects + i] = codes[from.label()[begin + i]];
        }
        @Nullable Object[] theirs = from.tags();
        if (theirs != null) {
            tags = roomFor(tags);
            System.arraycopy(theirs, begin, tags, objects, count);
        }
        from.attributes().forEach((name, values) -> System.arraycopy(values, begin, attribute(name), objects, count));
        objects += count;
        return this;
    }

    private @Nullable Object[] attribute(String name) {
        @Nullable Object[] values = roomFor(attributes.get(name));
        attributes.put(name, values);
        return values;
    }

    private @Nullable Object[] roomFor(@Nullable Object @Nullable [] values) {
        return values == null
                ? new @Nullable Object[label.length]
                : values.length < label.length ? Arrays.copyOf(values, label.length) : values;
    }

    private void reserveRows(int more) {
        if (rows + more >= start.length) {
            start = Arrays.copyOf(start, Math.max(rows + more + 1, start.length * 2));
        }
    }

    private void reserve(int more) {
        int needed = Math.addExact(objects, more);
        if (needed > label.length) {
            int room = Math.max(needed, label.length + (label.length >> 1));
            label = Arrays.copyOf(label, room);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Arrays.copyOf(numbers[i], room);
            }
        }
    }

    /** The column; the builder is not used after it. */
    DetectionColumn build() {
        Map<String, @Nullable Object[]> kept = new LinkedHashMap<>();
        attributes.forEach((name, values) -> {
            @Nullable Object[] trimmed = values.length == objects ? values : Arrays.copyOf(values, objects);
            if (Arrays.stream(trimmed).anyMatch(Objects::nonNull)) {
                kept.put(name, trimmed);
            }
        });
        @Nullable Object[] all = tags;
        return new DetectionColumn(new LabelArrays(
                start.length == rows + 1 ? start : Arrays.copyOf(start, rows + 1),
                present,
                ids.trimmed(),
                label.length == objects ? label : Arrays.copyOf(label, objects),
                labels,
                trimmed(numbers[0]),
                trimmed(numbers[1]),
                trimmed(numbers[2]),
                trimmed(numbers[3]),
                trimmed(numbers[4]),
                all == null || all.length == objects ? all : Arrays.copyOf(all, objects),
                kept));
    }

    /** Without the room that was not needed; an array that fits is not copied, as it may be as large as all the others. */
    private double[] trimmed(double[] values) {
        return values.length == objects ? values : Arrays.copyOf(values, objects);
    }
}
