package dev.winnow.acquire;

/** Wilson's score interval of a share (Wilson 1927), which holds at small counts and at 0 and 1. */
final class Wilson {
    /** The normal quantile of a two-sided 95 % interval. */
    private static final double Z = 1.959963984540054;

    private Wilson() {}

    /** The lower end of the 95 % interval of {@code hits} in {@code n}; 0 for n = 0. {@code n} need not be whole. */
    static double low(double hits, double n) {
        return n <= 0 ? 0 : Math.max(0, (centre(hits, n) - spread(hits, n)) / (1 + Z * Z / n));
    }

    /** The upper end; 1 for n = 0. */
    static double high(double hits, double n) {
        return n <= 0 ? 1 : Math.min(1, (centre(hits, n) + spread(hits, n)) / (1 + Z * Z / n));
    }

    private static double centre(double hits, double n) {
        return hits / n + Z * Z / (2 * n);
    }

    private static double spread(double hits, double n) {
        double p = hits / n;
        return Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    }
}
