package dev.winnow.vectors;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Eigenvectors of a small symmetric matrix by Jacobi's rotations. */
final class SymmetricMatrix {
    private static final int SWEEPS = 60;

    private SymmetricMatrix() {}

    /** The eigenvectors {@code [m][m]}, one a row, that of the largest eigenvalue first. Overwrites the matrix. */
    static double[][] vectors(double[][] matrix) {
        int m = matrix.length;
        double[][] vectors = new double[m][m];
        for (int i = 0; i < m; i++) {
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double off = 0;
            double all = 0;
            for (int p = 0; p < m; p++) {
                for (int q = 0; q < m; q++) {
                    all += matrix[p][q] * matrix[p][q];
                    off += p == q ? 0 : matrix[p][q] * matrix[p][q];
                }
            }
            if (off <= 1e-30 * all) {
                break;
            }
            for (int p = 0; p < m; p++) {
                for (int q = p + 1; q < m; q++) {
                    rotate(matrix, vectors, p, q);
                }
            }
        }
        return IntStream.range(0, m)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -matrix[i][i]))
                .map(i -> vectors[i])
                .toArray(double[][]::new);
    }

    /** Makes the entry (p, q) zero. Rows of {@code vectors} are turned along. */
    private static void rotate(double[][] matrix, double[][] vectors, int p, int q) {
        double apq = matrix[p][q];
        if (apq == 0) {
            return;
        }
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * apq);
        double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < matrix.length; k++) {
            double kp = matrix[k][p];
            double kq = matrix[k][q];
            matrix[k][p] = c * kp - s * kq;
            matrix[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < matrix.length; k++) {
            double pk = matrix[p][k];
            double qk = matrix[q][k];
            matrix[p][k] = c * pk - s * qk;
            matrix[q][k] = s * pk + c * qk;
            double vp = vectors[p][k];
            double vq = vectors[q][k];
            vectors[p][k] = c * vp - s * vq;
            vectors[q][k] = s * vp + c * vq;
        }
    }
}
