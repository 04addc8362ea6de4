package dev.winnow.vectors;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Exact nearest neighbours by cosine distance (1 - cosine, in [0, 2]), each row sorted by distance, then by id. Computed in double, so
 * that the result depends neither on the number of threads nor on the machine.
 */
public final class Neighbors {
    private final int[][] index;
    private final double[][] distance;

    private Neighbors(int[][] index, double[][] distance) {
        this.index = index;
        this.distance = distance;
    }

    /** For each query the {@code k} nearest rows of {@code base}, or all where there are fewer. */
    public static Neighbors find(Embeddings queries, Embeddings base, int k) {
        return find(queries, base, k, false);
    }

    /** For each row the {@code k} nearest others. */
    public static Neighbors within(Embeddings all, int k) {
        return find(all, all, k, true);
    }

    private static Neighbors find(Embeddings queries, Embeddings base, int k, boolean skipSelf) {
        if (k < 1) {
            throw new IllegalArgumentException("k is the number of neighbours, 1 or more, not " + k + ".");
        }
        if (queries.count() > 0 && base.count() > 0 && queries.dim() != base.dim()) {
            throw new IllegalArgumentException("Vectors of " + queries.dim() + " and " + base.dim()
                    + " dimensions cannot be compared; both must come from one model.");
        }
        Embeddings q = queries.count() == 0 ? queries : queries.normalized();
        Embeddings b = base.count() == 0 ? base : base.normalized();
        int kept = Math.min(k, Math.max(0, base.count() - (skipSelf ? 1 : 0)));
        int[][] index = new int[q.count()][];
        double[][] distance = new double[q.count()][];
        IntStream.range(0, q.count()).parallel().forEach(row -> nearest(q, b, row, kept, skipSelf, index, distance));
        return new Neighbors(index, distance);
    }

    private static void nearest(
            Embeddings q, Embeddings b, int row, int k, boolean skipSelf, int[][] index, double[][] distance) {
        int[] best = new int[k];
        double[] at = new double[k];
        Arrays.fill(at, Double.POSITIVE_INFINITY);
        int found = 0;
        int dim = q.dim();
        float[] x = q.block();
        float[] y = b.block();
        for (int other = 0; other < b.count(); other++) {
            if (skipSelf && other == row) {
                continue;
            }
            double dot = 0;
            for (int j = 0; j < dim; j++) {
                dot += (double) x[row * dim + j] * y[other * dim + j];
            }
            double d = Math.max(0, Math.min(2, 1 - dot));
            if (found < k || before(d, b, other, at[k - 1], best[k - 1])) {
                int place = Math.min(found, k - 1);
                while (place > 0 && before(d, b, other, at[place - 1], best[place - 1])) {
                    at[place] = at[place - 1];
                    best[place] = best[place - 1];
                    place--;
                }
                at[place] = d;
                best[place] = other;
                found = Math.min(k, found + 1);
            }
        }
        index[row] = best;
        distance[row] = at;
    }

    private static boolean before(double d, Embeddings base, int other, double than, int rival) {
        return d < than
                || (d == than && base.ids().get(other).compareTo(base.ids().get(rival)) < 0);
    }

    /** Rows of the base, the nearest first. */
    public int[] index(int row) {
        return index[row];
    }

    /** Distances to them. */
    public double[] distance(int row) {
        return distance[row];
    }
}
