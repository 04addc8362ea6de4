package dev.winnow.acquire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Whether people's labels of golden images drift from what they were in the first round: Fisher's exact test of each rate, missed, extra and
 * swapped objects, against the first round's (the exact binomial test against 2 % where there is one round only); Wilcoxon's signed-rank test of how tight the boxes are, together at 5 % by Holm's method; and a one-sided CUSUM over
 * rounds (k = ½ σ, h = 4 σ; Page 1954) for what grows slowly. Boxes of one image are not quite independent, which the tests take them for.
 *
 * @param tests of the last round against the first
 * @param cusum the CUSUM of the rate of all errors after each round, in σ of the first round's rate
 * @param power the chance that the test of missed objects alone notices when they become twice as many
 */
public record Drift(List<Test> tests, List<Double> cusum, double power) {
    private static final double ALPHA = 0.05;
    private static final double SLACK = 0.5;
    private static final double LIMIT = 4;
    /** The rate that is allowed where nothing is known: 2 %. */
    static final double ALLOWED = 0.02;

    /**
     * One test.
     *
     * @param value the rate, or the mean change of the overlap
     * @param against the rate of the first round, or 2 % where it is the only one; 0 for the overlap
     * @param p its one-sided p-value
     * @param adjusted the same after Holm's method over all tests
     */
    public record Test(String name, double value, double against, double p, double adjusted) {}

    /** Compares the last of some rounds with the first; one round alone is compared with the allowed rates. */
    static Drift of(List<Golden> rounds) {
        if (rounds.isEmpty() || rounds.get(rounds.size() - 1).objects() == 0) {
            return new Drift(List.of(), List.of(), 0);
        }
        Golden first = rounds.get(0);
        Golden last = rounds.get(rounds.size() - 1);
        List<String> names = new ArrayList<>(List.of("missed", "extra", "swapped"));
        int[] counts = {last.missed(), last.extra(), last.swapped()};
        int[] before = {first.missed(), first.extra(), first.swapped()};
        List<double[]> found = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int n = last.objects();
            // More extra boxes than objects are as bad as can be.
            int now = Math.min(n, counts[i]);
            int then = Math.min(first.objects(), before[i]);
            boolean alone = rounds.size() == 1;
            found.add(new double[] {
                (double) counts[i] / n,
                alone ? ALLOWED : (double) then / Math.max(1, first.objects()),
                alone ? Binomial.atLeast(n, ALLOWED, now) : Fisher.greater(now, n, then, first.objects())
            });
        }
        double[] change = changes(first.imageIous(), last.imageIous());
        if (rounds.size() > 1 && change.length >= 5) {
            names.add("looser boxes");
            found.add(new double[] {Arrays.stream(change).average().orElse(0), 0, SignedRank.less(change)});
        }
        double[] adjusted =
                Holm.adjust(found.stream().mapToDouble(one -> one[2]).toArray());
        List<Test> tests = IntStream.range(0, names.size())
                .mapToObj(i -> new Test(names.get(i), found.get(i)[0], found.get(i)[1], found.get(i)[2], adjusted[i]))
                .toList();
        double missed = allowed(first.missed(), first.objects());
        double twice = Math.min(1, 2 * missed);
        double power = rounds.size() == 1
                ? power(last.objects(), ALLOWED, twice, ALPHA)
                : Fisher.power(last.objects(), twice, first.objects(), missed, ALPHA);
        return new Drift(tests, cusum(rounds), power);
    }

    private static double allowed(int count, int objects) {
        return Math.min(1, Math.max(ALLOWED, (double) count / Math.max(1, objects)));
    }

    /** The chance that an exact test at {@code alpha} of a rate {@code allowed} notices a true rate {@code rate} among {@code n} objects. */
    static double power(int n, double allowed, double rate, double alpha) {
        return Binomial.atLeast(n, rate, Binomial.critical(n, allowed, alpha));
    }

    /** Per-image overlaps of images that both rounds labelled. */
    private static double[] changes(java.util.Map<String, Double> before, java.util.Map<String, Double> now) {
        return now.entrySet().stream()
                .filter(one -> before.containsKey(one.getKey()))
                .sorted(Comparator.comparing(java.util.Map.Entry::getKey))
                .mapToDouble(one -> one.getValue() - before.getOrDefault(one.getKey(), 0.0))
                .toArray();
    }

    /** One-sided CUSUM of the rate of all errors against that of the first round. */
    static List<Double> cusum(List<Golden> rounds) {
        Golden first = rounds.get(0);
        double base = allowed(first.errors(), first.objects());
        List<Double> sums = new ArrayList<>();
        double sum = 0;
        for (Golden round : rounds) {
            double sigma = Math.sqrt(base * (1 - base) / Math.max(1, round.objects()));
            double z = sigma == 0 ? 0 : ((double) round.errors() / Math.max(1, round.objects()) - base) / sigma;
            sum = Math.max(0, sum + z - SLACK);
            sums.add(sum);
        }
        return sums;
    }

    /** Whether a test or the CUSUM says that labels have become worse. */
    public boolean alarm() {
        return tests.stream().anyMatch(test -> test.adjusted() <= ALPHA)
                || cusum.stream().anyMatch(sum -> sum >= LIMIT);
    }

    @Override
    public String toString() {
        if (tests.isEmpty()) {
            return "drift: no golden image was labelled again, so nothing can be said";
        }
        StringBuilder text =
                new StringBuilder("drift: " + (alarm() ? "ALARM, look at the labels first" : "none noticed"));
        for (Test test : tests) {
            text.append(String.format(
                    Locale.ROOT,
                    "\n  %-12s %6.3f against %.3f  p %.4f, adjusted %.4f",
                    test.name(),
                    test.value(),
                    test.against(),
                    test.p(),
                    test.adjusted()));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "\n  CUSUM %.2f of %.0f; missed objects twice as many would be noticed with power %.2f",
                        cusum.get(cusum.size() - 1),
                        LIMIT,
                        power))
                .toString();
    }
}
