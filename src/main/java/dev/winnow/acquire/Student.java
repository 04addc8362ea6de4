package dev.winnow.acquire;

/** Student's t distribution, by Simpson's rule over its density after t = √df · tan θ, where it is smooth and bounded. */
final class Student {
    private static final int STEPS = 2000;

    private Student() {}

    /** P(|T| ≥ t), two-sided. */
    static double twoSided(double t, int df) {
        double edge = Math.atan(Math.abs(t) / Math.sqrt(df));
        return Math.max(0, 1 - integral(edge, df) / integral(Math.PI / 2, df));
    }

    /** The quantile at 97.5 %, which a two-sided 95 % interval takes. */
    static double quantile975(int df) {
        double low = 0;
        double high = 13;
        for (int i = 0; i < 80; i++) {
            double middle = (low + high) / 2;
            if (twoSided(middle, df) > 0.05) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** ∫ cos^(df-1) from 0 to {@code to}, which the density becomes. */
    private static double integral(double to, int df) {
        double h = to / STEPS;
        double sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            double weight = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.pow(Math.max(0, Math.cos(i * h)), df - 1);
        }
        return sum * h / 3;
    }
}
