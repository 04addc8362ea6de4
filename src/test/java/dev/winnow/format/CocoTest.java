package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.winnow.data.Dataset;
import dev.winnow.label.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoTest {
    @TempDir
    Path folder;

    private Dataset into;

    @BeforeEach
    void open() {
        into = Drawn.dataset(folder, "coco");
        Drawn.picture(folder.resolve("in/a.png"));
        Drawn.picture(folder.resolve("in/b.png"));
    }

    private ImportReport read(String json) {
        Drawn.text(folder.resolve("in/labels.json"), json);
        return Coco.in(folder.resolve("in")).read(into);
    }

    @Test
    void entries_without_what_they_need_are_left_out_and_counted() {
        ImportReport report = read(
                """
                {"categories":[{"id":1,"name":"Car"},{"name":"no id"},{"id":2}],
                 "images":[{"id":1,"file_name":"a.png"},{"id":2},{"file_name":"b.png"},"no object"],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[10,10,20,20]},
                                {"id":2,"category_id":1,"bbox":[1,1,2,2]},{"id":3,"image_id":1,"bbox":[1,1,2,2]},
                                {"id":4,"image_id":1,"category_id":1},{"id":5,"image_id":1,"category_id":1,"bbox":[1,1,2]}]}
                """);
        assertThat(into.count()).isEqualTo(1);
        assertThat(report.labels()).isEqualTo(1);
        assertThat(Drawn.skipped(report, "category without id or name")).isEqualTo(2);
        assertThat(Drawn.skipped(report, "image without id or file_name")).isEqualTo(3);
        assertThat(Drawn.skipped(report, "annotation without image_id or category_id"))
                .isEqualTo(2);
        assertThat(Drawn.skipped(report, "no bbox of four numbers")).isEqualTo(2);
    }

    @Test
    void ids_may_have_holes_and_arrays_may_come_in_any_order() {
        read(
                """
                {"annotations":[{"id":900,"image_id":77,"category_id":90,"bbox":[20,10,40,20],"score":0.5,"occluded":2}],
                 "images":[{"id":77,"file_name":"a.png","width":100,"height":50,"weather":"rain"},{"id":3,"file_name":"b.png"}],
                 "categories":[{"id":90,"name":"tooth brush"},{"id":1,"name":"Car"}]}
                """);
        Detection label = into.samples().get(0).detections("ground_truth").get(0);
        assertThat(label.label()).isEqualTo("tooth brush");
        assertThat(label.box().x()).isEqualTo(0.2);
        assertThat(label.confidence()).isEqualTo(0.5);
        assertThat(label.attributes()).containsEntry("occluded", 2L);
        assertThat(into.first().get("weather")).isEqualTo("rain");
        assertThat(into.samples().get(1).detections("ground_truth")).isEmpty();
    }

    @Test
    void ids_are_written_from_1() throws IOException {
        read(
                """
                {"images":[{"id":0,"file_name":"a.png"}],"categories":[{"id":0,"name":"Car"}],
                 "annotations":[{"id":0,"image_id":0,"category_id":0,"bbox":[20,10,40,20]}]}
                """);
        Coco.in(folder.resolve("out")).write(into);
        var json = JsonParser.parseString(Files.readString(folder.resolve("out/labels.json")))
                .getAsJsonObject();
        for (String array : List.of("images", "categories", "annotations")) {
            assertThat(json.getAsJsonArray(array)
                            .get(0)
                            .getAsJsonObject()
                            .get("id")
                            .getAsInt())
                    .as(array)
                    .isEqualTo(1);
        }
    }

    @Test
    void boxes_that_are_none_are_left_out_or_kept_and_marked_on_request() {
        String json =
                """
                {"images":[{"id":1,"file_name":"a.png"}],"categories":[{"id":1,"name":"Car"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[NaN,10,20,20]},
                                {"id":2,"image_id":1,"category_id":1,"bbox":[50,10,-20,20]},
                                {"id":3,"image_id":1,"category_id":1,"bbox":[90,10,20,20]},
                                {"id":4,"image_id":1,"category_id":1,"bbox":[1e400,10,20,20]}]}
                """;
        ImportReport report = read(json);
        assertThat(report.labels()).isEqualTo(1);
        assertThat(report.changed()).containsEntry("box trimmed to the image", 1);
        assertThat(into.first().detections("ground_truth").get(0).box().w()).isCloseTo(0.1, offset());

        Dataset all = Drawn.dataset(folder, "all");
        Coco.in(folder.resolve("in")).read(all, ImportOptions.strict().keepingInvalidBoxes());
        assertThat(all.first().detections("ground_truth")).hasSize(4).allMatch(label -> label.attributes()
                .containsKey("invalid_box"));
    }

    private static org.assertj.core.data.Offset<Double> offset() {
        return org.assertj.core.data.Offset.offset(1e-9);
    }

    @Test
    void ids_and_pictures_that_come_twice_are_counted_once() {
        ImportReport report = read(
                """
                {"images":[{"id":1,"file_name":"a.png"},{"id":1,"file_name":"b.png"},{"id":2,"file_name":"a.png"}],
                 "categories":[{"id":1,"name":"Car"},{"id":1,"name":"Van"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,1,5,5]}]}
                """);
        assertThat(into.count()).isEqualTo(1);
        assertThat(report.labels()).isEqualTo(1);
        assertThat(report.skipped())
                .containsEntry("image id comes twice", 1)
                .containsEntry("picture is named twice", 1)
                .containsEntry("category id comes twice", 1);
    }

    @Test
    void a_file_that_is_cut_off_leaves_nothing_behind() {
        assertThatThrownBy(() -> read("{\"images\":[{\"id\":1,\"file_name\":\"a.png\"}],\"annotations\":[{\"id\":1,"))
                .hasMessageContaining("labels.json is no JSON, or it is cut off");
        assertThat(into.count()).isZero();
        assertThatThrownBy(() -> read("[1, 2]")).hasMessageContaining("is no COCO file");
        assertThatThrownBy(() -> read("{\"a\": 1}")).hasMessageContaining("is no COCO file");
        assertThatThrownBy(() -> read("[".repeat(5000))).hasMessageContaining("labels.json");
        assertThatThrownBy(() -> read("{\"x\":" + "[".repeat(5000))).hasMessageContaining("labels.json");
        assertThat(into.count()).isZero();
    }

    @Test
    void names_that_lead_out_of_the_folder_are_refused_in_every_spelling_and_links_in_it_are_followed()
            throws IOException {
        Drawn.picture(folder.resolve("secret.png"));
        Files.createSymbolicLink(folder.resolve("in/link.png"), folder.resolve("secret.png"));
        ImportReport report = read(
                """
                {"images":[{"id":1,"file_name":"../secret.png"},{"id":2,"file_name":"..\\\\secret.png"},
                           {"id":3,"file_name":"%s"},{"id":4,"file_name":"x/../../secret.png"},{"id":5,"file_name":"link.png"},
                           {"id":6,"file_name":"a\\u0000.png"},{"id":7,"file_name":""},{"id":8,"file_name":"C:\\\\a.png"}]}
                """
                        .formatted(folder.resolve("secret.png").toString().replace("\\", "/")));
        assertThat(into.values("filepath"))
                .as("a link in the folder is followed")
                .isEqualTo(List.of("link.png"));
        assertThat(report.skipped())
                .containsEntry("file name leads out of the folder", 6)
                .containsEntry("picture is missing", 1);
    }

    @Test
    void attributes_in_a_map_and_a_crowd_that_is_true_are_kept() {
        read(
                """
                {"images":[{"id":1,"file_name":"a.png","width":100,"height":50}],"categories":[{"id":1,"name":"x"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,1,10,10],"iscrowd":true,"track_id":5,
                                 "attributes":{"occluded":true,"color":"red","id":7}},
                                {"id":2,"image_id":1,"category_id":1,"bbox":[1,1,10,10],"iscrowd":false}]}
                """);
        List<Detection> labels = into.first().detections("ground_truth");
        assertThat(labels.get(0).attributes())
                .containsExactlyInAnyOrderEntriesOf(java.util.Map.of(
                        "iscrowd", 1L, "track_id", 5L, "occluded", true, "color", "red", "id_attribute", 7L));
        assertThat(labels.get(1).attributes()).isEmpty();
    }

    @Test
    void two_labels_of_one_id_are_two_labels() {
        ImportReport report = read(
                """
                {"images":[{"id":1,"file_name":"a.png","width":100,"height":50}],"categories":[{"id":1,"name":"x"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,1,10,10]},
                                {"id":1,"image_id":1,"category_id":1,"bbox":[20,20,10,10]}]}
                """);
        assertThat(into.first().detections("ground_truth")).hasSize(2);
        assertThat(report.changed()).containsEntry("annotation id comes twice; both labels are kept", 1);
    }

    @Test
    void ids_may_be_texts() {
        read(
                """
                {"images":[{"id":"img-a","file_name":"a.png"},{"id":"img-b","file_name":"b.png"}],
                 "categories":[{"id":"c","name":"x"}],
                 "annotations":[{"id":"n","image_id":"img-b","category_id":"c","bbox":[1,1,10,10]}]}
                """);
        assertThat(into.count()).isEqualTo(2);
        assertThat(into.last().detections("ground_truth"))
                .extracting(Detection::label)
                .containsExactly("x");
    }
}
