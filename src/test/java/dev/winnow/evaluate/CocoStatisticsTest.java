package dev.winnow.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fixture is made by src/test/python/coco_sets_fixture.py with pycocotools 2.0.11. */
class CocoStatisticsTest {
    @TempDir
    Path folder;

    private static JsonObject fixture() {
        return CocoSets.read("/coco_sets.json");
    }

    static Stream<String> sets() {
        return fixture().keySet().stream();
    }

    private Dataset dataset(JsonObject set) {
        return CocoSets.dataset(folder, set);
    }

    private static double[] numbers(JsonObject set, String name) {
        return CocoSets.numbers(set.getAsJsonArray(name));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void the_twelve_statistics_are_those_of_pycocotools(String name) {
        JsonObject set = fixture().getAsJsonObject(name);
        Dataset dataset = dataset(set);
        assertThat(CocoStatistics.of(dataset, "predictions", "ground_truth").values())
                .containsExactly(numbers(set, "classwise"), within(1e-12));
        assertThat(CocoStatistics.agnostic(dataset, "predictions", "ground_truth")
                        .values())
                .containsExactly(numbers(set, "agnostic"), within(1e-12));
        assertThat(CocoStatistics.of(dataset, "predictions", "ground_truth", EvaluationOptions.defaults(), 1, 3, 7)
                        .values())
                .containsExactly(numbers(set, "few"), within(1e-12));
        Evaluation evaluation = DetectionEvaluator.evaluate(
                dataset, "predictions", "ground_truth", "eval", EvaluationOptions.defaults());
        assertThat(evaluation.coco().values()).containsExactly(numbers(set, "classwise"), within(1e-12));
        assertThat(evaluation.map()).isCloseTo(numbers(set, "classwise")[0], within(1e-12));
        assertThat(evaluation.map(0.5)).isCloseTo(numbers(set, "classwise")[1], within(1e-12));
        assertThat(evaluation.map(0.75)).isCloseTo(numbers(set, "classwise")[2], within(1e-12));
        assertThat(Evaluation.load(dataset, "eval").coco()).isEqualTo(evaluation.coco());
    }

    @Test
    void without_the_sizes_of_pictures_only_the_sizes_of_objects_are_unknown() {
        Dataset dataset = Dataset.create(Home.at(folder), "unsized", IfExists.FAIL);
        Detection object = Detection.of("Car", 0.1, 0.1, 0.2, 0.2);
        dataset.addSamples(List.of(SampleDraft.of("not-there.jpg")
                .detections("ground_truth", List.of(object))
                .detections("predictions", List.of(object.withConfidence(0.9)))));
        CocoStatistics statistics = CocoStatistics.of(dataset, "predictions", "ground_truth");
        assertThat(statistics.values()).containsExactly(1, 1, 1, -1, -1, -1, 1, 1, 1, -1, -1, -1);
    }

    @Test
    void crowds_are_never_missed_and_what_lies_in_one_is_no_false_alarm() {
        Dataset dataset = Dataset.create(Home.at(folder), "crowd", IfExists.FAIL);
        dataset.addSamples(List.of(SampleDraft.of("a.jpg")
                .detections(
                        "ground_truth",
                        List.of(
                                Detection.of("Car", 0, 0, 0.5, 1).with("iscrowd", true),
                                Detection.of("Van", 0.8, 0, 0.2, 1).with("iscrowd", 1L),
                                Detection.of("Car", 0.6, 0.1, 0.1, 0.1).with("iscrowd", 0L)))
                .detections(
                        "predictions",
                        List.of(
                                Detection.of("Car", 0.1, 0.1, 0.1, 0.1).withConfidence(0.9),
                                Detection.of("Van", 0.1, 0.4, 0.1, 0.1).withConfidence(0.8),
                                Detection.of("Car", 0.6, 0.1, 0.1, 0.1).withConfidence(0.7)))));
        Evaluation evaluation = DetectionEvaluator.evaluate(
                dataset,
                "predictions",
                "ground_truth",
                "eval",
                EvaluationOptions.defaults().withScore(0.5));
        assertThat(new int[] {evaluation.tp(), evaluation.fp(), evaluation.fn()})
                .containsExactly(1, 1, 0);
        assertThat(evaluation.errorList())
                .extracting(DetectionError::predictionLabel)
                .containsExactly("Van");
    }

    @Test
    void numbers_of_predictions_that_do_not_rise_are_refused() {
        Dataset dataset = dataset(fixture().getAsJsonObject("one image"));
        assertThatThrownBy(() -> CocoStatistics.of(
                        dataset, "predictions", "ground_truth", EvaluationOptions.defaults(), 10, 1, 100))
                .hasMessageContaining("not 10, 1, 100");
    }
}
