package dev.winnow.vectors;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The first two principal components, in double and with fixed signs: deterministic, whatever the number of threads.
 *
 * <p>Subspace iteration with many more axes than two (Halko, Martinsson, Tropp 2011) on the covariance, until the two that are wanted no
 * longer move; so flat spectra converge too, where the second axis hardly stands out from the third.
 */
public final class Pca {
    private static final int AXES = 24;
    private static final int ROUNDS = 3000;
    private static final double CONVERGED = 1e-10;
    private static final int TILE = 256;

    private Pca() {}

    /**
     * The centred rows along the first two axes, {@code [n][2]}; the largest entry of an axis is positive. Zero where there is no
     * second axis.
     *
     * @throws IllegalArgumentException for a vector that is not finite, naming its id
     */
    public static double[][] twoDimensions(Embeddings embeddings) {
        int d = embeddings.dim();
        double[] mean = mean(embeddings);
        double[][] axes = axes(covariance(embeddings, mean), Math.min(AXES, d));
        double[][] points = new double[embeddings.count()][2];
        for (int a = 0; a < 2 && a < axes.length; a++) {
            fixSign(axes[a]);
        }
        tiles(embeddings, mean, (from, rows) -> {
            for (int i = 0; i < rows.length; i++) {
                for (int a = 0; a < 2 && a < axes.length; a++) {
                    points[from + i][a] = dot(rows[i], axes[a]);
                }
            }
        });
        return points;
    }

    private static double[] mean(Embeddings embeddings) {
        double[] lengths = ScaledRows.lengths(embeddings);
        double[] mean = new double[embeddings.dim()];
        float[] row = new float[embeddings.dim()];
        for (int i = 0; i < lengths.length; i++) {
            if (!Double.isFinite(lengths[i])) {
                throw new IllegalArgumentException("The vector of sample "
                        + embeddings.ids().get(i)
                        + " is not finite. Leave it out with usable(), or compute its embedding again.");
            }
            embeddings.copyRow(i, row, 0);
            for (int j = 0; j < row.length; j++) {
                mean[j] += row[j] / (double) lengths.length;
            }
        }
        return mean;
    }

    private interface Tile {
        void visit(int from, double[][] centred);
    }

    private static void tiles(Embeddings embeddings, double[] mean, Tile tile) {
        float[] row = new float[mean.length];
        for (int from = 0; from < embeddings.count(); from += TILE) {
            double[][] centred = new double[Math.min(TILE, embeddings.count() - from)][mean.length];
            for (int i = 0; i < centred.length; i++) {
                embeddings.copyRow(from + i, row, 0);
                for (int j = 0; j < row.length; j++) {
                    centred[i][j] = row[j] - mean[j];
                }
            }
            tile.visit(from, centred);
        }
    }

    /** The covariance times n, {@code [d][d]}. */
    private static double[][] covariance(Embeddings embeddings, double[] mean) {
        int d = mean.length;
        double[][] covariance = new double[d][d];
        tiles(embeddings, mean, (from, rows) -> IntStream.range(0, d).parallel().forEach(j -> {
            int i = 0;
            for (; i + 3 < rows.length; i += 4) {
                add(rows[i], rows[i + 1], rows[i + 2], rows[i + 3], j, covariance[j]);
            }
            for (; i < rows.length; i++) {
                axpy(rows[i][j], rows[i], covariance[j]);
            }
        }));
        return covariance;
    }

    private static void add(double[] a, double[] b, double[] c, double[] e, int j, double[] sums) {
        double x = a[j];
        double y = b[j];
        double z = c[j];
        double w = e[j];
        for (int k = 0; k < sums.length; k++) {
            sums[k] += x * a[k] + y * b[k] + z * c[k] + w * e[k];
        }
    }

    private static void axpy(double x, double[] row, double[] sums) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += x * row[k];
        }
    }

    /** The first axes of a symmetric matrix, {@code [count][d]}, the one of most variance first. */
    private static double[][] axes(double[][] matrix, int count) {
        double[][] axes = new double[count][matrix.length];
        SplittableRandom random = new SplittableRandom(51);
        for (double[] axis : axes) {
            Arrays.setAll(axis, j -> random.nextDouble() - 0.5);
        }
        orthonormalize(axes);
        for (int round = 0; round < ROUNDS; round++) {
            double[][] before = axes;
            double[][] next = new double[count][];
            IntStream.range(0, count).parallel().forEach(a -> next[a] = product(matrix, before[a]));
            axes = rotated(before, next);
            orthonormalize(axes);
            double moved = 0;
            for (int a = 0; a < Math.min(2, count); a++) {
                moved = Math.max(moved, residual(matrix, axes[a]));
            }
            if (moved < CONVERGED) {
                break;
            }
        }
        return axes;
    }

    private static double[] product(double[][] matrix, double[] axis) {
        double[] product = new double[axis.length];
        for (int j = 0; j < axis.length; j++) {
            axpy(axis[j], matrix[j], product);
        }
        return product;
    }

    /** How much of what the matrix makes of a vector of length 1 lies outside the vector's direction, as a part of it: 0 for an axis. */
    private static double residual(double[][] matrix, double[] vector) {
        double[] image = product(matrix, vector);
        double along = dot(image, vector);
        double all = Math.sqrt(dot(image, image));
        axpy(-along, vector, image);
        return all > 0 ? Math.sqrt(dot(image, image)) / all : 0;
    }

    /** The images of some axes combined so that each belongs to one axis of the matrix within their span (Rayleigh and Ritz). */
    private static double[][] rotated(double[][] axes, double[][] images) {
        int count = axes.length;
        double[][] small = new double[count][count];
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                small[a][b] = (dot(axes[a], images[b]) + dot(axes[b], images[a])) / 2;
            }
        }
        double[][] vectors = SymmetricMatrix.vectors(small);
        double[][] rotated = new double[count][axes[0].length];
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                axpy(vectors[a][b], images[b], rotated[a]);
            }
        }
        return rotated;
    }

    private static void orthonormalize(double[][] axes) {
        for (int a = 0; a < axes.length; a++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int b = 0; b < a; b++) {
                    axpy(-dot(axes[a], axes[b]), axes[b], axes[a]);
                }
            }
            double length = Math.sqrt(dot(axes[a], axes[a]));
            for (int j = 0; j < axes[a].length; j++) {
                axes[a][j] = length > 1e-300 ? axes[a][j] / length : 0;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static void fixSign(double[] axis) {
        int most = 0;
        for (int j = 1; j < axis.length; j++) {
            if (Math.abs(axis[j]) > Math.abs(axis[most])) {
                most = j;
            }
        }
        if (axis[most] < 0) {
            for (int j = 0; j < axis.length; j++) {
                axis[j] = -axis[j];
            }
        }
    }
}
