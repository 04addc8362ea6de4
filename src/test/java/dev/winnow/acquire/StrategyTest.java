package dev.winnow.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleDraft;
import dev.winnow.data.View;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.label.Detection;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each strategy against an oracle of its own, and what all of them keep to. */
class StrategyTest {
    @TempDir
    Path folder;

    private static Space space(float[] block, int dim) {
        int n = block.length / dim;
        List<String> ids =
                IntStream.range(0, n).mapToObj(i -> String.format("id%07d", i)).toList();
        return new Space(Embeddings.of(ids, block, dim));
    }

    private static float[] random(long seed, int n, int dim, int clusters) {
        Random random = new Random(seed);
        float[] centres = new float[clusters * dim];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (float) random.nextGaussian();
        }
        float[] block = new float[n * dim];
        for (int i = 0; i < n; i++) {
            // Clusters of very different sizes, as scenes have.
            int cluster = (int) (clusters * Math.pow(random.nextDouble(), 3));
            for (int j = 0; j < dim; j++) {
                block[i * dim + j] = centres[cluster * dim + j] + 0.5f * (float) random.nextGaussian();
            }
        }
        return block;
    }

    private static boolean[] all(int n) {
        boolean[] all = new boolean[n];
        Arrays.fill(all, true);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"facility_location", "facility_location_given"})
    void facility_location_picks_what_apricot_picks(String name) {
        JsonObject oracle = Oracles.ALL.getAsJsonObject(name);
        Space space = space(Oracles.vectors(), 6);
        int[] rows = IntStream.range(0, 80).toArray();
        int[] initial = Oracles.ints(oracle.getAsJsonArray("initial"));
        float[] served = new float[80];
        Arrays.fill(served, -1);
        space.raise(rows, initial, served);
        boolean[] allowed = all(80);
        for (int one : initial) {
            allowed[one] = false;
        }
        List<Greedy.Picked> picks = Greedy.pick(space.cosines(rows, rows), served, allowed, 15);
        assertThat(picks.stream().mapToInt(Greedy.Picked::candidate).toArray())
                .isEqualTo(Oracles.ints(oracle.getAsJsonArray("picks")));
        double[] gains = Oracles.doubles(oracle.getAsJsonArray("gains"));
        for (int i = 0; i < gains.length; i++) {
            assertThat(picks.get(i).gain()).isCloseTo(gains[i], within(1e-4));
        }
    }

    @Test
    void lazy_greedy_picks_what_the_plain_one_picks() {
        for (int seed = 0; seed < 20; seed++) {
            Space space = space(random(seed, 120, 5, 7), 5);
            int[] rows = IntStream.range(0, 120).toArray();
            float[][] cosines = space.cosines(rows, rows);
            float[] served = new float[120];
            Arrays.fill(served, -1);
            float[] plain = served.clone();
            List<Integer> naive = new ArrayList<>();
            for (int k = 0; k < 25; k++) {
                int best = -1;
                for (int c = 0; c < 120; c++) {
                    boolean better = best < 0 || Greedy.gain(cosines[c], plain) > Greedy.gain(cosines[best], plain);
                    best = !naive.contains(c) && better ? c : best;
                }
                naive.add(best);
                Greedy.serve(cosines[best], plain);
            }
            assertThat(Greedy.pick(cosines, served, all(120), 25).stream()
                            .map(Greedy.Picked::candidate)
                            .toList())
                    .isEqualTo(naive);
        }
    }

    @Test
    void two_rounds_lose_little_of_exact_greedy_and_give_one_plan_on_any_number_of_threads() throws Exception {
        int n = 6000;
        Space space = space(random(4, n, 24, 60), 24);
        int[] rows = IntStream.range(0, n).toArray();
        float[] nothing = new float[n];
        Arrays.fill(nothing, -1);
        List<TwoRounds.Picked> picks = new TwoRounds(space).pick(rows, all(n), nothing, 50);
        float[] exact = nothing.clone();
        Greedy.pick(space.cosines(rows, rows), exact, all(n), 50);
        float[] ours = nothing.clone();
        space.raise(rows, picks.stream().mapToInt(TwoRounds.Picked::row).toArray(), ours);
        int first = picks.get(0).row();
        float[] one = nothing.clone();
        space.raise(rows, new int[] {first}, one);
        double share = (Greedy.value(ours) - Greedy.value(one)) / (Greedy.value(exact) - Greedy.value(one));
        assertThat(share).isBetween(0.95, 1.0);
        ForkJoinPool alone = new ForkJoinPool(1);
        List<TwoRounds.Picked> again = alone.submit(() -> new TwoRounds(space).pick(rows, all(n), nothing, 50))
                .get();
        alone.shutdown();
        assertThat(again).isEqualTo(picks);
    }

    @Test
    void a_table_and_a_single_cosine_agree_and_a_vector_without_direction_is_like_nothing() {
        float[] block = random(9, 40, 37, 5);
        Arrays.fill(block, 37, 2 * 37, 0);
        Arrays.fill(block, 2 * 37, 3 * 37, Float.NaN);
        Space space = space(block, 37);
        int[] rows = IntStream.range(0, 40).toArray();
        float[][] table = space.cosines(rows, IntStream.range(5, 30).toArray());
        float[] best = new float[40];
        Arrays.fill(best, -1);
        space.raise(rows, new int[] {7}, best);
        for (int i = 0; i < 40; i++) {
            assertThat(space.cosine(i, 7)).isCloseTo(table[i][2], within(1e-5));
            assertThat(best[i]).isEqualTo(i == 2 ? best[i] : table[i][2]);
        }
        assertThat(space.cosine(1, 7)).isZero();
        assertThat(space.cosine(2, 7)).isZero();
        assertThat(table[1][2]).isZero();
    }

    @Test
    void flqmi_maximises_what_it_says_pick_by_pick() {
        Random random = new Random(5);
        for (int trial = 0; trial < 30; trial++) {
            int n = 12;
            int q = 4;
            float[][] cosines = new float[n][q];
            float[] known = new float[n];
            List<Double> weights = new ArrayList<>();
            for (int i = 0; i < q; i++) {
                weights.add(0.05 + 0.95 * random.nextDouble());
            }
            for (int c = 0; c < n; c++) {
                known[c] = 2 * random.nextFloat() - 1;
                for (int i = 0; i < q; i++) {
                    cosines[c][i] = 2 * random.nextFloat() - 1;
                }
            }
            Flqmi flqmi = new Flqmi(cosines, weights, known);
            List<Integer> picked = new ArrayList<>();
            for (int k = 0; k < 5; k++) {
                Flqmi.Mined mined = flqmi.next();
                int best = IntStream.range(0, n)
                        .filter(c -> !picked.contains(c))
                        .boxed()
                        .max(java.util.Comparator.comparingDouble(c -> value(cosines, weights, known, picked, c)))
                        .orElseThrow();
                assertThat(mined.candidate()).isEqualTo(best);
                double before = value(cosines, weights, known, picked, -1);
                assertThat(mined.gain()).isCloseTo(value(cosines, weights, known, picked, best) - before, within(1e-6));
                flqmi.pick(best);
                picked.add(best);
            }
        }
    }

    /** FLQMI of a set, from its definition; {@code more} is one further member, -1 for none. */
    private static double value(float[][] cosines, List<Double> weights, float[] known, List<Integer> set, int more) {
        List<Integer> a = new ArrayList<>(set);
        if (more >= 0) {
            a.add(more);
        }
        double value = 0;
        for (int q = 0; q < weights.size(); q++) {
            int query = q;
            value += weights.get(q)
                    * a.stream()
                            .mapToDouble(x -> (1 + cosines[x][query]) / 2)
                            .max()
                            .orElse(0);
        }
        for (int x : a) {
            double own = 0;
            for (int q = 0; q < weights.size(); q++) {
                own = Math.max(own, weights.get(q) * (1 + cosines[x][q]) / 2);
            }
            value += 0.3 * own - 0.3 * (1 + known[x]) / 2;
        }
        return value;
    }

    @Test
    void a_near_copy_that_is_skipped_leaves_its_failure_to_be_served_by_another() {
        // Two failures. Candidate 0 is nearest to the first, but will be skipped; candidate 1 serves it nearly as well.
        float[][] cosines = {{0.99f, 0}, {0.9f, 0}, {0, 0.5f}};
        Flqmi flqmi = new Flqmi(cosines, List.of(1.0, 1.0), new float[] {-1, -1, -1});
        assertThat(flqmi.next().candidate()).isZero();
        Flqmi.Mined second = flqmi.next();
        assertThat(second.candidate()).isEqualTo(1);
        assertThat(second.gain()).isCloseTo(1.95 / 2 + 0.5 + 0.3 * 0.95 - 0, within(0.03));
    }

    private Dataset oracleDataset() {
        float[] block = Oracles.vectors();
        Dataset dataset = Dataset.create(Home.at(folder), "oracle", IfExists.FAIL);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            drafts.add(SampleDraft.of(String.format("%03d.png", i))
                    .set("sequence", "s" + i)
                    .size(10, 10)
                    .detections("ground_truth", List.of(Detection.of("Car", 0.1, 0.2, 0.3, 0.4))));
        }
        dataset.addSamples(drafts);
        dataset.setEmbeddings("embeddings", Embeddings.of(dataset.ids(), block, 6));
        return dataset;
    }

    @Test
    void k_center_picks_the_farthest_again_and_again() {
        JsonObject oracle = Oracles.ALL.getAsJsonObject("k_center");
        Dataset dataset = oracleDataset();
        List<String> ids = dataset.ids();
        List<String> known = Arrays.stream(Oracles.ints(oracle.getAsJsonArray("initial")))
                .mapToObj(ids::get)
                .toList();
        Annotator.copy().annotate(dataset.select(known), "ground_truth", "human_labels");
        Plan plan = Acquisition.strategy("k_center").budget(Budget.images(12)).select(dataset);
        assertThat(plan.ids().stream().mapToInt(ids::indexOf).toArray())
                .isEqualTo(Oracles.ints(oracle.getAsJsonArray("picks")));
        JsonArray radius = oracle.getAsJsonArray("radius");
        List<String> chosen = new ArrayList<>(known);
        chosen.addAll(plan.ids());
        assertThat(Coverage.of(dataset, chosen, "embeddings").radius())
                .isCloseTo(radius.get(11).getAsDouble(), within(1e-5));
    }

    static List<String> names() {
        return Strategies.names();
    }

    /** 60 images in sequences, with predictions everywhere and a first batch labelled. */
    private Dataset world() {
        Random random = new Random(2);
        Dataset dataset = Made.cars(folder, "world", 76);
        Map<String, List<Detection>> predictions = new LinkedHashMap<>();
        Map<String, List<Detection>> truth = new LinkedHashMap<>();
        for (Sample sample : dataset.samples()) {
            List<Detection> own = new ArrayList<>();
            List<Detection> real = new ArrayList<>();
            for (int b = 0; b < 3; b++) {
                real.add(Detection.of(b == 0 ? "Van" : "Car", 0.3 * b, 0.2, 0.2, 0.2));
                if (random.nextInt(3) > 0) {
                    own.add(Detection.of(random.nextInt(3) == 0 ? "Van" : "Car", 0.3 * b, 0.2, 0.2, 0.2)
                            .withConfidence(random.nextDouble()));
                }
            }
            predictions.put(sample.id(), own);
            truth.put(sample.id(), real);
        }
        dataset.setDetections("ground_truth", truth);
        dataset.setDetections("predictions", predictions);
        Made.reserve(dataset, "v0", 8);
        Annotator.copy().annotate(dataset.matchTags("batch:v0"), "ground_truth", "human_labels");
        return dataset;
    }

    private static Evaluation evaluation(Dataset dataset) {
        return DetectionEvaluator.evaluate(
                dataset.matchTags("split:val"), "predictions", "ground_truth", "eval_v0", EvaluationOptions.defaults());
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_strategy_fills_its_batch_from_the_candidates_and_replays(String name) {
        Dataset dataset = world();
        View pool = dataset.matchTags("split:pool");
        Plan plan = Acquisition.strategy(name)
                .budget(Budget.images(7))
                .predictions("predictions")
                .batch("v1")
                .select(pool, evaluation(dataset));
        assertThat(plan.ids()).hasSize(7).doesNotHaveDuplicates();
        assertThat(plan.view().matchTags("split:pool").count()).isEqualTo(7);
        assertThat(plan.view().exists("human_labels").count()).isZero();
        plan.apply("v1");
        assertThat(Loop.on(dataset).replay().same()).containsExactly("v0", "v1");
    }

    @Test
    void the_seed_changes_what_is_drawn_and_is_printed_only_then() {
        Dataset dataset = world();
        View pool = dataset.matchTags("split:pool");
        Acquisition random = Acquisition.random().budget(Budget.images(6));
        assertThat(random.seed(1).select(pool).ids())
                .isNotEqualTo(random.seed(2).select(pool).ids());
        assertThat(random.seed(7).select(pool).toString()).contains("seed 7");
        Acquisition hybrid = Acquisition.hybrid().budget(Budget.images(6));
        Evaluation evaluation = evaluation(dataset);
        assertThat(hybrid.seed(1).select(pool, evaluation).ids())
                .isEqualTo(hybrid.seed(2).select(pool, evaluation).ids());
        assertThat(hybrid.seed(7).select(pool, evaluation).toString()).doesNotContain("seed");
    }

    @Test
    void any_strategies_mix_in_any_shares() {
        Dataset dataset = world();
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("k_center", 0.5);
        shares.put("fn_mining", 0.25);
        shares.put("random", 0.25);
        Plan plan = Acquisition.mix(shares)
                .budget(Budget.images(8))
                .select(dataset.matchTags("split:pool"), evaluation(dataset));
        assertThat(plan.sourceById().values())
                .containsExactlyInAnyOrder(
                        "fn_mining", "fn_mining", "k_center", "k_center", "k_center", "k_center", "random", "random");
        assertThatThrownBy(() -> Acquisition.mix(Map.of("random", 0.7))).hasMessageContaining("sum to 1, not to 0.7");
        assertThatThrownBy(() -> Acquisition.strategy("luck")).hasMessageContaining("Strategies: confusion");
        assertThatThrownBy(() -> Acquisition.strategy("entropy").select(dataset.matchTags("split:pool")))
                .hasMessageContaining("predictions on the pool");
    }

    @Test
    void the_cosine_of_every_mined_pick_is_that_of_the_exported_vectors() {
        Dataset dataset = world();
        Plan plan = Acquisition.hybrid()
                .budget(Budget.images(10))
                .select(dataset.matchTags("split:pool"), evaluation(dataset));
        Path file = folder.resolve("v.npy");
        dataset.embeddings("embeddings").writeNpy(file);
        Embeddings read = Embeddings.readNpy(dataset.ids(), file);
        int checked = 0;
        for (Plan.Pick pick : plan.picks()) {
            for (Plan.Evidence evidence : pick.evidence()) {
                float[] a = read.row(read.indexOf(pick.id()));
                float[] b = read.row(read.indexOf(evidence.sampleId()));
                double dot = 0;
                double aa = 0;
                double bb = 0;
                for (int j = 0; j < a.length; j++) {
                    dot += (double) a[j] * b[j];
                    aa += (double) a[j] * a[j];
                    bb += (double) b[j] * b[j];
                }
                assertThat(evidence.cosine()).isCloseTo(dot / Math.sqrt(aa * bb), within(1e-5));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(9);
    }

    @Test
    void random_boxes_in_every_pool_and_test_label_change_no_byte_of_a_plan() {
        Dataset dataset = world();
        View pool = dataset.matchTags("split:pool");
        Evaluation evaluation = evaluation(dataset);
        Acquisition recipe = Acquisition.hybrid().budget(Budget.images(9)).batch("v1");
        String before = recipe.select(pool, evaluation).json();
        Random random = new Random(1);
        for (String role : List.of("split:pool", "split:test")) {
            Map<String, List<Detection>> noise = new LinkedHashMap<>();
            dataset.matchTags(role)
                    .ids()
                    .forEach(id ->
                            noise.put(id, List.of(Detection.of("Bus", 0.5 * random.nextDouble(), 0.1, 0.2, 0.2))));
            dataset.setDetections("ground_truth", noise);
        }
        assertThat(recipe.select(pool, evaluation).json()).isEqualTo(before);
    }

    @Test
    void vectors_without_direction_are_left_out_with_the_reason() {
        Dataset dataset = world();
        float[] block = dataset.embeddings("embeddings").block().clone();
        Arrays.fill(block, 75 * 8, 76 * 8, 0);
        dataset.setEmbeddings("embeddings", Embeddings.of(dataset.ids(), block, 8));
        Plan plan = Acquisition.coverageOnly().budget(Budget.images(60)).select(dataset.matchTags("split:pool"));
        assertThat(plan.ids()).doesNotContain(dataset.ids().get(75)).hasSize(51);
        assertThat(Guard.of(dataset.matchTags("split:pool")).report()).contains("zero or not finite");
    }

    @Test
    void a_stored_batch_that_another_recipe_made_is_shown_with_what_differs(@TempDir Path out) {
        Dataset dataset = world();
        View pool = dataset.matchTags("split:pool");
        Acquisition recipe = Acquisition.coverageOnly().budget(Budget.images(5)).batch("v1");
        Plan stored = recipe.storedOrSelect(pool, null);
        stored.apply("v1");
        java.io.PrintStream console = System.out;
        java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
        System.setOut(new java.io.PrintStream(said, true));
        try {
            assertThat(recipe.budget(Budget.images(9))
                            .storedOrSelect(pool, null)
                            .ids())
                    .isEqualTo(stored.ids());
        } finally {
            System.setOut(console);
        }
        assertThat(said.toString()).contains("chosen with a budget of 5 images, not 9");
    }

    @Test
    void plans_of_the_first_rule_still_load_and_replay_byte_for_byte() {
        Dataset dataset = world();
        View pool = dataset.matchTags("split:pool");
        Evaluation evaluation = evaluation(dataset);
        Guard guard = Guard.of(pool, "v1", "embeddings", evaluation.sampleIds());
        Plan.Inputs inputs = new Plan.Inputs(
                "eval_v0",
                "embeddings",
                9,
                42,
                Acquisition.weights(30),
                guard.candidates(),
                Status.labelled(dataset),
                guard.refused(),
                null,
                null);
        Plan old = Selection.plan(dataset, inputs);
        assertThat(old.json()).doesNotContain("evidence").doesNotContain("rule").doesNotContain("hashes");
        old.apply("v1");
        assertThat(Loop.on(dataset).replay().same()).containsExactly("v0", "v1");
    }

    @Test
    void wilsons_interval_is_that_of_statsmodels() {
        Oracles.ALL.getAsJsonArray("wilson").forEach(one -> {
            double[] row = Oracles.doubles(one.getAsJsonArray());
            assertThat(Wilson.low(row[0], row[1])).isCloseTo(row[2], within(1e-12));
            assertThat(Wilson.high(row[0], row[1])).isCloseTo(row[3], within(1e-12));
        });
    }
}
