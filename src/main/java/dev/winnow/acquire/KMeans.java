package dev.winnow.acquire;

import dev.winnow.expr.HashOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clusters of unit vectors by Lloyd's k-means (1982), begun from the k-means++ rule with each draw replaced by the farthest row, so that it
 * depends on nothing but the rows; at most 50 passes. The first centre is drawn by the hash of its id.
 */
final class KMeans {
    private static final int PASSES = 50;

    private KMeans() {}

    /** The cluster of each row, 0 … k - 1; clusters may be empty. */
    static int[] clusters(Space space, int[] rows, int k, long seed) {
        int n = rows.length;
        int d = space.dim();
        if (n == 0) {
            return new int[0];
        }
        float[][] x = Arrays.stream(rows).parallel().mapToObj(space::unit).toArray(float[][]::new);
        double[][] centres = new double[Math.min(k, n)][d];
        List<String> ids = Arrays.stream(rows).mapToObj(space::id).toList();
        int first = ids.indexOf(HashOrder.order(seed, "k-means", ids).get(0));
        double[] nearest = new double[n];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int next = first;
        for (int c = 0; c < centres.length; c++) {
            for (int j = 0; j < d; j++) {
                centres[c][j] = x[next][j];
            }
            double[] centre = centres[c];
            IntStream.range(0, n).parallel().forEach(i -> nearest[i] = Math.min(nearest[i], distance(x[i], centre)));
            next = farthest(nearest);
        }
        int[] cluster = new int[n];
        for (int pass = 0; pass < PASSES; pass++) {
            int[] before = cluster.clone();
            IntStream.range(0, n).parallel().forEach(i -> cluster[i] = nearest(x[i], centres));
            if (pass > 0 && Arrays.equals(before, cluster)) {
                break;
            }
            move(x, cluster, centres);
        }
        return cluster;
    }

    private static int farthest(double[] nearest) {
        int best = 0;
        for (int i = 1; i < nearest.length; i++) {
            if (nearest[i] > nearest[best]) {
                best = i;
            }
        }
        return best;
    }

    private static int nearest(float[] x, double[][] centres) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centres.length; c++) {
            double own = distance(x, centres[c]);
            if (own < least) {
                least = own;
                best = c;
            }
        }
        return best;
    }

    /** Moves each centre to the mean of its rows; an empty one stays. */
    private static void move(float[][] x, int[] cluster, double[][] centres) {
        int[] size = new int[centres.length];
        double[][] sums = new double[centres.length][x[0].length];
        for (int i = 0; i < x.length; i++) {
            size[cluster[i]]++;
            for (int j = 0; j < x[i].length; j++) {
                sums[cluster[i]][j] += x[i][j];
            }
        }
        for (int c = 0; c < centres.length; c++) {
            for (int j = 0; j < sums[c].length && size[c] > 0; j++) {
                centres[c][j] = sums[c][j] / size[c];
            }
        }
    }

    private static double distance(float[] x, double[] centre) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            double apart = x[j] - centre[j];
            sum += apart * apart;
        }
        return sum;
    }
}
