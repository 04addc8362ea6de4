package dev.winnow.acquire;

/** The standard normal distribution. */
final class Normal {
    private Normal() {}

    /** P(Z ≤ z), to 1e-15 by the series around 0 and the continued fraction of the tail. */
    static double below(double z) {
        double x = Math.abs(z);
        double upper;
        if (x < 3) {
            // Φ(x) = ½ + φ(x) · Σ x^(2k+1) / (1·3·5·…·(2k+1))
            double term = x;
            double sum = x;
            for (int k = 1; k < 200 && term > 1e-18; k++) {
                term *= x * x / (2 * k + 1);
                sum += term;
            }
            upper = 0.5 - density(x) * sum;
        } else {
            double fraction = 0;
            for (int k = 60; k > 0; k--) {
                fraction = k / (x + fraction);
            }
            upper = density(x) / (x + fraction);
        }
        return z > 0 ? 1 - upper : upper;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
