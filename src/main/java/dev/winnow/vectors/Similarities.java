package dev.winnow.vectors;

import dev.winnow.progress.Progress;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Whole rows of cosine similarities in double, for sums over all samples. Each adds its products in the order of the dimensions, as a plain
 * loop does, so the bits are the same everywhere; the base is turned a tile at a time, so that the loop runs over its rows.
 */
public final class Similarities {
    private static final int TOGETHER = 32;
    private static final int WIDTH = 256;
    private static final long MANY = 1L << 30;

    private Similarities() {}

    /** The similarities {@code [n]} of one query to all rows of the base, in [-1, 1]; the array is used again for a later query. */
    @FunctionalInterface
    public interface Row {
        void visit(int query, double[] similarities);
    }

    /**
     * Hands over the similarities of each query to all of {@code base}, in the order of the queries, from the thread that calls.
     *
     * @throws IllegalArgumentException for a zero vector or one that is not finite, naming its id; see {@link Embeddings#usable}
     */
    public static void forEach(Embeddings queries, Embeddings base, Row row) {
        int n = base.count();
        int d = base.dim();
        if (queries.count() > 0 && n > 0 && queries.dim() != d) {
            throw new IllegalArgumentException("Vectors of " + queries.dim() + " and " + d
                    + " dimensions cannot be compared; both must come from one model.");
        }
        ScaledRows x = ScaledRows.unit(queries);
        ScaledRows y = queries == base ? x : ScaledRows.unit(base);
        double[][] rows = new double[Math.min(TOGETHER, queries.count())][n];
        try (Progress.Task task =
                (double) queries.count() * n * d < MANY ? null : Progress.task("similarities", queries.count())) {
            for (int from = 0; from < queries.count(); from += TOGETHER) {
                int count = Math.min(TOGETHER, queries.count() - from);
                double[][] some = doubles(x, from, count, (d + 3) / 4 * 4);
                IntStream.range(0, (n + WIDTH - 1) / WIDTH)
                        .parallel()
                        .forEach(tile -> multiply(some, count, y, tile * WIDTH, rows));
                for (int i = 0; i < count; i++) {
                    row.visit(from + i, rows[i]);
                }
                if (task != null) {
                    task.step(count);
                }
            }
        }
    }

    private static double[][] doubles(ScaledRows rows, int from, int count, int padded) {
        double[][] doubles = new double[count][padded];
        float[] row = new float[rows.dim()];
        for (int i = 0; i < count; i++) {
            rows.copy(from + i, row, 0);
            for (int j = 0; j < row.length; j++) {
                doubles[i][j] = row[j];
            }
        }
        return doubles;
    }

    private static void multiply(double[][] queries, int count, ScaledRows base, int from, double[][] into) {
        int width = Math.min(WIDTH, base.count() - from);
        int d = base.dim();
        double[][] turned = new double[queries[0].length][WIDTH];
        float[] row = new float[d];
        for (int t = 0; t < width; t++) {
            base.copy(from + t, row, 0);
            for (int j = 0; j < d; j++) {
                turned[j][t] = row[j];
            }
        }
        double[] sums = new double[WIDTH];
        for (int i = 0; i < count; i++) {
            Arrays.fill(sums, 0);
            double[] query = queries[i];
            for (int j = 0; j < query.length; j += 4) {
                add(
                        query[j],
                        query[j + 1],
                        query[j + 2],
                        query[j + 3],
                        turned[j],
                        turned[j + 1],
                        turned[j + 2],
                        turned[j + 3],
                        sums);
            }
            for (int t = 0; t < width; t++) {
                into[i][from + t] = Math.max(-1, Math.min(1, sums[t]));
            }
        }
    }

    private static void add(
            double a, double b, double c, double e, double[] w0, double[] w1, double[] w2, double[] w3, double[] sums) {
        for (int t = 0; t < WIDTH; t++) {
            sums[t] = sums[t] + a * w0[t] + b * w1[t] + c * w2[t] + e * w3[t];
        }
    }
}
