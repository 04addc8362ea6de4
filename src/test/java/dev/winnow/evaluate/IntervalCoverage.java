package dev.winnow.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A detector and its data made up, of which the true mAP@0.5 is known: five classes as frequent as KITTI's, objects and false alarms
 * shared by the near-copies of a sequence up to noise of 0.3 standard deviations on each score.
 */
final class IntervalCoverage {
    private static final double[] OBJECTS = {2.5, 0.6, 0.35, 0.25, 0.15};
    private static final double[] ALARMS = {1.5, 0.6, 0.4, 0.3, 0.2};

    /** So many sequences have the true mAP up to a thousandth. */
    private static final int LONG = 100_000;

    private IntervalCoverage() {}

    /** What came out of many sets: shares of intervals that hold the truth, that lie above and below it, and the mean error of the estimate. */
    record Coverage(double covered, double tooHigh, double tooLow, double bias, double width) {}

    /** Coverage of {@code mapInterval} (and with {@code gain}, of {@code gainOver}) over {@code runs} sets of so many sequences. */
    static Coverage of(int runs, int sequences, int copies, boolean gain) {
        double truth =
                draw(-1, LONG, 1, 0.9).map(0.5) - (gain ? draw(-1, LONG, 1, 0.6).map(0.5) : 0);
        double[][] each = IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> {
                    Evaluation now = draw(run, sequences, copies, 0.9);
                    Interval interval =
                            gain ? now.gainOver(draw(run, sequences, copies, 0.6), 51) : now.mapInterval(51);
                    return new double[] {interval.low(), interval.high(), interval.estimate()};
                })
                .toArray(double[][]::new);
        double high = 0;
        double low = 0;
        double bias = 0;
        double width = 0;
        for (double[] one : each) {
            high += one[0] > truth ? 1.0 / runs : 0;
            low += one[1] < truth ? 1.0 / runs : 0;
            bias += (one[2] - truth) / runs;
            width += (one[1] - one[0]) / runs;
        }
        return new Coverage(1 - high - low, high, low, bias, width);
    }

    /** The same seed draws the same objects and alarms for each skill. */
    private static Evaluation draw(long seed, int sequences, int copies, double skill) {
        int images = sequences * copies;
        Random random = new Random(new SplittableRandom(seed).nextLong());
        List<ClassCurve> curves = new ArrayList<>();
        for (int k = 0; k < OBJECTS.length; k++) {
            int[] objects = new int[images];
            List<double[]> found = new ArrayList<>();
            for (int s = 0; s < sequences; s++) {
                for (int n = poisson(random, OBJECTS[k]); n > 0; n--) {
                    double ease = random.nextGaussian();
                    for (int c = 0; c < copies; c++) {
                        int image = s * copies + c;
                        objects[image]++;
                        double seen = ease + 0.3 * random.nextGaussian() + skill;
                        double score = seen + 0.3 * random.nextGaussian();
                        if (seen > 0) {
                            found.add(new double[] {image, score, 1});
                        }
                    }
                }
                for (int n = poisson(random, ALARMS[k]); n > 0; n--) {
                    double like = random.nextGaussian();
                    for (int c = 0; c < copies; c++) {
                        found.add(
                                new double[] {s * copies + c, like + 0.3 * random.nextGaussian() + 0.3 - skill / 2, 0});
                    }
                }
            }
            double[][] all = found.toArray(double[][]::new);
            java.util.Arrays.sort(all, (a, b) -> Double.compare(b[1], a[1]));
            int[] image = new int[all.length];
            double[] score = new double[all.length];
            boolean[] hit = new boolean[all.length];
            for (int i = 0; i < all.length; i++) {
                image[i] = (int) all[i][0];
                score[i] = all[i][1];
                hit[i] = all[i][2] > 0;
            }
            curves.add(new ClassCurve("c" + k, objects, image, score, hit));
        }
        SampleGroups groups = new SampleGroups(
                "sequence", IntStream.range(0, images).map(i -> i / copies).toArray());
        List<String> ids = IntStream.range(0, images).mapToObj(String::valueOf).toList();
        return new Evaluation(new Evaluation.Data(
                "eval_" + skill,
                "predictions",
                "ground_truth",
                false,
                0.5,
                0.5,
                new double[] {0.5},
                List.of(curves),
                List.of(),
                List.of(),
                ids,
                null,
                groups));
    }

    private static int poisson(Random random, double mean) {
        double limit = Math.exp(-mean);
        int n = 0;
        for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
            n++;
        }
        return n;
    }

    /** Prints the coverage of 500 sets of each shape. */
    public static void main(String[] arguments) {
        int[][] shapes = {{60, 1}, {120, 1}, {60, 2}, {48, 3}, {30, 4}};
        for (boolean gain : new boolean[] {false, true}) {
            for (int[] shape : shapes) {
                System.out.println((gain ? "gain " : "mAP  ") + shape[0] + " x " + shape[1] + "  "
                        + of(500, shape[0], shape[1], gain));
            }
        }
    }
}
