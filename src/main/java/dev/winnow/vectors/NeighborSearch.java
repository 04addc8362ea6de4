package dev.winnow.vectors;

import dev.winnow.progress.Progress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The search behind {@link Neighbors}: tiles of queries meet tiles of base rows, float products name the candidates, and these are
 * measured again in double and sorted by (distance, id). The products leave room for their error, so the result depends neither on who
 * multiplied nor on the number of threads. In memory are two tiles, their products and the candidates of one tile of queries.
 */
final class NeighborSearch {
    private static final int QUERIES = 1024;
    private static final int BASE = 2048;
    /** Below so many products, plain Java is done before OpenBLAS is loaded. */
    private static final double MANY = 2e9;

    private final Metric metric;
    private final ScaledRows queries;
    private final ScaledRows base;
    private final boolean skipSelf;
    private final double error;

    NeighborSearch(Embeddings queries, Embeddings base, Metric metric) {
        if (queries.count() > 0 && base.count() > 0 && queries.dim() != base.dim()) {
            throw new IllegalArgumentException("Vectors of " + queries.dim() + " and " + base.dim()
                    + " dimensions cannot be compared; both must come from one model.");
        }
        this.metric = metric;
        skipSelf = queries == base;
        if (metric == Metric.COSINE) {
            this.base = ScaledRows.unit(base);
            this.queries = skipSelf ? this.base : ScaledRows.unit(queries);
        } else {
            double[] ofBase = finite(base, ScaledRows.lengths(base));
            double[] ofQueries = skipSelf ? ofBase : finite(queries, ScaledRows.lengths(queries));
            double longest = Math.max(
                    Arrays.stream(ofBase).max().orElse(0),
                    Arrays.stream(ofQueries).max().orElse(0));
            this.base = ScaledRows.scaled(base, ofBase, longest);
            this.queries = skipSelf ? this.base : ScaledRows.scaled(queries, ofQueries, longest);
        }
        double one = TileProducts.error(Math.max(1, base.dim()));
        error = metric == Metric.COSINE ? one : 2 * one + 0x1p-21;
    }

    private static double[] finite(Embeddings of, double[] lengths) {
        for (int i = 0; i < lengths.length; i++) {
            if (!Double.isFinite(lengths[i])) {
                throw new IllegalArgumentException(
                        "The vector of sample " + of.ids().get(i)
                                + " is not finite. Leave it out with usable(), or compute its embedding again.");
            }
        }
        return lengths;
    }

    /** Rows that were found for one query, called in the order of the queries from the thread that searches. */
    interface Found {
        void row(int query, int[] index, double[] distance);
    }

    void nearest(int k, Found found) {
        int kept = Math.min(k, Math.max(0, base.count() - (skipSelf ? 1 : 0)));
        if (kept == 0) {
            for (int i = 0; i < queries.count(); i++) {
                found.row(i, new int[0], new double[0]);
            }
            return;
        }
        run(query -> Candidates.best(kept, error), kept, Double.POSITIVE_INFINITY, found, null);
    }

    void within(double radius, Found found) {
        run(query -> Candidates.from(leastScore(query, radius), error), Integer.MAX_VALUE, radius, found, null);
    }

    /** As the two above, with products by {@code by} whatever their number. */
    void nearest(int k, Found found, TileProducts by) {
        run(query -> Candidates.best(k, error), k, Double.POSITIVE_INFINITY, found, by);
    }

    /** The score that a row at {@code radius} has: its product, or the product twice minus the row's squared length. */
    private double leastScore(int query, double radius) {
        if (metric == Metric.COSINE) {
            return 1 - radius - 1e-7;
        }
        double scaled = radius / base.longest();
        return queries.squared(query) - scaled * scaled - 1e-12;
    }

    private interface Start {
        Candidates of(int query);
    }

    private void run(Start start, int kept, double radius, Found found, @Nullable TileProducts by) {
        int d = base.dim();
        int n = base.count();
        int all = queries.count();
        int m = Math.min(QUERIES, all);
        int width = Math.min(BASE, n);
        double work = (double) all * n * d;
        float[] some = new float[Math.multiplyExact(m, d)];
        float[] tile = new float[Math.multiplyExact(width, d)];
        float[] products = new float[m * width];
        float[] squared = new float[width];
        long tiles = (all + QUERIES - 1L) / QUERIES * ((n + BASE - 1L) / BASE);
        try (TileProducts multiplier =
                        by != null ? by : work < MANY ? new LoopProducts() : BlasProducts.orLoops(m, width, d);
                Progress.Task task = work < MANY ? null : Progress.task("neighbours", tiles)) {
            for (int q = 0; q < all; q += QUERIES) {
                int first = q;
                int count = Math.min(QUERIES, all - q);
                queries.tile(q, count, some);
                Candidates[] candidates = new Candidates[count];
                Arrays.setAll(candidates, i -> start.of(first + i));
                for (int b = 0; b < n; b += BASE) {
                    int at = b;
                    int rows = Math.min(BASE, n - b);
                    base.tile(b, rows, tile);
                    multiplier.multiply(some, count, tile, rows, d, products);
                    if (metric == Metric.EUCLIDEAN) {
                        for (int j = 0; j < rows; j++) {
                            squared[j] = (float) base.squared(b + j);
                        }
                    }
                    IntStream.range(0, count).parallel().forEach(i -> {
                        if (metric == Metric.EUCLIDEAN) {
                            for (int j = 0; j < rows; j++) {
                                products[i * rows + j] = 2 * products[i * rows + j] - squared[j];
                            }
                        }
                        candidates[i].offer(products, i * rows, rows, at, skipSelf ? first + i : -1);
                    });
                    if (task != null) {
                        task.step(1);
                    }
                }
                int[][] index = new int[count][];
                double[][] distance = new double[count][];
                IntStream.range(0, count).parallel().forEach(i -> {
                    index[i] = candidates[i].rows();
                    distance[i] = measure(first + i, index[i]);
                    sort(index, distance, i, kept, radius);
                });
                for (int i = 0; i < count; i++) {
                    found.row(first + i, index[i], distance[i]);
                }
            }
        }
    }

    /** The distances of a query to some rows, in double, each sum in the order of the dimensions. */
    private double[] measure(int query, int[] rows) {
        int d = base.dim();
        float[] x = new float[d];
        float[] y = new float[d];
        double[] distance = new double[rows.length];
        if (metric == Metric.COSINE) {
            queries.copy(query, x, 0);
        } else {
            queries.of.copyRow(query, x, 0);
        }
        for (int r = 0; r < rows.length; r++) {
            double sum = 0;
            if (metric == Metric.COSINE) {
                base.copy(rows[r], y, 0);
                for (int j = 0; j < d; j++) {
                    sum += (double) x[j] * y[j];
                }
                distance[r] = Math.max(0, Math.min(2, 1 - sum));
            } else {
                base.of.copyRow(rows[r], y, 0);
                for (int j = 0; j < d; j++) {
                    double delta = (double) x[j] - y[j];
                    sum += delta * delta;
                }
                distance[r] = Math.sqrt(sum);
            }
        }
        return distance;
    }

    private void sort(int[][] index, double[][] distance, int i, int kept, double radius) {
        int[] rows = index[i];
        double[] at = distance[i];
        List<String> ids = base.of.ids();
        double limit = Math.min(radius, smallest(at, kept));
        int[] order = IntStream.range(0, rows.length)
                .filter(r -> at[r] <= limit)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(r -> at[r]).thenComparing(r -> ids.get(rows[r])))
                .limit(kept)
                .mapToInt(Integer::intValue)
                .toArray();
        index[i] = Arrays.stream(order).map(r -> rows[r]).toArray();
        distance[i] = Arrays.stream(order).mapToDouble(r -> at[r]).toArray();
    }

    /** The k-th smallest distance, so that only few are sorted with their ids. */
    private static double smallest(double[] distance, int k) {
        if (k >= distance.length) {
            return Double.POSITIVE_INFINITY;
        }
        double[] sorted = distance.clone();
        Arrays.sort(sorted);
        return sorted[k - 1];
    }
}
