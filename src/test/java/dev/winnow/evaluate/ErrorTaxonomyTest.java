package dev.winnow.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.winnow.data.Dataset;
import dev.winnow.data.Detections;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fixture is made by src/test/python/tide_fixture.py with tidecv 1.0.1. */
class ErrorTaxonomyTest {
    @TempDir
    Path folder;

    static Stream<String> sets() {
        return CocoSets.read("/tide.json").keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void every_prediction_has_the_kind_that_tide_gives_it(String name) {
        JsonObject right = CocoSets.read("/tide.json").getAsJsonObject(name);
        Dataset dataset =
                CocoSets.dataset(folder, CocoSets.read("/coco_sets.json").getAsJsonObject(name));
        Evaluation evaluation = DetectionEvaluator.evaluate(
                dataset,
                "predictions",
                "ground_truth",
                "eval",
                EvaluationOptions.defaults().withScore(0));
        Map<String, String> kinds = new HashMap<>();
        evaluation
                .errorList()
                .forEach(error -> kinds.put(
                        error.predictionId() + (error.kind().equals("miss") ? error.objectId() : ""), error.kind()));
        // Rows of the set in the order of images, as the dataset has them.
        List<Integer> found = CocoSets.byImage(CocoSets.read("/coco_sets.json").getAsJsonObject(name), "found");
        List<Integer> truth = CocoSets.byImage(CocoSets.read("/coco_sets.json").getAsJsonObject(name), "truth");
        Detections predictions = dataset.detections("predictions");
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (int i = 0; i < predictions.size(); i++) {
            ours.add(kinds.getOrDefault(predictions.id(i), ""));
            theirs.add(right.getAsJsonArray("kinds").get(found.get(i)).getAsString());
        }
        assertThat(ours).isEqualTo(theirs);
        Detections objects = dataset.detections("ground_truth");
        List<Integer> missed = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            if (kinds.containsKey(objects.id(i))) {
                missed.add(truth.get(i));
            }
        }
        assertThat(missed)
                .containsExactlyInAnyOrderElementsOf(right.getAsJsonArray("missed").asList().stream()
                        .map(one -> one.getAsInt())
                        .toList());
    }
}
