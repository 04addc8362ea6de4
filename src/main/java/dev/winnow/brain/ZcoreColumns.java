package dev.winnow.brain;

import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Vectors by dimension, with each one's range and median, and random points in two of them. Constant dimensions are left out. */
final class ZcoreColumns {
    private final int n;
    private final List<float[]> values = new ArrayList<>();
    private final List<double[]> ranges = new ArrayList<>();

    ZcoreColumns(Embeddings embeddings) {
        n = embeddings.count();
        float[][] columns = new float[embeddings.dim()][n];
        float[] row = new float[embeddings.dim()];
        for (int i = 0; i < n; i++) {
            embeddings.copyRow(i, row, 0);
            for (int d = 0; d < row.length; d++) {
                columns[d][i] = row[d];
            }
        }
        for (float[] column : columns) {
            float[] sorted = column.clone();
            Arrays.sort(sorted);
            if (n > 0 && sorted[0] < sorted[n - 1]) {
                double median = n % 2 == 1 ? sorted[n / 2] : ((double) sorted[n / 2 - 1] + sorted[n / 2]) / 2;
                values.add(column);
                ranges.add(new double[] {sorted[0], median, sorted[n - 1]});
            }
        }
        if (values.size() < 2) {
            throw new IllegalArgumentException("ZCore needs at least two dimensions in which the vectors differ.");
        }
    }

    int count() {
        return n;
    }

    float[] values(int dimension) {
        return values.get(dimension);
    }

    /** A point (x, y) in dimensions a and b. */
    record Draw(int a, int b, double x, double y) {}

    /** Two different dimensions, and in each a value between its ends that is most likely near its median. */
    Draw draw(SplittableRandom random) {
        int a = random.nextInt(values.size());
        int b = random.nextInt(values.size() - 1);
        b += b >= a ? 1 : 0;
        return new Draw(
                a, b, triangular(ranges.get(a), random.nextDouble()), triangular(ranges.get(b), random.nextDouble()));
    }

    private static double triangular(double[] range, double u) {
        double base = range[2] - range[0];
        double ratio = (range[1] - range[0]) / base;
        return u <= ratio
                ? range[0] + Math.sqrt(u * (range[1] - range[0]) * base)
                : range[2] - Math.sqrt((1 - u) * (range[2] - range[1]) * base);
    }
}
