package dev.winnow.acquire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rule 1's mining around failures by the set function FLQMI (Kothawade et al., TALISMAN): every failure is served before one is served twice, which
 * plain nearest neighbours do not do. η = 0.3; what is like a labelled sample counts less by ν = 0.3.
 */
final class FirstFlqmi {
    private static final double ETA = 0.3;
    private static final double NU = 0.3;

    private FirstFlqmi() {}

    /** A failing image and how much it matters, in (0, 1]. */
    record Query(int row, double weight) {}

    /** A pick, the query that it serves best, and their similarity. */
    record Mined(int row, int query, double similarity, double gain) {}

    static List<Mined> pick(
            CosineSpace space, List<Query> queries, List<Integer> candidates, List<Integer> labelled, int count) {
        double[] served = new double[queries.size()];
        List<Integer> left = new ArrayList<>(candidates);
        List<Mined> picks = new ArrayList<>();
        double[][] similarity = new double[left.size()][queries.size()];
        double[] known = new double[left.size()];
        for (int c = 0; c < left.size(); c++) {
            for (int q = 0; q < queries.size(); q++) {
                similarity[c][q] = space.similarity(left.get(c), queries.get(q).row());
            }
            for (int row : labelled) {
                known[c] = Math.max(known[c], space.similarity(left.get(c), row));
            }
        }
        boolean[] used = new boolean[left.size()];
        while (picks.size() < count) {
            int best = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < left.size(); c++) {
                if (used[c]) {
                    continue;
                }
                double gain = gain(similarity[c], queries, served) - NU * known[c];
                boolean better = gain > most
                        || (gain == most
                                && best >= 0
                                && space.unit
                                                .ids()
                                                .get(left.get(c))
                                                .compareTo(space.unit.ids().get(left.get(best)))
                                        < 0);
                if (better) {
                    most = gain;
                    best = c;
                }
            }
            if (best < 0) {
                return picks;
            }
            used[best] = true;
            int row = best;
            int query = java.util.stream.IntStream.range(0, queries.size())
                    .boxed()
                    .max(Comparator.comparingDouble(q -> queries.get(q).weight() * similarity[row][q]))
                    .orElseThrow();
            picks.add(new Mined(left.get(best), query, similarity[best][query], most));
            for (int q = 0; q < served.length; q++) {
                served[q] = Math.max(served[q], similarity[best][q]);
            }
        }
        return picks;
    }

    private static double gain(double[] similarity, List<Query> queries, double[] served) {
        double gain = 0;
        double own = 0;
        for (int q = 0; q < similarity.length; q++) {
            double weight = queries.get(q).weight();
            gain += weight * Math.max(0, similarity[q] - served[q]);
            own = Math.max(own, weight * similarity[q]);
        }
        return gain + ETA * own;
    }
}
