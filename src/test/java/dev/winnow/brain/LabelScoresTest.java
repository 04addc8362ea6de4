package dev.winnow.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Classification;
import dev.winnow.label.Detection;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cleanlab says is written by src/test/python/brain_fixtures.py. */
class LabelScoresTest {
    private static final double SIDE = 800;

    @TempDir
    Path folder;

    private record Image(List<List<Object>> labels, List<List<Object>> predictions) {}

    private record Fixtures(List<Image> images, double[] quality) {}

    private static Fixtures fixtures() throws IOException {
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(LabelScoresTest.class.getResourceAsStream("brain.json")),
                StandardCharsets.UTF_8)) {
            return new Gson().fromJson(in, Fixtures.class);
        }
    }

    private static Detection box(List<Object> one) {
        double[] at = one.subList(0, 4).stream()
                .mapToDouble(value -> ((Number) value).doubleValue() / SIDE)
                .toArray();
        Detection box = Detection.of((String) one.get(4), at[0], at[1], at[2] - at[0], at[3] - at[1]);
        return one.size() > 5 ? box.withConfidence(((Number) one.get(5)).doubleValue()) : box;
    }

    @Test
    void label_quality_is_that_of_cleanlab() throws IOException {
        Fixtures wanted = fixtures();
        List<LabelQuality.Image> images = wanted.images().stream()
                .map(image -> new LabelQuality.Image(
                        image.labels().stream().map(LabelScoresTest::box).toList(),
                        image.predictions().stream().map(LabelScoresTest::box).toList(),
                        SIDE,
                        SIDE))
                .toList();
        assertThat(LabelQuality.scores(images)).containsExactly(wanted.quality(), within(1e-9));
    }

    private Dataset one(List<Detection> labels, List<Detection> predictions) {
        Dataset dataset = Dataset.create(Home.at(folder), "one", IfExists.FAIL);
        dataset.addSamples(List.of(SampleDraft.of("a.png")
                .size(100, 100)
                .detections("truth", labels)
                .detections("found", predictions)));
        return dataset;
    }

    private static Detection at(String label, double x) {
        return Detection.of(label, x, 0, 0.1, 0.1);
    }

    @Test
    void mistakenness_is_high_where_a_sure_model_names_another_class() {
        Dataset dataset = one(
                List.of(at("Car", 0), at("Van", 0.2), at("Tram", 0.4)),
                List.of(
                        at("Car", 0).withConfidence(0.9),
                        at("Car", 0.2).withConfidence(0.8),
                        at("Car", 0.6).withConfidence(0.96),
                        at("Car", 0.8).withConfidence(0.95)));
        BrainRun run = Mistakenness.compute(dataset, "mistakenness", "found", "truth");
        Sample sample = dataset.first();
        assertThat(sample.number("mistakenness")).isEqualTo(0.9);
        assertThat(sample.number("possible_missing")).isEqualTo(1);
        assertThat(sample.number("possible_spurious")).isEqualTo(1);
        List<Detection> labels = sample.detections("truth");
        assertThat((double) Objects.requireNonNull(labels.get(0).attributes().get("mistakenness")))
                .isCloseTo(0.05, within(1e-12));
        assertThat((double) Objects.requireNonNull(labels.get(0).attributes().get("mistakenness_loc")))
                .isCloseTo(0.05, within(1e-12));
        assertThat(labels.get(2).attributes()).containsEntry("possible_spurious", true);
        assertThat(sample.detections("found").get(2).attributes()).containsEntry("possible_missing", true);
        assertThat(sample.detections("found").get(3).attributes()).isEmpty();
        assertThat(run).hasToString("mistakenness of 1 samples in 'mistakenness'");
        assertThat(dataset.listBrainRuns()).containsExactly("mistakenness");
        dataset.deleteBrainRun("mistakenness");
        assertThat(dataset.hasField("mistakenness")).isFalse();
    }

    @Test
    void the_place_of_a_matched_box_is_mistaken_by_how_little_it_overlaps() {
        Mistakenness.Boxes boxes = Mistakenness.boxes(
                List.of(Detection.of("Car", 0, 0, 0.4, 0.1)),
                List.of(Detection.of("Car", 0, 0, 0.3, 0.1).withConfidence(0.5)),
                "a.png");
        // IoU 0.75: i = 2 * 0.25 / 0.5 = 1, (0.5 * (1 * 2 / 2 * 2 - 1) + 1) / 2
        assertThat((double) Objects.requireNonNull(
                        boxes.labels().get(0).attributes().get("mistakenness_loc")))
                .isCloseTo((0.5 * (2 * 0.5 - 1) + 1) / 2, within(1e-9));
        assertThat(Mistakenness.boxes(List.of(), List.of(), "a.png").most()).isEqualTo(-1);
        assertThatThrownBy(() -> Mistakenness.boxes(List.of(), List.of(at("Car", 0)), "a.png"))
                .hasMessageContaining("a.png has no confidence");
    }

    @Test
    void a_classifications_mistakenness_follows_confidence_and_agreement() {
        assertThat(Mistakenness.ofClasses(Classification.of("cat"), Classification.of("dog", 0.8), "a"))
                .isEqualTo(0.9);
        assertThat(Mistakenness.ofClasses(Classification.of("cat"), Classification.of("cat", 0.8), "a"))
                .isCloseTo(0.1, within(1e-12));
        assertThat(Mistakenness.ofClasses(Classification.of("cat"), null, "a")).isEqualTo(1);
    }

    @Test
    void hardness_is_the_entropy_of_the_logits() {
        assertThat(Hardness.entropy(Collections.nCopies(5, 3.0))).isCloseTo(Math.log(5), within(1e-12));
        assertThat(Hardness.entropy(List.of(1000.0, 0.0))).isEqualTo(0);
        double p = 1 / (1 + Math.exp(-1));
        assertThat(Hardness.entropy(List.of(1.0, 0.0)))
                .isCloseTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), within(1e-12));
    }

    @Test
    void scores_of_labels_say_what_they_miss() {
        Dataset dataset = one(List.of(at("Car", 0)), List.of(at("Car", 0)));
        assertThatThrownBy(() -> LabelQuality.compute(dataset, "quality", "found", "truth"))
                .hasMessageContaining("no confidence");
        assertThatThrownBy(() -> Mistakenness.compute(dataset, "mistaken", "found", "truth"))
                .hasMessageContaining("no confidence");
        assertThatThrownBy(() -> Hardness.compute(dataset, "hardness", "found")).hasMessageContaining("logits");
        assertThat(dataset.hasField("quality")).isFalse();
        dataset.setValues("width", Map.of());
        List<SampleDraft> drafts = new ArrayList<>();
        drafts.add(SampleDraft.of("b.png").detections("truth", List.of()).detections("found", List.of()));
        dataset.addSamples(drafts);
        assertThatThrownBy(() -> LabelQuality.compute(dataset.skip(1), "quality", "found", "truth"))
                .hasMessageContaining("computeMetadata()");
    }
}
