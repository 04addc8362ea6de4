package dev.winnow.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * A 95 % interval of a measure of images by drawing groups of images anew, with replacement (Efron and Tibshirani 1993). The ends are
 * reflected at the estimate ("basic"): mAP of a resample is on average as much above the sample's mAP as that is above the truth,
 * because precision is made non-increasing, and the reflection takes both away.
 */
final class Bootstrap {
    private static final int RESAMPLES = 1000;

    private final int[] group;
    private final int groups;
    private final long seed;

    /** @param group by image its group, numbered from 0 */
    Bootstrap(int[] group, long seed) {
        this.group = group;
        this.groups = Arrays.stream(group).max().orElse(-1) + 1;
        this.seed = seed;
    }

    /**
     * @param estimate the measure of the images as they are
     * @param measure the same of images that count so many times each
     * @param least the least value that the measure can have
     */
    Interval interval(double estimate, ToDoubleFunction<int[]> measure, double least) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] times = new int[groups];
        int[] weight = new int[group.length];
        double[] drawn = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            Arrays.fill(times, 0);
            for (int g = 0; g < groups; g++) {
                times[random.nextInt(groups)]++;
            }
            for (int i = 0; i < weight.length; i++) {
                weight[i] = times[group[i]];
            }
            drawn[r] = measure.applyAsDouble(weight);
        }
        Arrays.sort(drawn);
        double low = 2 * estimate - drawn[RESAMPLES * 975 / 1000];
        double high = 2 * estimate - drawn[RESAMPLES * 25 / 1000];
        return new Interval(estimate, Math.max(least, low), Math.min(1, high));
    }
}
