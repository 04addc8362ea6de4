package dev.winnow.acquire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The curve m(n) = a - b · n^-c through the rounds of a loop: c by a grid from 0.1 to 2, a and b by least squares. */
final class LearningCurve {
    private static final int ROUNDS = 4;
    private static final int DRAWS = 500;

    private LearningCurve() {}

    /** The parameters of one curve. */
    record Fit(double a, double b, double c) {
        double at(double n) {
            return a - b * Math.pow(n, -c);
        }
    }

    static Fit fit(double[] n, double[] m) {
        Fit best = new Fit(m[m.length - 1], 0, 1);
        double least = Double.POSITIVE_INFINITY;
        for (int step = 2; step <= 40; step++) {
            double c = step / 20.0;
            double[] x = Arrays.stream(n).map(size -> -Math.pow(size, -c)).toArray();
            double meanX = Arrays.stream(x).average().orElse(0);
            double meanM = Arrays.stream(m).average().orElse(0);
            double xx = 0;
            double xm = 0;
            for (int i = 0; i < x.length; i++) {
                xx += (x[i] - meanX) * (x[i] - meanX);
                xm += (x[i] - meanX) * (m[i] - meanM);
            }
            double b = xx == 0 ? 0 : xm / xx;
            Fit fit = new Fit(meanM - b * meanX, b, c);
            double error = 0;
            for (int i = 0; i < n.length; i++) {
                error += Math.pow(m[i] - fit.at(n[i]), 2);
            }
            if (error < least) {
                least = error;
                best = fit;
            }
        }
        return best;
    }

    static Stopping.Verdict judge(List<Loop.Row> rows, double points) {
        if (rows.size() < ROUNDS) {
            return new Stopping.Verdict(
                    false, "curve: " + rows.size() + " rounds, four are needed, so this rule cannot fire");
        }
        double[] n = rows.stream().mapToDouble(Loop.Row::annotated).toArray();
        double[] m = rows.stream().mapToDouble(row -> row.map50().estimate()).toArray();
        double[] sd = rows.stream()
                .mapToDouble(row -> (row.map50().high() - row.map50().low()) / 3.92)
                .toArray();
        double now = n[n.length - 1];
        double next = now + Math.max(1, rows.get(rows.size() - 1).nextSize());
        SplittableRandom random = new SplittableRandom(51);
        double[] gains = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double[] drawn = new double[m.length];
            for (int i = 0; i < m.length; i++) {
                drawn[i] = m[i] + sd[i] * gaussian(random);
            }
            Fit fit = fit(n, drawn);
            gains[draw] = 100 * (fit.at(next) - fit.at(now));
        }
        Arrays.sort(gains);
        Fit fit = fit(n, m);
        double upper = gains[DRAWS * 95 / 100];
        return new Stopping.Verdict(
                upper < points,
                String.format(
                        Locale.ROOT,
                        "curve: the next batch is worth %.1f points, upper end %.1f, asked below %.1f",
                        100 * (fit.at(next) - fit.at(now)),
                        upper,
                        points));
    }

    private static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
