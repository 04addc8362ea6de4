package dev.winnow.acquire;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The set function FLQMI (Kothawade et al., TALISMAN, ECCV 2022) by lazy greedy: Σ over queries q of w_q · max over picks x of s(q, x), plus
 * η · max over q of w_q · s(q, x) for each pick, less ν · the similarity to what is labelled. Every failure is served before one is served
 * twice, which plain nearest neighbours do not do. s = (1 + cos) / 2, η = 0.3, ν = 0.3.
 */
final class Flqmi {
    static final double ETA = 0.3;
    static final double NU = 0.3;

    private final float[][] cosines;
    private final double[] weights;
    private final float[] known;
    private final double[] served;
    private final PriorityQueue<Gain> heap;
    private int round;

    private record Gain(int candidate, double gain, int round) {}

    /** A candidate's number and what it added. */
    record Mined(int candidate, double gain) {}

    /**
     * Prepares the choice.
     *
     * @param cosines {@code [candidates, queries]}
     * @param weights of the queries, in (0, 1]
     * @param known for each candidate its largest cosine to what is labelled, -1 for nothing
     */
    Flqmi(float[][] cosines, List<Double> weights, float[] known) {
        this.cosines = cosines;
        this.weights = weights.stream().mapToDouble(Double::doubleValue).toArray();
        this.known = known;
        served = new double[this.weights.length];
        heap = new PriorityQueue<>(
                Math.max(1, cosines.length),
                Comparator.comparingDouble((Gain gain) -> -gain.gain()).thenComparingInt(Gain::candidate));
        for (int c = 0; c < cosines.length; c++) {
            heap.add(new Gain(c, gain(c), 0));
        }
    }

    /** The candidate of the largest gain, taken out but not picked yet; null when none is left. */
    @org.jspecify.annotations.Nullable
    Mined next() {
        while (!heap.isEmpty()) {
            Gain top = heap.remove();
            if (top.round() == round) {
                return new Mined(top.candidate(), top.gain());
            }
            heap.add(new Gain(top.candidate(), gain(top.candidate()), round));
        }
        return null;
    }

    /** Picks a candidate: from now on it serves the queries. One that is skipped instead serves none. */
    void pick(int candidate) {
        for (int q = 0; q < served.length; q++) {
            served[q] = Math.max(served[q], similarity(candidate, q));
        }
        round++;
    }

    private double gain(int candidate) {
        double gain = 0;
        double own = 0;
        for (int q = 0; q < served.length; q++) {
            double s = similarity(candidate, q);
            gain += weights[q] * Math.max(0, s - served[q]);
            own = Math.max(own, weights[q] * s);
        }
        return gain + ETA * own - NU * (1 + known[candidate]) / 2;
    }

    private double similarity(int candidate, int query) {
        return (1 + (double) cosines[candidate][query]) / 2;
    }
}
