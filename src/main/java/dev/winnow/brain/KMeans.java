package dev.winnow.brain;

import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Metric;
import dev.winnow.vectors.Neighbors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * k-means by Lloyd's rounds (1982) from k-means++ starts (Arthur, Vassilvitskii 2007), the best of ten. Euclidean; the same under its seed
 * whatever the number of threads.
 *
 * @param cluster the cluster of each row
 * @param centres {@code [k][d]}
 * @param distance of each row to its centre
 */
record KMeans(int[] cluster, float[][] centres, double[] distance) {
    private static final int STARTS = 10;
    private static final int ROUNDS = 300;

    /** @throws IllegalArgumentException for fewer than one cluster, or more than rows */
    static KMeans of(Embeddings embeddings, int k, long seed) {
        if (k < 1 || k > embeddings.count()) {
            throw new IllegalArgumentException("k-means makes 1 to " + embeddings.count() + " clusters of "
                    + embeddings.count() + " samples, not " + k + ".");
        }
        SplittableRandom random = new SplittableRandom(seed);
        KMeans best = run(embeddings, start(embeddings, k, random));
        for (int start = 1; start < STARTS; start++) {
            KMeans other = run(embeddings, start(embeddings, k, random));
            best = other.inertia() < best.inertia() ? other : best;
        }
        return best;
    }

    /** The sum of squared distances to the centres, which k-means makes small. */
    double inertia() {
        return Arrays.stream(distance).map(d -> d * d).sum();
    }

    /** Rows drawn one after the other, each with a chance by its squared distance to the nearest drawn so far. */
    private static float[][] start(Embeddings embeddings, int k, SplittableRandom random) {
        float[][] centres = new float[k][];
        double[] squared = new double[embeddings.count()];
        Arrays.fill(squared, 1);
        for (int c = 0; c < k; c++) {
            double drawn = random.nextDouble() * Arrays.stream(squared).sum();
            int row = 0;
            while (row < squared.length - 1 && drawn >= squared[row]) {
                drawn -= squared[row++];
            }
            float[] centre = embeddings.row(row);
            centres[c] = centre;
            boolean first = c == 0;
            IntStream.range(0, squared.length).parallel().forEach(i -> {
                double own = squared(embeddings.row(i), centre);
                squared[i] = first ? own : Math.min(squared[i], own);
            });
        }
        return centres;
    }

    private static double squared(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double delta = (double) a[j] - b[j];
            sum += delta * delta;
        }
        return sum;
    }

    private static KMeans run(Embeddings embeddings, float[][] start) {
        KMeans now = assigned(embeddings, start);
        for (int round = 0; round < ROUNDS; round++) {
            KMeans next = assigned(embeddings, means(embeddings, now));
            if (Arrays.equals(next.cluster, now.cluster)) {
                return next;
            }
            now = next;
        }
        return now;
    }

    private static KMeans assigned(Embeddings embeddings, float[][] centres) {
        float[] block = new float[centres.length * embeddings.dim()];
        for (int c = 0; c < centres.length; c++) {
            System.arraycopy(centres[c], 0, block, c * embeddings.dim(), embeddings.dim());
        }
        Embeddings base = Embeddings.of(
                IntStream.range(0, centres.length)
                        .mapToObj(c -> String.format("%09d", c))
                        .toList(),
                block,
                embeddings.dim());
        Neighbors nearest = Neighbors.find(embeddings, base, 1, Metric.EUCLIDEAN);
        return new KMeans(
                IntStream.range(0, embeddings.count())
                        .map(i -> nearest.index(i)[0])
                        .toArray(),
                centres,
                IntStream.range(0, embeddings.count())
                        .mapToDouble(i -> nearest.distance(i)[0])
                        .toArray());
    }

    /** The mean of each cluster; one without rows keeps its centre. */
    private static float[][] means(Embeddings embeddings, KMeans now) {
        double[][] sums = new double[now.centres.length][embeddings.dim()];
        int[] counts = new int[sums.length];
        float[] row = new float[embeddings.dim()];
        for (int i = 0; i < embeddings.count(); i++) {
            embeddings.copyRow(i, row, 0);
            counts[now.cluster[i]]++;
            double[] sum = sums[now.cluster[i]];
            for (int j = 0; j < row.length; j++) {
                sum[j] += row[j];
            }
        }
        float[][] means = new float[sums.length][];
        for (int c = 0; c < means.length; c++) {
            means[c] = now.centres[c].clone();
            for (int j = 0; j < row.length && counts[c] > 0; j++) {
                means[c][j] = (float) (sums[c][j] / counts[c]);
            }
        }
        return means;
    }
}
