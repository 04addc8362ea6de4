package dev.winnow.vectors;

import dev.winnow.progress.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * UMAP (McInnes, Healy, Melville 2018) to two dimensions over exact cosine neighbours, beginning with the principal components. One
 * thread and {@link StrictMath}: the same picture under the same seed on every machine.
 */
public final class Umap {
    private static final int NEIGHBORS = 15;
    /** Curve parameters that umap-learn fits for min_dist 0.1 and spread 1. */
    private static final double A = 1.5769;

    private static final double B = 0.8951;
    private static final int NEGATIVES = 5;
    private static final double CLIP = 4;

    private Umap() {}

    private record Edge(int from, int to, double weight) {}

    /** Points {@code [n][2]}; below four rows the principal components. */
    public static double[][] twoDimensions(Embeddings embeddings, long seed) {
        double[][] points = Pca.twoDimensions(embeddings);
        int n = embeddings.count();
        if (n < 4) {
            return points;
        }
        spread(points);
        List<Edge> edges = edges(embeddings, Math.min(NEIGHBORS, n - 1));
        double most = edges.stream().mapToDouble(Edge::weight).max().orElse(1);
        int epochs = n < 10_000 ? 300 : 200;
        double[] due = new double[edges.size()];
        SplittableRandom random = new SplittableRandom(seed);
        try (Progress.Task task = Progress.task("layout", epochs)) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                double rate = 1 - (double) epoch / epochs;
                for (int e = 0; e < due.length; e++) {
                    Edge edge = edges.get(e);
                    due[e] += edge.weight() / most;
                    if (due[e] >= 1) {
                        due[e] -= 1;
                        pull(points[edge.from()], points[edge.to()], rate);
                        for (int k = 0; k < NEGATIVES; k++) {
                            int other = random.nextInt(n);
                            if (other != edge.from()) {
                                push(points[edge.from()], points[other], rate);
                            }
                        }
                    }
                }
                task.step(1);
            }
        }
        return points;
    }

    /** Scales to a width of about 20, where the published step sizes belong. */
    private static void spread(double[][] points) {
        double widest = 1e-12;
        for (double[] point : points) {
            widest = Math.max(widest, Math.max(Math.abs(point[0]), Math.abs(point[1])));
        }
        for (double[] point : points) {
            point[0] *= 10 / widest;
            point[1] *= 10 / widest;
        }
    }

    /** The fuzzy union of every row's neighbourhood. */
    private static List<Edge> edges(Embeddings embeddings, int k) {
        Neighbors neighbors = Neighbors.within(embeddings, k);
        Map<Long, Double> directed = new HashMap<>();
        int n = embeddings.count();
        double target = StrictMath.log(k) / StrictMath.log(2);
        for (int i = 0; i < n; i++) {
            double[] distance = neighbors.distance(i);
            double nearest = 0;
            for (double one : distance) {
                if (one > 0) {
                    nearest = one;
                    break;
                }
            }
            double sigma = sigma(distance, nearest, target);
            for (int j = 0; j < distance.length; j++) {
                double weight = StrictMath.exp(-Math.max(0, distance[j] - nearest) / sigma);
                directed.put((long) i * n + neighbors.index(i)[j], weight);
            }
        }
        Map<Long, Double> union = new TreeMap<>();
        directed.forEach((key, weight) -> {
            long back = key % n * n + key / n;
            double other = directed.getOrDefault(back, 0.0);
            union.put(key, weight + other - weight * other);
            union.put(back, weight + other - weight * other);
        });
        List<Edge> edges = new ArrayList<>();
        union.forEach((key, weight) -> edges.add(new Edge((int) (key / n), (int) (key % n), weight)));
        return edges;
    }

    private static double sigma(double[] distance, double nearest, double target) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double sigma = 1;
        for (int round = 0; round < 64; round++) {
            double sum = 0;
            for (double one : distance) {
                sum += StrictMath.exp(-Math.max(0, one - nearest) / sigma);
            }
            if (sum > target) {
                high = sigma;
                sigma = (low + high) / 2;
            } else {
                low = sigma;
                sigma = Double.isInfinite(high) ? sigma * 2 : (low + high) / 2;
            }
        }
        return Math.max(sigma, 1e-6);
    }

    private static void pull(double[] a, double[] b, double rate) {
        double d2 = squared(a, b);
        if (d2 <= 0) {
            return;
        }
        double power = StrictMath.pow(d2, B);
        double force = -2 * A * B * power / d2 / (A * power + 1);
        for (int k = 0; k < 2; k++) {
            double move = clip(force * (a[k] - b[k])) * rate;
            a[k] += move;
            b[k] -= move;
        }
    }

    private static void push(double[] a, double[] b, double rate) {
        double d2 = squared(a, b);
        double force = d2 > 0 ? 2 * B / ((0.001 + d2) * (A * StrictMath.pow(d2, B) + 1)) : 0;
        for (int k = 0; k < 2; k++) {
            a[k] += (force > 0 ? clip(force * (a[k] - b[k])) : CLIP) * rate;
        }
    }

    private static double squared(double[] a, double[] b) {
        double dx = a[0] - b[0];
        double dy = a[1] - b[1];
        return dx * dx + dy * dy;
    }

    private static double clip(double value) {
        return Math.max(-CLIP, Math.min(CLIP, value));
    }
}
