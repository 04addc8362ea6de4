package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Dataset;
import dev.winnow.data.IfExists;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleDraft;
import dev.winnow.data.View;
import dev.winnow.expr.Field;
import dev.winnow.fiftyone.FiftyOneDataset;
import dev.winnow.label.Box;
import dev.winnow.label.Classification;
import dev.winnow.label.Detection;
import dev.winnow.label.GeoLocation;
import dev.winnow.label.Heatmap;
import dev.winnow.label.Keypoint;
import dev.winnow.label.Point;
import dev.winnow.label.Polyline;
import dev.winnow.label.Regression;
import dev.winnow.label.Segmentation;
import dev.winnow.label.Skeleton;
import dev.winnow.label.TemporalDetection;
import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every format through its real peers, on the 27 labelled KITTI images or, without them, on painted ones. Runs where
 * {@code WINNOW_PEERS} names a folder with {@code venv} (fiftyone 1.22.1, pycocotools) and {@code readers} (supervision 0.27.0).
 */
@EnabledIfEnvironmentVariable(named = "WINNOW_PEERS", matches = ".+")
class PeersTest {
    @TempDir
    Path folder;

    private Dataset dataset;

    @BeforeEach
    void write() throws Exception {
        dataset = Drawn.dataset(folder, "kitti");
        Path kitti = FormatsTest.kitti();
        if (kitti == null) {
            painted();
        } else {
            Kitti.in(kitti.resolve("image_2"), FormatsTest.unpack(kitti, folder).resolve("label_2"))
                    .read(dataset);
        }
        List<String> ids = dataset.samples().stream().map(Sample::id).toList();
        Map<String, Object> scores = new LinkedHashMap<>();
        float[] vectors = new float[ids.size() * 3];
        for (int i = 0; i < ids.size(); i++) {
            scores.put(ids.get(i), i / 7.0);
            vectors[3 * i + 1] = i / 3f;
        }
        dataset.setValues("score", scores);
        dataset.setValues("n", 7);
        dataset.setValues("scene", "day, \"dry\"");
        dataset.setValues("label", "street");
        Map<String, Object> weather = new LinkedHashMap<>();
        Map<String, Object> kinds = new LinkedHashMap<>();
        Map<String, Object> lanes = new LinkedHashMap<>();
        Map<String, Object> joints = new LinkedHashMap<>();
        Map<String, Object> wet = new LinkedHashMap<>();
        List<Point> points = List.of(new Point(0.25, 0.5), new Point(0.75, 0.5));
        for (String id : ids) {
            weather.put(id, Classification.of("rain", 0.75));
            kinds.put(id, List.of(Classification.of("urban"), Classification.of("night")));
            lanes.put(id, List.of(Polyline.line("lane", points)));
            joints.put(id, List.of(Keypoint.of("pole", points)));
            wet.put(id, Regression.of(0.5));
        }
        dataset.setValues("weather", weather);
        dataset.setValues("kinds", kinds);
        dataset.setValues("lanes", lanes);
        dataset.setValues("joints", joints);
        dataset.setValues("wet", wet);
        dataset.setEmbeddings("embedding", Embeddings.of(ids, vectors, 3));
        dataset.limit(5).tagSamples("split:val");
        dataset.setInfo("licence", "CC");
        dataset.saveView(
                "high",
                dataset.match(Field.of("score").gt(1)).sortBy("score", true).limit(9),
                "the highest",
                "#ff6d04",
                IfExists.FAIL);
        dataset.setDescription("one street");
        dataset.setTags(List.of("wet"));
        dataset.setClasses("ground_truth", List.of("Car", "Van"));
        dataset.setDefaultClasses(List.of("any"));
        dataset.setMaskTargets("ground_truth", Map.of("1", "lane"));
        dataset.setSkeleton("joints", new Skeleton(List.of("foot", "top"), List.of(List.of(0, 1))));
        dataset.saveView(
                "cars",
                dataset.filterLabels(
                        "ground_truth",
                        Field.of("label")
                                .isIn("Car", "Van")
                                .and(Field.of("truncated").le(0.0))),
                IfExists.FAIL);
        dataset.saveView(
                "crowded",
                dataset.match(Field.of("ground_truth.detections")
                        .length()
                        .ge(5)
                        .and(Field.of("ground_truth.detections.label").contains("Pedestrian"))),
                IfExists.FAIL);
        dataset.saveView("tagged", dataset.matchTags("split:val").skip(1), IfExists.FAIL);
        dataset.saveView("one", dataset.match(Field.of("id").eq(ids.get(3))), IfExists.FAIL);
        Map<String, Object> part = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i += 2) {
            part.put(ids.get(i), i / 40.0);
        }
        dataset.setValues("part", part);
        dataset.limit(3).tagSamples("seen");
        List<String> backwards = new ArrayList<>(ids.subList(0, 5));
        Collections.reverse(backwards);
        Map<String, View> flagged = new LinkedHashMap<>();
        flagged.put("without", dataset.exists("part", false));
        flagged.put("with", dataset.exists("part"));
        flagged.put("untagged", dataset.matchTags(List.of("split:val"), false));
        flagged.put("both tags", dataset.matchTags(List.of("split:val", "seen"), true, true));
        flagged.put("not both tags", dataset.matchTags(List.of("split:val", "seen"), false, true));
        flagged.put(
                "no cars", dataset.matchLabels("ground_truth", Field.of("label").eq("Car"), false));
        flagged.put("contains both", dataset.match(Field.of("tags").contains(List.of("split:val", "seen"), true)));
        flagged.put("contains any", dataset.match(Field.of("tags").contains("nothing", "seen")));
        flagged.put("low", dataset.match(Field.of("part").lt(0.2)));
        flagged.put("low or equal", dataset.match(Field.of("part").le(0.2)));
        flagged.put("not low", dataset.match(Field.of("part").lt(0.2).not()));
        flagged.put("against a field", dataset.match(Field.of("n").gt(Field.of("part"))));
        flagged.put("not missing", dataset.match(Field.of("part").ne(null)));
        flagged.put("rounded", dataset.match(Field.of("part").round(1).eq(0.1)));
        flagged.put("stripped", dataset.match(Field.of("label").strip("st").eq("ree")));
        flagged.put("backwards", dataset.select(backwards, true));
        flagged.put(
                "low labels",
                dataset.filterLabels("ground_truth", Field.of("truncated").lt(0.5), false));
        flagged.forEach((name, view) -> dataset.saveView(name, view, IfExists.FAIL));
        FiftyOneDataset.in(folder.resolve("fiftyone")).write(dataset);
        Coco.in(folder.resolve("coco")).write(dataset);
        Yolo.v5(folder.resolve("yolo5")).write(dataset);
        Yolo.v8(folder.resolve("yolo8")).write(dataset);
        Voc.in(folder.resolve("voc")).write(dataset);
        Kitti.in(folder.resolve("kitti")).write(dataset);
        Csv.in(folder.resolve("csv")).fields("score", "n", "scene").write(dataset);
        ClassFolders.in(folder.resolve("classes")).write(dataset);
        for (Sample sample : dataset.samples()) {
            ImageFolders.copy(sample.media(), folder.resolve("images").resolve(sample.fileName()));
        }
    }

    private void painted() {
        dataset.setMediaRoot(folder.resolve("painted"));
        for (int i = 0; i < 6; i++) {
            Drawn.picture(folder.resolve("painted/" + i + ".png"), 300, 150);
            dataset.addSamples(List.of(SampleDraft.of(i + ".png")
                    .size(300, 150)
                    .detections(
                            "ground_truth",
                            List.of(Detection.of("Car", .2, .2, .4, .4).with("truncated", 0.0)))));
        }
    }

    private void run(String python, String what) throws Exception {
        Path peers = Path.of(System.getenv("WINNOW_PEERS"));
        ProcessBuilder command = new ProcessBuilder(
                peers.resolve(python).toString(), "src/test/python/format_peers.py", what, folder.toString());
        Map<String, String> environment = command.environment();
        environment.putIfAbsent("FIFTYONE_DATABASE_DIR", folder.resolve("fo/db").toString());
        environment.put("FIFTYONE_DEFAULT_DATASET_DIR", folder.resolve("fo/ds").toString());
        environment.put("FIFTYONE_CONFIG_PATH", folder.resolve("fo/config.json").toString());
        environment.put("FIFTYONE_DATABASE_VALIDATION", "false");
        environment.put("FIFTYONE_DO_NOT_TRACK", "true");
        environment.put("FIFTYONE_SHOW_PROGRESS_BARS", "false");
        Process process = command.inheritIO().start();
        assertThat(process.waitFor()).as(what).isZero();
    }

    @Test
    void fiftyone_and_pycocotools_see_what_we_wrote_and_we_read_what_fiftyone_writes() throws Exception {
        run("venv/bin/python", "fiftyone");
        same("fiftyone-fiftyone", 1e-9);
        same("fiftyone-coco", 0.01);
        same("pycocotools-coco", 0.01);
        same("fiftyone-yolo5", 0.01);
        same("fiftyone-yolo8", 0.01);
        same("fiftyone-kitti", 0.01);
        // FiftyOne and supervision take the pixels of VOC for edges counted from 0.
        same("fiftyone-voc", 1.51);
        assertThat(facts("pycocotools-coco").get("first"))
                .as("ids are written from 1")
                .isEqualTo(1L);
        Map<?, ?> seen = facts("fiftyone-fiftyone");
        assertThat(seen.get("said"))
                .isEqualTo(List.of(
                        "one street",
                        List.of("wet"),
                        List.of("Car", "Van"),
                        List.of("any"),
                        Map.of("1", "lane"),
                        List.of("foot", "top"),
                        List.of(List.of(0L, 1L)),
                        "the highest",
                        "#ff6d04"));
        for (String view : dataset.listSavedViews()) {
            assertThat(((Map<?, ?>) seen.get("views")).get(view))
                    .as(view)
                    .isEqualTo(dataset.loadSavedView(view).samples().stream()
                            .map(Sample::id)
                            .toList());
        }
        for (Sample sample : dataset.samples()) {
            assertThat(((Map<?, ?>) seen.get("tags")).get(sample.fileName())).isEqualTo(sample.tags());
            List<Double> vector = new ArrayList<>();
            for (float number : (float[]) sample.get("embedding")) {
                vector.add((double) number);
            }
            assertThat(((Map<?, ?>) seen.get("vectors")).get(sample.fileName())).isEqualTo(vector);
            List<Object> truncated = new ArrayList<>();
            sample.detections("ground_truth")
                    .forEach(label -> truncated.add(label.attributes().get("truncated")));
            assertThat(((Map<?, ?>) seen.get("attributes")).get(sample.fileName()))
                    .isEqualTo(truncated);
            assertThat(((Map<?, ?>) seen.get("others")).get(sample.fileName()))
                    .isEqualTo(List.of(
                            List.of("rain", 0.75),
                            List.of("urban", "night"),
                            List.of("lane", List.of(List.of(List.of(0.25, 0.5), List.of(0.75, 0.5))), false),
                            List.of("pole", List.of(List.of(0.25, 0.5), List.of(0.75, 0.5))),
                            0.5));
            assertThat(((Map<?, ?>) facts("fiftyone-csv").get("values")).get(sample.fileName()))
                    .isEqualTo(List.of(sample.number("score"), 7L, "day, \"dry\""));
            assertThat(((Map<?, ?>) facts("fiftyone-classes").get("values")).get(sample.fileName()))
                    .isEqualTo("street");
        }
        assertThat((Map<?, ?>) facts("fiftyone-images").get("samples")).hasSize(dataset.count());

        back("fiftyone-fiftyone", FiftyOneDataset.in(folder.resolve("back/fiftyone-fiftyone")), 1e-9);
        back("fiftyone-coco", Coco.in(folder.resolve("back/fiftyone-coco")), 0.01);
        back("fiftyone-yolo5", Yolo.v5(folder.resolve("back/fiftyone-yolo5")), 0.01);
        back("fiftyone-kitti", Kitti.in(folder.resolve("back/fiftyone-kitti")), 0.51);
        back("fiftyone-voc", Voc.in(folder.resolve("back/fiftyone-voc")).zeroBased(), 2.01);
        Dataset classes = Drawn.dataset(folder, "classes");
        Formats.detect(folder.resolve("back/fiftyone-classes")).read(classes);
        assertThat(classes.count()).isEqualTo(dataset.count());
        Dataset came = Dataset.load(dataset.home(), "fiftyone-fiftyone");
        for (Sample sample : dataset.samples()) {
            assertThat(came.sample(sample.id()).detections("ground_truth"))
                    .isEqualTo(sample.detections("ground_truth"));
            assertThat(came.sample(sample.id()).get("embedding")).isEqualTo(sample.get("embedding"));
        }
        assertThat(came.description()).isEqualTo("one street");
        assertThat(came.classes("ground_truth")).containsExactly("Car", "Van");
        assertThat(came.maskTargets("ground_truth")).isEqualTo(Map.of("1", "lane"));
        assertThat(came.skeleton("joints")).isEqualTo(dataset.skeleton("joints"));
        assertThat(came.savedViewInfo("high")).containsEntry("description", "the highest");
        for (String view : dataset.listSavedViews()) {
            assertThat(came.loadSavedView(view).samples().stream()
                            .map(Sample::id)
                            .toList())
                    .as(view)
                    .isEqualTo(dataset.loadSavedView(view).samples().stream()
                            .map(Sample::id)
                            .toList());
        }
    }

    @Test
    void labels_of_every_type_are_labels_in_fiftyone_and_its_own_are_labels_here() throws Exception {
        Dataset ours = Drawn.dataset(folder, "labels");
        ours.setMediaRoot(folder.resolve("label pictures"));
        Drawn.picture(ours.mediaRoot().resolve("a.png"));
        Drawn.picture(ours.mediaRoot().resolve("masks/road.png"), 10, 5);
        Drawn.picture(ours.mediaRoot().resolve("masks/heat.png"), 10, 5);
        List<Point> points = List.of(new Point(0.25, 0.5), new Point(0.75, 0.5), new Point(0.5, 1));
        ours.addSample(SampleDraft.of("a.png")
                .size(100, 50)
                .set(
                        "weather",
                        new Classification("", "rain", 0.75, List.of(0.1, 0.9), List.of(), Map.of("annotator", "ann")))
                .set("kinds", List.of(Classification.of("urban"), Classification.of("night")))
                .set("lanes", List.of(Polyline.line("lane", points), Polyline.polygon("area", points)))
                .set("joints", List.of(new Keypoint("", "pole", points, 0.5, List.of(), Map.of())))
                .set("wet", new Regression("", 0.5, 0.25, List.of("checked"), Map.of()))
                .set("stay", List.of(TemporalDetection.of("stop", 3, 9)))
                .set("road", Segmentation.of("masks/road.png"))
                .set("heat", new Heatmap("", "masks/heat.png", 0, 255, List.of(), Map.of()))
                .set("place", GeoLocation.of(8.4, 49))
                .set("area", new GeoLocation("", new Point(1, 2), List.of(), ring(), List.of(), Map.of())));
        FiftyOneDataset.in(folder.resolve("labels")).write(ours);
        run("venv/bin/python", "labels");
        Map<?, ?> facts = (Map<?, ?>) ExtendedJson.read(ImageFolders.text(folder.resolve("facts/labels.json")));
        List<?> pairs = points.stream().map(one -> List.of(one.x(), one.y())).toList();
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("weather", List.of("rain", 0.75, List.of(0.1, 0.9)));
        expected.put("kinds", List.of("urban", "night"));
        expected.put("lanes", List.of(List.of(pairs), List.of(pairs)));
        expected.put("joints", List.of(List.of(pairs, List.of(0.5, 0.5, 0.5))));
        expected.put("wet", List.of(0.5, 0.25));
        expected.put("stay", List.of(List.of("stop", List.of(3L, 9L))));
        expected.put("road", List.of(5L, 10L, 3L));
        expected.put("heat", List.of(List.of(5L, 10L, 3L), List.of(0.0, 255.0)));
        expected.put("place", List.of(8.4, 49.0));
        expected.put(
                "area",
                List.of(ring().stream().map(one -> List.of(one.x(), one.y())).toList()));
        expected.put("attributes", List.of("ann", List.of("checked")));
        assertThat(facts).isEqualTo(expected);

        Dataset back = Drawn.dataset(folder, "labels back");
        ImportReport report = FiftyOneDataset.in(folder.resolve("back/labels")).read(back);
        assertThat(report.skipped()).isEmpty();
        for (String field : List.of("weather", "kinds", "lanes", "joints", "wet", "stay", "place", "area")) {
            assertThat(back.first().get(field)).as(field).isEqualTo(ours.first().get(field));
        }
        assertThat(back.mediaRoot().resolve(((Segmentation) back.first().get("road")).maskPath()))
                .hasSameBinaryContentAs(ours.mediaRoot().resolve("masks/road.png"));
        assertThat(((Classification) back.first().get("fo_weather")).logits()).containsExactly(0.1, 0.2);
        assertThat(((GeoLocation) back.first().get("fo_place")).line())
                .containsExactly(new Point(1, 2), new Point(3, 4));
        assertThat(back.first().get("fo_road")).isInstanceOf(Segmentation.class);
        FiftyOneDataset.in(folder.resolve("again")).write(back);
        run("venv/bin/python", "again");
    }

    private static List<Point> ring() {
        return List.of(new Point(0, 0), new Point(4, 0), new Point(4, 4), new Point(0, 0));
    }

    @Test
    void supervision_sees_what_we_wrote_and_we_read_what_it_writes() throws Exception {
        run("readers/bin/python", "readers");
        same("supervision-yolo5", 0.01);
        same("supervision-yolo8", 0.01);
        same("supervision-coco", 0.01);
        same("supervision-voc", 1.51);
        back("supervision-yolo5", Yolo.v5(folder.resolve("back/supervision-yolo5")), 0.01);
        back("supervision-coco", Coco.in(folder.resolve("back/supervision-coco")), 0.01);
        back("supervision-voc", Voc.in(folder.resolve("back/supervision-voc")), 1.51);
    }

    private Map<?, ?> facts(String name) {
        return (Map<?, ?>) ExtendedJson.read(ImageFolders.text(folder.resolve("facts/" + name + ".json")));
    }

    /** A label in pixels. */
    private record Placed(String label, double x, double y, double w, double h) {}

    private void same(String name, double pixels) {
        Map<String, List<Placed>> seen = new TreeMap<>();
        ((Map<?, ?>) facts(name).get("samples")).forEach((picture, labels) -> {
            List<Placed> placed = new ArrayList<>();
            for (Object one : (List<?>) labels) {
                List<?> row = (List<?>) one;
                placed.add(new Placed(
                        String.valueOf(row.get(0)), number(row, 1), number(row, 2), number(row, 3), number(row, 4)));
            }
            seen.put(ImageFolders.stem(String.valueOf(picture)), placed);
        });
        close(name, seen, pixels);
    }

    private static double number(List<?> row, int i) {
        return ((Number) row.get(i)).doubleValue();
    }

    private void back(String name, Importer format, double pixels) throws IOException {
        Dataset back = Drawn.dataset(folder, name);
        ImportReport report = format.read(back);
        assertThat(report.skipped()).as(name + ": " + report).isEmpty();
        close("we read back " + name, placed(back), pixels);
    }

    private static Map<String, List<Placed>> placed(Dataset dataset) {
        Map<String, List<Placed>> placed = new TreeMap<>();
        for (Sample sample : dataset.samples()) {
            List<Placed> own = new ArrayList<>();
            double width = sample.number("width");
            double height = sample.number("height");
            for (Detection label : sample.detections("ground_truth")) {
                Box box = label.box();
                own.add(new Placed(
                        label.label(), box.x() * width, box.y() * height, box.w() * width, box.h() * height));
            }
            placed.put(ImageFolders.stem(sample.fileName()), own);
        }
        return placed;
    }

    private void close(String name, Map<String, List<Placed>> seen, double pixels) {
        Map<String, List<Placed>> ours = placed(dataset);
        assertThat(seen.keySet()).as(name).isEqualTo(ours.keySet());
        double worst = 0;
        int count = 0;
        for (Map.Entry<String, List<Placed>> picture : ours.entrySet()) {
            List<Placed> theirs = seen.getOrDefault(picture.getKey(), List.of());
            assertThat(theirs.stream().map(Placed::label).toList())
                    .as(name + " " + picture.getKey())
                    .isEqualTo(picture.getValue().stream().map(Placed::label).toList());
            for (int i = 0; i < theirs.size(); i++) {
                worst = Math.max(worst, distance(picture.getValue().get(i), theirs.get(i)));
            }
            count += theirs.size();
        }
        System.out.printf("%s: %d pictures, %d labels, largest difference %.4f px%n", name, ours.size(), count, worst);
        assertThat(worst).as(name).isLessThan(pixels);
    }

    private static double distance(Placed a, Placed b) {
        double left = Math.abs(a.x() - b.x());
        double top = Math.abs(a.y() - b.y());
        double right = Math.abs(a.x() + a.w() - b.x() - b.w());
        double bottom = Math.abs(a.y() + a.h() - b.y() - b.h());
        return Math.max(Math.max(left, top), Math.max(right, bottom));
    }
}
