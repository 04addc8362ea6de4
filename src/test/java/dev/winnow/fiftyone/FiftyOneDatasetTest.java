package dev.winnow.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Dataset;
import dev.winnow.data.IfExists;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleDraft;
import dev.winnow.expr.Field;
import dev.winnow.format.Drawn;
import dev.winnow.format.ExportReport;
import dev.winnow.format.ExtendedJson;
import dev.winnow.format.ImageFolders;
import dev.winnow.format.ImportReport;
import dev.winnow.label.Classification;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.label.GeoLocation;
import dev.winnow.label.Heatmap;
import dev.winnow.label.Keypoint;
import dev.winnow.label.Point;
import dev.winnow.label.Polyline;
import dev.winnow.label.Regression;
import dev.winnow.label.Segmentation;
import dev.winnow.label.Skeleton;
import dev.winnow.label.TemporalDetection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixtures were written by FiftyOne 1.22.1 (src/test/python/fiftyone_fixtures.py), and so was what it says of them. */
class FiftyOneDatasetTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fiftyone");

    /** What FiftyOne sets anew when it reads, and so is not kept. */
    private static final Set<String> ANEW = Set.of("_rand", "_dataset_id", "created_at", "last_modified_at");

    @TempDir
    Path folder;

    private Dataset read(String fixture) {
        Dataset dataset = Drawn.dataset(folder, fixture);
        FiftyOneDataset.in(FIXTURES.resolve(fixture)).read(dataset);
        return dataset;
    }

    private static List<Map<?, ?>> samples(Path file) {
        List<Map<?, ?>> samples = new ArrayList<>();
        for (Object one : (List<?>) json(file).get("samples")) {
            samples.add((Map<?, ?>) one);
        }
        return samples;
    }

    private static Map<?, ?> json(Path file) {
        return (Map<?, ?>) ExtendedJson.read(ImageFolders.text(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "dirs"})
    void samples_and_labels_are_what_fiftyone_says_they_are(String fixture) {
        Dataset dataset = read(fixture);
        List<Map<?, ?>> facts = samples(FIXTURES.resolve(fixture).resolve("facts.json"));
        assertThat(dataset.count()).isEqualTo(facts.size());
        for (Map<?, ?> fact : facts) {
            Sample sample = dataset.sample(String.valueOf(fact.get("id")));
            assertThat(sample.fileName()).isEqualTo(fact.get("name"));
            assertThat(sample.tags()).isEqualTo(fact.get("tags"));
            assertThat(sample.media()).exists();
            if (fact.get("labels") == null) {
                assertThat(sample.get("ground_truth")).isNull();
                continue;
            }
            List<Map<String, Object>> labels = new ArrayList<>();
            for (Detection label : sample.detections("ground_truth")) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("id", label.id());
                one.put("label", label.label());
                one.put(
                        "box",
                        List.of(
                                label.box().x(),
                                label.box().y(),
                                label.box().w(),
                                label.box().h()));
                one.put("confidence", label.hasConfidence() ? label.confidence() : null);
                one.put("tags", label.tags());
                labels.add(one);
            }
            assertThat(labels).isEqualTo(fact.get("labels"));
        }
    }

    @Test
    void saved_views_hold_the_samples_that_fiftyone_says_they_hold() {
        Dataset dataset = read("plain");
        Map<?, ?> views = (Map<?, ?>) json(FIXTURES.resolve("plain/facts.json")).get("views");
        assertThat(dataset.listSavedViews()).contains("best", "sure_cars", "tagged", "many", "vans");
        for (String view : dataset.listSavedViews()) {
            if (views.containsKey(view)) {
                assertThat(dataset.loadSavedView(view).samples().stream().map(Sample::id))
                        .as(view + " " + dataset.loadSavedView(view))
                        .isEqualTo(views.get(view));
            }
        }
    }

    @Test
    void a_group_has_its_slices() {
        Dataset dataset = read("group");
        assertThat(dataset.groupSlices()).containsExactly("left", "right");
        assertThat(dataset.count()).isEqualTo(2);
        for (Map<?, ?> fact : samples(FIXTURES.resolve("group/facts.json"))) {
            Sample sample = dataset.selectGroupSlices("left", "right").sample(String.valueOf(fact.get("id")));
            assertThat(sample.string("slice")).isEqualTo(fact.get("slice"));
            assertThat(sample.string("group")).isEqualTo(fact.get("group"));
            assertThat(sample.fileName()).isEqualTo(fact.get("name"));
        }
    }

    @Test
    void values_of_every_kind_are_read() {
        Sample sample = read("plain").samples().get(1);
        assertThat(sample.get("views_n")).isEqualTo((1L << 40) + 1);
        assertThat(sample.get("uniqueness")).isEqualTo(0.5);
        assertThat(sample.get("golden")).isEqualTo(true);
        assertThat(sample.get("scene")).isEqualTo("städtisch \u2028 \"x\"");
        assertThat(sample.get("words")).isEqualTo(List.of("x", "y"));
        assertThat((float[]) sample.get("embedding")).containsExactly(1f, 1.5f, 2f, 2.5f);
        assertThat(sample.get("width")).isEqualTo(64L);
        Detection label = sample.detections("ground_truth").get(1);
        assertThat(label.attributes())
                .containsEntry("occluded", 1L)
                .containsEntry("truncated", 0.25)
                .containsEntry("crowd", true)
                .containsEntry("index", 1L)
                .containsEntry("annotator", "ann")
                .containsEntry("corners", List.of(1.5, 2.5))
                .containsKeys("seen", "mask", "eval");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "group"})
    void what_came_from_fiftyone_goes_back_unchanged(String fixture) throws IOException {
        Dataset dataset = read(fixture);
        Path out = folder.resolve("out");
        ExportReport report = FiftyOneDataset.in(out).write(dataset);
        assertThat(report.notes()).isEmpty();
        List<Map<?, ?>> before = samples(FIXTURES.resolve(fixture).resolve("samples.json"));
        List<Map<?, ?>> after = samples(out.resolve("samples.json"));
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            Map<String, Object> expected = known(before.get(i));
            Map<String, Object> written = known(after.get(i));
            if (!expected.containsKey("metadata")) {
                written.remove("metadata"); // the size of the picture is known here
            }
            assertThat(written).isEqualTo(expected);
        }
        Map<String, Object> metadata = known(json(FIXTURES.resolve(fixture).resolve("metadata.json")));
        Map<String, Object> written = known(json(out.resolve("metadata.json")));
        for (String own : List.of("name", "slug", "last_loaded_at")) {
            metadata.remove(own);
        }
        metadata.forEach((key, value) -> assertThat(written.get(key)).as(key).isEqualTo(value));
        for (Path file : ImageFolders.files(FIXTURES.resolve(fixture), "")) {
            Path relative = FIXTURES.resolve(fixture).relativize(file);
            if (!List.of("samples.json", "metadata.json", "facts.json").contains(relative.toString())) {
                assertThat(out.resolve(relative)).hasSameBinaryContentAs(file);
            }
        }
    }

    /** A document without what is made anew and without nulls, which mean the same as nothing. */
    private static Map<String, Object> known(Map<?, ?> document) {
        Map<String, Object> known = new TreeMap<>();
        document.forEach((key, value) -> {
            boolean approximate = key.equals("doubles");
            if (value != null && !ANEW.contains(key) && !Map.of().equals(value) && !approximate) {
                known.put(
                        String.valueOf(key),
                        value instanceof Map<?, ?> map
                                ? known(map)
                                : key.equals("points") ? asDoubles(value) : known(value));
            }
        });
        return known;
    }

    /** Labels in a list without their nulls. */
    private static Object known(Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .map(one -> one instanceof Map<?, ?> map ? known(map) : one)
                        .toList()
                : value;
    }

    /** FiftyOne writes a coordinate as it was given, also as a whole number. */
    private static Object asDoubles(Object value) {
        return value instanceof Number number
                ? (Object) number.doubleValue()
                : value instanceof List<?> list
                        ? list.stream().map(FiftyOneDatasetTest::asDoubles).toList()
                        : known(value);
    }

    @Test
    void labels_that_are_no_boxes_come_as_labels() {
        Dataset dataset = read("plain");
        assertThat(dataset.schema())
                .containsEntry("weather", FieldType.CLASSIFICATION)
                .containsEntry("lanes", FieldType.POLYLINES)
                .containsEntry("joints", FieldType.KEYPOINTS)
                .containsEntry("road", FieldType.SEGMENTATION)
                .containsEntry("heat", FieldType.HEATMAP)
                .containsEntry("steer", FieldType.REGRESSION)
                .containsEntry("place", FieldType.GEO_LOCATION);
        Sample sample = dataset.samples().get(1);
        Classification weather = (Classification) sample.get("weather");
        assertThat(weather.label()).isEqualTo("sunny");
        assertThat(weather.confidence()).isEqualTo(0.9);
        assertThat(weather.logits()).containsExactly(0.1, 0.2);
        Polyline lane = (Polyline) ((List<?>) sample.get("lanes")).get(0);
        assertThat(lane.points()).isEqualTo(List.of(List.of(new Point(0, 0), new Point(0.5, 0.5))));
        Keypoint joint = (Keypoint) ((List<?>) sample.get("joints")).get(0);
        assertThat(joint.points()).isEqualTo(List.of(new Point(0.1, 0.2), new Point(Double.NaN, Double.NaN)));
        assertThat(((Segmentation) sample.get("road")).attributes()).containsKey("mask");
        assertThat(((Heatmap) sample.get("heat")).max()).isEqualTo(1);
        assertThat(((Regression) sample.get("steer")).value()).isEqualTo(3.5);
        assertThat(((GeoLocation) sample.get("place")).point()).isEqualTo(new Point(8.4, 49));
        assertThat(dataset.countValues("weather.label").get("sunny")).isEqualTo(3);
    }

    @Test
    void parts_that_no_label_here_can_hold_go_back_as_they_came() {
        Drawn.picture(folder.resolve("in/data/1.png"));
        String holes =
                "{\"type\":\"Polygon\",\"coordinates\":[[[0.0,0.0],[4.0,0.0],[4.0,4.0]],[[1.0,1.0],[2.0,1.0],[2.0,2.0]]]}";
        Drawn.text(
                folder.resolve("in/metadata.json"),
                "{\"version\":\"1.22.1\",\"sample_fields\":[" + field("place", "GeoLocation") + ","
                        + field("joints", "Keypoints") + "," + field("heat", "Heatmap") + ","
                        + field("places", "GeoLocations")
                        + "," + field("one", "Detection") + "," + field("bad", "Regression") + "]}");
        Drawn.text(
                folder.resolve("in/samples.json"),
                """
                {"samples":[{"filepath":"data/1.png",
                  "place":{"_id":{"$oid":"00000000000000000000000a"},"_cls":"GeoLocation","tags":[],"polygon":%s},
                  "joints":{"_cls":"Keypoints","keypoints":[{"_id":{"$oid":"00000000000000000000000b"},"_cls":"Keypoint",
                    "tags":["x"],"points":[[0.5,0.25],[0.1,0.1]],"confidence":[0.5,0.25],"index":3}]},
                  "heat":{"_id":{"$oid":"00000000000000000000000c"},"_cls":"Heatmap","tags":[],"map_path":"fields/heat/1.png"},
                  "places":{"_cls":"GeoLocations","points":{"type":"MultiPoint","coordinates":[[1.5,2.5]]}},
                  "one":{"_id":{"$oid":"00000000000000000000000d"},"_cls":"Detection","tags":[],"label":"Car","bounding_box":[0.1,0.1,0.2,0.2]},
                  "bad":[1]}]}
                """
                        .formatted(holes));
        Dataset dataset = Drawn.dataset(folder, "kept");
        ImportReport report = FiftyOneDataset.in(folder.resolve("in")).read(dataset);
        assertThat(report.skipped()).containsOnly(Map.entry("a value of field 'bad' is no REGRESSION", 1));
        assertThat(dataset.schema()).containsEntry("places", FieldType.STRING).containsEntry("one", FieldType.STRING);
        FiftyOneDataset.in(folder.resolve("out")).write(dataset);
        Map<String, Object> before =
                known(samples(folder.resolve("in/samples.json")).get(0));
        Map<String, Object> after =
                known(samples(folder.resolve("out/samples.json")).get(0));
        for (String kept : List.of("place", "joints", "heat", "places", "one")) {
            assertThat(after.get(kept)).as(kept).isEqualTo(before.get(kept));
        }
    }

    private static String field(String name, String label) {
        return "{\"name\":\"" + name
                + "\",\"ftype\":\"fiftyone.core.fields.EmbeddedDocumentField\",\"embedded_doc_type\":"
                + "\"fiftyone.core.labels." + label + "\"}";
    }

    @Test
    void masks_and_heat_maps_go_with_their_labels() {
        Dataset dataset = Drawn.dataset(folder, "masks");
        dataset.setMediaRoot(folder.resolve("in"));
        Drawn.picture(folder.resolve("in/a.png"));
        Path mask = Drawn.picture(folder.resolve("in/masks/a.png"), 8, 4);
        dataset.addSample(SampleDraft.of("a.png")
                .set("road", Segmentation.of("masks/a.png"))
                .set("heat", new Heatmap("", "masks/gone.png", 0, 255, List.of(), Map.of("layer", "last")))
                .set("place", GeoLocation.of(8.4, 49)));
        ExportReport report = FiftyOneDataset.in(folder.resolve("out")).write(dataset);
        assertThat(report.notes()).isEmpty();
        assertThat(folder.resolve("out/fields/road/masks/a.png")).hasSameBinaryContentAs(mask);
        Dataset back = Drawn.dataset(folder, "back");
        FiftyOneDataset.in(folder.resolve("out")).read(back);
        Sample sample = back.first();
        assertThat(((Segmentation) sample.get("road")).maskPath()).isEqualTo("fields/road/masks/a.png");
        assertThat(sample.get("heat")).isEqualTo(dataset.first().get("heat"));
        assertThat(sample.get("place")).isEqualTo(dataset.first().get("place"));
    }

    @Test
    void a_view_that_was_changed_here_goes_back_changed() {
        Dataset dataset = read("plain");
        dataset.saveView("best", dataset.match(Field.of("uniqueness").lt(0.7)).limit(1), IfExists.REPLACE);
        dataset.deleteSavedView("many");
        FiftyOneDataset.in(folder.resolve("out")).write(dataset);
        Dataset back = Drawn.dataset(folder, "back");
        FiftyOneDataset.in(folder.resolve("out")).read(back);
        assertThat(back.loadSavedView("best").stages())
                .isEqualTo(dataset.loadSavedView("best").stages());
        assertThat(back.listSavedViews()).contains("tagged").doesNotContain("many");
    }

    @Test
    void what_is_said_of_the_whole_and_of_views_comes_back() {
        Dataset dataset = Drawn.dataset(folder, "said");
        dataset.setMediaRoot(folder.resolve("in"));
        Drawn.picture(folder.resolve("in/a.png"));
        dataset.addSample(SampleDraft.of("a.png")
                .set("road", Segmentation.of("masks/a.png"))
                .set("joints", List.of(Keypoint.of("pole", List.of(new Point(0.1, 0.2), new Point(0.3, 0.4)))))
                .detections("boxes", List.of(Detection.of("car", 0.1, 0.1, 0.2, 0.2))));
        dataset.setDescription("one street");
        dataset.setTags(List.of("project a", "wet"));
        dataset.setClasses("boxes", List.of("car", "van"));
        dataset.setDefaultClasses(List.of("any"));
        dataset.setMaskTargets("road", Map.of("1", "lane", "#ff6d04", "kerb"));
        dataset.setSkeleton("joints", new Skeleton(List.of("foot", "top"), List.of(List.of(0, 1))));
        dataset.saveView("cars", dataset.limit(1), "the cars", "#ff6d04", IfExists.FAIL);
        FiftyOneDataset.in(folder.resolve("out")).write(dataset);
        Dataset back = Drawn.dataset(folder, "back");
        FiftyOneDataset.in(folder.resolve("out")).read(back);
        back = Dataset.load(back.home(), "back");
        assertThat(back.description()).isEqualTo("one street");
        assertThat(back.tags()).containsExactly("project a", "wet");
        assertThat(back.classes("boxes")).containsExactly("car", "van");
        assertThat(back.classes("joints")).isEqualTo(back.defaultClasses()).containsExactly("any");
        assertThat(back.maskTargets("road")).isEqualTo(Map.of("1", "lane", "#ff6d04", "kerb"));
        assertThat(back.maskTargets("boxes")).isEmpty();
        assertThat(back.skeleton("joints"))
                .isEqualTo(dataset.skeleton("joints"))
                .isPresent();
        assertThat(back.savedViewInfo("cars"))
                .containsEntry("description", "the cars")
                .containsEntry("color", "#ff6d04");
        back.setDescription("another");
        back.updateSavedViewInfo("cars", Map.of("color", "#000000"));
        FiftyOneDataset.in(folder.resolve("again")).write(back);
        Dataset again = Drawn.dataset(folder, "again");
        FiftyOneDataset.in(folder.resolve("again")).read(again);
        assertThat(again.description()).isEqualTo("another");
        assertThat(again.savedViewInfo("cars")).containsEntry("color", "#000000");
        assertThatThrownBy(() -> new Skeleton(List.of("foot"), List.of(List.of(0, 1))))
                .hasMessageContaining("there are 1 points");
    }

    @Test
    void a_dataset_of_ours_comes_back_as_it_went() {
        Dataset dataset = Drawn.dataset(folder, "ours");
        dataset.setMediaRoot(folder.resolve("in"));
        for (String path : List.of("a/1.png", "b/1.png")) {
            Drawn.picture(folder.resolve("in").resolve(path));
            dataset.addSamples(List.of(SampleDraft.of(path)
                    .size(100, 50)
                    .tag("split:train")
                    .set("score", 0.1)
                    .set("n", 3)
                    .set("flag", true)
                    .set("scene", "$night")
                    .set("words", List.of("x"))
                    .set("vector", new float[] {1.25f, -0f, Float.MIN_VALUE})
                    .detections(
                            "human_labels",
                            List.of(Detection.of("Car", .1, .2, .3, .4)
                                    .withConfidence(0.5)
                                    .with("annotator", "ann")
                                    .with("seconds", 2.5)
                                    .withTag("golden")))));
        }
        dataset.setInfo("answer", List.of(1L, 2L));
        dataset.saveView(
                "sure",
                dataset.filterLabels("human_labels", Field.of("confidence").ge(0.5)),
                IfExists.FAIL);
        dataset.saveView("dollar", dataset.match(Field.of("scene").eq("$night")), IfExists.FAIL);
        dataset.saveView("short", dataset.match(Field.of("human_labels.label").contains("Car")), IfExists.FAIL);
        FiftyOneDataset.in(folder.resolve("out")).write(dataset);
        Dataset back = Drawn.dataset(folder, "back");
        ImportReport report = FiftyOneDataset.in(folder.resolve("out")).read(back);
        assertThat(report.skipped()).isEmpty();
        assertThat(report.changed()).isEmpty();
        assertThat(back.info("answer")).isEqualTo(List.of(1L, 2L));
        assertThat(back.schema()).containsAllEntriesOf(dataset.schema());
        for (int i = 0; i < 2; i++) {
            Sample one = dataset.samples().get(i);
            Sample two = back.samples().get(i);
            assertThat(two.id()).isEqualTo(one.id());
            assertThat(two.tags()).isEqualTo(one.tags());
            assertThat(two.detections("human_labels")).isEqualTo(one.detections("human_labels"));
            for (String field : List.of("score", "n", "flag", "scene", "words", "vector", "width", "height")) {
                assertThat(two.get(field)).as(field).isEqualTo(one.get(field));
            }
        }
        assertThat(back.loadSavedView("sure").stages()).hasSize(1);
        assertThat(back.loadSavedView("dollar").count()).isEqualTo(2);
        assertThat(back.loadSavedView("short").count()).isEqualTo(2);
        assertThat(back.schema()).containsEntry("vector", FieldType.VECTOR);
    }

    private Path hostile(String samples) {
        Drawn.picture(folder.resolve("in/data/1.png"));
        Drawn.text(
                folder.resolve("in/metadata.json"),
                """
                {"version":"1.22.1","sample_fields":[
                  {"name":"gt","ftype":"fiftyone.core.fields.EmbeddedDocumentField","embedded_doc_type":"fiftyone.core.labels.Detections"},
                  {"name":"v","ftype":"fiftyone.core.fields.VectorField"},{"name":"n","ftype":"fiftyone.core.fields.IntField"}]}
                """);
        Drawn.text(folder.resolve("in/samples.json"), samples);
        return folder.resolve("in");
    }

    @Test
    void samples_that_make_no_sense_are_left_out_and_counted() {
        Path in = hostile(
                """
                {"samples":[{"filepath":"data/1.png","_id":{"$oid":"000000000000000000000001"},
                    "gt":{"detections":[{"label":"a","bounding_box":[0.1,0.1,{"$numberDouble":"NaN"},0.2]},
                                        {"label":"b","bounding_box":[0.5,0.5,-0.1,0.1]},{"label":"c"},
                                        {"label":null,"bounding_box":[0.1,0.1,0.1,0.1]}]},"n":"no number"},
                  {"filepath":"data/1.png","_id":{"$oid":"000000000000000000000001"}},
                  {"filepath":"../../secret.png"},{"filepath":"/etc/passwd"},{"filepath":"data/x.mp4","_media_type":"video"},
                  {"tags":[]},7,{"filepath":"data/gone.png"}]}
                """);
        Dataset into = Drawn.dataset(folder, "hostile");
        ImportReport report = FiftyOneDataset.in(in).read(into);
        assertThat(into.count()).isEqualTo(2);
        assertThat(report.labels()).isEqualTo(1);
        assertThat(report.skipped())
                .containsEntry("box is not a number", 1)
                .containsEntry("a label without a box of four numbers", 1)
                .containsEntry("sample id comes twice", 1)
                .containsEntry("file name leads out of the folder", 2)
                .containsEntry("a sample that is no image but video", 1)
                .containsEntry("a sample without a filepath", 2)
                .containsEntry("a value of field 'n' is no INT", 1);
        assertThat(report.changed())
                .containsEntry("a picture is missing, what is known of it is kept", 1)
                .containsEntry("a label without a class came with an empty one", 1);
    }

    @Test
    void a_vector_that_unpacks_to_more_than_it_says_is_left_out() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999,), }";
            out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
            out.write(header.getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[50_000_000]);
        }
        String bomb = Base64.getEncoder().encodeToString(packed.toByteArray());
        Path in = hostile(
                "{\"samples\":[{\"filepath\":\"data/1.png\",\"v\":{\"$binary\":{\"base64\":\"" + bomb + "\"}}},"
                        + "{\"filepath\":\"data/1.png\",\"v\":{\"$binary\":{\"base64\":\"%%\"}}},{\"filepath\":\"data/1.png\",\"v\":3}]}");
        Dataset into = Drawn.dataset(folder, "bomb");
        ImportReport report = FiftyOneDataset.in(in).read(into);
        assertThat(report.skipped()).containsEntry("a vector of field 'v' cannot be read", 3);
        assertThat(into.count()).isEqualTo(3);
    }

    @Test
    void a_file_that_breaks_off_leaves_nothing_behind() throws IOException {
        Path in = hostile("{\"samples\":[{\"filepath\":\"data/1.png\"},{\"filep");
        Dataset into = Drawn.dataset(folder, "cut");
        assertThatThrownBy(() -> FiftyOneDataset.in(in).read(into))
                .hasMessageContaining("samples.json is no JSON, or it is cut");
        assertThat(into.count()).isZero();
        assertThat(into.schema()).doesNotContainKey("gt");
        Files.writeString(in.resolve("metadata.json"), "{\"name\":\"old\"}");
        assertThatThrownBy(() -> FiftyOneDataset.in(in).read(into)).hasMessageContaining("names no version");
        Files.delete(in.resolve("metadata.json"));
        assertThatThrownBy(() -> FiftyOneDataset.in(in).read(into)).hasMessageContaining("There is no metadata.json");
    }

    @Test
    void json_that_is_nested_without_end_is_refused_by_name() {
        for (String deep : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000))) {
            Path in = hostile("{\"samples\":[{\"filepath\":\"data/1.png\",\"x\":" + deep);
            Dataset into = Drawn.dataset(folder, "deep" + deep.length());
            assertThatThrownBy(() -> FiftyOneDataset.in(in).read(into)).hasMessageContaining("samples.json");
            assertThat(into.count()).isZero();
            Drawn.text(in.resolve("metadata.json"), "{\"version\":\"1\",\"info\":" + deep);
            assertThatThrownBy(() -> FiftyOneDataset.in(in).read(into)).hasMessageContaining("metadata.json");
        }
    }

    @Test
    void labels_that_are_no_boxes_are_written_in_fiftyones_form_and_kept_when_read() {
        Dataset dataset = Drawn.dataset(folder, "labels");
        List<Point> points = List.of(new Point(0.25, 0.5), new Point(0.75, 0.5));
        dataset.addSamples(List.of(SampleDraft.of("a.png")
                .size(8, 4)
                .set("weather", Classification.of("rain", 0.75))
                .set("kinds", List.of(Classification.of("urban"), Classification.of("night")))
                .set("lanes", List.of(Polyline.line("lane", points)))
                .set("joints", List.of(Keypoint.of("pole", points)))
                .set("wet", Regression.of(0.5))
                .set("stay", List.of(TemporalDetection.of("stop", 3, 9)))));
        Path out = folder.resolve("out");
        Path data = dataset.mediaRoot();
        ExportReport report = FiftyOneDataset.in(out).media(false).write(dataset);
        assertThat(report.notes()).isEmpty();
        assertThat(report.labels()).isEqualTo(7);
        Map<?, ?> sample = samples(out.resolve("samples.json")).get(0);
        Map<?, ?> weather = (Map<?, ?>) sample.get("weather");
        assertThat(weather.get("_cls")).isEqualTo("Classification");
        assertThat(weather.get("label")).isEqualTo("rain");
        assertThat(weather.get("confidence")).isEqualTo(0.75);
        assertThat(((Map<?, ?>) sample.get("kinds")).get("_cls")).isEqualTo("Classifications");
        Map<?, ?> lane = (Map<?, ?>) ((List<?>) ((Map<?, ?>) sample.get("lanes")).get("polylines")).get(0);
        assertThat(lane.get("points")).isEqualTo(List.of(List.of(List.of(0.25, 0.5), List.of(0.75, 0.5))));
        assertThat(lane.get("closed")).isEqualTo(false);
        assertThat(((Map<?, ?>) sample.get("wet")).get("value")).isEqualTo(0.5);
        Map<?, ?> stay = (Map<?, ?>) ((List<?>) ((Map<?, ?>) sample.get("stay")).get("detections")).get(0);
        assertThat(stay.get("support")).isEqualTo(List.of(3L, 9L));

        Dataset back = Drawn.dataset(folder, "back");
        FiftyOneDataset.in(out).pictures(data).read(back);
        FiftyOneDataset.in(folder.resolve("again")).media(false).write(back);
        Map<?, ?> again = samples(folder.resolve("again/samples.json")).get(0);
        for (String field : List.of("weather", "kinds", "lanes", "joints", "wet", "stay")) {
            assertThat(again.get(field)).as(field).isEqualTo(sample.get(field));
            assertThat(back.first().get(field))
                    .as(field)
                    .isEqualTo(dataset.first().get(field));
        }
    }
}
