package dev.winnow.acquire;

import dev.winnow.vectors.Embeddings;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cosines of samples, by row of one block of embeddings. Whole tables are computed tile by tile in float32, each dot adding its products in
 * the order of the dimensions, so that the same rows give the same bits whatever the number of threads; a single cosine is computed in
 * double. A vector without direction, zero or not finite, has cosine 0 to all.
 */
final class Space {
    /** Columns that one pass over a row serves: 128 × 512 floats are 256 KB, which stay in the second cache. */
    private static final int TILE = 128;
    /** Others up to which a tile, which is always filled whole, would cost more than plain dots. */
    private static final int FEW = 8;
    /** Floats of tables that are kept for the next question about the same rows. */
    private static final long KEPT = 40_000_000;

    private final List<String> ids;
    private final float[] block;
    private final int dim;
    private final float[] inverse;
    private final Map<String, Integer> rowOf = new HashMap<>();
    private SoftReference<Map<Key, float[][]>> kept = new SoftReference<>(new HashMap<>());

    private record Key(int[] rows, int[] columns) {
        @Override
        public boolean equals(@org.jspecify.annotations.Nullable Object other) {
            return other instanceof Key key && Arrays.equals(rows, key.rows) && Arrays.equals(columns, key.columns);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(rows) + Arrays.hashCode(columns);
        }
    }

    Space(Embeddings embeddings) {
        ids = embeddings.ids();
        block = embeddings.block();
        dim = embeddings.dim();
        inverse = new float[embeddings.count()];
        for (int row = 0; row < inverse.length; row++) {
            rowOf.put(ids.get(row), row);
        }
        IntStream.range(0, inverse.length).parallel().forEach(row -> {
            double norm = norm(block, row * dim, dim);
            inverse[row] = norm > 0 && Double.isFinite(norm) ? (float) (1 / norm) : 0;
        });
    }

    private static double norm(float[] block, int from, int dim) {
        double sum = 0;
        for (int j = 0; j < dim; j++) {
            sum += (double) block[from + j] * block[from + j];
        }
        return Math.sqrt(sum);
    }

    /** Whether row {@code row} of these embeddings points anywhere. */
    static boolean hasDirection(Embeddings embeddings, int row) {
        double norm = norm(embeddings.block(), row * embeddings.dim(), embeddings.dim());
        return norm > 0 && Double.isFinite(norm);
    }

    /** The row of each sample. */
    Map<String, Integer> rowOf() {
        return rowOf;
    }

    String id(int row) {
        return ids.get(row);
    }

    int rows() {
        return inverse.length;
    }

    int dim() {
        return dim;
    }

    /** The cosine of two rows, in double. */
    double cosine(int a, int b) {
        if (inverse[a] == 0 || inverse[b] == 0) {
            return 0;
        }
        double dot = 0;
        for (int j = 0; j < dim; j++) {
            dot += (double) block[a * dim + j] * block[b * dim + j];
        }
        double norms = norm(block, a * dim, dim) * norm(block, b * dim, dim);
        return Math.max(-1, Math.min(1, dot / norms));
    }

    /** Row {@code row} scaled to length 1, or zeros. */
    float[] unit(int row) {
        return scaled(row, dim);
    }

    private float[] padded(int row) {
        return scaled(row, (dim + 3) / 4 * 4);
    }

    private float[] scaled(int row, int length) {
        float[] x = new float[length];
        for (int j = 0; j < dim && inverse[row] != 0; j++) {
            x[j] = block[row * dim + j] * inverse[row];
        }
        return x;
    }

    /** Cosines {@code [rows, columns]}. Asking again for the same rows and columns costs nothing while there is memory. */
    synchronized float[][] cosines(int[] rows, int[] columns) {
        Map<Key, float[][]> known = kept.get();
        if (known == null) {
            known = new HashMap<>();
            kept = new SoftReference<>(known);
        }
        Key key = new Key(rows, columns);
        float[][] table = known.get(key);
        if (table == null) {
            table = compute(rows, columns);
            long size = (long) rows.length * columns.length;
            long all = known.keySet().stream()
                    .mapToLong(one -> (long) one.rows().length * one.columns().length)
                    .sum();
            if (all + size <= KEPT) {
                known.put(key, table);
            }
        }
        return table;
    }

    private float[][] compute(int[] rows, int[] columns) {
        float[][] table = new float[rows.length][columns.length];
        boolean square = Arrays.equals(rows, columns);
        int tiles = (columns.length + TILE - 1) / TILE;
        IntStream.range(0, tiles).parallel().forEach(tile -> {
            int from = tile * TILE;
            int count = Math.min(TILE, columns.length - from);
            float[][] turned = tile(columns, from, count);
            float[] dots = new float[TILE];
            // Of a square table the upper half is enough: the lower one is its mirror image.
            int last = square ? from + count : rows.length;
            float[] more = new float[TILE];
            for (int r = 0; r < last; r += 2) {
                // Two rows at a time, so that each number of the tile is read once for both.
                int next = Math.min(r + 1, last - 1);
                dots(padded(rows[r]), padded(rows[next]), turned, dots, more);
                for (int t = 0; t < count; t++) {
                    table[r][from + t] = clipped(dots[t]);
                }
                for (int t = 0; t < count; t++) {
                    table[next][from + t] = clipped(more[t]);
                }
            }
        });
        if (square) {
            for (int r = 0; r < rows.length; r++) {
                for (int c = 0; c < r; c++) {
                    table[r][c] = table[c][r];
                }
            }
        }
        return table;
    }

    /** Raises {@code best[i]} to the largest cosine of {@code rows[i]} to any of {@code others}. */
    void raise(int[] rows, int[] others, float[] best) {
        for (int from = 0; from < others.length; from += TILE) {
            int count = Math.min(TILE, others.length - from);
            if (count <= FEW) {
                few(rows, others, from, count, best);
                continue;
            }
            float[][] turned = tile(others, from, count);
            IntStream.range(0, (rows.length + 255) / 256).parallel().forEach(part -> {
                float[] dots = new float[TILE];
                float[] more = new float[TILE];
                int last = Math.min(rows.length, (part + 1) * 256);
                for (int r = part * 256; r < last; r += 2) {
                    int next = Math.min(r + 1, last - 1);
                    dots(padded(rows[r]), padded(rows[next]), turned, dots, more);
                    best[r] = largest(dots, count, best[r]);
                    best[next] = largest(more, count, best[next]);
                }
            });
        }
    }

    /** The same for a few others, one dot after the other: the sums have the same order, so the bits are the same. */
    private void few(int[] rows, int[] others, int from, int count, float[] best) {
        for (int o = from; o < from + count; o++) {
            float[] y = padded(others[o]);
            IntStream.range(0, (rows.length + 255) / 256).parallel().forEach(part -> {
                for (int r = part * 256; r < Math.min(rows.length, (part + 1) * 256); r++) {
                    best[r] = Math.max(best[r], clipped(dot(padded(rows[r]), y)));
                }
            });
        }
    }

    private static float clipped(float dot) {
        return Math.max(-1, Math.min(1, dot));
    }

    /** The unit vectors of some rows, turned: {@code [dimensions, TILE]}, dimensions filled up with zeros to a multiple of four. */
    private float[][] tile(int[] columns, int from, int count) {
        float[][] turned = new float[(dim + 3) / 4 * 4][TILE];
        for (int t = 0; t < count; t++) {
            int row = columns[from + t];
            for (int j = 0; j < dim && inverse[row] != 0; j++) {
                turned[j][t] = block[row * dim + j] * inverse[row];
            }
        }
        return turned;
    }

    private static float largest(float[] dots, int count, float most) {
        float largest = most;
        for (int t = 0; t < count; t++) {
            largest = Math.max(largest, clipped(dots[t]));
        }
        return largest;
    }

    private static void dots(float[] x, float[] y, float[][] turned, float[] dots, float[] more) {
        Arrays.fill(dots, 0);
        Arrays.fill(more, 0);
        for (int j = 0; j < x.length; j += 4) {
            add(x, y, j, turned[j], turned[j + 1], turned[j + 2], turned[j + 3], dots, more);
        }
    }

    /** A loop through whole arrays from their beginning, which the JVM turns into vector instructions; each sum keeps its order. */
    private static void add(
            float[] x, float[] y, int j, float[] w0, float[] w1, float[] w2, float[] w3, float[] dots, float[] more) {
        float x0 = x[j];
        float x1 = x[j + 1];
        float x2 = x[j + 2];
        float x3 = x[j + 3];
        float y0 = y[j];
        float y1 = y[j + 1];
        float y2 = y[j + 2];
        float y3 = y[j + 3];
        for (int t = 0; t < TILE; t++) {
            dots[t] += x0 * w0[t] + x1 * w1[t] + x2 * w2[t] + x3 * w3[t];
            more[t] += y0 * w0[t] + y1 * w1[t] + y2 * w2[t] + y3 * w3[t];
        }
    }

    /** One such dot, its products added in the same order. */
    private static float dot(float[] x, float[] y) {
        float dot = 0;
        for (int j = 0; j < x.length; j += 4) {
            dot += x[j] * y[j] + x[j + 1] * y[j + 1] + x[j + 2] * y[j + 2] + x[j + 3] * y[j + 3];
        }
        return dot;
    }
}
