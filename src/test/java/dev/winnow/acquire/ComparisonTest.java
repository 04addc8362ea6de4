package dev.winnow.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.winnow.data.Dataset;
import dev.winnow.data.View;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.label.Detection;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strategies against a control group, and the published recipe against its audit. */
class ComparisonTest {
    @TempDir
    Path folder;

    /** 150 images in six clusters of very different sizes, which are their classes. */
    private Dataset clusters(boolean shuffled) {
        Random random = new Random(5);
        Dataset dataset = Made.unsplit(folder, shuffled ? "shuffled" : "clusters", 150);
        float[] block = new float[150 * 8];
        Map<String, String> classes = new LinkedHashMap<>();
        List<String> ids = dataset.ids();
        for (int i = 0; i < 150; i++) {
            int cluster = (int) (6 * Math.pow(random.nextDouble(), 2.5));
            classes.put(ids.get(i), "c" + (shuffled ? random.nextInt(6) : cluster));
            for (int j = 0; j < 8; j++) {
                block[i * 8 + j] = (float) (random.nextGaussian() * 0.4 + (j == cluster ? 2 : 0));
            }
        }
        dataset.setEmbeddings("embeddings", Embeddings.of(ids, block, 8));
        dataset.setValues("kind", classes);
        return dataset;
    }

    @Test
    void coverage_beats_random_where_rare_clusters_are_classes_and_the_second_control_does_not_differ() {
        StrategyComparison comparison = StrategyComparison.run(
                clusters(false), "embeddings", "kind", List.of("k_center", "coverage"), 3, 3, 3, 12);
        assertThat(comparison.arms().keySet()).containsExactly("random", "random again", "coverage", "k_center");
        assertThat(comparison.labels()).containsExactly(3, 6, 9, 12);
        assertThat(comparison.arms().get("k_center").low()).isPositive();
        assertThat(comparison.arms().get("k_center").wins()).isGreaterThan(8);
        assertThat(comparison.arms().get("random again").low()).isNegative();
        assertThat(comparison.arms().get("random again").high()).isPositive();
        assertThat(comparison.arms().get("random").difference()).isZero();
        assertThat(comparison.toString()).contains("12 seeds").contains("labels to random's last");
    }

    @Test
    void classes_that_have_nothing_to_do_with_the_vectors_bring_every_strategy_to_chance() {
        StrategyComparison comparison =
                StrategyComparison.run(clusters(true), "embeddings", "kind", List.of("k_center"), 3, 3, 3, 12);
        assertThat(comparison.arms().get("k_center").low()).isNegative();
        assertThat(comparison.arms().get("k_center").curve()).allMatch(accuracy -> accuracy < 0.3);
    }

    @Test
    void the_paired_interval_is_scipys() {
        JsonObject oracle = Oracles.ALL.getAsJsonObject("paired");
        double[] differences = Oracles.doubles(oracle.getAsJsonArray("differences"));
        StrategyComparison.Paired paired = StrategyComparison.Paired.of(differences, new double[differences.length]);
        assertThat(paired.mean()).isCloseTo(oracle.get("mean").getAsDouble(), within(1e-12));
        assertThat(paired.low()).isCloseTo(oracle.get("low").getAsDouble(), within(1e-9));
        assertThat(paired.high()).isCloseTo(oracle.get("high").getAsDouble(), within(1e-9));
        assertThat(paired.p()).isCloseTo(oracle.get("p").getAsDouble(), within(1e-9));
        Oracles.ALL.getAsJsonArray("t_quantile").forEach(row -> {
            double[] one = Oracles.doubles(row.getAsJsonArray());
            assertThat(Student.quantile975((int) one[0])).isCloseTo(one[1], within(1e-6));
        });
    }

    @Test
    void what_cannot_be_compared_says_why() {
        Dataset dataset = clusters(false);
        assertThatThrownBy(() -> StrategyComparison.run(dataset, "embeddings", "kind", List.of("entropy"), 3, 3, 3, 5))
                .hasMessageContaining("needs a detector");
        assertThatThrownBy(() -> StrategyComparison.run(dataset, "embeddings", "kind", List.of(), 3, 90, 3, 5))
                .hasMessageContaining("too few");
        assertThatThrownBy(() -> StrategyComparison.run(dataset, "embeddings", "kind", List.of(), 3, 3, 3, 1))
                .hasMessageContaining("two seeds or more");
    }

    @Test
    void the_published_recipe_picks_the_failing_validation_images_themselves_and_is_refused() {
        Dataset dataset = Made.cars(folder, "cars", 80);
        // The tutorial's own mistake: validation is part of the pool. Five of its images miss five cars each.
        Map<String, List<Detection>> crowded = new LinkedHashMap<>();
        for (String id : dataset.matchTags("split:val").limit(5).ids()) {
            List<Detection> cars = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                cars.add(Detection.of("Car", 0.2 * i, 0.2, 0.1, 0.1));
            }
            crowded.put(id, cars);
        }
        dataset.setDetections("ground_truth", crowded);
        View val = dataset.matchTags("split:val");
        val.setDetections("nothing", Map.of());
        Evaluation evaluation =
                DetectionEvaluator.evaluate(val, "nothing", "ground_truth", "eval_v0", EvaluationOptions.defaults());
        View pool = dataset.matchTags("split:val", "split:pool");
        PublishedBatch batch = Acquisition.asPublished(pool, evaluation);
        // 72 images: a batch of 10, of which 3 cover, 3 miss, 2 alarm and 2 are drawn.
        assertThat(batch.asked().values()).containsExactly(3, 3, 2, 2);
        assertThat(batch.bySource().get("fn_mining")).isNotEmpty().allMatch(crowded::containsKey);
        assertThat(batch.self()).containsAll(batch.bySource().get("fn_mining"));
        assertThat(batch.audit())
                .contains("picks that are the failing image itself: "
                        + batch.self().size());
        assertThatThrownBy(() -> batch.apply("v1", 0)).hasMessageContaining("not fit to train on");
        assertThat(dataset.countSampleTags().asMap()).doesNotContainKey("batch:v1");
        batch.apply("v1", batch.heldOut().size());
        assertThat(dataset.matchTags("batch:v1").count()).isEqualTo(batch.ids().size());
    }
}
