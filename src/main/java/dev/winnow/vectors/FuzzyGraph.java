package dev.winnow.vectors;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * UMAP's graph of neighbours: for each row how much the others belong to its neighbourhood, a weight in [0, 1], united with what they say
 * of it. Edges go both ways and are sorted by (from, to).
 *
 * @param from one end of each edge
 * @param to the other end
 * @param weight in (0, 1]
 */
record FuzzyGraph(int[] from, int[] to, double[] weight) {
    private static final int ROUNDS = 64;
    private static final double CLOSE_ENOUGH = 1e-5;
    private static final double LEAST_WIDTH = 1e-3;

    /** The graph over exact cosine neighbours; {@code k} counts the row itself, as umap-learn does. */
    static FuzzyGraph of(Embeddings embeddings, int k) {
        int n = embeddings.count();
        Neighbors neighbors = Neighbors.within(embeddings, k - 1);
        double all = IntStream.range(0, n)
                .mapToDouble(i -> Arrays.stream(neighbors.distance(i)).sum())
                .sum();
        double mean = all / ((double) n * k);
        long[] keys = new long[2 * n * (k - 1)];
        double[] said = new double[n * (k - 1)];
        int count = 0;
        for (int i = 0; i < n; i++) {
            double[] weights = weights(neighbors.distance(i), k, mean);
            for (int j = 0; j < weights.length; j++) {
                said[count] = weights[j];
                keys[count] = (long) i * n + neighbors.index(i)[j];
                count++;
            }
        }
        return united(keys, said, count, n);
    }

    /** The weights of one row's neighbours: 1 for the nearest, and a width such that they add up to log2 of k. */
    private static double[] weights(double[] distance, int k, double meanOfAll) {
        double nearest = Arrays.stream(distance).filter(d -> d > 0).findFirst().orElse(0);
        double target = StrictMath.log(k) / StrictMath.log(2);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double width = 1;
        for (int round = 0; round < ROUNDS; round++) {
            double sum = 0;
            for (double d : distance) {
                sum += d > nearest ? StrictMath.exp(-(d - nearest) / width) : 1;
            }
            if (Math.abs(sum - target) < CLOSE_ENOUGH) {
                break;
            }
            if (sum > target) {
                high = width;
                width = (low + high) / 2;
            } else {
                low = width;
                width = Double.isInfinite(high) ? width * 2 : (low + high) / 2;
            }
        }
        double own = Arrays.stream(distance).sum() / k;
        width = Math.max(width, LEAST_WIDTH * (nearest > 0 ? own : meanOfAll));
        double[] weights = new double[distance.length];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = distance[j] <= nearest || width == 0 ? 1 : StrictMath.exp(-(distance[j] - nearest) / width);
        }
        return weights;
    }

    /** The union a + b - a b of what both ends say. */
    private static FuzzyGraph united(long[] keys, double[] said, int count, int n) {
        Integer[] byKey = IntStream.range(0, count).boxed().toArray(Integer[]::new);
        Arrays.sort(byKey, (a, b) -> Long.compare(keys[a], keys[b]));
        long[] own = new long[count];
        double[] weight = new double[count];
        for (int e = 0; e < count; e++) {
            own[e] = keys[byKey[e]];
            weight[e] = said[byKey[e]];
        }
        for (int e = 0; e < count; e++) {
            keys[e] = own[e];
            keys[count + e] = own[e] % n * n + own[e] / n;
        }
        long[] edges = Arrays.stream(keys, 0, 2 * count).sorted().distinct().toArray();
        int[] from = new int[edges.length];
        int[] to = new int[edges.length];
        double[] united = new double[edges.length];
        for (int e = 0; e < edges.length; e++) {
            from[e] = (int) (edges[e] / n);
            to[e] = (int) (edges[e] % n);
            double there = weight(own, weight, edges[e]);
            double back = weight(own, weight, (long) to[e] * n + from[e]);
            united[e] = there + back - there * back;
        }
        return new FuzzyGraph(from, to, united);
    }

    private static double weight(long[] keys, double[] weight, long key) {
        int found = Arrays.binarySearch(keys, key);
        return found < 0 ? 0 : weight[found];
    }

    int edges() {
        return weight.length;
    }
}
