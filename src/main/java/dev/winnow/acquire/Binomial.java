package dev.winnow.acquire;

/** Exact tails of the binomial distribution, summed in logarithms so that they hold for tens of thousands of trials. */
final class Binomial {
    private Binomial() {}

    /** P(X ≥ k) for X of {@code n} trials at {@code p} each. */
    static double atLeast(int n, double p, int k) {
        if (!(p >= 0 && p <= 1) || n < 0) {
            throw new IllegalArgumentException(
                    "A share lies in [0, 1] and trials are 0 or more, not " + p + " and " + n + ".");
        }
        if (k <= 0) {
            return 1;
        }
        if (k > n || p == 0) {
            return 0;
        }
        if (p == 1) {
            return 1;
        }
        double log = logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p);
        double ratio = p / (1 - p);
        // The sum of terms relative to the first, from k upwards; they fall once beyond the mean.
        double sum = 0;
        double term = 1;
        double scale = 0;
        for (int x = k; x <= n; x++) {
            sum += term;
            term *= (double) (n - x) / (x + 1) * ratio;
            if (sum > 1e250) {
                scale += Math.log(sum);
                term /= sum;
                sum = 1;
            }
            if (term < sum * 1e-18 && x > n * p) {
                break;
            }
        }
        return Math.min(1, Math.exp(log + scale + Math.log(sum)));
    }

    /** The smallest count whose upper tail at {@code p} is no larger than {@code alpha}. */
    static int critical(int n, double p, double alpha) {
        int low = 0;
        int high = n + 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (atLeast(n, p, middle) <= alpha) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double logChoose(int n, int k) {
        double log = 0;
        for (int i = 1; i <= Math.min(k, n - k); i++) {
            log += Math.log((double) (n - Math.min(k, n - k) + i) / i);
        }
        return log;
    }
}
