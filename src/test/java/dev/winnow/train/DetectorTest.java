package dev.winnow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Detection;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorTest {
    private static final List<String> CLASSES = List.of("red", "blue");

    @TempDir
    Path folder;

    /** Red tall and blue flat boxes on a grey ground. */
    private Dataset toys(int count) throws IOException {
        Random random = new Random(3);
        Dataset dataset = Dataset.create(Home.at(folder.resolve("home")), "toys", IfExists.FAIL);
        dataset.setMediaRoot(folder);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(640, 192, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = image.createGraphics();
            g.setColor(new Color(120 + random.nextInt(40), 130, 120));
            g.fillRect(0, 0, 640, 192);
            List<Detection> labels = new ArrayList<>();
            for (int b = 0; b < 4; b++) {
                boolean red = random.nextBoolean();
                int w = red ? 20 + random.nextInt(6) : 44 + random.nextInt(12);
                int h = red ? 44 + random.nextInt(12) : 20 + random.nextInt(6);
                int x = b * 160 + random.nextInt(160 - w);
                int y = random.nextInt(192 - h);
                g.setColor(red ? new Color(190, 40, 40) : new Color(40, 60, 190));
                g.fillRect(x, y, w, h);
                labels.add(Detection.of(red ? "red" : "blue", x / 640.0, y / 192.0, w / 640.0, h / 192.0));
            }
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
            drafts.add(SampleDraft.of(i + ".png").detections("truth", labels));
        }
        dataset.addSamples(drafts);
        return dataset;
    }

    private static double found(Dataset dataset, Detector detector) {
        int hits = 0;
        int all = 0;
        for (var sample : dataset.skip(12).samples()) {
            List<Detection> predicted = detector.detect(dev.winnow.data.Media.image(sample));
            for (Detection truth : sample.detections("truth")) {
                all++;
                hits += predicted.stream()
                                .anyMatch(one -> one.confidence() > 0.4
                                        && one.label().equals(truth.label())
                                        && one.box().iou(truth.box()) > 0.5)
                        ? 1
                        : 0;
            }
        }
        return (double) hits / all;
    }

    @Test
    void it_learns_boxes_and_classes_and_learns_nothing_from_other_images_boxes() throws IOException {
        Dataset dataset = toys(20);
        Detector detector = Detector.train(
                dataset.limit(12), "truth", CLASSES, Detector.options().epochs(12));
        assertThat(found(dataset, detector)).isGreaterThan(0.6);

        List<List<Detection>> shifted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            shifted.add(dataset.samples().get((i + 7) % 20).detections("truth"));
        }
        dataset.setValues("shuffled", shifted);
        Detector fooled = Detector.train(
                dataset.limit(12), "shuffled", CLASSES, Detector.options().epochs(12));
        assertThat(found(dataset, fooled)).isLessThan(0.2);
    }

    @Test
    void the_same_seed_gives_the_same_detector_bit_for_bit_and_storing_keeps_it() throws IOException {
        Dataset dataset = toys(6);
        DetectorOptions options = Detector.options().epochs(2);
        Detector one = Detector.train(dataset, "truth", CLASSES, options);
        Detector two = Detector.train(dataset, "truth", CLASSES, options);
        one.save(dataset, "one");
        two.save(dataset, "two");
        assertThat(dataset.run("detector", "one").orElseThrow().blob())
                .isEqualTo(dataset.run("detector", "two").orElseThrow().blob());
        BufferedImage image = dev.winnow.data.Media.image(dataset.first());
        assertThat(Detector.load(dataset, "one").detect(image)).isEqualTo(one.detect(image));
    }

    @Test
    void two_imports_of_the_same_pictures_give_the_same_detector_bit_for_bit() throws IOException {
        Dataset one = toys(6);
        Dataset two = Dataset.create(one.home(), "again", IfExists.FAIL);
        two.setMediaRoot(folder);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Files.copy(folder.resolve(i + ".png"), folder.resolve("copy-" + i + ".png"));
            drafts.add(SampleDraft.of("copy-" + i + ".png")
                    .detections("truth", one.samples().get(i).detections("truth")));
        }
        two.addSamples(drafts);
        assertThat(two.ids()).doesNotContainAnyElementsOf(one.ids());
        for (Dataset dataset : List.of(one, two)) {
            Detector.train(dataset, "truth", CLASSES, Detector.options().epochs(1))
                    .save(dataset, "detector");
        }
        assertThat(two.run("detector", "detector").orElseThrow().blob())
                .isEqualTo(one.run("detector", "detector").orElseThrow().blob());
    }

    @Test
    void nothing_to_learn_from_is_said() throws IOException {
        Dataset dataset = toys(2);
        assertThatThrownBy(() -> Detector.train(dataset.limit(0), "truth", CLASSES, Detector.options()))
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> Detector.train(dataset, "truth", List.of("bus"), Detector.options()))
                .hasMessageContaining("no image has a box of any of the classes");
    }
}
