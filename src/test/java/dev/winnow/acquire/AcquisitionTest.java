package dev.winnow.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.data.View;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.label.LabelSchema;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcquisitionTest {
    @TempDir
    Path folder;

    /** A world of sequences with truth, predictions and vectors, split and with a first batch annotated. */
    private Dataset world(long seed) {
        Random random = new Random(seed);
        Dataset dataset = Dataset.create(Home.at(folder), "world" + seed, IfExists.FAIL);
        List<SampleDraft> drafts = new ArrayList<>();
        int n = 90;
        for (int i = 0; i < n; i++) {
            List<Detection> truth = new ArrayList<>();
            List<Detection> found = new ArrayList<>();
            for (int b = 0; b < 3; b++) {
                String label = random.nextInt(4) == 0 ? "Van" : "Car";
                truth.add(Detection.of(label, 0.3 * b, 0.2, 0.2, 0.2));
                if (random.nextInt(3) > 0) {
                    String seen = random.nextInt(6) == 0 ? "Van" : label;
                    found.add(Detection.of(seen, 0.3 * b + 0.01, 0.2, 0.2, 0.2).withConfidence(random.nextDouble()));
                }
            }
            drafts.add(SampleDraft.of(i + ".jpg")
                    .set("sequence", "s" + i / 3)
                    .size(100, 100)
                    .detections("ground_truth", truth)
                    .detections("predictions", found));
        }
        dataset.addSamples(drafts);
        float[] block = new float[n * 6];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 6; j++) {
                block[i * 6 + j] = (float) (random.nextGaussian() + (i / 3 % 5 == j ? 3 : 0));
            }
        }
        dataset.setEmbeddings("embeddings", Embeddings.of(dataset.ids(), block, 6));
        Splits.keepTogether(dataset, "sequence")
                .seed(seed)
                .part("test", .15)
                .part("golden", .1)
                .part("val", .2)
                .rest("pool")
                .apply();
        Acquisition.coverageOnly()
                .budget(Images.of(8))
                .batch("v0")
                .select(dataset.matchTags("split:pool"))
                .apply("v0");
        Annotator.simulated(seed).annotate(dataset.matchTags("batch:v0"), "ground_truth", "human_labels");
        return dataset;
    }

    private static Evaluation evaluation(Dataset dataset) {
        return DetectionEvaluator.evaluate(
                dataset.matchTags("split:val"), "predictions", "ground_truth", "eval_v0", EvaluationOptions.defaults());
    }

    private static Map<String, Integer> published() {
        Map<String, Integer> weights = new LinkedHashMap<>();
        weights.put("coverage", 30);
        weights.put("fn", 35);
        weights.put("fp", 21);
        weights.put("confusion", 14);
        return weights;
    }

    @Test
    void quotas_by_largest_remainder_sum_and_match_the_figures() {
        assertThat(LargestRemainder.of(19, published()).values()).containsExactly(6, 6, 4, 3);
        assertThat(LargestRemainder.of(10, published()).values()).containsExactly(3, 4, 2, 1);
        for (int total = 0; total < 400; total++) {
            assertThat(LargestRemainder.of(total, published()).values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(total);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void no_pick_is_held_out_reserved_annotated_or_in_a_held_out_sequence(long seed) {
        Dataset dataset = world(seed);
        Plan plan = Acquisition.hybrid().budget(Images.of(12)).batch("v1").select(dataset, evaluation(dataset));
        Set<String> held = new TreeSet<>();
        for (String role : List.of("test", "golden", "val")) {
            held.addAll(dataset.matchTags("split:" + role).distinct("sequence"));
        }
        assertThat(plan.ids()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(12);
        assertThat(plan.view().matchTags("split:pool").count())
                .isEqualTo(plan.picks().size());
        assertThat(plan.view().match(Field.of("sequence").isIn(held)).count()).isZero();
        assertThat(plan.view()
                        .match(Field.of("annotation_status").ne("unlabeled"))
                        .count())
                .isZero();
        assertThat(plan.sources().stream().mapToInt(Plan.Source::filled).sum())
                .isEqualTo(plan.picks().size());
        assertThat(plan.picks()).allMatch(pick -> !pick.reason().isBlank());
    }

    @Test
    void near_copies_without_a_sequence_count_as_the_sequence_they_are_like() {
        Dataset dataset = Dataset.create(Home.at(folder), "mixed", IfExists.FAIL);
        // Four frames of one drive in pairs, and a fifth image like nothing else: who names a sequence differs by row.
        String[] sequence = {"a", null, null, "b", null};
        float[][] vectors = {{1, 0, 0}, {1, 0.01f, 0}, {0, 1, 0}, {0, 1, 0.01f}, {0, 0, 1}};
        List<SampleDraft> drafts = new ArrayList<>();
        float[] block = new float[15];
        for (int i = 0; i < 5; i++) {
            SampleDraft draft = SampleDraft.of(i + ".jpg").size(10, 10);
            drafts.add(sequence[i] == null ? draft : draft.set("sequence", sequence[i]));
            System.arraycopy(vectors[i], 0, block, 3 * i, 3);
        }
        dataset.addSamples(drafts);
        List<String> ids = dataset.ids();
        dataset.setEmbeddings("embeddings", Embeddings.of(ids, block, 3));
        dataset.select(ids.get(0), ids.get(2)).tagSamples("split:test");
        dataset.select(ids.get(1), ids.get(3), ids.get(4)).tagSamples("split:pool");
        Guard guard = Guard.of(dataset, "v1", "embeddings", List.of());
        assertThat(guard.candidates()).containsExactly(ids.get(4));
        assertThat(guard.refused())
                .containsEntry("test", 2)
                .containsEntry("shares a sequence with validation, test or golden", 2);
        assertThatThrownBy(() -> guard.require(List.of(ids.get(1)))).hasMessageContaining("shares a sequence");
    }

    @Test
    void applying_reserves_once_and_the_ledger_replays_byte_for_byte() {
        Dataset dataset = world(5);
        Evaluation evaluation = evaluation(dataset);
        Acquisition recipe = Acquisition.hybrid().budget(Images.of(10)).batch("v1");
        Plan plan = recipe.select(dataset.matchTags("split:pool"), evaluation);
        plan.apply("v1");
        long version = dataset.version();
        plan.apply("v1");
        assertThat(dataset.version()).isEqualTo(version);
        assertThat(dataset.matchTags("batch:v1").count()).isEqualTo(10);
        assertThat(recipe.select(dataset.matchTags("split:pool"), evaluation).ids())
                .isEqualTo(plan.ids());
        assertThat(Acquisition.hybrid()
                        .budget(Images.of(10))
                        .batch("v2")
                        .select(dataset, evaluation)
                        .ids())
                .doesNotContainAnyElementsOf(plan.ids());
        Loop.Replay replay = Loop.on(dataset).replay();
        assertThat(replay.same()).containsExactly("v0", "v1");
        assertThat(replay.different()).isEmpty();
    }

    @Test
    void a_persons_label_survives_every_annotator() {
        Dataset dataset = world(6);
        View batch = dataset.matchTags("batch:v0");
        AnnotationQueue queue =
                Annotator.app("human_labels", LabelSchema.of("Car", "Van")).queue(batch);
        String id = batch.ids().get(0);
        queue.submit(id, List.of(Detection.of("Van", 0.123456789, 0.2, 0.3, 0.4)), "ann", 12);
        List<Detection> mine = dataset.sample(id).detections("human_labels");
        assertThat(queue.toString()).isEqualTo("Waiting(1 of 8)");
        assertThat(Annotator.simulated(1)
                        .annotate(batch, "ground_truth", "human_labels")
                        .skipped())
                .isEqualTo(1);
        Annotator.copy().annotate(batch, "ground_truth", "human_labels");
        assertThat(Dataset.load(dataset.home(), dataset.name()).sample(id).detections("human_labels"))
                .isEqualTo(mine);
        assertThat(AnnotationQueue.load(dataset, "human_labels").pending())
                .hasSize(7)
                .doesNotContain(id);
        assertThatThrownBy(() -> queue.submit(id, List.of(Detection.of("Bus", 0, 0, 1, 1)), "ann", 1))
                .hasMessageContaining("'Bus'")
                .hasMessageContaining("Nothing was written");
    }

    @Test
    void people_label_golden_images_blind_among_the_others_and_days_may_pass() {
        Dataset dataset = world(9);
        View batch = dataset.matchTags("split:pool").limit(3);
        LabelSchema schema = LabelSchema.of("Car", "Van");
        AppAnnotator people =
                Annotator.app("people", schema).hide("ground_truth").golden(2);
        Annotator.Report open = people.annotateRound(batch, "ground_truth", "people", "v1");
        assertThat(open.waiting()).isEqualTo(5);
        AnnotationQueue queue = AnnotationQueue.load(dataset, "people");
        Set<String> golden = new TreeSet<>(queue.pending());
        golden.removeAll(batch.ids());
        assertThat(dataset.matchTags("split:golden").ids()).containsAll(golden).hasSizeGreaterThan(2);

        String first = queue.pending().get(0);
        queue.save(first, List.of(Detection.of("Car", 0.1, 0.1, 0.2, 0.2)), "ann", 3);
        AnnotationQueue later = AnnotationQueue.load(Dataset.load(dataset.home(), dataset.name()), "people");
        assertThat(later.toString()).isEqualTo("Waiting(0 of 5)");
        assertThat(later.labels(first)).hasSize(1);
        assertThat(later.seconds(first)).isEqualTo(3);
        for (String id : later.pending()) {
            later.submit(id, dataset.sample(id).detections("ground_truth"), "ann", 4);
        }
        assertThat(later.toString()).isEqualTo("Done(5)");
        dataset.reload();
        assertThat(people.annotateRound(batch, "ground_truth", "people", "v1").waiting())
                .isZero();
        for (String id : golden) {
            assertThat(dataset.sample(id).detections("people")).isEmpty();
            assertThat(dataset.sample(id).string("annotation_status")).isEqualTo("unlabeled");
        }
        Golden drift = Golden.check(dataset.matchTags("split:golden"), people, "ground_truth", "v1");
        assertThat(drift.images()).isEqualTo(2);
        assertThat(drift.missed() + drift.extra() + drift.swapped()).isZero();
        assertThat(people.annotateRound(batch, "ground_truth", "people", "v2").waiting())
                .isEqualTo(2);
    }

    @Test
    void a_queue_that_leaves_takes_no_label_of_a_golden_image_along() {
        Dataset dataset = world(9);
        View batch = dataset.matchTags("split:pool").limit(3);
        AppAnnotator people =
                Annotator.app("people", LabelSchema.of("Car", "Van")).golden(2);
        dataset.addSampleField("people", FieldType.DETECTIONS);
        dataset.matchTags("split:golden")
                .ids()
                .forEach(id ->
                        dataset.setDetections("people", Map.of(id, List.of(Detection.of("Car", 0.1, 0.1, 0.2, 0.2)))));
        people.annotateRound(batch, "ground_truth", "people", "v1");
        AnnotationQueue queue = AnnotationQueue.load(dataset, "people");
        assertThat(queue.view().ids())
                .containsExactlyInAnyOrderElementsOf(queue.pending())
                .hasSize(5);
        assertThat(queue.view().samples())
                .allMatch(sample -> sample.detections("people").isEmpty());
    }

    @Test
    void labels_made_elsewhere_come_back_into_the_queue() {
        Dataset dataset = world(10);
        View batch = dataset.matchTags("split:pool").limit(2);
        AnnotationQueue queue =
                Annotator.app("people", LabelSchema.of("Car", "Van")).queue(batch);
        assertThat(queue.view().ids()).isEqualTo(batch.ids());
        assertThat(queue.take("ground_truth", "vendor")).isEqualTo(2);
        assertThat(queue.toString()).isEqualTo("Done(2)");
        assertThat(dataset.sample(batch.ids().get(0)).detections("people"))
                .hasSize(3)
                .allMatch(label -> "vendor".equals(label.attributes().get("annotator")));
    }

    @Test
    void a_split_is_given_once() {
        Dataset dataset = world(7);
        List<String> test = dataset.matchTags("split:test").ids();
        Splits.keepTogether(dataset, "sequence")
                .seed(99)
                .part("test", .5)
                .rest("pool")
                .apply();
        assertThat(dataset.matchTags("split:test").ids()).isEqualTo(test);
    }

    @Test
    void wrong_or_empty_input_has_an_answer() {
        Dataset dataset = world(8);
        Evaluation evaluation = evaluation(dataset);
        assertThatThrownBy(() -> Images.of(0)).hasMessageContaining("1 image or more");
        Plan all = Acquisition.hybrid().budget(Images.of(5000)).batch("v1").select(dataset, evaluation);
        assertThat(all.notes()).anyMatch(note -> note.contains("beyond the"));
        assertThatThrownBy(() -> Acquisition.hybrid().select(dataset.matchTags("split:val"), evaluation))
                .hasMessageContaining("No sample may be chosen");
        assertThatThrownBy(() -> Acquisition.hybrid().embeddings("nope").select(dataset, evaluation))
                .hasMessageContaining("computeEmbeddings");
        Plan plan = Acquisition.hybrid()
                .coverage(0)
                .budget(Images.of(6))
                .batch("v1")
                .select(dataset, evaluation);
        assertThat(plan.notes()).anyMatch(note -> note.startsWith("no coverage"));
        assertThat(Acquisition.hybrid()
                        .budget(Images.of(6))
                        .select(dataset)
                        .sources()
                        .get(0)
                        .filled())
                .isEqualTo(6);
    }

    @Test
    void a_budget_in_boxes_or_minutes_pays_for_what_the_labelled_images_took() {
        Dataset dataset = world(11);
        List<String> labelled = dataset.matchTags("batch:v0").ids();
        Map<String, List<Detection>> four = new LinkedHashMap<>();
        labelled.forEach(id -> four.put(
                id,
                IntStream.range(0, 4)
                        .mapToObj(i -> Detection.of("Car", 0.2 * i, 0, 0.1, 0.1).with("seconds", 15))
                        .toList()));
        dataset.setDetections("human_labels", four);
        View pool = dataset.matchTags("split:pool");
        Acquisition recipe = Acquisition.coverageOnly().batch("v1");
        assertThat(recipe.budget(Boxes.of(27)).select(pool).picks()).hasSize(6);
        assertThat(recipe.budget(Minutes.of(5)).select(pool).picks()).hasSize(5);
        assertThatThrownBy(() -> recipe.budget(Boxes.of(3)).select(pool)).hasMessageContaining("do not pay for one");
        assertThatThrownBy(() -> Minutes.of(Double.NaN)).hasMessageContaining("more than 0 minutes");
        Dataset fresh = dataset.matchTags("split:golden").cloneTo("fresh", IfExists.FAIL);
        fresh.deleteSampleField("human_labels");
        assertThatThrownBy(() -> recipe.budget(Boxes.of(9)).select(fresh))
                .hasMessageContaining("No sample may be chosen");
    }

    @Test
    void the_power_of_golden_sets_is_the_published_one() {
        assertThat(Golden.power(70, 0.05)).isCloseTo(0.27, within(0.01));
        assertThat(Golden.power(70, 0.10)).isCloseTo(0.84, within(0.01));
        assertThat(Golden.power(350, 0.05)).isCloseTo(0.89, within(0.01));
        assertThat(Golden.power(700, 0.04)).isCloseTo(0.93, within(0.01));
    }
}
