package dev.winnow.acquire;

import dev.winnow.evaluate.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When to stop, judged by intervals rather than by single figures. No rule sees the test set. A rule that looks after every round has as many
 * chances to be wrong as it looks; each says how many that are, or asks for its condition in two rounds running.
 */
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

    /**
     * Stops once any of the rules does.
     *
     * @throws IllegalArgumentException without rules
     */
    static Stopping any(Stopping... rules) {
        return combined(List.of(rules), false);
    }

    /**
     * Stops once all of the rules do.
     *
     * @throws IllegalArgumentException without rules
     */
    static Stopping all(Stopping... rules) {
        return combined(List.of(rules), true);
    }

    private static Stopping combined(List<Stopping> rules, boolean all) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("Give at least one rule, as in Stopping.lowerBound(\"map50\", 0.6).");
        }
        return rows -> {
            List<Verdict> verdicts =
                    rules.stream().map(rule -> rule.judge(rows)).toList();
            boolean stop = all
                    ? verdicts.stream().allMatch(Verdict::stop)
                    : verdicts.stream().anyMatch(Verdict::stop);
            return new Verdict(stop, verdicts.stream().map(Verdict::evidence).collect(Collectors.joining("; ")));
        };
    }

    /** The first of some finished rounds after which a rule would have stopped; empty if it never would. */
    static Optional<Loop.Row> wouldHaveStopped(List<Loop.Row> rows, Stopping rule) {
        for (int i = 1; i <= rows.size(); i++) {
            if (rule.judge(rows.subList(0, i)).stop()) {
                return Optional.of(rows.get(i - 1));
            }
        }
        return Optional.empty();
    }

    /** The gain of the last round, in points of the metric for each hundred labelled images. */
    static Gain gain(String metric) {
        requireMap50(metric);
        return new Gain(Double.NaN, Double.NaN, 2);
    }

    /** Stops once the upper end of the gain's interval is below a rate: more labels are then not worth their price. */
    record Gain(double below, double per, int running) implements Stopping {
        public Gain upperBoundBelow(double points) {
            return new Gain(points, per, running);
        }

        public Gain pointsPer(int images) {
            return new Gain(below, images, running);
        }

        /** In how many rounds running the gain must be below; 2 unless said otherwise, since each look is a chance to be wrong. */
        public Gain roundsRunning(int rounds) {
            if (rounds < 1) {
                throw new IllegalArgumentException("Rounds running are 1 or more, not " + rounds + ".");
            }
            return new Gain(below, per, rounds);
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
            if (!last.hasGain()) {
                return new Verdict(false, "gain: the last round has nothing to compare with, so this rule cannot fire");
            }
            int small = 0;
            for (int i = rows.size() - 1; i > 0 && upper(rows, i) < below; i--) {
                small++;
            }
            double factor = factor(rows, rows.size() - 1);
            return new Verdict(
                    small >= running,
                    String.format(
                            Locale.ROOT,
                            "gain %.1f points per %.0f images, interval [%.1f, %.1f], asked below %.1f in %d rounds running (%d so far)",
                            last.gain().estimate() * factor,
                            per,
                            last.gain().low() * factor,
                            last.gain().high() * factor,
                            below,
                            running,
                            small));
        }

        private double upper(List<Loop.Row> rows, int i) {
            return rows.get(i).hasGain() ? rows.get(i).gain().high() * factor(rows, i) : Double.POSITIVE_INFINITY;
        }

        private double factor(List<Loop.Row> rows, int i) {
            int bought = rows.get(i).annotated() - rows.get(i - 1).annotated();
            return 100 * per / Math.max(1, bought);
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
            boolean stop = map.low() >= target;
            String looks = stop && rows.size() > 1
                    ? String.format(
                            Locale.ROOT,
                            ", at look %d: reached by luck at one of them with chance up to %.1f %%",
                            rows.size(),
                            2.5 * rows.size())
                    : "";
            return new Verdict(
                    stop,
                    String.format(
                            Locale.ROOT,
                            "mAP@0.5 %.2f, lower end %.2f of the %.2f asked%s",
                            map.estimate(),
                            map.low(),
                            target,
                            looks));
        };
    }

    /**
     * Stops once a curve m(n) = a - b · n^-c through the rounds says that the next batch is surely worth less than {@code points} of mAP. Needs
     * four rounds; the spread comes from 500 curves through points drawn from the rounds' own intervals.
     */
    static Stopping curveBelow(double points) {
        return rows -> LearningCurve.judge(rows, points);
    }

    /** Stops once the share of failures that people found ambiguous is surely above {@code share}; without verdicts it cannot fire and says so. */
    static Stopping ambiguityAbove(double share) {
        return rows -> {
            if (rows.isEmpty() || rows.get(rows.size() - 1).verdicts() == 0) {
                return new Verdict(false, "ambiguity: no spot-check verdicts, so this rule cannot fire");
            }
            Loop.Row last = rows.get(rows.size() - 1);
            double low = Wilson.low(last.ambiguous(), last.verdicts());
            String size = Wilson.low(last.verdicts(), last.verdicts()) < share
                    ? String.format(Locale.ROOT, ", cannot fire at %d verdicts", last.verdicts())
                    : "";
            return new Verdict(
                    low >= share,
                    String.format(
                            Locale.ROOT,
                            "ambiguous %d of %d, lower end %.2f, asked %.2f%s",
                            last.ambiguous(),
                            last.verdicts(),
                            low,
                            share,
                            size));
        };
    }

    /** Stops once a budget of labelled images, boxes or minutes is used up. */
    static Stopping spent(Budget budget) {
        return rows -> {
            Loop.Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
            double spent = last == null
                    ? 0
                    : budget instanceof Images
                            ? last.annotated()
                            : budget instanceof Boxes ? last.boxes() : last.minutes();
            double limit = budget instanceof Images images
                    ? images.count()
                    : budget instanceof Boxes boxes ? boxes.count() : ((Minutes) budget).count();
            return new Verdict(spent >= limit, String.format(Locale.ROOT, "%.0f spent of %s", spent, budget));
        };
    }

    /** Stops once a round could reserve no further batch. */
    static Stopping poolExhausted() {
        return rows -> {
            boolean out = !rows.isEmpty() && rows.get(rows.size() - 1).nextSize() == 0;
            return new Verdict(out, out ? "no further batch could be reserved" : "there is a next batch");
        };
    }

    private static void requireMap50(String metric) {
        if (!metric.equals("map50")) {
            throw new IllegalArgumentException("The loop measures 'map50', not '" + metric + "'.");
        }
    }
}
