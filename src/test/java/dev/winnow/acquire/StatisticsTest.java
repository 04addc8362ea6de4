package dev.winnow.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.winnow.data.Dataset;
import dev.winnow.evaluate.Interval;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Golden tests, drift and stopping rules against SciPy, statsmodels, closed forms and simulations with known truth. */
class StatisticsTest {
    @TempDir
    Path folder;

    private static List<double[]> rows(String name) {
        List<double[]> rows = new ArrayList<>();
        Oracles.ALL.getAsJsonArray(name).forEach(row -> rows.add(Oracles.doubles(row.getAsJsonArray())));
        return rows;
    }

    @Test
    void binomial_tails_and_power_are_scipys_also_at_40_000() {
        for (double[] row : rows("binomial_upper")) {
            assertThat(Binomial.atLeast((int) row[1], row[2], (int) row[0])).isCloseTo(row[3], within(1e-9));
        }
        for (double[] row : rows("binomial_power")) {
            assertThat(Golden.power((int) row[0], row[1])).isCloseTo(row[2], within(1e-9));
        }
    }

    @Test
    void fishers_test_and_its_power_are_scipys() {
        for (double[] row : rows("fisher_greater")) {
            assertThat(Fisher.greater((int) row[0], (int) row[1], (int) row[2], (int) row[3]))
                    .isCloseTo(row[4], within(1e-9));
        }
        for (double[] row : rows("fisher_power")) {
            assertThat(Fisher.power((int) row[0], row[1], (int) row[2], row[3], 0.05))
                    .isCloseTo(row[4], within(1e-6));
        }
    }

    @Test
    void holms_method_is_statsmodels() {
        JsonObject holm = Oracles.ALL.getAsJsonObject("holm");
        assertThat(Holm.adjust(Oracles.doubles(holm.getAsJsonArray("p"))))
                .containsExactly(Oracles.doubles(holm.getAsJsonArray("adjusted")), within(1e-12));
    }

    @Test
    void wilcoxons_test_is_scipys() {
        JsonObject oracle = Oracles.ALL.getAsJsonObject("wilcoxon_less");
        double[] before = Oracles.doubles(oracle.getAsJsonArray("before"));
        double[] after = Oracles.doubles(oracle.getAsJsonArray("after"));
        double[] change = new double[before.length];
        for (int i = 0; i < change.length; i++) {
            change[i] = after[i] - before[i];
        }
        assertThat(SignedRank.less(change)).isCloseTo(oracle.get("p").getAsDouble(), within(1e-9));
        assertThat(SignedRank.less(new double[] {0, 0})).isEqualTo(1);
    }

    private static Golden golden(int objects, int missed) {
        return new Golden(objects / 4, objects, missed, 0, 0, 0.9, Map.of());
    }

    private static int binomial(SplittableRandom random, int n, double p) {
        int hits = 0;
        for (int i = 0; i < n; i++) {
            hits += random.nextDouble() < p ? 1 : 0;
        }
        return hits;
    }

    @Test
    void drift_is_noticed_at_its_stated_power_and_calm_is_not_alarmed() {
        SplittableRandom random = new SplittableRandom(4);
        int runs = 500;
        int noticed = 0;
        int calm = 0;
        for (int run = 0; run < runs; run++) {
            int first = binomial(random, 150, 0.04);
            noticed += Fisher.greater(binomial(random, 150, 0.10), 150, first, 150) <= 0.05 ? 1 : 0;
            Drift quiet = Drift.of(List.of(golden(150, first), golden(150, binomial(random, 150, 0.04))));
            calm += quiet.tests().stream().anyMatch(test -> test.adjusted() <= 0.05) ? 1 : 0;
        }
        double stated = Fisher.power(150, 0.10, 150, 0.04, 0.05);
        // Three standard errors of 500 runs.
        assertThat((double) noticed / runs).isCloseTo(stated, within(3 * Math.sqrt(stated * (1 - stated) / runs)));
        assertThat((double) calm / runs).isLessThanOrEqualTo(0.05);
    }

    @Test
    void cusum_adds_what_exceeds_half_a_sigma() {
        // σ of 10 % of 100 objects is 3 points: 16 errors are 2 σ above 10, so each round adds 1.5.
        List<Golden> rounds = List.of(golden(100, 10), golden(100, 16), golden(100, 16), golden(100, 16));
        assertThat(Drift.cusum(rounds).stream().mapToDouble(Double::doubleValue).toArray())
                .containsExactly(new double[] {0.0, 1.5, 3.0, 4.5}, within(1e-12));
        assertThat(Drift.of(rounds).alarm()).isTrue();
        assertThat(Drift.of(rounds.subList(0, 2)).alarm()).isFalse();
        assertThat(Drift.of(List.of()).toString()).contains("nothing can be said");
        assertThat(Drift.of(List.of(golden(0, 0))).toString()).contains("nothing can be said");
    }

    @Test
    void a_stand_in_slips_anew_each_round_and_one_that_becomes_careless_is_caught() {
        Dataset dataset = Made.cars(folder, "cars", 40);
        Map<String, List<Detection>> crowded = new LinkedHashMap<>();
        for (String id : dataset.ids()) {
            List<Detection> cars = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                cars.add(Detection.of("Car", 0.12 * (i % 8), 0.19 * (i / 8), 0.1, 0.15));
            }
            crowded.put(id, cars);
        }
        dataset.setDetections("ground_truth", crowded);
        Annotator steady = Annotator.simulated(51);
        Golden one = Golden.check(dataset.matchTags("split:golden"), steady, "ground_truth", "v1");
        Golden two = Golden.check(dataset.matchTags("split:golden"), steady, "ground_truth", "v2");
        assertThat(two).isNotEqualTo(one);
        assertThat(one.objects()).isEqualTo(160);
        assertThat(Drift.of(List.of(one, two)).alarm()).isFalse();
        Annotator careless = Annotator.drifting(51, 1, "v3", 5);
        List<Golden> rounds = new ArrayList<>();
        for (String round : List.of("v1", "v2", "v3")) {
            rounds.add(Golden.check(dataset.matchTags("split:golden"), careless, "ground_truth", round));
        }
        assertThat(rounds.get(1)).isEqualTo(two);
        assertThat(Drift.of(rounds).alarm()).isTrue();
        assertThat(Drift.of(rounds).toString()).contains("ALARM");
    }

    private static Loop.Row row(String name, int annotated, double low, double map, double high, Interval gain) {
        return new Loop.Row(
                name,
                30,
                annotated,
                new Interval(map, low, high),
                gain,
                golden(50, 1),
                "next",
                30,
                0,
                0,
                "",
                "",
                "",
                0,
                0);
    }

    private static List<Loop.Row> rows(double... highs) {
        List<Loop.Row> rows = new ArrayList<>();
        for (int i = 0; i < highs.length; i++) {
            rows.add(row("r" + i, 30 * (i + 1), 0.3, 0.35, 0.4, new Interval(0.0, -0.01, highs[i])));
        }
        return rows;
    }

    @Test
    void the_gain_rule_wants_its_upper_end_below_in_two_rounds_running() {
        Stopping rule = Stopping.gain("map50").upperBoundBelow(2).pointsPer(100);
        // 30 images a round: an upper end of 0.5 points is 1.67 per 100 images, one of 1 point is 3.3.
        assertThat(rule.judge(rows(0.5, 0.005)).stop()).isFalse();
        assertThat(rule.judge(rows(0.5, 0.005, 0.005)).stop()).isTrue();
        assertThat(rule.judge(rows(0.5, 0.005, 0.01)).stop()).isFalse();
        assertThat(Stopping.gain("map50")
                        .upperBoundBelow(2)
                        .pointsPer(100)
                        .roundsRunning(1)
                        .judge(rows(0.5, 0.005))
                        .stop())
                .isTrue();
        assertThat(rule.judge(rows(0.005)).evidence()).contains("one round is too few");
        List<Loop.Row> nothingBefore =
                List.of(row("a", 30, 0, 0, 0, Loop.Row.NO_GAIN), row("b", 60, 0, 0, 0, Loop.Row.NO_GAIN));
        assertThat(rule.judge(nothingBefore).stop()).isFalse();
        assertThat(rule.judge(nothingBefore).evidence()).contains("cannot fire");
        assertThat(Stopping.wouldHaveStopped(rows(0.5, 0.005, 0.005, 0.005), rule)
                        .orElseThrow()
                        .name())
                .isEqualTo("r2");
        assertThat(Stopping.wouldHaveStopped(rows(0.5, 0.5), rule)).isEmpty();
    }

    @Test
    void the_other_rules_stop_where_their_figures_say() {
        List<Loop.Row> rows = rows(0.5, 0.5);
        assertThat(Stopping.lowerBound("map50", 0.3).judge(rows).stop()).isTrue();
        assertThat(Stopping.lowerBound("map50", 0.3).judge(rows).evidence()).contains("up to 5.0 %");
        assertThat(Stopping.lowerBound("map50", 0.31).judge(rows).stop()).isFalse();
        assertThat(Stopping.spent(Budget.images(60)).judge(rows).stop()).isTrue();
        assertThat(Stopping.spent(Budget.images(61)).judge(rows).stop()).isFalse();
        assertThat(Stopping.poolExhausted().judge(rows).stop()).isFalse();
        // All of 5 verdicts: Wilson's lower end is 0.566; of 4 it is 0.510, and of 3 it is 0.438, which cannot reach a
        // half.
        Stopping ambiguity = Stopping.ambiguityAbove(0.5);
        assertThat(ambiguity.judge(List.of(rows.get(0).withVerdicts(4, 4))).stop())
                .isTrue();
        assertThat(ambiguity.judge(List.of(rows.get(0).withVerdicts(3, 3))).stop())
                .isFalse();
        assertThat(ambiguity.judge(List.of(rows.get(0).withVerdicts(3, 3))).evidence())
                .contains("cannot fire at 3");
        assertThat(ambiguity.judge(rows).evidence()).contains("cannot fire");
        Stopping yes = Stopping.lowerBound("map50", 0.3);
        Stopping no = Stopping.lowerBound("map50", 0.9);
        assertThat(Stopping.any(yes, no).judge(rows).stop()).isTrue();
        assertThat(Stopping.all(yes, no).judge(rows).stop()).isFalse();
        assertThatThrownBy(Stopping::all).hasMessageContaining("at least one rule");
        assertThatThrownBy(Stopping::any).hasMessageContaining("at least one rule");
    }

    @Test
    void the_curve_rule_finds_a_known_curve_and_stops_on_its_flat_part() {
        double[] n = {30, 60, 120, 240, 480};
        double[] m = new double[n.length];
        for (int i = 0; i < n.length; i++) {
            m[i] = 0.6 - 1.5 * Math.pow(n[i], -0.75);
        }
        LearningCurve.Fit fit = LearningCurve.fit(n, m);
        assertThat(fit.c()).isCloseTo(0.75, within(1e-9));
        assertThat(fit.a()).isCloseTo(0.6, within(1e-9));
        assertThat(fit.b()).isCloseTo(1.5, within(1e-9));
        List<Loop.Row> rows = new ArrayList<>();
        for (int i = 0; i < n.length; i++) {
            rows.add(row("r" + i, (int) n[i], m[i] - 0.001, m[i], m[i] + 0.001, Loop.Row.NO_GAIN));
        }
        assertThat(Stopping.curveBelow(1).judge(rows.subList(0, 3)).evidence()).contains("cannot fire");
        assertThat(Stopping.curveBelow(1).judge(rows).stop()).isTrue();
        assertThat(Stopping.curveBelow(0.01).judge(rows).stop()).isFalse();
    }

    @Test
    void wilsons_interval_covers_as_often_as_it_says() {
        Random random = new Random(8);
        int covered = 0;
        for (int run = 0; run < 500; run++) {
            int hits = 0;
            for (int i = 0; i < 60; i++) {
                hits += random.nextDouble() < 0.2 ? 1 : 0;
            }
            covered += Wilson.low(hits, 60) <= 0.2 && Wilson.high(hits, 60) >= 0.2 ? 1 : 0;
        }
        assertThat(covered).isBetween(460, 490);
    }

    @Test
    void the_vendi_score_is_that_of_numpys_eigenvalues() {
        Space space = new Space(dev.winnow.vectors.Embeddings.of(
                java.util.stream.IntStream.range(0, 80)
                        .mapToObj(i -> "id" + (100 + i))
                        .toList(),
                Oracles.vectors(),
                6));
        int[] ten = java.util.stream.IntStream.range(0, 10).toArray();
        assertThat(BatchMetrics.vendi(space.cosines(ten, ten)))
                .isCloseTo(Oracles.ALL.get("vendi_ten").getAsDouble(), within(1e-4));
        int[] copies = java.util.stream.IntStream.range(0, 12).map(i -> i / 4).toArray();
        assertThat(BatchMetrics.vendi(space.cosines(copies, copies)))
                .isCloseTo(Oracles.ALL.get("vendi_copies").getAsDouble(), within(1e-4));
    }
}
