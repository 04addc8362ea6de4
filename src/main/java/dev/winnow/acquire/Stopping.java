package dev.winnow.acquire;

import dev.winnow.evaluate.Interval;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** When to stop, judged by intervals rather than by single figures. No rule sees the test set. */
public interface Stopping {
    /** Whether to stop, and the figures that say so. */
    record Verdict(boolean stop, String evidence) {
        @Override
        public String toString() {
            return (stop ? "stop: " : "go on: ") + evidence;
        }
    }

    /** Judges the rounds so far, the latest last. */
    Verdict judge(List<Loop.Row> rows);

    /** Stops once any of the rules does. */
    static Stopping any(Stopping... rules) {
        return rows -> combine(rows, List.of(rules), false);
    }

    /** Stops once all of the rules do. */
    static Stopping all(Stopping... rules) {
        return rows -> combine(rows, List.of(rules), true);
    }

    private static Verdict combine(List<Loop.Row> rows, List<Stopping> rules, boolean all) {
        List<Verdict> verdicts = rules.stream().map(rule -> rule.judge(rows)).toList();
        boolean stop = all
                ? verdicts.stream().allMatch(Verdict::stop)
                : verdicts.stream().anyMatch(Verdict::stop);
        return new Verdict(stop, verdicts.stream().map(Verdict::evidence).collect(Collectors.joining("; ")));
    }

    /** The gain of the last round, in points of the metric for each hundred labelled images. */
    static Gain gain(String metric) {
        requireMap50(metric);
        return new Gain(Double.NaN, Double.NaN);
    }

    /** Stops once the upper end of the gain's interval is below a rate: more labels are then not worth their price. */
    record Gain(double below, double per) implements Stopping {
        public Gain upperBoundBelow(double points) {
            return new Gain(points, per);
        }

        public Gain pointsPer(int images) {
            return new Gain(below, images);
        }

        @Override
        public Verdict judge(List<Loop.Row> rows) {
            if (Double.isNaN(below) || Double.isNaN(per)) {
                throw new IllegalStateException("Say when: gain(\"map50\").upperBoundBelow(2.0).pointsPer(100).");
            }
            if (rows.size() < 2) {
                return new Verdict(false, "gain: one round is too few");
            }
            Loop.Row last = rows.get(rows.size() - 1);
            int bought = last.annotated() - rows.get(rows.size() - 2).annotated();
            Interval gain = last.gain();
            double factor = 100 * per / Math.max(1, bought);
            return new Verdict(
                    gain.high() * factor < below,
                    String.format(
                            Locale.ROOT,
                            "gain %.1f points per %.0f images, interval [%.1f, %.1f], asked below %.1f",
                            gain.estimate() * factor,
                            per,
                            gain.low() * factor,
                            gain.high() * factor,
                            below));
        }
    }

    /** Stops once the lower end of the metric's interval reaches a target. */
    static Stopping lowerBound(String metric, double target) {
        requireMap50(metric);
        return rows -> {
            if (rows.isEmpty()) {
                return new Verdict(false, "no round yet");
            }
            Interval map = rows.get(rows.size() - 1).map50();
            return new Verdict(
                    map.low() >= target,
                    String.format(
                            Locale.ROOT,
                            "mAP@0.5 %.2f, lower end %.2f of the %.2f asked",
                            map.estimate(),
                            map.low(),
                            target));
        };
    }

    /** Stops once the share of failures that people found ambiguous is surely above {@code share}; without verdicts it cannot fire and says so. */
    static Stopping ambiguityAbove(double share) {
        return rows -> {
            if (rows.isEmpty() || rows.get(rows.size() - 1).verdicts() == 0) {
                return new Verdict(false, "ambiguity: no spot-check verdicts, so this rule cannot fire");
            }
            Loop.Row last = rows.get(rows.size() - 1);
            double low = wilsonLow(last.ambiguous(), last.verdicts());
            return new Verdict(
                    low >= share,
                    String.format(
                            Locale.ROOT,
                            "ambiguous %d of %d, lower end %.2f, asked %.2f",
                            last.ambiguous(),
                            last.verdicts(),
                            low,
                            share));
        };
    }

    private static double wilsonLow(int hits, int n) {
        double z = 1.96;
        double p = (double) hits / n;
        double centre = p + z * z / (2 * n);
        double spread = z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
        return (centre - spread) / (1 + z * z / n);
    }

    private static void requireMap50(String metric) {
        if (!metric.equals("map50")) {
            throw new IllegalArgumentException("The loop measures 'map50', not '" + metric + "'.");
        }
    }
}
