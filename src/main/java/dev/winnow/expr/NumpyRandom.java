package dev.winnow.expr;

/** NumPy's legacy {@code RandomState}, bit for bit: the draws that the published ZCore notebook makes. */
public final class NumpyRandom {
    private final MersenneTwister twister;

    private NumpyRandom(MersenneTwister twister) {
        this.twister = twister;
    }

    /** As {@code np.random.seed(seed)}. */
    public static NumpyRandom seed(int seed) {
        return new NumpyRandom(MersenneTwister.ofInt(seed));
    }

    /** {@code n} numbers in [low, high). */
    public double[] uniform(double low, double high, int n) {
        double[] drawn = new double[n];
        for (int i = 0; i < n; i++) {
            drawn[i] = low + (high - low) * twister.uniform();
        }
        return drawn;
    }

    /** The numbers 0 to n - 1 in random order. */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = interval(i);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    /** {@code k} different numbers below n, as {@code choice(n, k, replace=False)}. */
    public int[] choice(int n, int k) {
        if (k < 0 || k > n) {
            throw new IllegalArgumentException("choice: " + k + " of " + n + " cannot be drawn without replacement.");
        }
        return java.util.Arrays.copyOf(permutation(n), k);
    }

    /** A whole number in [0, max]. */
    private int interval(int max) {
        int mask = Integer.highestOneBit(max) * 2 - 1;
        int drawn = twister.word() & mask;
        while (drawn > max) {
            drawn = twister.word() & mask;
        }
        return drawn;
    }

    /** A draw from the triangular distribution between {@code left} and {@code right} with its peak at {@code mode}. */
    public double triangular(double left, double mode, double right) {
        if (!(left <= mode && mode <= right && left < right)) {
            throw new IllegalArgumentException("triangular(" + left + ", " + mode + ", " + right
                    + "): it needs left <= mode <= right and left < right.");
        }
        double base = right - left;
        double leftBase = mode - left;
        double ratio = leftBase / base;
        double u = twister.uniform();
        return u <= ratio
                ? left + Math.sqrt(u * (leftBase * base))
                : right - Math.sqrt((1 - u) * ((right - mode) * base));
    }
}
