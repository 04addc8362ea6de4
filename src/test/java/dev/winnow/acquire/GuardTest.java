package dev.winnow.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Dataset;
import dev.winnow.data.SampleDraft;
import dev.winnow.data.View;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.label.Detection;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be chosen, what may be asked for failures, and what is counted. */
class GuardTest {
    @TempDir
    Path folder;

    private static Evaluation nothingFound(View view, String key) {
        view.setDetections("nothing", Map.of());
        return DetectionEvaluator.evaluate(view, "nothing", "ground_truth", key, EvaluationOptions.defaults());
    }

    private static final Acquisition SIX =
            Acquisition.hybrid().budget(Budget.images(6)).batch("v1");

    @Test
    void without_roles_no_evaluated_image_and_no_near_copy_of_one_is_picked() {
        Dataset dataset = Made.unsplit(folder, "cars", 20);
        dataset.deleteSampleField("sequence");
        // Image 19 is a near-copy of image 0, which is evaluated.
        float[] block = dataset.embeddings("embeddings").block().clone();
        System.arraycopy(block, 0, block, 19 * 8, 8);
        block[19 * 8] += 0.001f;
        dataset.setEmbeddings("embeddings", Embeddings.of(dataset.ids(), block, 8));
        View evaluated = dataset.limit(6);
        Plan plan = SIX.select(dataset, nothingFound(evaluated, "eval_v0"));
        assertThat(plan.ids()).hasSize(6).doesNotContainAnyElementsOf(evaluated.ids());
        Plan all = SIX.budget(Budget.images(20)).select(dataset, Evaluation.load(dataset, "eval_v0"));
        assertThat(all.ids()).hasSize(13).doesNotContain(dataset.ids().get(19));
        assertThat(all.apply("v1").ids()).isEqualTo(all.ids());
    }

    @Test
    void failures_are_mined_from_validation_alone() {
        Dataset dataset = Made.cars(folder, "cars", 40);
        for (String role : List.of("test", "golden", "pool")) {
            Evaluation evaluation = nothingFound(dataset.matchTags("split:" + role), "eval_" + role);
            assertThatThrownBy(() -> SIX.select(dataset.matchTags("split:pool"), evaluation))
                    .as(role)
                    .hasMessageContaining("validation")
                    .hasMessageContaining(role);
        }
        Evaluation val = nothingFound(dataset.matchTags("split:val"), "eval_val");
        assertThat(SIX.select(dataset.matchTags("split:pool"), val).picks()).hasSize(6);
    }

    @Test
    void every_reading_of_test_labels_is_counted_for_ever() {
        Dataset dataset = Made.cars(folder, "cars", 40);
        nothingFound(dataset.matchTags("split:val"), "eval_val");
        assertThat(dataset.runs("peek")).isEmpty();
        nothingFound(dataset.matchTags("split:test"), "eval_test");
        nothingFound(dataset.matchTags("split:test", "split:val"), "eval_both");
        nothingFound(dataset.matchTags("split:test"), "eval_test");
        assertThat(Dataset.load(dataset.home(), "cars").runs("peek")).hasSize(3);
        assertThat(Guard.of(dataset.matchTags("split:pool")).report())
                .contains("labels of test images were read 3 times");
        Made.reserve(dataset, "v1", 6);
        Loop loop = Loop.on(dataset).annotator(Annotator.copy()).learner(new Made.OneInThree());
        loop.step("v1");
        assertThat(loop.checkTest("the end", true)).contains("looked at 4 times");
        assertThat(loop.checkTest("the end", true)).contains("looked at 4 times");
        assertThat(dataset.runs("peek")).hasSize(4);
    }

    @Test
    void a_sample_that_came_after_the_roles_were_given_has_none_and_is_not_chosen() {
        Dataset dataset = Made.cars(folder, "cars", 30);
        float[] block = dataset.embeddings("embeddings").block();
        String late = dataset.addSample(SampleDraft.of("late.png")
                .set("sequence", "late")
                .size(320, 96)
                .detections("ground_truth", List.of(Detection.of("Car", 0.1, 0.2, 0.3, 0.4))));
        float[] more = java.util.Arrays.copyOf(block, block.length + 8);
        more[block.length] = 1;
        dataset.setEmbeddings("embeddings", Embeddings.of(dataset.ids(), more, 8));
        Plan plan = Acquisition.coverageOnly().budget(Budget.images(30)).select(dataset);
        assertThat(plan.ids()).hasSize(14).doesNotContain(late);
        assertThat(Guard.of(dataset).report()).contains("no role");
        Annotator.copy().annotate(dataset.select(late), "ground_truth", "human_labels");
        Made.reserve(dataset, "v1", 6);
        Loop.Row row = (Loop.Row) Loop.on(dataset)
                .annotator(Annotator.copy())
                .learner(new Made.OneInThree())
                .step("v1");
        assertThat(row.annotated()).isEqualTo(6);
    }

    @Test
    void labelled_validation_images_do_not_count_as_what_is_known() {
        Dataset dataset = Made.cars(folder, "cars", 40);
        Acquisition recipe = Acquisition.coverageOnly().budget(Budget.images(5));
        List<String> before = recipe.select(dataset.matchTags("split:pool")).ids();
        Annotator.copy().annotate(dataset.matchTags("split:val"), "ground_truth", "human_labels");
        assertThat(recipe.select(dataset.matchTags("split:pool")).ids()).isEqualTo(before);
    }

    @Test
    void parts_come_out_as_large_as_asked_where_the_sequences_allow() {
        Dataset dataset = Made.unsplit(folder, "cars", 100);
        // Ten drives of ten frames, and then sequences of 7, 5, 3 and singles.
        for (int seed = 0; seed < 8; seed++) {
            Dataset tens = dataset.cloneTo("tens" + seed, dev.winnow.data.IfExists.FAIL);
            List<String> ids = tens.ids();
            for (int i = 0; i < 100; i++) {
                tens.setValues("sequence", Map.of(ids.get(i), "d" + i / 10));
            }
            assertThat(Splits.keepTogether(tens, "sequence")
                            .seed(seed)
                            .part("val", .2)
                            .rest("pool")
                            .apply()
                            .sizes())
                    .containsEntry("val", 20);
            Dataset odd = dataset.cloneTo("odd" + seed, dev.winnow.data.IfExists.FAIL);
            for (int i = 0; i < 100; i++) {
                odd.setValues(
                        "sequence", Map.of(ids.get(i), i < 49 ? "a" + i / 7 : i < 79 ? "b" + i / 5 : "c" + i / 3));
            }
            assertThat(Splits.keepTogether(odd, "sequence")
                            .seed(seed)
                            .part("val", .2)
                            .rest("pool")
                            .apply()
                            .sizes()
                            .get("val"))
                    .isBetween(18, 21);
        }
    }
}
