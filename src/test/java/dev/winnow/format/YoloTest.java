package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YoloTest {
    @TempDir
    Path folder;

    private Yolo yolo(int version, String place) {
        return version == 8 ? Yolo.v8(folder.resolve(place)) : Yolo.v5(folder.resolve(place));
    }

    private Dataset namesakes() {
        Dataset dataset = Drawn.dataset(folder, "namesakes");
        dataset.setMediaRoot(folder.resolve("in"));
        int width = 100;
        for (String path : List.of("left/1.png", "right/1.png", "2.png", "2.jpg")) {
            Drawn.picture(folder.resolve("in").resolve(path), width, 50);
            dataset.addSamples(List.of(SampleDraft.of(path)
                    .size(width, 50)
                    .detections("ground_truth", List.of(Detection.of(path.replace('/', ' '), .2, .2, .4, .4)))));
            width += 10;
        }
        return dataset;
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 8})
    void pictures_of_one_name_in_different_folders_stay_two(int version) {
        yolo(version, "out").split("train").write(namesakes());
        Dataset back = Drawn.dataset(folder, "back");
        ImportReport report = yolo(version, "out").read(back);
        assertThat(report.skipped()).isEmpty();
        assertThat(back.count()).isEqualTo(4);
        Set<String> seen = new TreeSet<>();
        for (Sample sample : back.samples()) {
            seen.add((int) sample.number("width") + " "
                    + sample.detections("ground_truth").get(0).label());
            assertThat(sample.tags()).containsExactly("yolo:train");
        }
        assertThat(seen).containsExactly("100 left 1.png", "110 right 1.png", "120 2.png", "130 2.jpg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b", "no", "- x", "#1", "'", "\"", "ü\n2", "{a}", "1", "1.0", "~", "", " lead", "a\\b", "%", "\t"
            })
    void a_class_of_any_name_comes_back(String name) {
        Dataset dataset = Drawn.dataset(folder, "one");
        dataset.setMediaRoot(folder.resolve("in"));
        Drawn.picture(folder.resolve("in/1.png"));
        dataset.addSamples(List.of(
                SampleDraft.of("1.png").detections("ground_truth", List.of(Detection.of(name, .2, .2, .4, .4)))));
        Yolo.v5(folder.resolve("out")).split("train").write(dataset);
        Yolo.v5(folder.resolve("out")).split("val").write(dataset);
        Dataset back = Drawn.dataset(folder, "back");
        Yolo.v5(folder.resolve("out")).read(back);
        assertThat(back.samples()).hasSize(2);
        assertThat(back.first().detections("ground_truth").get(0).label()).isEqualTo(name);
    }

    @Test
    void predictions_find_the_picture_under_the_name_it_was_exported_under() throws IOException {
        Dataset dataset = namesakes();
        Yolo.v5(folder.resolve("out")).split("val").write(dataset);
        Yolo run = Yolo.v5(folder.resolve("run")).split("val").classes(List.of("Car"));
        Drawn.text(folder.resolve("run/labels/val/right_1.txt"), "0 0.5 0.5 0.1 0.1 0.9");
        ImportReport report = run.readPredictions(dataset, "predictions");
        assertThat(report.samples()).isEqualTo(1);
        assertThat(dataset.samples().get(1).detections("predictions").get(0).confidence())
                .isEqualTo(0.9);
    }

    @Test
    void rows_that_are_none_are_left_out_and_polygons_come_as_boxes() {
        Drawn.picture(folder.resolve("in/images/train/1.png"));
        Drawn.picture(folder.resolve("in/images/train/bare.png"));
        Drawn.text(
                folder.resolve("in/labels/train/1.txt"),
                """
                0 0.5 0.5 0.2 0.2
                0 nan 0.5 0.2 0.2
                0 0.5 0.5 -0.2 0.2
                9 0.1 0.1 0.4 0.1 0.4 0.3
                0 0.5
                x 0.5 0.5 0.1 0.1
                """);
        Drawn.text(folder.resolve("in/data.yaml"), "train: ../train/images\nnc: 1\nnames: [Car]\n");
        Dataset into = Drawn.dataset(folder, "in");
        ImportReport report = Yolo.v5(folder.resolve("in")).read(into);
        assertThat(into.first().detections("ground_truth").stream().map(Detection::label))
                .containsExactly("Car", "9");
        assertThat(Drawn.skipped(report, "box is")).isEqualTo(1);
        assertThat(Drawn.skipped(report, "a column is no number")).isEqualTo(2);
        assertThat(Drawn.skipped(report, "a row needs five columns")).isEqualTo(1);
        assertThat(into.samples().get(1).get("ground_truth"))
                .as("no label file, no labels")
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train: images/train\nval: images/val\nnames: {0: Car}\n",
                "path: /elsewhere/set\ntrain: train/images\nval: valid/images\nnames: [Car]\n",
                "train: [images/train, images/more]\nnames: [Car]\n",
                "train: list.txt\nnames: [Car]\n",
                "nc: 1\nnames: [Car]\n"
            })
    void every_way_to_lay_out_a_folder_is_read(String yaml) {
        Drawn.text(folder.resolve("in/data.yaml"), yaml);
        boolean splitFirst = yaml.contains("train/images");
        String train = splitFirst ? "train/images" : "images/train";
        String val = splitFirst ? "valid/images" : yaml.contains("more") ? "images/more" : "images/val";
        Drawn.picture(folder.resolve("in").resolve(train).resolve("1.png"));
        Drawn.picture(folder.resolve("in").resolve(val).resolve("2.png"));
        Drawn.text(folder.resolve("in/list.txt"), "./images/train/1.png\nimages/val/2.png\n../../x.png\n");
        for (String place : List.of(train + "/1", val + "/2")) {
            Drawn.text(folder.resolve("in").resolve(place.replace("images", "labels") + ".txt"), "0 .5 .5 .1 .1");
        }
        Dataset into = Drawn.dataset(folder, "in");
        ImportReport report = Yolo.v8(folder.resolve("in")).read(into);
        assertThat(report.samples()).isEqualTo(2);
        assertThat(report.labels()).isEqualTo(2);
        assertThat(into.distinct("ground_truth.detections.label")).containsExactly("Car");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "names: !!javax.script.ScriptEngineManager [x]",
                "names: {0: &a [x], 1: *b}",
                "names: {2000000000000: Car}",
                "nothing: here",
                "names: [unclosed"
            })
    void a_data_file_that_makes_no_sense_is_refused(String yaml) throws IOException {
        Drawn.text(folder.resolve("in/data.yaml"), yaml);
        Files.createDirectories(folder.resolve("in/images"));
        Dataset into = Drawn.dataset(folder, "in");
        assertThatThrownBy(() -> Yolo.v5(folder.resolve("in")).read(into))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data.yaml");
        assertThat(into.count()).isZero();
    }

    @Test
    void a_split_outside_of_the_folder_is_not_read() {
        Drawn.picture(folder.resolve("secret/1.png"));
        Drawn.text(
                folder.resolve("in/data.yaml"),
                "train: " + folder.resolve("secret") + "\nval: ../secret\nnames: [Car]\n");
        assertThatThrownBy(() -> Yolo.v5(folder.resolve("in")).read(Drawn.dataset(folder, "in")))
                .hasMessageContaining("No pictures of any split");
    }

    @Test
    void an_export_is_started_anew_only_when_that_is_asked_for() throws IOException {
        Path out = folder.resolve("anew");
        Dataset dataset = namesakes();
        Yolo.v5(out).split("train").classes(List.of("Car")).write(dataset);
        assertThatThrownBy(
                        () -> Yolo.v5(out).split("val").classes(List.of("Van")).write(dataset))
                .hasMessageContaining("overwrite()");
        Files.writeString(out.resolve("notes.txt"), "a person's");
        Yolo.v5(out).split("val").classes(List.of("Van")).overwrite().write(dataset.limit(1));
        assertThat(out.resolve("images/train")).doesNotExist();
        assertThat(out.resolve("labels/val")).isNotEmptyDirectory();
        assertThat(out.resolve("notes.txt")).hasContent("a person's");
        assertThat(Files.readString(out.resolve("dataset.yaml")))
                .contains("Van")
                .doesNotContain("Car");
    }
}
