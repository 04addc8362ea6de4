package dev.winnow.vectors;

import dev.winnow.progress.Progress;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * UMAP (McInnes, Healy, Melville 2018) to two dimensions over exact cosine neighbours, with umap-learn's defaults: 15 neighbours that count
 * the sample itself, min_dist 0.1, 500 rounds up to 10,000 samples and 200 above. It begins with the principal components where
 * umap-learn begins with the graph's spectrum. One thread and plain arithmetic: the same picture under the same seed on every machine.
 */
public final class Umap {
    private static final int NEIGHBORS = 15;
    /** Curve parameters that umap-learn fits for min_dist 0.1 and spread 1. */
    private static final double A = 1.5769434603113077;

    private static final double B = 0.8950608779109733;
    private static final int NEGATIVES = 5;
    private static final double CLIP = 4;
    private static final double WIDTH = 10;
    private static final double JITTER = 1e-4;
    private static final int SMALL = 10_000;
    private static final double NEAREST = 1e-300;

    private final double[] y;
    private final SplittableRandom random;

    private Umap(double[] y, SplittableRandom random) {
        this.y = y;
        this.random = random;
    }

    /** Points {@code [n][2]}; below four rows the principal components. */
    public static double[][] twoDimensions(Embeddings embeddings, long seed) {
        double[][] points = Pca.twoDimensions(embeddings);
        int n = embeddings.count();
        if (n < 4) {
            return points;
        }
        SplittableRandom random = new SplittableRandom(seed);
        Umap umap = new Umap(start(points, random), random);
        umap.run(FuzzyGraph.of(embeddings, Math.min(NEIGHBORS, n)), n <= SMALL ? 500 : 200);
        for (int i = 0; i < n; i++) {
            points[i][0] = umap.y[2 * i];
            points[i][1] = umap.y[2 * i + 1];
        }
        return points;
    }

    /** Scales to a width of about 20, where the published step sizes belong, and takes exact copies apart a little. */
    private static double[] start(double[][] points, SplittableRandom random) {
        double widest = 1e-12;
        for (double[] point : points) {
            widest = Math.max(widest, Math.max(Math.abs(point[0]), Math.abs(point[1])));
        }
        double[] y = new double[2 * points.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = points[i / 2][i % 2] * WIDTH / widest + JITTER * (random.nextDouble() - 0.5);
        }
        return y;
    }

    /** Pulls the ends of an edge together as often as its weight says, and pushes its first end from five random others each time. */
    private void run(FuzzyGraph graph, int rounds) {
        double most = Arrays.stream(graph.weight()).max().orElse(1);
        double[] due = new double[graph.edges()];
        double[] negativesDue = new double[graph.edges()];
        for (int e = 0; e < due.length; e++) {
            due[e] = most / graph.weight()[e];
            negativesDue[e] = due[e] / NEGATIVES;
        }
        try (Progress.Task task = Progress.task("layout", rounds)) {
            for (int round = 0; round < rounds; round++) {
                double rate = 1 - (double) round / rounds;
                for (int e = 0; e < due.length; e++) {
                    if (due[e] <= round) {
                        double every = most / graph.weight()[e];
                        int from = 2 * graph.from()[e];
                        pull(from, 2 * graph.to()[e], rate);
                        due[e] += every;
                        int count = (int) ((round - negativesDue[e]) * NEGATIVES / every);
                        for (int k = 0; k < count; k++) {
                            push(from, 2 * random.nextInt(y.length / 2), rate);
                        }
                        negativesDue[e] += count * every / NEGATIVES;
                    }
                }
                task.step(1);
            }
        }
    }

    private void pull(int a, int b, double rate) {
        double dx = y[a] - y[b];
        double dy = y[a + 1] - y[b + 1];
        double squared = dx * dx + dy * dy;
        if (squared <= NEAREST) {
            return;
        }
        double power = Power.of(squared, B);
        double force = -2 * A * B * power / (squared * (A * power + 1));
        double moveX = clip(force * dx) * rate;
        double moveY = clip(force * dy) * rate;
        y[a] += moveX;
        y[a + 1] += moveY;
        y[b] -= moveX;
        y[b + 1] -= moveY;
    }

    private void push(int a, int b, double rate) {
        double dx = y[a] - y[b];
        double dy = y[a + 1] - y[b + 1];
        double squared = dx * dx + dy * dy;
        if (squared <= NEAREST) {
            return;
        }
        double force = 2 * B / ((0.001 + squared) * (A * Power.of(squared, B) + 1));
        y[a] += clip(force * dx) * rate;
        y[a + 1] += clip(force * dy) * rate;
    }

    private static double clip(double value) {
        return Math.max(-CLIP, Math.min(CLIP, value));
    }
}
