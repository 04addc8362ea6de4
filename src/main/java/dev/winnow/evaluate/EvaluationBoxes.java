package dev.winnow.evaluate;

import dev.winnow.data.Detections;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Boxes of a collection as arrays, in pixels: those of sample s are {@code start[s]} to {@code start[s + 1]}, by class, then by
 * falling score, then as they are stored. Labels whose name is not in {@code classes} are left out.
 *
 * @param kind the class's number
 * @param score the confidence, {@code NaN} for truth
 * @param area in square pixels: width times height, or of truth what its attribute {@code coco_area} says
 * @param crowd whether the label has an attribute {@code iscrowd} that is true or not 0
 */
record EvaluationBoxes(
        int[] start,
        int[] kind,
        double[] score,
        double[] x,
        double[] y,
        double[] w,
        double[] h,
        double[] area,
        boolean[] crowd) {
    static EvaluationBoxes of(Detections labels, Map<String, Integer> classes, PictureSizes sizes, boolean truth) {
        int[] start = new int[labels.samples() + 1];
        int[] numbers = new int[labels.size()];
        int[] all = new int[labels.size()];
        int count = 0;
        for (int s = 0; s < labels.samples(); s++) {
            int from = count;
            for (int i = labels.start(s); i < labels.end(s); i++) {
                Integer number = classes.get(labels.label(i));
                if (number != null) {
                    numbers[i] = number;
                    all[count++] = i;
                }
            }
            if (count - from > 1) {
                sort(all, from, count, numbers, labels, truth);
            }
            start[s + 1] = count;
        }
        EvaluationBoxes boxes = new EvaluationBoxes(
                start,
                new int[count],
                new double[count],
                new double[count],
                new double[count],
                new double[count],
                new double[count],
                new double[count],
                new boolean[count]);
        for (int s = 0; s < labels.samples(); s++) {
            for (int at = start[s]; at < start[s + 1]; at++) {
                boxes.put(at, all[at], numbers, labels, sizes.width()[s], sizes.height()[s], truth);
            }
        }
        return boxes;
    }

    private static void sort(int[] all, int from, int to, int[] numbers, Detections labels, boolean truth) {
        Comparator<Integer> byClass = Comparator.comparingInt(i -> numbers[i]);
        int[] sorted = IntStream.range(from, to)
                .map(at -> all[at])
                .boxed()
                .sorted(truth ? byClass : byClass.thenComparingDouble(i -> -labels.confidence(i)))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, all, from, sorted.length);
    }

    private void put(int at, int i, int[] numbers, Detections labels, double width, double height, boolean truth) {
        kind[at] = numbers[i];
        score[at] = labels.confidence(i);
        x[at] = pixels(labels.x(i) * width);
        y[at] = pixels(labels.y(i) * height);
        w[at] = pixels(labels.w(i) * width);
        h[at] = pixels(labels.h(i) * height);
        area[at] = w[at] * h[at];
        if (truth) {
            crowd[at] = isCrowd(labels.attribute(i, "iscrowd"));
            if (labels.attribute(i, "coco_area") instanceof Number stated && stated.doubleValue() >= 0) {
                area[at] = stated.doubleValue();
            }
        }
    }

    static boolean isCrowd(@Nullable Object value) {
        return Boolean.TRUE.equals(value)
                || value instanceof Number number && number.doubleValue() != 0
                || "true".equals(value)
                || "1".equals(value);
    }

    /** A coordinate without the rounding of its division by the picture's side, so that overlaps are as exact as in a file of pixels. */
    private static double pixels(double value) {
        double near = Math.rint(value * 1e4) / 1e4;
        return Math.abs(near - value) < 1e-9 ? near : value;
    }

    /** The first box at or after {@code at} of another class, or the end of its sample. */
    int endOfClass(int at, int end) {
        int next = at;
        while (next < end && kind[next] == kind[at]) {
            next++;
        }
        return next;
    }

    /** Numbers of the boxes {@code from} to {@code to} by falling score; equal scores keep their order. */
    int[] byScore(int from, int to) {
        return order(Arrays.copyOfRange(score, from, to), from);
    }

    /** {@code offset + i} for every i, by falling score; equal scores keep their order. */
    static int[] order(double[] score, int offset) {
        int[] order = new int[score.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int[] other = new int[order.length];
        for (int width = 1; width < order.length; width *= 2) {
            for (int left = 0; left < order.length; left += 2 * width) {
                int middle = Math.min(left + width, order.length);
                int right = Math.min(middle + width, order.length);
                int a = left;
                int b = middle;
                for (int at = left; at < right; at++) {
                    boolean first = b >= right || a < middle && score[order[a]] >= score[order[b]];
                    other[at] = order[first ? a++ : b++];
                }
            }
            int[] swapped = order;
            order = other;
            other = swapped;
        }
        for (int i = 0; i < order.length; i++) {
            order[i] += offset;
        }
        return order;
    }
}
