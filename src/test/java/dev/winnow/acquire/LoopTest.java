package dev.winnow.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.data.Dataset;
import dev.winnow.data.IfExists;
import dev.winnow.data.Lease;
import dev.winnow.data.View;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop with a model whose every figure can be worked out by hand. */
class LoopTest {
    @TempDir
    Path folder;

    private static Loop loop(Dataset dataset) {
        return Loop.on(dataset)
                .annotator(Annotator.copy())
                .learner(new Made.OneInThree())
                .recipe(Acquisition.hybrid().budget(Budget.images(6)));
    }

    private Dataset reserved(String name) {
        Dataset dataset = Made.cars(folder, "cars", 60);
        Made.reserve(dataset, name, 6);
        return dataset;
    }

    @ParameterizedTest
    @CsvSource({"v1,v2", "1,2", "batch2,batch3", "ä b,ä b2"})
    void a_round_of_any_name_is_compared_with_the_round_before_it(String first, String second) {
        Dataset dataset = reserved(first);
        Loop loop = loop(dataset);
        Loop.Row one = (Loop.Row) loop.step(first);
        assertThat(one.hasGain()).isFalse();
        assertThat(one.toString()).contains("no gain, nothing came before");
        assertThat(one.nextBatch()).isEqualTo(second);
        Loop.Row two = (Loop.Row) loop.step(second);
        // Trained on 6, then on 12: it finds 2, then 4 of the 8 cars.
        assertThat(one.map50().estimate()).isCloseTo(Made.averagePrecision(2, 8), within(1e-12));
        assertThat(two.gain().estimate())
                .isCloseTo(Made.averagePrecision(4, 8) - Made.averagePrecision(2, 8), within(1e-12));
        assertThat(two.gain().low()).isLessThan(two.gain().high());
        assertThat(two.before()).isEqualTo(one.evaluation()).isEqualTo("eval_" + first);
        assertThat(loop.spotCheck(3)).hasSize(3).allMatch(check -> check.kind().equals("miss"));
        assertThat(loop.checkTest("named " + second, true))
                .contains("test after " + second)
                .contains("on 4 images; looked at 1 time");
        assertThat(loop.step(second)).isEqualTo(two);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "1", "batch2", "ä b"})
    void run_and_until_go_on_from_a_round_of_any_name(String first) {
        Dataset dataset = reserved(first);
        Loop loop = loop(dataset);
        loop.step(first);
        Loop.Outcome outcome = loop.run(2).until(Stopping.lowerBound("map50", 2));
        assertThat(outcome.rows()).extracting(Loop.Row::annotated).containsExactly(12, 18);
        assertThat(outcome.verdict().stop()).isFalse();
        assertThat(loop.curve().rows()).extracting(Loop.Row::boxes).containsExactly(6, 12, 18);
        assertThat(loop.curve().cost()).contains("18      18      3.6");
        assertThat(loop.progress().annotated()).isEqualTo(18);
        assertThat(Loop.on(dataset).replay().different()).isEmpty();
    }

    @Test
    void another_evaluation_of_validation_made_in_between_is_not_the_round_before() {
        Dataset dataset = reserved("v1");
        Loop loop = loop(dataset);
        loop.step("v1");
        View val = dataset.matchTags("split:val");
        val.ids()
                .forEach(id -> dataset.setDetections(
                        "perfect",
                        Map.of(
                                id,
                                dataset.sample(id).detections("ground_truth").stream()
                                        .map(one -> Detection.of(one.label(), one.box())
                                                .withConfidence(0.9))
                                        .toList())));
        DetectionEvaluator.evaluate(val, "perfect", "ground_truth", "eval_perfect", EvaluationOptions.defaults());
        Loop.Row two = (Loop.Row) loop.step("v2");
        assertThat(two.gain().estimate())
                .isCloseTo(Made.averagePrecision(4, 8) - Made.averagePrecision(2, 8), within(1e-12));
    }

    @Test
    void the_first_round_is_compared_with_the_evaluation_its_batch_was_chosen_against() {
        Dataset dataset = reserved("v0");
        Annotator.copy().annotate(dataset.matchTags("batch:v0"), "ground_truth", "human_labels");
        View val = dataset.matchTags("split:val");
        Made.OneInThree model = new Made.OneInThree();
        model.learn(dataset.matchTags("batch:v0"), "human_labels", List.of("Car"), "detector_v0");
        model.predict(dataset, "detector_v0", val, "predictions_v0");
        Evaluation first = DetectionEvaluator.evaluate(
                val, "predictions_v0", "ground_truth", "eval_v0", EvaluationOptions.defaults());
        Acquisition.hybrid()
                .budget(Budget.images(6))
                .batch("v1")
                .select(dataset.matchTags("split:pool"), first)
                .apply("v1");
        Loop.Row row = (Loop.Row) loop(dataset).step("v1");
        assertThat(row.before()).isEqualTo("eval_v0");
        assertThat(row.gain().estimate())
                .isCloseTo(Made.averagePrecision(4, 8) - Made.averagePrecision(2, 8), within(1e-12));
    }

    @Test
    void labelled_validation_images_are_not_trained_on() {
        Dataset dataset = reserved("v1");
        Annotator.copy().annotate(dataset.matchTags("split:val"), "ground_truth", "human_labels");
        Loop.Row row = (Loop.Row) loop(dataset).step("v1");
        assertThat(row.annotated()).isEqualTo(6);
        assertThat(row.map50().estimate()).isCloseTo(Made.averagePrecision(2, 8), within(1e-12));
    }

    @Test
    void a_round_that_was_killed_after_any_of_its_writes_ends_with_the_same_row() {
        Dataset whole = Made.cars(folder, "whole", 40);
        Made.reserve(whole, "v1", 6);
        Loop.Row expected = (Loop.Row) loop(whole).step("v1");
        // 24 in the pool: 6 and then 6 more are half of it, so that a second choice would find no room.
        for (String kill : List.of("labels", "evaluation", "next batch")) {
            Dataset dataset = Made.cars(folder, "killed " + kill, 40);
            Made.reserve(dataset, "v1", 6);
            Loop loop = loop(dataset);
            loop.step("v1");
            dataset.deleteRun("loop", "v1");
            dataset.putRun("loop_open", "v1", "{\"toLabel\":6}");
            if (!kill.equals("next batch")) {
                dataset.matchTags("batch:v2").setValues("annotation_status", "unlabeled");
                dataset.deleteRun("ledger", "v2");
                dataset.deleteRun("evaluation", "eval_v1");
            }
            assertThat(loop(dataset).step("v1")).as(kill).isEqualTo(expected);
            assertThat(dataset.run("loop_open", "v1")).isEmpty();
        }
    }

    @Test
    void a_second_loop_is_refused_with_the_holders_name() {
        Dataset dataset = reserved("v1");
        try (Lease lease = dataset.lease("loop")) {
            assertThatThrownBy(() -> loop(dataset).step("v1"))
                    .hasMessageContaining("is held by")
                    .hasMessageContaining("process");
            assertThat(lease).isNotNull();
        }
    }

    @Test
    void a_round_without_a_batch_or_with_a_name_that_no_field_can_have_says_what_to_do() {
        Dataset dataset = reserved("v1");
        assertThatThrownBy(() -> loop(dataset).step("v7"))
                .hasMessageContaining("No sample is reserved for round v7")
                .hasMessageContaining("Batches: v1");
        assertThatThrownBy(() -> loop(dataset).step("a/b")).hasMessageContaining("cannot name a batch");
        assertThatThrownBy(() -> loop(dataset).step(" ")).hasMessageContaining("cannot name a batch");
    }

    @Test
    void replay_of_a_batch_whose_samples_were_deleted_says_that_its_inputs_are_gone() {
        Dataset dataset = reserved("v1");
        dataset.deleteSamples(dataset.matchTags("batch:v1").limit(2).ids());
        assertThat(Loop.on(dataset).replay())
                .hasToString("NOT the same: v1 (cannot be replayed: 2 of its inputs are gone)");
    }

    @Test
    void failures_of_another_datasets_evaluation_are_not_mined() {
        Dataset dataset = reserved("v1");
        loop(dataset).step("v1");
        Dataset other = dataset.cloneTo("other", IfExists.FAIL);
        View val = other.matchTags("split:val");
        other.setDetections("nothing", Map.of());
        val.setDetections("nothing", Map.of());
        Evaluation theirs =
                DetectionEvaluator.evaluate(val, "nothing", "ground_truth", "eval_v1", EvaluationOptions.defaults());
        Acquisition recipe = Acquisition.hybrid().budget(Budget.images(3)).batch("v3");
        assertThatThrownBy(() -> recipe.select(dataset.matchTags("split:pool"), theirs))
                .hasMessageContaining("made on another dataset");
        assertThat(recipe.select(other.matchTags("split:pool"), theirs).picks()).hasSize(3);
        dataset.deleteEvaluation("eval_v1");
        assertThatThrownBy(() -> recipe.select(dataset.matchTags("split:pool"), theirs))
                .hasMessageContaining("is not in dataset 'cars'");
    }

    @Test
    void a_plan_that_another_process_applied_first_is_shown_and_the_difference_said() {
        Dataset here = reserved("v0");
        Dataset there = Dataset.load(here.home(), here.name());
        Plan mine = Acquisition.coverageOnly().budget(Budget.images(12)).select(here.matchTags("split:pool"));
        Plan theirs = Acquisition.coverageOnly().budget(Budget.images(5)).select(there.matchTags("split:pool"));
        theirs.apply("v1");
        assertThat(mine.apply("v1").ids()).isEqualTo(theirs.ids());
        assertThat(here.matchTags("batch:v1").count()).isEqualTo(5);
        assertThat(here.matchTags("to_annotate").count()).isEqualTo(11);
    }
}
