package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Dataset;
import dev.winnow.data.SampleDraft;
import dev.winnow.fiftyone.FiftyOneDataset;
import dev.winnow.label.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectTest {
    @TempDir
    Path folder;

    private Dataset ours() {
        Dataset dataset = Drawn.dataset(folder, "ours");
        dataset.setMediaRoot(folder.resolve("pictures"));
        for (String name : List.of("cat", "dog")) {
            Drawn.picture(folder.resolve("pictures/" + name + ".png"));
            dataset.addSamples(List.of(SampleDraft.of(name + ".png")
                    .size(100, 50)
                    .set("label", name)
                    .detections("ground_truth", List.of(Detection.of(name, .2, .2, .4, .4)))));
        }
        return dataset;
    }

    @Test
    void each_format_is_told_from_the_others_by_what_it_writes_and_comes_back() {
        Dataset dataset = ours();
        Path out = folder.resolve("out");
        Map<String, Exporter> formats = new LinkedHashMap<>();
        formats.put("FiftyOneDataset", FiftyOneDataset.in(out.resolve("FiftyOneDataset")));
        formats.put("COCO", Coco.in(out.resolve("COCO")));
        formats.put("YOLO", Yolo.v5(out.resolve("YOLO")));
        formats.put("YOLO8", Yolo.v8(out.resolve("YOLO8")));
        formats.put("KITTI", Kitti.in(out.resolve("KITTI")));
        formats.put("Pascal VOC", Voc.in(out.resolve("Pascal VOC")));
        formats.put("CSV", Csv.in(out.resolve("CSV")));
        formats.put("class folders", ClassFolders.in(out.resolve("class folders")));
        formats.forEach((name, format) -> {
            format.write(dataset);
            Dataset back = Drawn.dataset(folder, name);
            ImportReport report = Formats.detect(out.resolve(name)).read(back);
            assertThat(report.format()).isEqualTo(name.replace("8", ""));
            assertThat(report.samples()).as(name).isEqualTo(2);
            assertThat(report.skipped()).as(name).isEmpty();
            if (back.hasField("ground_truth")) {
                assertThat(back.distinct("ground_truth.detections.label"))
                        .as(name)
                        .containsExactly("cat", "dog");
                assertThat(back.first()
                                .detections("ground_truth")
                                .get(0)
                                .box()
                                .iou(Detection.of("", .2, .2, .4, .4).box()))
                        .as(name)
                        .isGreaterThan(0.999);
            } else {
                assertThat(back.distinct("label")).as(name).containsExactly("cat", "dog");
            }
        });
        Dataset plain = Drawn.dataset(folder, "plain");
        assertThat(Formats.detect(folder.resolve("pictures")).read(plain).format())
                .isEqualTo("image folder");
    }

    @Test
    void a_folder_of_no_format_is_refused_with_what_was_looked_for() throws IOException {
        Drawn.text(folder.resolve("odd/notes.md"), "nothing");
        assertThatThrownBy(() -> Formats.detect(folder.resolve("odd")))
                .hasMessageContaining("No format is recognised in odd")
                .hasMessageContaining("FiftyOneDataset")
                .hasMessageContaining("COCO")
                .hasMessageContaining("There: notes.md.");
        Files.createDirectories(folder.resolve("yolo/images"));
        Files.createDirectories(folder.resolve("yolo/labels"));
        assertThatThrownBy(() -> Formats.detect(folder.resolve("yolo"))).hasMessageContaining("classes(List.of(…))");
        assertThatThrownBy(() -> Formats.detect(folder.resolve("gone"))).hasMessageContaining("There is no folder");
    }

    private Path zip(String... names) throws IOException {
        Path zip = folder.resolve("set.zip");
        byte[] picture = Files.readAllBytes(Drawn.picture(folder.resolve("1.png")));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.endsWith("bomb.png") ? new byte[30_000_000] : picture);
            }
        }
        return zip;
    }

    @Test
    void an_archive_is_read_like_its_folder() throws IOException {
        Dataset into = Drawn.dataset(folder, "in");
        ImportReport report = Formats.detect(zip("set/a/1.png", "set/2.png")).read(into);
        assertThat(report.samples()).isEqualTo(2);
        assertThat(into.first().media()).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "../x.png,leads out",
        "/x.png,leads out",
        "C:/x.png,leads out",
        "a\\..\\..\\x.png,leads out",
        "A.png,comes twice",
        "bomb.png,unpacks to more"
    })
    void a_hostile_archive_is_refused_and_leaves_nothing(String name, String why) throws IOException {
        Dataset into = Drawn.dataset(folder, "in");
        Path zip = zip("a.png", name);
        assertThatThrownBy(() -> Formats.detect(zip).read(into)).hasMessageContaining(why);
        assertThat(into.count()).isZero();
        assertThat(ImageFolders.files(into.folder("unpacked"), "")).isEmpty();
        assertThat(folder.resolve("x.png")).doesNotExist();
    }

    @Test
    void a_picture_too_large_to_decode_is_left_out_before_it_is_decoded() throws IOException {
        Path file = Drawn.picture(folder.resolve("in/1.png"));
        byte[] png = Files.readAllBytes(file);
        java.nio.ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
        Files.write(folder.resolve("in/bomb.png"), png);
        Files.write(folder.resolve("in/empty.png"), new byte[0]);
        Files.writeString(folder.resolve("in/word.jpg"), "no picture");
        Dataset into = Drawn.dataset(folder, "in");
        ImportReport report = Formats.detect(folder.resolve("in")).read(into);
        assertThat(report.samples()).isEqualTo(1);
        assertThat(report.skipped()).containsEntry("unreadable picture", 3);
    }

    @Test
    void an_import_into_a_dataset_of_another_folder_is_refused_and_breaks_nothing() {
        Dataset dataset = ours();
        Drawn.picture(folder.resolve("other/1.png"));
        assertThatThrownBy(() -> ImageFolder.in(folder.resolve("other")).read(dataset))
                .hasMessageContaining("has its pictures in another folder (pictures) than this import (other)");
        assertThat(dataset.first().media()).exists();
        assertThat(dataset.count()).isEqualTo(2);
        Drawn.picture(folder.resolve("pictures/more/1.png"));
        ImageFolder.in(folder.resolve("pictures/more")).read(dataset);
        assertThat(dataset.samples().get(2).media()).exists();
        assertThat(dataset.samples().get(2).filepath()).isEqualTo("more/1.png");
    }
}
