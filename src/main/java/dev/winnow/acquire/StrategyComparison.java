package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.expr.HashOrder;
import dev.winnow.progress.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Strategies compared with a control group, as the low-budget papers do it: frozen vectors and the class of the nearest labelled image. Each
 * seed draws a test set of a third and the first labels, which all strategies share (common random numbers); each strategy then buys its
 * batches from the rest. What is compared is the mean accuracy over all rounds, paired by seed with that of the arm {@code random}, with
 * Student's 95 % interval and Holm's method over the strategies. The arm {@code random again} is a second control: it must not differ.
 *
 * <p>It writes nothing. Nothing here says which strategy is best on other images, or for a detector.
 *
 * @param arms by name, {@code random} first
 * @param seeds how many seeds were run
 * @param labels the numbers of labelled images at which accuracy was measured
 */
public record StrategyComparison(Map<String, Arm> arms, int seeds, List<Integer> labels) {
    private static final String CONTROL = "random";
    private static final String AGAIN = "random again";

    /**
     * One strategy.
     *
     * @param curve the mean accuracy at each number of labels
     * @param difference the mean over seeds of its mean accuracy less that of the control
     * @param low the lower end of its 95 % interval
     * @param p Student's two-sided p-value that there is no difference, after Holm's method over all strategies but the controls
     * @param wins seeds in which it was ahead of the control
     * @param reached the labels at which its mean accuracy reached the control's last one; 0 for never
     */
    public record Arm(
            List<Double> curve, double difference, double low, double high, double p, int wins, int reached) {}

    /**
     * Runs the comparison.
     *
     * @param classField the field with each image's class, a text; images without one are left out
     * @param strategies words of {@link Acquisition#strategy}, those that mine no failures and read no predictions
     * @param first how many images are labelled to begin with
     * @param batch how many each round buys
     */
    public static StrategyComparison run(
            SampleCollection view,
            String embeddings,
            String classField,
            List<String> strategies,
            int first,
            int batch,
            int rounds,
            int seeds) {
        if (seeds < 2 || rounds < 1 || batch < 1 || first < 1) {
            throw new IllegalArgumentException(
                    "A comparison needs two seeds or more, and a round, a batch and a first label" + " or more, not "
                            + seeds + ", " + rounds + ", " + batch + " and " + first + ".");
        }
        for (String name : strategies) {
            Strategy strategy = Strategies.named(name);
            if (strategy.mines() || strategy.predicts()) {
                throw new IllegalArgumentException(
                        "'" + name
                                + "' needs a detector, which this comparison has not. Compare strategies that look at vectors alone.");
            }
        }
        Dataset dataset = view.dataset();
        Space space = new Space(dataset.embeddings(embeddings));
        Map<String, String> classes = new LinkedHashMap<>();
        for (Sample sample : view.samples()) {
            String name = sample.string(classField);
            if (name != null && space.rowOf().containsKey(sample.id())) {
                classes.put(sample.id(), name);
            }
        }
        int test = classes.size() / 3;
        if (classes.size() - test < first + batch * rounds) {
            throw new IllegalArgumentException(
                    classes.size() + " images with a class and a vector are too few: a third is the test set, and "
                            + (first + batch * rounds) + " are to be labelled.");
        }
        Set<String> names = new TreeSet<>(strategies);
        names.removeAll(Set.of(CONTROL, AGAIN));
        List<String> arms = new ArrayList<>(List.of(CONTROL, AGAIN));
        arms.addAll(names);
        double[][][] accuracy = new double[arms.size()][seeds][];
        World world = new World(dataset, space, embeddings, classes, first, batch, rounds);
        try (Progress.Task task = Progress.task("comparing", seeds)) {
            for (int seed = 0; seed < seeds; seed++) {
                int own = seed;
                IntStream.range(0, arms.size())
                        .parallel()
                        .forEach(arm -> accuracy[arm][own] = world.run(arms.get(arm), own));
                task.step(1);
            }
        }
        List<Integer> labels = IntStream.rangeClosed(0, rounds)
                .mapToObj(r -> first + r * batch)
                .toList();
        return summary(arms, accuracy, seeds, labels);
    }

    private record World(
            Dataset dataset,
            Space space,
            String embeddings,
            Map<String, String> classes,
            int first,
            int batch,
            int rounds) {
        /** Accuracy on the seed's test set after the first labels and after each batch. */
        double[] run(String arm, int seed) {
            List<String> order = HashOrder.order(seed, "comparison", classes.keySet());
            List<String> test = order.subList(0, classes.size() / 3);
            List<String> labelled = new ArrayList<>(order.subList(test.size(), test.size() + first));
            List<String> pool = new ArrayList<>(order.subList(test.size() + first, order.size()));
            double[] accuracy = new double[rounds + 1];
            accuracy[0] = nearest(labelled, test);
            for (int round = 1; round <= rounds; round++) {
                boolean again = arm.equals(AGAIN);
                Plan.Inputs inputs = new Plan.Inputs(
                        "",
                        embeddings,
                        batch,
                        again ? seed + 1_000_003L : seed,
                        Map.of(again ? CONTROL : arm, 1),
                        List.copyOf(pool),
                        List.copyOf(labelled),
                        Map.of(),
                        Selection.RULE,
                        null);
                List<String> picks = Selection.plan(dataset, inputs, space, new Hashes("", "", "", "", ""))
                        .ids();
                labelled.addAll(picks);
                pool.removeAll(Set.copyOf(picks));
                accuracy[round] = nearest(labelled, test);
            }
            return accuracy;
        }

        /** The share of test images whose nearest labelled image is of their class; ties to the smaller id. */
        private double nearest(List<String> labelled, List<String> test) {
            int[] rows = labelled.stream()
                    .sorted()
                    .mapToInt(id -> space.rowOf().getOrDefault(id, 0))
                    .toArray();
            int right = 0;
            for (String id : test) {
                int row = space.rowOf().getOrDefault(id, 0);
                int best = rows[0];
                double most = Double.NEGATIVE_INFINITY;
                for (int other : rows) {
                    double cosine = space.cosine(row, other);
                    if (cosine > most) {
                        most = cosine;
                        best = other;
                    }
                }
                right += classes.getOrDefault(space.id(best), "").equals(classes.get(id)) ? 1 : 0;
            }
            return (double) right / test.size();
        }
    }

    private static StrategyComparison summary(
            List<String> arms, double[][][] accuracy, int seeds, List<Integer> labels) {
        double[][] area = Arrays.stream(accuracy)
                .map(arm -> Arrays.stream(arm)
                        .mapToDouble(curve -> Arrays.stream(curve).average().orElse(0))
                        .toArray())
                .toArray(double[][]::new);
        double[] p = new double[arms.size()];
        Paired[] paired = new Paired[arms.size()];
        for (int arm = 0; arm < arms.size(); arm++) {
            paired[arm] = Paired.of(area[arm], area[0]);
            p[arm] = paired[arm].p();
        }
        double[] adjusted = Holm.adjust(Arrays.copyOfRange(p, 2, p.length));
        double goal = mean(accuracy[0], labels.size() - 1);
        Map<String, Arm> all = new LinkedHashMap<>();
        for (int arm = 0; arm < arms.size(); arm++) {
            List<Double> curve = new ArrayList<>();
            int reached = 0;
            for (int point = 0; point < labels.size(); point++) {
                curve.add(mean(accuracy[arm], point));
                reached = reached == 0 && curve.get(point) >= goal ? labels.get(point) : reached;
            }
            int wins = 0;
            for (int seed = 0; seed < seeds; seed++) {
                wins += area[arm][seed] > area[0][seed] ? 1 : 0;
            }
            all.put(
                    arms.get(arm),
                    new Arm(
                            curve,
                            paired[arm].mean(),
                            paired[arm].low(),
                            paired[arm].high(),
                            arm < 2 ? p[arm] : adjusted[arm - 2],
                            wins,
                            reached));
        }
        return new StrategyComparison(all, seeds, labels);
    }

    private static double mean(double[][] curves, int point) {
        return Arrays.stream(curves)
                .mapToDouble(curve -> curve[point])
                .average()
                .orElse(0);
    }

    /** The mean of paired differences with Student's 95 % interval and two-sided p-value. */
    record Paired(double mean, double low, double high, double p) {
        static Paired of(double[] a, double[] b) {
            int n = a.length;
            double mean = IntStream.range(0, n)
                    .mapToDouble(i -> a[i] - b[i])
                    .average()
                    .orElse(0);
            double squares = IntStream.range(0, n)
                    .mapToDouble(i -> Math.pow(a[i] - b[i] - mean, 2))
                    .sum();
            double error = Math.sqrt(squares / (n - 1) / n);
            double half = error * Student.quantile975(n - 1);
            return new Paired(mean, mean - half, mean + half, error == 0 ? 1 : Student.twoSided(mean / error, n - 1));
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "accuracy of the nearest labelled image, %d seeds, at %s labels\n%-16s %6s %6s   %-26s %7s %6s  %s",
                seeds,
                labels.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                "strategy",
                "first",
                "last",
                "mean − random [95 %]",
                "p, Holm",
                "wins",
                "labels to random's last"));
        arms.forEach((name, arm) -> text.append(String.format(
                Locale.ROOT,
                "\n%-16s %6.3f %6.3f   %+.4f [%+.4f, %+.4f] %8.4f %3d/%-3d %s",
                name,
                arm.curve().get(0),
                arm.curve().get(arm.curve().size() - 1),
                arm.difference(),
                arm.low(),
                arm.high(),
                arm.p(),
                arm.wins(),
                seeds,
                arm.reached() == 0 ? "not reached" : String.valueOf(arm.reached()))));
        return text.toString();
    }
}
