package dev.winnow.train;

/** The detector's products, for the benchmark that measures them. */
public final class HeadProducts {
    private HeadProducts() {}

    /** y = x w + b for n rows. */
    public static void multiply(float[] x, int n, int inner, float[] w, float[] b, int width, float[] y) {
        Head.multiply(x, n, inner, w, b, width, y);
    }
}
