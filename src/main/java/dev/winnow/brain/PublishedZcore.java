package dev.winnow.brain;

import dev.winnow.expr.NumpyRandom;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * ZCore with the very draws of the two published programs, to compare with them: one stream of NumPy's {@code RandomState}, noise in the
 * scores, every sort over all samples. Slow; {@link Zcore} is the method to use.
 */
final class PublishedZcore {
    private static final int REDUNDANT = 1000;
    private static final int TUTORIAL_REDUNDANT = 50;
    private static final double TUTORIAL_EPSILON = 1e-8;

    private final double[][] rows;
    private final double[] low;
    private final double[] middle;
    private final double[] high;

    /** @param rows {@code [n][d]}, finite */
    PublishedZcore(double[][] rows) {
        this.rows = rows;
        int d = rows[0].length;
        low = new double[d];
        middle = new double[d];
        high = new double[d];
        for (int j = 0; j < d; j++) {
            int dim = j;
            double[] sorted =
                    Arrays.stream(rows).mapToDouble(row -> row[dim]).sorted().toArray();
            int n = sorted.length;
            low[j] = sorted[0];
            high[j] = sorted[n - 1];
            middle[j] = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        }
    }

    /** As the paper's program with one worker: its 1,000 nearest pay, and noise from the stream {@code seed + 1} is added last. */
    double[] published(int draws, int seed) {
        double[] scores = raw(draws, NumpyRandom.seed(seed));
        double[] noise = NumpyRandom.seed(seed + 1).uniform(0, 1, rows.length);
        Arrays.setAll(scores, i -> scores[i] + noise[i]);
        return Zcore.scaled(scores);
    }

    /** The scores of {@link #published} before noise and scaling. */
    double[] raw(int draws, NumpyRandom random) {
        double[] scores = new double[rows.length];
        run(scores, draws, random, REDUNDANT, 0);
        return scores;
    }

    /** As the notebook of the annotation course: noise first, 50 neighbours pay, and a small constant in every weight. */
    double[] tutorial(int draws, int seed) {
        NumpyRandom random = NumpyRandom.seed(seed);
        double[] scores = random.uniform(0, 1, rows.length);
        run(scores, draws, random, TUTORIAL_REDUNDANT, TUTORIAL_EPSILON);
        return Zcore.scaled(scores);
    }

    private void run(double[] scores, int draws, NumpyRandom random, int redundant, double epsilon) {
        for (int draw = 0; draw < draws; draw++) {
            int[] dims = random.choice(low.length, 2);
            double[] point = new double[2];
            for (int k = 0; k < 2; k++) {
                int dim = dims[k];
                point[k] = low[dim] < high[dim] ? random.triangular(low[dim], middle[dim], high[dim]) : low[dim];
            }
            score(scores, dims, point, redundant, epsilon);
        }
    }

    private void score(double[] scores, int[] dims, double[] point, int redundant, double epsilon) {
        int n = rows.length;
        int covering = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double at = Math.abs(rows[i][dims[0]] - point[0]) + Math.abs(rows[i][dims[1]] - point[1]);
            if (at < best) {
                best = at;
                covering = i;
            }
        }
        scores[covering] += 1;
        double[] own = rows[covering];
        double[] distance = new double[n];
        for (int i = 0; i < n; i++) {
            distance[i] = Math.abs(rows[i][dims[0]] - own[dims[0]]) + Math.abs(rows[i][dims[1]] - own[dims[1]]);
        }
        distance[covering] = Double.POSITIVE_INFINITY;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(distance[a], distance[b]))
                .mapToInt(Integer::intValue)
                .limit(Math.min(redundant, n - 1L))
                .toArray();
        if (order.length == 0) {
            return;
        }
        if (epsilon == 0 && distance[order[0]] == 0) {
            scores[order[0]] -= 1;
            return;
        }
        double sum = 0;
        for (int i : order) {
            sum += 1 / (fourth(distance[i]) + epsilon);
        }
        for (int i : order) {
            scores[i] -= 1 / (fourth(distance[i]) + epsilon) / sum;
        }
    }

    private static double fourth(double x) {
        return x * x * (x * x);
    }
}
