package dev.winnow.acquire;

/** Fisher's exact test of two shares, one-sided, and its power. */
final class Fisher {
    private Fisher() {}

    /** The p-value that {@code a} of {@code n} is a larger share than {@code b} of {@code m}, given their sum. */
    static double greater(int a, int n, int b, int m) {
        int total = a + b;
        double sum = 0;
        for (int x = a; x <= Math.min(total, n); x++) {
            if (total - x <= m) {
                sum += Math.exp(logChoose(n, x) + logChoose(m, total - x) - logChoose(n + m, total));
            }
        }
        return Math.min(1, sum);
    }

    /** The chance that the test at {@code alpha} notices, where the true shares are {@code p} of {@code n} and {@code q} of {@code m}. */
    static double power(int n, double p, int m, double q, double alpha) {
        double power = 0;
        for (int b = 0; b <= m; b++) {
            double chance = Binomial.atLeast(m, q, b) - Binomial.atLeast(m, q, b + 1);
            if (chance > 1e-9) {
                power += chance * Binomial.atLeast(n, p, critical(n, b, m, alpha));
            }
        }
        return Math.min(1, power);
    }

    private static int critical(int n, int b, int m, double alpha) {
        int low = 0;
        int high = n + 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (middle > n || greater(middle, n, b, m) <= alpha) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double logChoose(int n, int k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    /** ln n!, by Stirling's series from 32 on, exact to 1e-14 of itself. */
    private static double logFactorial(int n) {
        if (n < 32) {
            double log = 0;
            for (int i = 2; i <= n; i++) {
                log += Math.log(i);
            }
            return log;
        }
        double x = n + 1.0;
        return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x * x * x);
    }
}
