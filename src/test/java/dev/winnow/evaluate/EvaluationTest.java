package dev.winnow.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.data.View;
import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class EvaluationTest {
    @TempDir
    Path folder;

    private Dataset dataset(List<Detection> truth, List<Detection> predictions) {
        Dataset dataset = Dataset.create(Home.at(folder), "d", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.jpg").detections("ground_truth", truth).detections("predictions", predictions),
                SampleDraft.of("b.jpg").detections("ground_truth", List.of()).detections("predictions", List.of())));
        return dataset;
    }

    private static Detection at(String label, double x, double confidence) {
        return Detection.of(label, x, 0.1, 0.1, 0.1).withConfidence(confidence);
    }

    private static Detection truth(String label, double x) {
        return Detection.of(label, x, 0.1, 0.1, 0.1);
    }

    private Evaluation evaluate(Dataset dataset, EvaluationOptions options) {
        return DetectionEvaluator.evaluate(dataset, "predictions", "ground_truth", "eval", options);
    }

    @Test
    void average_precision_is_that_of_coco() {
        Dataset dataset = dataset(
                List.of(truth("Car", 0), truth("Car", 0.2), truth("Car", 0.4), truth("Car", 0.6)),
                List.of(at("Car", 0, .9), at("Car", 0.85, .8), at("Car", 0.2, .7)));
        assertThat(evaluate(dataset, EvaluationOptions.defaults()).map(0.5))
                .isCloseTo(0.4224422442244225, within(1e-12));
    }

    /** The fixture is made by src/test/python/coco_fixture.py with pycocotools 2.0.11. */
    @Test
    void scores_of_many_images_and_classes_are_those_of_pycocotools() throws IOException {
        JsonObject fixture;
        try (Reader json = new InputStreamReader(
                Objects.requireNonNull(EvaluationTest.class.getResourceAsStream("/coco_eval.json")), UTF_8)) {
            fixture = JsonParser.parseReader(json).getAsJsonObject();
        }
        Map<Integer, List<Detection>> truth = byImage(fixture, "truth");
        Map<Integer, List<Detection>> found = byImage(fixture, "predictions");
        Dataset dataset = Dataset.create(Home.at(folder), "coco", IfExists.FAIL);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int image = 1; image <= 60; image++) {
            drafts.add(SampleDraft.of(image + ".jpg")
                    .detections("ground_truth", truth.getOrDefault(image, List.of()))
                    .detections("predictions", found.getOrDefault(image, List.of())));
        }
        dataset.addSamples(drafts);
        Evaluation evaluation = evaluate(dataset, EvaluationOptions.defaults());
        assertThat(evaluation.map()).isCloseTo(fixture.get("map").getAsDouble(), within(1e-12));
        assertThat(evaluation.map(0.5)).isCloseTo(fixture.get("map50").getAsDouble(), within(1e-12));
        assertThat(evaluation.map(0.75)).isCloseTo(fixture.get("map75").getAsDouble(), within(1e-12));
        fixture.getAsJsonObject("ap50").asMap().forEach((label, ap) -> assertThat(
                        evaluation.prCurves().averagePrecision().get(label))
                .isCloseTo(ap.getAsDouble(), within(1e-12)));
    }

    private static Map<Integer, List<Detection>> byImage(JsonObject fixture, String field) {
        double side = fixture.get("side").getAsDouble();
        Map<Integer, List<Detection>> byImage = new HashMap<>();
        for (JsonElement element : fixture.getAsJsonArray(field)) {
            JsonArray row = element.getAsJsonArray();
            Detection label = Detection.of(
                    fixture.getAsJsonArray("classes")
                            .get(row.get(1).getAsInt() - 1)
                            .getAsString(),
                    row.get(2).getAsInt() / side,
                    row.get(3).getAsInt() / side,
                    row.get(4).getAsInt() / side,
                    row.get(5).getAsInt() / side);
            byImage.computeIfAbsent(row.get(0).getAsInt(), image -> new ArrayList<>())
                    .add(row.size() == 7 ? label.withConfidence(row.get(6).getAsDouble()) : label);
        }
        return byImage;
    }

    @Test
    void the_report_has_scikit_learns_layout() {
        Dataset dataset = dataset(
                List.of(truth("Car", 0), truth("Car", 0.2), truth("Car", 0.4), truth("Pedestrian", 0.6)),
                List.of(
                        at("Car", 0, .9),
                        at("Car", 0.2, .8),
                        at("Car", 0.88, .7),
                        at("Pedestrian", 0.6, .9),
                        at("Van", 0.75, .6)));
        String report =
                evaluate(dataset, EvaluationOptions.defaults().withScore(0.5)).report();
        assertThat(report)
                .isEqualTo(
                        """
                                      precision    recall  f1-score   support

                                 Car       0.67      0.67      0.67         3
                          Pedestrian       1.00      1.00      1.00         1
                                 Van       0.00      0.00      0.00         0

                           micro avg       0.60      0.75      0.67         4
                           macro avg       0.56      0.56      0.56         4
                        weighted avg       0.75      0.75      0.75         4
                        """);
    }

    @Test
    void a_confusion_shows_only_when_matching_is_over_all_classes() {
        List<Detection> truth = List.of(truth("Van", 0), truth("Car", 0.3));
        List<Detection> found = List.of(at("Truck", 0, .9), at("Car", 0.3, .9));
        Evaluation sound =
                evaluate(dataset(truth, found), EvaluationOptions.defaults().withScore(0.5));
        assertThat(sound.confusionMatrix().count("Van", "Truck")).isEqualTo(1);
        assertThat(sound.errorList()).extracting(DetectionError::kind).containsExactly("cls");
        assertThat(new int[] {sound.tp(), sound.fp(), sound.fn()}).containsExactly(1, 1, 1);
    }

    @Test
    void published_matching_leaves_the_matrix_diagonal() {
        Evaluation published = evaluate(
                dataset(List.of(truth("Van", 0)), List.of(at("Truck", 0, .9))), EvaluationOptions.asPublished());
        assertThat(published.confusionMatrix().count("Van", "Truck")).isZero();
        assertThat(published.confusionMatrix().count("Van", ConfusionMatrix.NONE))
                .isEqualTo(1);
    }

    @Test
    void an_ignore_region_is_neither_missed_nor_a_false_alarm() {
        Dataset dataset = dataset(
                List.of(Detection.of("DontCare", 0.5, 0, 0.5, 1), truth("Car", 0)),
                List.of(at("Car", 0, .9), at("Car", 0.7, .8)));
        Evaluation evaluation = evaluate(dataset, EvaluationOptions.defaults().withScore(0.5));
        assertThat(new int[] {evaluation.tp(), evaluation.fp(), evaluation.fn()})
                .containsExactly(1, 0, 0);
        assertThat(evaluation.map(0.5)).isEqualTo(1);
    }

    @Test
    void errors_have_kinds_and_samples_have_counts() {
        Dataset dataset = dataset(
                List.of(truth("Car", 0), truth("Van", 0.2), truth("Car", 0.4)),
                List.of(at("Car", 0, .9), at("Car", 0.01, .8), at("Car", 0.44, .7), at("Car", 0.8, .6)));
        Evaluation evaluation = evaluate(dataset, EvaluationOptions.defaults().withScore(0.5));
        assertThat(evaluation.errorList())
                .extracting(DetectionError::kind)
                .containsExactlyInAnyOrder("dupe", "loc", "bkg", "miss");
        assertThat(dataset.doubles("eval_fn")).containsExactly(2, 0);
        assertThat(dataset.matchLabels("ground_truth", Field.of("eval").eq("fn"))
                        .count())
                .isEqualTo(1);
        assertThat(dataset.toEvaluationPatches("eval").countValues("type").asMap())
                .containsEntry("tp", 1L)
                .containsEntry("fp", 3L)
                .containsEntry("fn", 2L);
    }

    @Test
    void the_right_box_does_not_lose_its_object_to_a_louder_wrong_class() {
        Dataset dataset = dataset(List.of(truth("Van", 0)), List.of(at("Truck", 0, .9), at("Van", 0, .85)));
        Evaluation evaluation = evaluate(dataset, EvaluationOptions.defaults().withScore(0.5));
        assertThat(new int[] {evaluation.tp(), evaluation.fp(), evaluation.fn()})
                .containsExactly(1, 1, 0);
        assertThat(evaluation.errorList())
                .extracting(DetectionError::kind, DetectionError::predictionLabel, DetectionError::objectLabel)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("cls", "Truck", "Van"));
    }

    @Test
    void errors_of_a_kind_are_one_call_and_know_their_file_and_box() {
        Dataset dataset = dataset(
                List.of(truth("Car", 0), truth("Van", 0.2).with("occluded", 2L), truth("Car", 0.4)),
                List.of(at("Car", 0, .9), at("Car", 0.01, .8), at("Car", 0.44, .7), at("Car", 0.8, .6)));
        Evaluation evaluation = evaluate(dataset, EvaluationOptions.defaults().withScore(0.5));
        View placed = dataset.toEvaluationPatches("eval", "loc");
        assertThat(placed.count()).isEqualTo(1);
        assertThat(placed.first().detections("predictions").get(0).box().x()).isEqualTo(0.44);
        assertThat(placed.first().detections("ground_truth").get(0).box().x()).isEqualTo(0.4);
        assertThat(placed.strings("type")).containsExactly("loc");
        assertThat(dataset.toEvaluationPatches("eval", "cls", "loc", "both", "dupe", "bkg", "miss")
                        .countValues("type")
                        .asMap())
                .containsOnlyKeys("loc", "dupe", "bkg", "miss");
        assertThatThrownBy(() -> dataset.toEvaluationPatches("eval", "locc")).hasMessageContaining("loc");
        Table errors = evaluation.errors(dataset);
        Table missed = errors.where(errors.stringColumn("kind").isEqualTo("miss"));
        assertThat(missed.stringColumn("filepath").get(0)).isEqualTo("a.jpg");
        assertThat(missed.stringColumn("object_id").get(0))
                .isEqualTo(dataset.detections("ground_truth").id(1));
        assertThat(missed.doubleColumn("width").getDouble(0)).isEqualTo(0.1);
        assertThat(missed.doubleColumn("occluded").getDouble(0)).isEqualTo(2);
    }

    @Test
    void an_evaluation_is_not_compared_with_itself() {
        Evaluation evaluation =
                evaluate(dataset(List.of(truth("Van", 0)), List.of(at("Van", 0, .9))), EvaluationOptions.defaults());
        assertThatThrownBy(() -> evaluation.gainOver(evaluation, 1)).hasMessageContaining("compared with itself");
    }

    @Test
    void another_process_loads_the_same_result() {
        Dataset dataset = dataset(List.of(truth("Car", 0)), List.of(at("Car", 0.02, .9)));
        Evaluation evaluation = evaluate(dataset, EvaluationOptions.defaults());
        Evaluation loaded = Evaluation.load(Dataset.load(Home.at(folder), "d"), "eval");
        assertThat(loaded.toString()).isEqualTo(evaluation.toString());
        assertThat(loaded.report()).isEqualTo(evaluation.report());
        assertThat(loaded.flips(evaluation).stillRight()).hasSize(1);
    }

    @Test
    void no_object_and_no_prediction_at_all_is_an_answer() {
        Evaluation nothing = evaluate(dataset(List.of(), List.of()), EvaluationOptions.defaults());
        assertThat(nothing.map()).isEqualTo(-1);
        assertThat(nothing.report()).contains("support");
    }

    @Test
    void wrong_input_is_named() {
        Dataset dataset = dataset(List.of(truth("Car", 0)), List.of(truth("Car", 0)));
        assertThatThrownBy(() -> evaluate(dataset, EvaluationOptions.defaults()))
                .hasMessageContaining("has no confidence");
        assertThatThrownBy(() -> DetectionEvaluator.evaluate(
                        dataset.limit(0), "predictions", "ground_truth", "e", EvaluationOptions.defaults()))
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> Evaluation.load(dataset, "eval_v9")).hasMessageContaining("eval_v9");
    }

    @Test
    void equal_boxes_and_many_images_give_a_whole_score() {
        Dataset dataset = Dataset.create(Home.at(folder), "many", IfExists.FAIL);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            drafts.add(SampleDraft.of(i + ".jpg")
                    .detections("ground_truth", List.of(truth("Car", 0.04 * i)))
                    .detections("predictions", List.of(at("Car", 0.04 * i, 0.5 + i / 100.0))));
        }
        dataset.addSamples(drafts);
        Evaluation evaluation = evaluate(dataset, EvaluationOptions.defaults());
        assertThat(evaluation.map()).isEqualTo(1);
        assertThat(evaluation.mapInterval(1).low()).isEqualTo(1);
    }
}
