package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import dev.winnow.data.Dataset;
import dev.winnow.data.SampleDraft;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written as COCO means what COCO means by it, whatever the attributes of the labels are called. */
class CocoExportTest {
    /** Names that COCO, FiftyOne, VOC, KITTI, YOLO, CVAT or Label Studio keep for themselves, and some that nobody does. */
    private static final List<String> NAMES = List.of(
            "id",
            "image_id",
            "category_id",
            "bbox",
            "area",
            "segmentation",
            "score",
            "iscrowd",
            "attributes",
            "label",
            "bounding_box",
            "confidence",
            "tags",
            "index",
            "mask",
            "name",
            "bndbox",
            "truncated",
            "occluded",
            "alpha",
            "dimensions",
            "location",
            "rotation_y",
            "track_id",
            "keypoints",
            "num_keypoints",
            "difficult",
            "pose",
            "rotation",
            "points",
            "type",
            "x",
            "color",
            "area_attribute",
            "id_attribute");

    @TempDir
    Path folder;

    private Dataset dataset(List<Detection> labels) {
        Drawn.picture(folder.resolve("in/a.png"));
        Dataset dataset = Drawn.dataset(folder, "out");
        dataset.setMediaRoot(folder.resolve("in"));
        dataset.addSamples(List.of(SampleDraft.of("a.png").detections("ground_truth", labels)));
        return dataset;
    }

    private List<JsonObject> written(Dataset dataset, Coco coco) throws IOException {
        coco.write(dataset);
        String json = Files.readString(folder.resolve("coco/labels.json"));
        assertNoNameTwice(json);
        return JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("annotations").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    /** Readers differ in which of two values of one name they take. */
    private static void assertNoNameTwice(String json) throws IOException {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.beginObject();
            while (reader.hasNext()) {
                if (!reader.nextName().equals("annotations")) {
                    reader.skipValue();
                    continue;
                }
                reader.beginArray();
                while (reader.hasNext()) {
                    Set<String> names = new HashSet<>();
                    reader.beginObject();
                    while (reader.hasNext()) {
                        String name = reader.nextName();
                        assertThat(names.add(name)).as(name).isTrue();
                        reader.skipValue();
                    }
                    reader.endObject();
                }
                reader.endArray();
            }
            reader.endObject();
        }
    }

    private static Detection box() {
        return Detection.of("Car", 0.1, 0.2, 0.5, 0.4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0L", "0.0", "false", "1", "true"})
    void a_crowd_is_what_is_said_to_be_one(String value) throws IOException {
        Object crowd =
                switch (value) {
                    case "0" -> 0;
                    case "0L" -> 0L;
                    case "0.0" -> 0.0;
                    case "1" -> 1;
                    default -> Boolean.valueOf(value);
                };
        JsonObject one = written(dataset(List.of(box().with("iscrowd", crowd))), Coco.in(folder.resolve("coco")))
                .get(0);
        assertThat(one.get("iscrowd").getAsInt()).isEqualTo(value.equals("1") || value.equals("true") ? 1 : 0);
    }

    @Test
    void keys_of_coco_stay_its_own() throws IOException {
        Dataset dataset = dataset(List.of(box().with("area", 0.2)
                .with("id", "mine")
                .with("bbox", 7)
                .with("image_id", 9)
                .with("color", "red")));
        ExportReport report = Coco.in(folder.resolve("coco")).write(dataset);
        JsonObject one = written(dataset, Coco.in(folder.resolve("coco"))).get(0);
        assertThat(one.get("id").getAsInt()).isEqualTo(1);
        assertThat(one.get("image_id").getAsInt()).isEqualTo(1);
        assertThat(one.get("bbox")).isEqualTo(JsonParser.parseString("[10.0,10.0,50.0,20.0]"));
        assertThat(one.get("area").getAsDouble()).isEqualTo(1000);
        assertThat(one.get("area_attribute").getAsDouble()).isEqualTo(0.2);
        assertThat(one.get("id_attribute").getAsString()).isEqualTo("mine");
        assertThat(one.get("color").getAsString()).isEqualTo("red");
        assertThat(report.notes()).hasSize(4).allMatch(note -> note.contains("since the format has"));
        assertThat(String.join(" ", report.notes())).contains("'area'", "'id'", "'bbox'", "'image_id'");
    }

    @Test
    void the_area_of_an_outline_comes_and_goes() throws IOException {
        Drawn.picture(folder.resolve("coco/data/a.png"));
        Drawn.text(
                folder.resolve("coco/labels.json"),
                """
                {"images":[{"id":1,"file_name":"a.png","width":100,"height":50}],"categories":[{"id":1,"name":"Car"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[10,10,50,20],"area":123.5,"iscrowd":0},
                                {"id":2,"image_id":1,"category_id":1,"bbox":[10,10,50,20],"area":1000}]}
                """);
        Dataset came = Drawn.dataset(folder, "came");
        Coco.in(folder.resolve("coco")).read(came);
        assertThat(came.first().detections("ground_truth").get(0).attributes()).containsEntry("coco_area", 123.5);
        assertThat(came.first().detections("ground_truth").get(1).attributes()).isEmpty();
        List<JsonObject> again = written(came, Coco.in(folder.resolve("coco")));
        assertThat(again.get(0).get("area").getAsDouble()).isEqualTo(123.5);
        assertThat(again.get(1).get("area").getAsDouble()).isEqualTo(1000);
        assertThat(again.get(0).has("coco_area")).isFalse();
    }

    @Test
    void what_an_evaluation_wrote_stays_here_unless_it_is_asked_for() throws IOException {
        Dataset dataset = dataset(List.of(box()));
        dataset.setValues("predictions", List.of(List.of(box().withConfidence(0.5))));
        DetectionEvaluator.evaluate(dataset, "predictions", "ground_truth", "eval_v0", EvaluationOptions.defaults());
        ExportReport report = Coco.in(folder.resolve("coco")).write(dataset);
        assertThat(report.notes())
                .containsExactly("what evaluations wrote to labels: eval_v0, eval_v0_id, eval_v0_iou");
        assertThat(written(dataset, Coco.in(folder.resolve("coco"))).get(0).keySet())
                .noneMatch(name -> name.startsWith("eval"));
        assertThat(written(dataset, Coco.in(folder.resolve("coco")).withEvaluations())
                        .get(0)
                        .get("eval_v0")
                        .getAsString())
                .isEqualTo("tp");
    }

    @Test
    void labels_of_any_attributes_come_back_or_are_named_in_the_report() throws IOException {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            for (int n = random.nextInt(6); n >= 0; n--) {
                attributes.put(
                        NAMES.get(random.nextInt(NAMES.size())),
                        switch (random.nextInt(3)) {
                            case 0 -> random.nextInt(3);
                            case 1 -> random.nextBoolean();
                            default -> "text " + random.nextInt(3);
                        });
            }
            Detection label = new Detection("", "Car", new Box(0.1, 0.2, 0.5, 0.4), Double.NaN, List.of(), attributes);
            Path home = Files.createDirectories(folder.resolve("round" + round));
            CocoExportTest own = new CocoExportTest();
            own.folder = home;
            Dataset dataset = own.dataset(List.of(label));
            ExportReport report = Coco.in(home.resolve("coco")).write(dataset);
            JsonObject one = own.written(dataset, Coco.in(home.resolve("coco"))).get(0);
            assertThat(one.get("bbox")).isEqualTo(JsonParser.parseString("[10.0,10.0,50.0,20.0]"));
            assertThat(one.get("category_id").getAsInt()).isEqualTo(1);
            Dataset back = Drawn.dataset(home, "back");
            ImportReport came = Coco.in(home.resolve("coco")).read(back);
            assertThat(came.skipped()).as("%s", attributes).isEmpty();
            Map<String, Object> returned =
                    back.first().detections("ground_truth").get(0).attributes();
            attributes.forEach((name, value) -> {
                if (name.equals("iscrowd")) {
                    boolean crowd = Boolean.TRUE.equals(value) || value instanceof Integer number && number != 0;
                    assertThat(returned.containsKey("iscrowd")).isEqualTo(crowd);
                } else if (returned.containsKey(name)) {
                    assertThat(String.valueOf(returned.get(name))).isEqualTo(String.valueOf(value));
                } else {
                    assertThat(String.join("\n", report.notes())).contains("attribute '" + name + "'");
                    assertThat(returned.values().stream().map(String::valueOf)).contains(String.valueOf(value));
                }
            });
        }
    }
}
