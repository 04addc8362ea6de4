package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KittiTest {
    private static final String ROW = "Car 0.10 2 -1.58 20.00 10.00 60.00 30.00 1.65 1.67 3.64 -0.65 1.71 46.70 -1.59";
    private static final String DONT_CARE = "DontCare -1 -1 -10 70.00 10.00 90.00 30.00 -1 -1 -1 -1000 -1000 -1000 -10";

    @TempDir
    Path folder;

    @Test
    void a_picture_in_a_nested_folder_takes_its_own_labels_and_not_those_of_a_namesake() {
        for (String drive : new String[] {"a/", "b/", ""}) {
            Drawn.picture(folder.resolve("in/image_2/" + drive + "1.png"));
        }
        Drawn.text(folder.resolve("in/label_2/a/1.txt"), ROW);
        Drawn.text(folder.resolve("in/label_2/1.txt"), ROW.replace("Car", "Van"));
        Dataset into = Drawn.dataset(folder, "in");
        ImportReport report = Kitti.in(folder.resolve("in")).read(into);
        assertThat(report.skipped()).containsEntry("no label file", 1);
        for (Sample sample : into.samples()) {
            String expected = sample.filepath().startsWith("a")
                    ? "Car"
                    : sample.filepath().startsWith("b") ? "" : "Van";
            assertThat(sample.detections("ground_truth").stream().map(label -> label.label()))
                    .as(sample.filepath())
                    .isEqualTo(expected.isEmpty() ? java.util.List.of() : java.util.List.of(expected));
        }
    }

    @Test
    void a_label_file_is_written_as_it_was_read() throws IOException {
        Drawn.picture(folder.resolve("in/image_2/1.png"));
        Drawn.text(folder.resolve("in/label_2/1.txt"), ROW + "\n" + DONT_CARE);
        Dataset into = Drawn.dataset(folder, "in");
        assertThat(Kitti.in(folder.resolve("in")).read(into).skipped()).isEmpty();
        Kitti.in(folder.resolve("out")).write(into);
        assertThat(Files.readString(folder.resolve("out/label_2/1.txt"))).isEqualTo(ROW + "\n" + DONT_CARE);
        assertThat(folder.resolve("out/image_2/1.png")).exists();
    }

    @Test
    void a_score_and_a_class_of_two_words_find_their_columns() throws IOException {
        Drawn.picture(folder.resolve("in/1.png"));
        Drawn.text(folder.resolve("in/1.txt"), ROW + " 0.875");
        Dataset into = Drawn.dataset(folder, "in");
        Kitti.in(folder.resolve("in")).read(into);
        assertThat(into.first().detections("ground_truth").get(0).confidence()).isEqualTo(0.875);
        into.setDetections(
                "ground_truth",
                java.util.Map.of(
                        into.first().id(),
                        java.util.List.of(
                                into.first().detections("ground_truth").get(0).withLabel("Person sitting"))));
        Kitti.in(folder.resolve("out")).write(into);
        assertThat(Files.readString(folder.resolve("out/label_2/1.txt")))
                .startsWith("Person_sitting 0.10 2")
                .endsWith(" 0.875000");
    }
}
