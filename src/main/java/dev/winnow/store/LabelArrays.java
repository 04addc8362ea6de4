package dev.winnow.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of a {@link DetectionColumn}: one entry an object, those of a row behind each other. Never changed once a column has them;
 * columns that differ in some share the others.
 *
 * @param start by row where its objects begin, and one more: where the last row's end
 * @param present rows that have a list, even an empty one
 * @param label by object the code in {@code labels}
 * @param x shares of the image, as {@code y}, {@code w} and {@code h}
 * @param confidence {@code NaN} where there is none
 * @param tags by object a list of texts, or missing; {@code null} where no object has any
 * @param attributes by name a value an object, or missing; a name is there only if some object has it
 */
record LabelArrays(
        int[] start,
        BitSet present,
        PackedIds ids,
        int[] label,
        StringDictionary labels,
        double[] x,
        double[] y,
        double[] w,
        double[] h,
        double[] confidence,
        @Nullable Object @Nullable [] tags,
        Map<String, @Nullable Object[]> attributes) {

    LabelArrays withStart(int[] other) {
        return new LabelArrays(other, present, ids, label, labels, x, y, w, h, confidence, tags, attributes);
    }

    LabelArrays withLabels(int[] codes, StringDictionary dictionary) {
        return new LabelArrays(start, present, ids, codes, dictionary, x, y, w, h, confidence, tags, attributes);
    }

    LabelArrays withConfidence(double[] scores) {
        return new LabelArrays(start, present, ids, label, labels, x, y, w, h, scores, tags, attributes);
    }

    LabelArrays withAttributes(Map<String, @Nullable Object[]> other) {
        return new LabelArrays(start, present, ids, label, labels, x, y, w, h, confidence, tags, other);
    }

    /** Whether rows {@code from} to {@code to} are certainly those of {@code before}; an array that both share is not looked at. */
    boolean same(LabelArrays before, int from, int to) {
        if (!ListOffsets.same(start, present, before.start, before.present, from, to)
                || !attributes.keySet().equals(before.attributes.keySet())
                || (tags == null) != (before.tags == null)) {
            return false;
        }
        int a = start[from];
        int b = start[to];
        int c = before.start[from];
        return ids.same(a, b, before.ids, c)
                && labels.startsWith(before.labels)
                && (a == c && label == before.label || Arrays.equals(label, a, b, before.label, c, c + b - a))
                && same(x, before.x, a, b, c)
                && same(y, before.y, a, b, c)
                && same(w, before.w, a, b, c)
                && same(h, before.h, a, b, c)
                && same(confidence, before.confidence, a, b, c)
                && (tags == null || same(tags, Objects.requireNonNull(before.tags), a, b, c))
                && attributes.entrySet().stream()
                        .allMatch(own -> same(
                                own.getValue(), Objects.requireNonNull(before.attributes.get(own.getKey())), a, b, c));
    }

    private static boolean same(double[] own, double[] other, int a, int b, int c) {
        return own == other && a == c || Arrays.equals(own, a, b, other, c, c + b - a);
    }

    private static boolean same(@Nullable Object[] own, @Nullable Object[] other, int a, int b, int c) {
        return own == other && a == c || Arrays.equals(own, a, b, other, c, c + b - a);
    }

    /** Writes rows {@code from} to {@code to} as {@link LabelAssembly} reads them. */
    void write(ChunkWriter out, int from, int to) {
        ListOffsets.write(out, start, present, from, to);
        int first = start[from];
        int last = start[to];
        ids.write(out, first, last);
        labels.writeUsed(out, label, first, last);
        for (double[] numbers : new double[][] {x, y, w, h, confidence}) {
            out.doubles(numbers, first, last);
        }
        out.i8(tags == null ? 0 : 1);
        if (tags != null) {
            AttributeCodec.write(out, tags, first, last);
        }
        out.i32(attributes.size());
        attributes.forEach((name, values) -> {
            out.text(name);
            AttributeCodec.write(out, values, first, last);
        });
    }
}
