package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.Sample;
import dev.winnow.label.Detection;
import dev.winnow.zoo.RoadScenes;
import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsTest {
    @TempDir
    Path folder;

    private Dataset scenes(int count) {
        System.setProperty("winnow.cache", folder.resolve("cache").toString());
        try {
            return RoadScenes.load(Home.at(folder.resolve("home")), count)
                    .selectGroupSlices("left")
                    .cloneTo("left", IfExists.FAIL);
        } finally {
            System.clearProperty("winnow.cache");
        }
    }

    private Dataset empty(String name) {
        return Dataset.create(Home.at(folder.resolve("home")), name, IfExists.FAIL);
    }

    @Test
    void coco_comes_back_as_it_went() {
        Dataset dataset = scenes(6);
        Coco.in(folder.resolve("coco")).write(dataset);
        Dataset back = empty("back");
        ImportReport report = Coco.in(folder.resolve("coco")).read(back);
        assertThat(report.skipped()).isEmpty();
        assertThat(report.labels()).isEqualTo(dataset.count("ground_truth.detections"));
        same(dataset, back, 1e-6);
    }

    @Test
    void yolo_comes_back_within_six_decimals() {
        Dataset dataset = scenes(6);
        List<String> classes = dataset.distinct("ground_truth.label");
        Yolo.v5(folder.resolve("yolo")).split("train").classes(classes).write(dataset);
        Dataset back = empty("back");
        Yolo.v5(folder.resolve("yolo")).read(back);
        same(dataset, back, 2e-6);
        assertThatThrownBy(() -> Yolo.v5(folder.resolve("yolo"))
                        .split("val")
                        .classes(List.of("Car"))
                        .write(dataset))
                .hasMessageContaining("dataset.yaml holds the classes");
    }

    private static void same(Dataset one, Dataset two, double slack) {
        assertThat(two.count()).isEqualTo(one.count());
        for (int i = 0; i < one.count(); i++) {
            List<Detection> a = one.samples().get(i).detections("ground_truth");
            List<Detection> b = two.samples().get(i).detections("ground_truth");
            assertThat(b).hasSameSizeAs(a);
            for (int k = 0; k < a.size(); k++) {
                assertThat(b.get(k).label()).isEqualTo(a.get(k).label());
                assertThat(Math.abs(a.get(k).box().x() - b.get(k).box().x())).isLessThan(slack);
                assertThat(a.get(k).box().iou(b.get(k).box())).isGreaterThan(0.999);
            }
        }
    }

    @Test
    void what_makes_no_sense_in_a_coco_file_is_left_out_and_counted() throws IOException {
        Path place = Files.createDirectories(folder.resolve("bad"));
        Dataset dataset = scenes(1);
        Files.copy(dataset.first().media(), place.resolve("a.png"));
        Files.writeString(place.resolve("b.png"), "no picture");
        Files.writeString(
                place.resolve("labels.json"),
                """
                {"categories":[{"id":7,"name":"Car"}],
                 "images":[{"id":3,"file_name":"a.png","width":640,"height":192},{"id":4,"file_name":"b.png"},
                           {"id":5,"file_name":"../../etc/passwd"},{"id":6,"file_name":"gone.png"}],
                 "annotations":[{"id":1,"image_id":3,"category_id":7,"bbox":[10,10,20,20]},
                                {"id":2,"image_id":3,"category_id":7,"bbox":[10,10,-5,20]},
                                {"id":3,"image_id":99,"category_id":7,"bbox":[1,1,2,2]},
                                {"id":4,"image_id":3,"category_id":8,"bbox":[30,10,20,20]}]}
                """);
        Dataset into = empty("bad");
        ImportReport report = Coco.in(place).read(into);
        assertThat(into.count()).isEqualTo(1);
        assertThat(into.distinct("ground_truth.label")).containsExactly("8", "Car");
        assertThat(report.skipped())
                .containsKeys(
                        "unreadable picture",
                        "file name leads out of the folder",
                        "picture is missing",
                        "annotation of an image that is not there");
        assertThat(report.skipped().keySet()).anyMatch(reason -> reason.startsWith("box is"));
        assertThatThrownBy(() -> Coco.in(folder.resolve("nowhere")).read(empty("x")))
                .hasMessageContaining("There is no folder");
    }

    @Test
    void a_kitti_row_that_is_no_box_is_left_out() throws IOException {
        Path file = folder.resolve("000001.txt");
        Files.writeString(
                file,
                "Car 0.00 0 -1.58 100 100 200 150 1.6 1.6 3.9 1 1 10 0\nVan 0 0 0 300 100 200 150 1 1 1 1 1 1 0\n"
                        + "Car 0 0 0 NaN 1 2 3 1 1 1 1 1 1 0\nshort row\n");
        ImportReport report = new ImportReport("KITTI");
        List<Detection> labels = Kitti.parse(file, new Dimension(1242, 375), ImportOptions.strict(), report);
        assertThat(labels).hasSize(1);
        assertThat(report.skipped().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void all_7481_kitti_label_files_read_with_the_known_counts() throws Exception {
        Path kitti = kitti();
        Assumptions.assumeTrue(kitti != null, "KITTI is not here; set WINNOW_KITTI to its folder to run this test");
        Path labels = unpack(kitti, folder).resolve("label_2");
        Map<String, Integer> counts = new TreeMap<>();
        ImportReport report = new ImportReport("KITTI");
        int files = 0;
        try (Stream<Path> all = Files.list(labels)) {
            for (Path file : all.filter(one -> one.toString().endsWith(".txt")).toList()) {
                files++;
                Kitti.parse(file, new Dimension(1242, 375), ImportOptions.strict(), report)
                        .forEach(label -> counts.merge(label.label(), 1, Integer::sum));
            }
        }
        assertThat(files).isEqualTo(7481);
        assertThat(counts)
                .containsEntry("Car", 28742)
                .containsEntry("Pedestrian", 4487)
                .containsEntry("Van", 2914)
                .containsEntry("Cyclist", 1627)
                .containsEntry("Truck", 1094)
                .containsEntry("Misc", 973)
                .containsEntry("Tram", 511)
                .containsEntry("Person_sitting", 222)
                .containsEntry("DontCare", 11295);
        assertThat(report.skipped()).isEmpty();
    }

    @Test
    void the_27_labelled_kitti_images_come_with_their_boxes() throws Exception {
        Path kitti = kitti();
        Assumptions.assumeTrue(kitti != null, "KITTI is not here; set WINNOW_KITTI to its folder to run this test");
        Dataset dataset = empty("kitti");
        Kitti.in(kitti.resolve("image_2"), unpack(kitti, folder).resolve("label_2"))
                .read(dataset);
        assertThat(dataset.count()).isEqualTo(27);
        assertThat(dataset.countValues("ground_truth.label").asMap())
                .containsEntry("Car", 92L)
                .containsEntry("DontCare", 79L)
                .containsEntry("Van", 20L)
                .containsEntry("Pedestrian", 12L);
        Sample first = dataset.first();
        assertThat(first.number("width")).isBetween(1220.0, 1245.0);
    }

    static Path kitti() {
        String named = System.getenv("WINNOW_KITTI");
        if (named != null) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path there = at.resolve("shared/data/kitti");
            if (Files.isDirectory(there)) {
                return there;
            }
        }
        return null;
    }

    static Path unpack(Path kitti, Path folder) throws Exception {
        Path to = Files.createDirectories(folder.resolve("labels"));
        Process tar = new ProcessBuilder(
                        "tar",
                        "xzf",
                        kitti.resolve("labels_splits_detections.tar.gz").toString(),
                        "-C",
                        to.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> found = Files.walk(to)) {
            return found.filter(one -> one.getFileName().toString().equals("label_2"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }
}
