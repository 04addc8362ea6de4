package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Detection;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written comes back as it was, or the report names it. */
class ExportLossesTest {
    /** Names that some format keeps for itself, and some that nobody does. */
    private static final List<String> NAMES = List.of(
            "id",
            "image_id",
            "category_id",
            "bbox",
            "area",
            "segmentation",
            "score",
            "attributes",
            "label",
            "bounding_box",
            "confidence",
            "tags",
            "name",
            "bndbox",
            "truncated",
            "occluded",
            "alpha",
            "dimensions",
            "location",
            "rotation_y",
            "difficult",
            "pose",
            "part",
            "polygon",
            "filepath",
            "class",
            "x",
            "colour",
            "night",
            "speed",
            "a name with spaces");

    @TempDir
    Path folder;

    private Path pictures;

    @BeforeEach
    void draw() throws IOException {
        pictures = Files.createDirectories(folder.resolve("pictures"));
        for (String place : List.of("one/a.png", "two/a.png", "b.png")) {
            Path file = pictures.resolve(place);
            Files.createDirectories(file.getParent());
            BufferedImage image = new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB);
            image.setRGB(place.length(), place.charAt(0) % 90, 0xffffff);
            ImageIO.write(image, "png", file.toFile());
        }
    }

    private Dataset dataset(long seed) {
        Random random = new Random(seed);
        Dataset dataset = Dataset.create(Home.at(folder.resolve("home")), "d" + seed, IfExists.REPLACE);
        dataset.setMediaRoot(pictures);
        List<SampleDraft> drafts = new java.util.ArrayList<>();
        for (String place : List.of("one/a.png", "two/a.png", "b.png")) {
            List<Detection> labels = new java.util.ArrayList<>();
            for (int n = 0; n < 3; n++) {
                Detection label = Detection.of(
                        n == 0 ? "Car" : "Van",
                        (1 + random.nextInt(40)) / 100.0,
                        0.1,
                        0.3,
                        (1 + random.nextInt(8)) / 10.0);
                for (int k = random.nextInt(5); k > 0; k--) {
                    label = label.with(
                            NAMES.get(random.nextInt(NAMES.size())), random.nextBoolean() ? (Object) 7L : "seven");
                }
                labels.add(label);
            }
            drafts.add(SampleDraft.of(place).detections("ground_truth", labels));
        }
        dataset.addSamples(drafts);
        return dataset;
    }

    private static Map<String, Detection> byBox(Dataset dataset) {
        Map<String, Detection> labels = new LinkedHashMap<>();
        dataset.samples().forEach(sample -> sample.detections("ground_truth")
                .forEach(label -> labels.put(
                        String.format(
                                java.util.Locale.ROOT,
                                "%s %.3f %.3f %.3f",
                                sample.filepath().replaceAll(".*(one|two|b\\.png).*", "$1"),
                                label.box().x(),
                                label.box().y(),
                                label.box().h()),
                        label)));
        return labels;
    }

    private ExportReport write(String format, Path to, Dataset from) {
        return switch (format) {
            case "YOLO" -> Yolo.v5(to).write(from);
            case "KITTI" -> Kitti.in(to).write(from);
            case "VOC" -> Voc.in(to).write(from);
            default -> Coco.in(to).write(from);
        };
    }

    private void read(String format, Path at, Dataset into) {
        Importer importer =
                switch (format) {
                    case "YOLO" -> Yolo.v5(at);
                    case "KITTI" -> Kitti.in(at);
                    case "VOC" -> Voc.in(at);
                    default -> Coco.in(at);
                };
        importer.read(into, ImportOptions.strict());
    }

    @ParameterizedTest
    @ValueSource(strings = {"YOLO", "KITTI", "VOC", "COCO"})
    void labels_of_any_attributes_come_back_or_are_named(String format) {
        for (long seed = 0; seed < 12; seed++) {
            Dataset from = dataset(seed);
            Path to = folder.resolve(format + seed);
            ExportReport report = write(format, to, from);
            Dataset back = Dataset.create(Home.at(folder.resolve("home")), "back", IfExists.REPLACE);
            read(format, to, back);
            assertThat(back.count()).isEqualTo(3);
            assertThat(back.countValues("ground_truth.detections.label").asMap())
                    .isEqualTo(from.countValues("ground_truth.detections.label").asMap());
            Map<String, Detection> before = byBox(from);
            Map<String, Detection> after = byBox(back);
            assertThat(after.keySet()).isEqualTo(before.keySet());
            String notes = String.join("\n", report.notes());
            before.forEach((box, label) -> label.attributes().forEach((name, value) -> {
                Object read = after.get(box).attributes().get(name);
                boolean same = read instanceof Number number && value instanceof Number other
                        ? number.doubleValue() == other.doubleValue()
                        : value.equals(read);
                assertThat(same || notes.contains(name))
                        .as(format + " lost " + name + "=" + value + ", read " + read + ", saying:\n" + notes)
                        .isTrue();
            }));
        }
    }

    @Test
    void a_second_export_never_writes_one_picture_over_another() throws IOException {
        Dataset dataset = dataset(1);
        Path to = folder.resolve("yolo");
        String one = dataset.samples().get(0).id();
        String two = dataset.samples().get(1).id();
        Yolo.v5(to).classes(List.of("Car", "Van")).write(dataset.select(one));
        byte[] first = Files.readAllBytes(to.resolve("images/val/a.png"));
        assertThatThrownBy(() -> Yolo.v5(to).classes(List.of("Car", "Van")).write(dataset.select(two)))
                .hasMessageContaining("another picture a.png")
                .hasMessageContaining("among(dataset)");
        assertThat(Files.readAllBytes(to.resolve("images/val/a.png"))).isEqualTo(first);
        Yolo told =
                Yolo.v5(folder.resolve("told")).classes(List.of("Car", "Van")).among(dataset);
        told.write(dataset.select(one));
        told.write(dataset.select(two));
        assertThat(folder.resolve("told/images/val/one_a.png")).hasSameBinaryContentAs(pictures.resolve("one/a.png"));
        assertThat(folder.resolve("told/images/val/two_a.png")).hasSameBinaryContentAs(pictures.resolve("two/a.png"));
    }
}
