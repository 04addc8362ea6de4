package dev.winnow.acquire;

import java.util.Arrays;

/** Wilcoxon's signed-rank test by its normal approximation, zeros left out, ties by mean ranks, without a continuity correction. */
final class SignedRank {
    private SignedRank() {}

    /** The one-sided p-value that the differences tend to be below 0; 1 where all are 0. */
    static double less(double[] differences) {
        double[] d = Arrays.stream(differences).filter(x -> x != 0).toArray();
        if (d.length == 0) {
            return 1;
        }
        double[] sizes = Arrays.stream(d).map(Math::abs).sorted().toArray();
        double positive = 0;
        double ties = 0;
        for (int i = 0; i < sizes.length; ) {
            int j = i;
            while (j < sizes.length && sizes[j] == sizes[i]) {
                j++;
            }
            double size = sizes[i];
            double rank = (i + 1 + j) / 2.0;
            positive += rank * Arrays.stream(d).filter(x -> x == size).count();
            double run = j - i;
            ties += run * run * run - run;
            i = j;
        }
        double n = d.length;
        double mean = n * (n + 1) / 4;
        double variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48;
        return Normal.below((positive - mean) / Math.sqrt(variance));
    }
}
