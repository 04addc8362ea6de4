package dev.winnow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.acquire.Acquisition;
import dev.winnow.acquire.Images;
import dev.winnow.acquire.Plan;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.Media;
import dev.winnow.data.SampleDraft;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.expr.Field;
import dev.winnow.format.Kitti;
import dev.winnow.label.Detection;
import dev.winnow.train.Detector;
import dev.winnow.train.Embedder;
import dev.winnow.vectors.Embeddings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the door says to what is not there, empty, corrupt or out of range; and that nothing is half-written by it. */
class BadInputTest {
    private final Brain brain = new Brain();

    @TempDir
    Path folder;

    private Dataset dataset;

    @BeforeEach
    void four() {
        dataset = Dataset.create(Home.at(folder.resolve("home")), "road", IfExists.FAIL);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Detection car = Detection.of("Car", 0.1, 0.1, 0.2, 0.2);
            drafts.add(SampleDraft.of(i + ".png")
                    .size(10, 10)
                    .detections("ground_truth", List.of(car))
                    .detections("predictions", List.of(car.withConfidence(0.9))));
        }
        dataset.addSamples(drafts);
    }

    @Test
    void a_missing_dataset_view_field_tag_or_file_is_named_with_what_there_is() {
        assertThatThrownBy(() -> Dataset.load(dataset.home(), "raod"))
                .hasMessageContaining("raod")
                .hasMessageContaining("road");
        dataset.saveView("active_pool", dataset.limit(2), IfExists.FAIL);
        assertThatThrownBy(() -> dataset.loadSavedView("active_pol"))
                .hasMessageContaining("active_pol")
                .hasMessageContaining("active_pool");
        assertThatThrownBy(() -> dataset.match(Field.of("uniquness").gt(0)).count())
                .hasMessageContaining("uniquness")
                .hasMessageContaining("ground_truth");
        dataset.limit(1).tagSamples("split:pool");
        assertThatThrownBy(() -> dataset.matchTags("split:pol").count())
                .hasMessageContaining("split:pol")
                .hasMessageContaining("split:pool");
        assertThatThrownBy(() -> Media.image(dataset.first())).hasMessageContaining("0.png");
    }

    @Test
    void an_empty_view_is_an_answer_or_a_clear_error() {
        var none = dataset.limit(0);
        assertThat(none.count()).isZero();
        assertThat(none.countValues("ground_truth.detections.label").asMap()).isEmpty();
        assertThat(none.distinct("ground_truth.detections.label")).isEmpty();
        assertThatThrownBy(() -> Detector.train(none, "ground_truth", List.of("Car"), Detector.options()))
                .hasMessageContaining("nothing to train on");
        assertThatThrownBy(() -> DetectionEvaluator.evaluate(
                        none, "predictions", "ground_truth", "eval", EvaluationOptions.defaults()))
                .hasMessageContaining("empty");
        assertThat(dataset.hasField("eval_tp")).isFalse();
    }

    @Test
    void without_embeddings_every_method_names_the_call_that_makes_them() {
        long version = dataset.version();
        assertThatThrownBy(() -> brain.computeUniqueness(dataset, "uniqueness", "embeddings"))
                .hasMessageContaining("brain.computeEmbeddings");
        assertThatThrownBy(() -> brain.computeZcore(dataset, "zcore", "embeddings"))
                .hasMessageContaining("brain.computeEmbeddings");
        assertThatThrownBy(() -> brain.computeVisualization(dataset, "embeddings", "viz"))
                .hasMessageContaining("brain.computeEmbeddings");
        assertThatThrownBy(() -> Acquisition.coverageOnly().select(dataset)).hasMessageContaining("computeEmbeddings");
        assertThat(dataset.version()).isEqualTo(version);
    }

    @Test
    void a_corrupt_image_is_named_and_no_vector_is_stored() throws IOException {
        Path media = Files.createDirectories(folder.resolve("media"));
        dataset.setMediaRoot(media);
        for (int i = 0; i < 4; i++) {
            ImageIO.write(
                    new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB),
                    "png",
                    media.resolve(i + ".png").toFile());
        }
        Files.writeString(media.resolve("2.png"), "no picture");
        assertThatThrownBy(() -> brain.computeEmbeddings(dataset, "embeddings", Embedder.builtIn()))
                .hasMessageContaining("2.png");
        assertThat(dataset.hasField("embeddings")
                        && dataset.embeddings("embeddings").count() > 0)
                .isFalse();
    }

    @Test
    void a_label_file_with_nan_and_reversed_boxes_is_counted_row_by_row() throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        Path labels = Files.createDirectories(folder.resolve("labels"));
        ImageIO.write(
                new BufferedImage(100, 50, BufferedImage.TYPE_INT_RGB),
                "png",
                images.resolve("1.png").toFile());
        Files.writeString(
                labels.resolve("1.txt"),
                "Car 0 0 0 10 10 30 40 1 1 1 1 1 1 0\nCar 0 0 0 NaN 1 2 3 1 1 1 1 1 1 0\nCar 0 0 0 30 10 10 40 1 1 1 1 1 1 0\n");
        Dataset into = Dataset.create(dataset.home(), "kitti", IfExists.FAIL);
        assertThat(Kitti.in(images, labels).read(into).skipped().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(2);
        assertThat(into.countValues("ground_truth.detections.label").asMap()).containsEntry("Car", 1L);
    }

    @Test
    void budgets_of_none_or_too_many_and_no_failures_have_a_stated_answer() {
        assertThatThrownBy(() -> Images.of(0)).hasMessageContaining("1 image or more");
        Embeddings vectors = Embeddings.of(dataset.ids(), new float[] {1, 0, 0, 1, 1, 1, -1, 1}, 2);
        dataset.setEmbeddings("embeddings", vectors);
        Evaluation perfect = DetectionEvaluator.evaluate(
                dataset.limit(1), "predictions", "ground_truth", "eval", EvaluationOptions.defaults());
        Plan plan = Acquisition.hybrid().budget(Images.of(9)).select(dataset, perfect);
        // The evaluated image is held out: its failures would find itself.
        assertThat(plan.picks()).hasSize(3);
        assertThat(plan.notes()).anyMatch(note -> note.contains("beyond the 3"));
        assertThat(plan.toString()).contains("no failure of this kind");
        assertThat(dataset.countSampleTags().asMap()).isEmpty();
    }
}
