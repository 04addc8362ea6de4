package dev.winnow.train;

import java.util.Arrays;

/**
 * The inner loops of {@link Head}: a number of rows times a number each, added to sums. Every array is whole and read from its beginning,
 * and no step adds more than four products, which is what the JVM turns into vector instructions; over parts of a block it does not
 * ({@code ./winnow bench train} measures both).
 */
final class Products {
    private Products() {}

    /** The rows of a block, copied out. */
    static float[][] rows(float[] block, int count, int width) {
        float[][] rows = new float[count][];
        for (int k = 0; k < count; k++) {
            rows[k] = Arrays.copyOfRange(block, k * width, (k + 1) * width);
        }
        return rows;
    }

    static void addFour(float a, float b, float c, float d, float[] u, float[] v, float[] w, float[] x, float[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += a * u[j] + b * v[j] + c * w[j] + d * x[j];
        }
    }

    static void addOne(float a, float[] u, float[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += a * u[j];
        }
    }
}
