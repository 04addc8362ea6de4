package dev.winnow.train;

/**
 * The inner loops of {@link Lite0}. Each runs over whole arrays from 0 and adds at most four products a step: such loops the JVM turns into
 * vector instructions, those over parts of a block it does not. No sum goes across lanes and nothing is fused, so every machine
 * computes the same bits.
 */
final class Lite0Loops {
    private static final float SIX = 6;

    private Lite0Loops() {}

    static void four(
            float a, float b, float c, float d, float[] u, float[] v, float[] w, float[] x, float[] y, int count) {
        for (int j = 0; j < count; j++) {
            y[j] += a * u[j] + b * v[j] + c * w[j] + d * x[j];
        }
    }

    static void oneTap(float[] a, float[] u, float[] y, int count) {
        for (int j = 0; j < count; j++) {
            y[j] += a[j] * u[j];
        }
    }

    static void twoTaps(float[] a, float[] b, float[] u, float[] v, float[] y, int count) {
        for (int j = 0; j < count; j++) {
            y[j] += a[j] * u[j] + b[j] * v[j];
        }
    }

    static void threeTaps(float[] a, float[] b, float[] c, float[] u, float[] v, float[] w, float[] y, int count) {
        for (int j = 0; j < count; j++) {
            y[j] += a[j] * u[j] + b[j] * v[j] + c[j] * w[j];
        }
    }

    static void add(float[] y, float[] x, int count) {
        for (int j = 0; j < count; j++) {
            y[j] += x[j];
        }
    }

    /** ReLU6. */
    static void clip(float[] y, int count) {
        for (int j = 0; j < count; j++) {
            y[j] = Math.min(SIX, Math.max(0f, y[j]));
        }
    }
}
