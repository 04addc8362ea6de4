package dev.winnow.vectors;

/** Principal components by subspace iteration on the covariance, in double and with fixed signs: deterministic. */
public final class Pca {
    private static final int ROUNDS = 200;

    private Pca() {}

    /** The first two components of the centred rows, {@code [n][2]}. */
    public static double[][] twoDimensions(Embeddings embeddings) {
        int n = embeddings.count();
        int d = embeddings.dim();
        double[] mean = new double[d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                mean[j] += embeddings.block()[i * d + j] / (double) n;
            }
        }
        double[][] axes = new double[2][d];
        for (int j = 0; j < d; j++) {
            axes[0][j] = 1 + (j * 7919 % 101) / 101.0;
            axes[1][j] = 1 - (j * 104729 % 97) / 48.5;
        }
        double[][] points = new double[n][2];
        for (int round = 0; round < ROUNDS; round++) {
            orthonormalize(axes);
            project(embeddings, mean, axes, points);
            double[][] next = new double[2][d];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d; j++) {
                    double centred = embeddings.block()[i * d + j] - mean[j];
                    next[0][j] += points[i][0] * centred;
                    next[1][j] += points[i][1] * centred;
                }
            }
            axes = next;
        }
        orthonormalize(axes);
        for (double[] axis : axes) {
            fixSign(axis);
        }
        project(embeddings, mean, axes, points);
        return points;
    }

    private static void project(Embeddings embeddings, double[] mean, double[][] axes, double[][] points) {
        int d = embeddings.dim();
        for (int i = 0; i < points.length; i++) {
            double a = 0;
            double b = 0;
            for (int j = 0; j < d; j++) {
                double centred = embeddings.block()[i * d + j] - mean[j];
                a += centred * axes[0][j];
                b += centred * axes[1][j];
            }
            points[i][0] = a;
            points[i][1] = b;
        }
    }

    private static void orthonormalize(double[][] axes) {
        scale(axes[0]);
        double shared = 0;
        for (int j = 0; j < axes[0].length; j++) {
            shared += axes[0][j] * axes[1][j];
        }
        for (int j = 0; j < axes[0].length; j++) {
            axes[1][j] -= shared * axes[0][j];
        }
        scale(axes[1]);
    }

    private static void scale(double[] axis) {
        double sum = 0;
        for (double one : axis) {
            sum += one * one;
        }
        double length = Math.sqrt(sum);
        for (int j = 0; j < axis.length; j++) {
            axis[j] = length > 1e-300 ? axis[j] / length : 0;
        }
    }

    /** The largest entry of an axis is positive. */
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
