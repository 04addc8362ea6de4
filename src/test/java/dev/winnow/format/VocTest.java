package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Dataset;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocTest {
    @TempDir
    Path folder;

    private ImportReport read(String xml, Dataset into) {
        Drawn.picture(folder.resolve("in/JPEGImages/1.png"));
        Drawn.text(folder.resolve("in/Annotations/1.xml"), xml);
        return Voc.in(folder.resolve("in")).read(into);
    }

    @Test
    void a_box_counts_pixels_from_1_and_covers_the_last() {
        Dataset into = Drawn.dataset(folder, "in");
        read(
                """
                <annotation><filename>../../x.png</filename><object><name>dog &amp; cat</name><difficult>1</difficult>
                <pose>Left</pose><part><name>head</name><bndbox><xmin>1</xmin></bndbox></part>
                <bndbox><xmax>60</xmax><xmin>21</xmin><ymin>11</ymin><ymax>30</ymax></bndbox></object></annotation>
                """,
                into);
        Detection label = into.first().detections("ground_truth").get(0);
        assertThat(label.label()).isEqualTo("dog & cat");
        assertThat(label.box())
                .isEqualTo(Detection.of("", .2, .2, .6 - .2, .6 - .2).box());
        assertThat(label.attributes()).containsEntry("difficult", 1L).containsEntry("pose", "Left");
    }

    @Test
    void boxes_of_whole_pixels_come_back_as_they_went() {
        Dataset dataset = Drawn.dataset(folder, "out");
        dataset.setMediaRoot(folder.resolve("pictures"));
        Drawn.picture(folder.resolve("pictures/1.png"));
        Detection label = Detection.of("<a> & \u0001 \"ü\"", .2, .2, .4, .4).with("truncated", 1L);
        dataset.addSamples(List.of(SampleDraft.of("1.png").size(100, 50).detections("ground_truth", List.of(label))));
        Voc.in(folder.resolve("voc")).write(dataset);
        Dataset back = Drawn.dataset(folder, "back");
        assertThat(Voc.in(folder.resolve("voc")).read(back).skipped()).isEmpty();
        Detection came = back.first().detections("ground_truth").get(0);
        assertThat(came.label()).isEqualTo("<a> & \uFFFD \"ü\"");
        assertThat(came.box().iou(label.box())).isGreaterThan(1 - 1e-9);
        assertThat(came.attributes()).containsEntry("truncated", 1L);
    }

    @Test
    void a_file_with_a_document_type_is_not_read() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        String object =
                "<object><name>&x;</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object>";
        for (String type : List.of(
                "<!DOCTYPE a [<!ENTITY x SYSTEM \""
                        + folder.resolve("secret.txt").toUri() + "\">]>",
                "<!DOCTYPE a [<!ENTITY y \"lol\"><!ENTITY x \"&y;&y;&y;\">]>",
                "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\">")) {
            Dataset into = Drawn.dataset(folder, "in" + type.hashCode());
            ImportReport report = read(type + "<annotation>" + object + "</annotation>", into);
            assertThat(report.skipped()).as(type).containsEntry("label file is no VOC file", 1);
            assertThat(into.first().get("ground_truth")).isNull();
        }
    }

    @Test
    void files_and_boxes_that_make_no_sense_are_left_out_and_counted() {
        Dataset into = Drawn.dataset(folder, "in");
        ImportReport report = read(
                """
                <annotation><object><name>a</name></object>
                <object><name>b</name><bndbox><xmin>NaN</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object>
                <object><name>c</name><bndbox><xmin>50</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object>
                <object><name>d</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>900</xmax><ymax>9</ymax></bndbox></object>
                </annotation>
                """,
                into);
        assertThat(Drawn.skipped(report, "box is")).isEqualTo(3);
        assertThat(report.changed()).containsEntry("box trimmed to the image", 1);
        assertThat(report.labels()).isEqualTo(1);
        Dataset cut = Drawn.dataset(folder, "cut");
        assertThat(read("<annotation><object>", cut).skipped()).containsEntry("label file is no VOC file", 1);
        Dataset deep = Drawn.dataset(folder, "deep");
        assertThat(read("<a>".repeat(100_000), deep).skipped()).containsEntry("label file is no VOC file", 1);
    }
}
