package dev.winnow.acquire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Lazy greedy on facility location, F(A) = Σ over targets v of max over a in A of s(v, a), s = (1 + cos) / 2 (Minoux 1978; within 1 - 1/e of
 * the best, Nemhauser et al. 1978). Picks what the plain greedy picks: gains are summed anew in the order of the targets, ties go to the
 * smaller candidate number.
 */
final class Greedy {
    private Greedy() {}

    /** A candidate's number and what it added to F. */
    record Picked(int candidate, double gain) {}

    private record Gain(int candidate, double gain, int round) {}

    private static final Comparator<Gain> ORDER =
            Comparator.comparingDouble((Gain gain) -> -gain.gain()).thenComparingInt(Gain::candidate);

    /**
     * Picks up to {@code count} candidates.
     *
     * @param cosines {@code [candidates, targets]}
     * @param served for each target its largest cosine to what is there already, -1 for nothing; raised by each pick
     */
    static List<Picked> pick(float[][] cosines, float[] served, boolean[] allowed, int count) {
        double[] first = new double[cosines.length];
        IntStream.range(0, cosines.length)
                .parallel()
                .filter(c -> allowed[c])
                .forEach(c -> first[c] = gain(cosines[c], served));
        PriorityQueue<Gain> heap = new PriorityQueue<>(Math.max(1, cosines.length), ORDER);
        for (int c = 0; c < first.length; c++) {
            if (allowed[c]) {
                heap.add(new Gain(c, first[c], 0));
            }
        }
        List<Picked> picks = new ArrayList<>();
        while (picks.size() < count && !heap.isEmpty()) {
            Gain top = heap.remove();
            if (top.round() < picks.size()) {
                heap.add(new Gain(top.candidate(), gain(cosines[top.candidate()], served), picks.size()));
                continue;
            }
            picks.add(new Picked(top.candidate(), top.gain()));
            serve(cosines[top.candidate()], served);
        }
        return picks;
    }

    /** What a candidate would add: half of the rise in cosine, summed over the targets. */
    static double gain(float[] cosines, float[] served) {
        double gain = 0;
        for (int t = 0; t < served.length; t++) {
            gain += Math.max(0, cosines[t] - served[t]);
        }
        return gain / 2;
    }

    static void serve(float[] cosines, float[] served) {
        for (int t = 0; t < served.length; t++) {
            served[t] = Math.max(served[t], cosines[t]);
        }
    }

    /** F over the targets, given what serves them. */
    static double value(float[] served) {
        double value = 0;
        for (float cosine : served) {
            value += (1 + cosine) / 2;
        }
        return value;
    }
}
