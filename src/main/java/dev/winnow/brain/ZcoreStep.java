package dev.winnow.brain;

/**
 * One draw of ZCore after the other over n samples: 1 to the sample nearest to a point, and 1 in all from its 1,000 nearest others by the
 * inverse fourth power of their distance (L1). Keeps its arrays, so that a draw makes no garbage.
 */
final class ZcoreStep {
    private static final int REDUNDANT = 1000;
    private static final int SAMPLED = 512;

    private final int n;
    private final double[] scores;
    private final double[] distance;
    private final double[] some;
    private final int[] payers;

    ZcoreStep(int n) {
        this.n = n;
        scores = new double[n];
        distance = new double[n];
        some = new double[Math.max(n, SAMPLED)];
        payers = new int[n];
    }

    double[] scores() {
        return scores;
    }

    void score(float[] x, float[] y, double px, double py) {
        distances(x, y, px, py);
        int nearest = least(distance, n);
        scores[nearest] += 1;
        if (n == 1) {
            return;
        }
        distances(x, y, x[nearest], y[nearest]);
        distance[nearest] = Double.POSITIVE_INFINITY;
        int twin = least(distance, n);
        double closest = distance[twin];
        if (closest == 0) {
            scores[twin] -= 1;
            return;
        }
        int count = payers();
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double ratio = closest / distance[payers[i]];
            double squared = ratio * ratio;
            some[i] = squared * squared;
            sum += some[i];
        }
        for (int i = 0; i < count; i++) {
            scores[payers[i]] -= some[i] / sum;
        }
    }

    private void distances(float[] x, float[] y, double px, double py) {
        double[] to = distance;
        for (int i = 0; i < to.length; i++) {
            to[i] = Math.abs(x[i] - px) + Math.abs(y[i] - py);
        }
    }

    /** The first of the least. */
    private static int least(double[] values, int count) {
        int least = 0;
        double best = values[0];
        for (int i = 1; i < count; i++) {
            if (values[i] < best) {
                best = values[i];
                least = i;
            }
        }
        return least;
    }

    /** Collects those that pay, in the order of the samples: all, or up to the distance of the 1,000th, ties included. */
    private int payers() {
        double limit = n - 1 <= REDUNDANT ? Double.MAX_VALUE : limit();
        int count = 0;
        for (int i = 0; i < n; i++) {
            payers[count] = i;
            count += distance[i] <= limit ? 1 : 0;
        }
        return count;
    }

    /** The distance of the 1,000th, sought among those below a guess from a few of them; among all where the guess was too low. */
    private double limit() {
        int rank = (int) ((long) REDUNDANT * SAMPLED / n);
        int safe = rank + 3 * (int) Math.ceil(Math.sqrt(rank)) + 3;
        double guess = Double.MAX_VALUE;
        if (safe < SAMPLED / 2) {
            for (int i = 0; i < SAMPLED; i++) {
                some[i] = distance[(int) ((long) i * n / SAMPLED)];
            }
            guess = Rank.smallest(some, SAMPLED, safe);
        }
        int count = below(guess);
        if (count < REDUNDANT) {
            count = below(Double.MAX_VALUE);
        }
        return Rank.smallest(some, count, REDUNDANT - 1);
    }

    private int below(double guess) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            some[count] = distance[i];
            count += distance[i] <= guess ? 1 : 0;
            if (count == some.length) {
                break;
            }
        }
        return count;
    }
}
