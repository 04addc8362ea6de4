package dev.winnow.acquire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Rule 1's coverage by facility location: picks that raise the sum, over all samples, of the similarity to the nearest chosen or labelled one. Lazy
 * greedy, which is within 1 - 1/e of the best; ties by id.
 */
final class FirstFacilityLocation {
    private FirstFacilityLocation() {}

    private record Gain(int row, double gain, int round) {}

    /**
     * Picks by lazy greedy gains.
     *
     * @param candidates rows that may be picked
     * @param covered rows that serve already: labelled ones and earlier picks
     * @param targets rows to be served
     * @return picked rows and their gains, in order
     */
    static List<Picked> pick(
            CosineSpace space, List<Integer> candidates, List<Integer> covered, List<Integer> targets, int count) {
        double[] best = new double[targets.size()];
        for (int t = 0; t < best.length; t++) {
            for (int row : covered) {
                best[t] = Math.max(best[t], space.similarity(targets.get(t), row));
            }
        }
        Comparator<Gain> order = Comparator.comparingDouble((Gain gain) -> -gain.gain())
                .thenComparing(gain -> space.unit.ids().get(gain.row()));
        PriorityQueue<Gain> heap = new PriorityQueue<>(order);
        for (int row : candidates) {
            heap.add(new Gain(row, gain(space, row, targets, best), 0));
        }
        List<Picked> picks = new ArrayList<>();
        while (picks.size() < count && !heap.isEmpty()) {
            Gain top = heap.remove();
            if (top.round() < picks.size()) {
                heap.add(new Gain(top.row(), gain(space, top.row(), targets, best), picks.size()));
                continue;
            }
            picks.add(new Picked(top.row(), top.gain()));
            for (int t = 0; t < best.length; t++) {
                best[t] = Math.max(best[t], space.similarity(targets.get(t), top.row()));
            }
        }
        return picks;
    }

    record Picked(int row, double gain) {}

    private static double gain(CosineSpace space, int row, List<Integer> targets, double[] best) {
        double gain = 0;
        for (int t = 0; t < best.length; t++) {
            gain += Math.max(0, space.similarity(targets.get(t), row) - best[t]);
        }
        return gain;
    }
}
