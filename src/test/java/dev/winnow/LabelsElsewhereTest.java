package dev.winnow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.winnow.acquire.AnnotationQueue;
import dev.winnow.acquire.Annotator;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.format.Coco;
import dev.winnow.format.ExportReport;
import dev.winnow.format.ImportReport;
import dev.winnow.format.LabelFormat;
import dev.winnow.format.Yolo;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue leaves for another tool as COCO or YOLO, and the labels come back into it. */
class LabelsElsewhereTest {
    private static final Fo FO = new Fo();

    @TempDir
    Path folder;

    private Dataset dataset;
    private AnnotationQueue queue;

    /** Three pictures of 100 × 50 with answers that must not leave; of the first, a person has drawn a box already. */
    @BeforeEach
    void open() throws IOException {
        Path media = folder.resolve("media");
        dataset = Dataset.create(Home.at(folder.resolve("home")), "roads", IfExists.FAIL);
        dataset.setMediaRoot(media);
        for (String name : List.of("one/a.png", "two/a.png", "two/c.png")) {
            Files.createDirectories(media.resolve(name).getParent());
            ImageIO.write(
                    new BufferedImage(100, 50, BufferedImage.TYPE_INT_RGB),
                    "png",
                    media.resolve(name).toFile());
            dataset.addSamples(List.of(SampleDraft.of(name).set("truth", List.of(Detection.of("Tram", 0, 0, 1, 1)))));
        }
        LabelSchema schema = LabelSchema.of("Car", "Van", "Bus").attribute("occluded", "no", "yes");
        queue = Annotator.app("people", schema).hide("truth").queue(dataset);
        queue.save(id(0), List.of(Detection.of("Van", 0.2, 0.2, 0.4, 0.4).with("occluded", "yes")), "anna", 5);
    }

    private String id(int row) {
        return dataset.ids().get(row);
    }

    private LabelFormat format(String name) {
        return name.equals("COCO") ? Coco.in(folder.resolve("out")) : Yolo.v5(folder.resolve("out"));
    }

    private List<String> labels(int row) {
        return dataset.sample(id(row)).detections("people").stream()
                .map(label -> "%s %.3f %.3f %.3f %.3f %s"
                        .formatted(
                                label.label(),
                                label.box().x(),
                                label.box().y(),
                                label.box().w(),
                                label.box().h(),
                                label.attributes().get("annotator")))
                .toList();
    }

    /** What the tool of another house did: labels for the pictures that are named, in pixels of 100 × 50. */
    private void draw(String format, String picture, String label, int... box) throws IOException {
        int number = List.of("Car", "Van", "Bus", "Boat").indexOf(label);
        if (format.equals("YOLO")) {
            Path labels =
                    folder.resolve("out/labels/val/" + picture.replace('/', '_').replace(".png", ".txt"));
            Path plain = labels.resolveSibling(
                    Path.of(picture).getFileName().toString().replace(".png", ".txt"));
            Path images = folder.resolve("out/images/val");
            boolean joined = Files.exists(images.resolve(picture.replace('/', '_')));
            Files.createDirectories(labels.getParent());
            Files.writeString(
                    joined ? labels : plain,
                    "%d %f %f %f %f\n"
                            .formatted(
                                    number,
                                    (box[0] + box[2] / 2.0) / 100,
                                    (box[1] + box[3] / 2.0) / 50,
                                    box[2] / 100.0,
                                    box[3] / 50.0));
            return;
        }
        JsonObject coco = coco();
        JsonObject annotation = new JsonObject();
        coco.getAsJsonArray("images").forEach(one -> {
            if (one.getAsJsonObject().get("file_name").getAsString().equals(picture)) {
                annotation.add("image_id", one.getAsJsonObject().get("id"));
            }
        });
        annotation.addProperty("id", 1000 + coco.getAsJsonArray("annotations").size());
        annotation.addProperty("category_id", number + 1);
        JsonArray bbox = new JsonArray();
        for (int value : box) {
            bbox.add(value);
        }
        annotation.add("bbox", bbox);
        coco.getAsJsonArray("annotations").add(annotation);
        Files.writeString(folder.resolve("out/labels.json"), coco.toString());
    }

    private JsonObject coco() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("out/labels.json")))
                .getAsJsonObject();
    }

    private String everyFile() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file).append(file.toString().endsWith(".png") ? "" : Files.readString(file));
            }
        }
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COCO", "YOLO"})
    void the_waiting_pictures_leave_with_the_classes_and_without_the_answers(String format) throws IOException {
        queue.submit(id(2), List.of(), "anna", 1);
        ExportReport report = FO.export(queue, format(format).labels("truth"));
        assertThat(report.samples()).isEqualTo(2);
        assertThat(report.labels()).isEqualTo(1);
        assertThat(everyFile())
                .contains("Car", "Van", "Bus")
                .doesNotContain("Tram")
                .doesNotContain("c.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COCO", "YOLO"})
    void labels_come_back_to_their_pictures_with_who_made_them(String format) throws IOException {
        FO.export(queue, format(format));
        draw(format, "two/a.png", "Bus", 10, 10, 50, 20);
        ImportReport report = FO.importLabels(queue, format(format), "vendor");
        assertThat(report.samples()).isEqualTo(2);
        assertThat(queue.toString()).isEqualTo("Waiting(2 of 3)");
        assertThat(labels(1)).containsExactly("Bus 0.100 0.200 0.500 0.400 vendor");
        // COCO carries that Anna drew the first box, and its attribute; YOLO has no place for either.
        boolean coco = format.equals("COCO");
        assertThat(labels(0)).containsExactly("Van 0.200 0.200 0.400 0.400 " + (coco ? "anna" : "vendor"));
        assertThat(dataset.sample(id(0))
                        .detections("people")
                        .get(0)
                        .attributes()
                        .get("occluded"))
                .isEqualTo(coco ? "yes" : null);
        assertThat(dataset.sample(id(1)).string("annotation_status")).isEqualTo("annotated");
        assertThat(dataset.sample(id(2)).string("annotation_status")).isEqualTo("unlabeled");
        assertThat(report.toString()).contains(coco ? "a picture without a label" : "no label file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COCO", "YOLO"})
    void what_breaks_the_schema_is_refused_with_the_reason_and_goes_on_waiting(String format) throws IOException {
        FO.export(queue, format(format));
        draw(format, "two/a.png", "Bus", 10, 10, 50, 20);
        draw(format, "two/c.png", "Boat", 10, 10, 50, 20);
        ImportReport report = FO.importLabels(queue, format(format), "vendor");
        assertThat(report.toString())
                .containsPattern(
                        "left out 1: refused: label 1 \\('[34Boat]+'\\) breaks the schema: class '[34Boat]+' is not one of"
                                + " \\[Car, Van, Bus\\], as in two/c.png");
        assertThat(queue.pending()).containsExactly(id(2));
        assertThat(labels(2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COCO", "YOLO"})
    void what_a_person_finished_meanwhile_stays_and_is_reported(String format) throws IOException {
        FO.export(queue, format(format));
        draw(format, "two/a.png", "Bus", 10, 10, 50, 20);
        queue.submit(id(1), List.of(Detection.of("Car", 0.1, 0.1, 0.2, 0.2)), "ben", 4);
        ImportReport report = FO.importLabels(queue, format(format), "vendor");
        assertThat(labels(1)).containsExactly("Car 0.100 0.100 0.200 0.200 ben");
        assertThat(report.samples()).isEqualTo(1);
        assertThat(report.toString()).contains("labels of a picture that none are wanted for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COCO", "YOLO"})
    void an_unreadable_label_keeps_its_picture_waiting(String format) throws IOException {
        FO.export(queue, format(format));
        draw(format, "two/c.png", "Bus", 10, 10, 50, 20);
        if (format.equals("COCO")) {
            JsonObject coco = coco();
            coco.getAsJsonArray("annotations").get(1).getAsJsonObject().remove("bbox");
            Files.writeString(folder.resolve("out/labels.json"), coco.toString());
        } else {
            Files.writeString(folder.resolve("out/labels/val/c.txt"), "2 0.5 0.5 0.2 0.2\n2 0.5 half 0.2 0.2\n");
        }
        ImportReport report = FO.importLabels(queue, format(format), "vendor");
        assertThat(queue.pending()).containsExactly(id(1), id(2));
        assertThat(report.toString()).contains("labels could not all be read, as in two/c.png");
    }

    @Test
    void a_tool_may_drop_the_folders_where_the_name_says_it_all() throws IOException {
        FO.export(queue, format("COCO"));
        draw("COCO", "two/c.png", "Car", 10, 10, 50, 20);
        draw("COCO", "two/a.png", "Car", 10, 10, 50, 20);
        Path file = folder.resolve("out/labels.json");
        Files.writeString(
                file, Files.readString(file).replace("two/c.png", "c.png").replace("two/a.png", "a.png"));
        ImportReport report = FO.importLabels(queue, format("COCO"), "vendor");
        assertThat(labels(2)).containsExactly("Car 0.100 0.200 0.500 0.400 vendor");
        assertThat(labels(1)).as("two pictures are named a.png").isEmpty();
        assertThat(report.toString()).contains("as in a.png");
    }

    @Test
    void nobody_is_no_annotator_and_nothing_is_written_then() throws IOException {
        FO.export(queue, format("COCO"));
        assertThatThrownBy(() -> FO.importLabels(queue, format("COCO"), " ")).hasMessageContaining("Say who labelled");
        assertThatThrownBy(() -> FO.importLabels(queue, format("COCO"), "simulated:1"))
                .hasMessageContaining("no person's name");
        assertThat(queue.toString()).isEqualTo("Waiting(0 of 3)");
    }

    @Test
    void the_data_file_that_came_back_names_the_classes() throws IOException {
        FO.export(queue, format("YOLO"));
        draw("YOLO", "two/c.png", "Car", 10, 10, 50, 20);
        Path yaml = folder.resolve("out/dataset.yaml");
        Files.writeString(
                yaml,
                Files.readString(yaml).replace("Car", "x").replace("Bus", "Car").replace("x", "Bus"));
        FO.importLabels(queue, format("YOLO"), "vendor");
        assertThat(labels(2)).containsExactly("Bus 0.100 0.200 0.500 0.400 vendor");
    }
}
