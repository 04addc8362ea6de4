package dev.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.winnow.acquire.AnnotationQueue;
import dev.winnow.acquire.Annotator;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.display.Renderers;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the App may learn and write while a person labels. */
class AppQueueTest {
    private static final LabelSchema SCHEMA = LabelSchema.of("Car", "Van")
            .attribute("occluded", "none", "partial")
            .flag("truncated");

    @TempDir
    Path folder;

    private Dataset dataset;
    private AnnotationQueue queue;
    private AppProtocol protocol;

    @BeforeEach
    void open() throws IOException {
        ImageIO.write(
                new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("a.png").toFile());
        dataset = Dataset.create(Home.at(folder.resolve("home")), "labelled", IfExists.FAIL);
        dataset.setMediaRoot(folder);
        dataset.addSamples(List.of(
                SampleDraft.of("a.png").set("truth", List.of(Detection.of("Van", 0.111, 0.1, 0.5, 0.5))),
                SampleDraft.of("b.png")));
        queue = Annotator.app("human", SCHEMA).hide("truth").queue(dataset.limit(1));
        protocol = new AppProtocol(new AppSession(queue));
    }

    private JsonObject ask(String method, String params) {
        JsonObject request = AppJson.parse("{\"id\": 1, \"method\": \"" + method + "\", \"params\": " + params + "}");
        return protocol.answer(AppMessage.of(request)).body();
    }

    private String save(String revision, String labels, boolean done) {
        return ask(
                        "queueSave",
                        "{id: '" + dataset.ids().get(0) + "', revision: '" + revision + "', labels: " + labels
                                + ", person: 'Ada', seconds: 4, done: " + done + "}")
                .toString();
    }

    private String revision() {
        return ask("queueItem", "{id: '" + dataset.ids().get(0) + "'}")
                .getAsJsonObject("result")
                .get("revision")
                .getAsString();
    }

    @Test
    void no_answer_says_what_the_truth_is() {
        for (String method :
                List.of("page", "sample", "facet", "thumbs", "points", "evaluation", "queue", "queueItem")) {
            String answer = ask(
                            method,
                            "{id: '" + dataset.ids().get(0)
                                    + "', i: 0, rows: [0], fields: ['truth'], facet: 'labels/truth'}")
                    .toString();
            assertThat(answer).as(method).doesNotContain("0.111").doesNotContain("truth");
        }
        assertThat(new AppSession(queue).hello().toString()).doesNotContain("truth");
        assertThat(Renderers.render(new AppSession(queue)).plain()).isEqualTo("Waiting(0 of 1)");
    }

    @Test
    void pictures_outside_the_queue_are_not_given() {
        assertThat(ask("queueImage", "{id: '" + dataset.ids().get(1) + "'}").toString())
                .contains("not in this queue");
    }

    @Test
    void what_is_saved_is_in_the_dataset_with_who_and_how_long() {
        save(
                revision(),
                "[{id: 'aaaaaaaaaaaaaaaaaaaaaaaa', label: 'Car', box: [0.1, 0.2, 0.3, 0.4], attributes: {occluded: 'partial', truncated: true, seconds: 2.5}}]",
                true);
        Detection label = dataset.first().detections("human").get(0);
        assertThat(label.id()).isEqualTo("aaaaaaaaaaaaaaaaaaaaaaaa");
        assertThat(label.attributes())
                .containsEntry("annotator", "Ada")
                .containsEntry("seconds", 2.5)
                .containsEntry("occluded", "partial")
                .containsEntry("truncated", true);
        assertThat(queue).hasToString("Done(1)");
    }

    @Test
    void a_label_that_breaks_the_schema_is_refused_with_the_reason() {
        String before = revision();
        assertThat(save(before, "[{label: 'Tram', box: [0, 0, 0.5, 0.5]}]", true))
                .contains("'Tram' is not one of");
        assertThat(save(before, "[{label: 'Car', box: [0.8, 0, 0.5, 0.5]}]", true))
                .contains("reaches out of the image");
        assertThat(save(before, "[{label: 'Car', box: [0, 0, 0.5, 0.5], attributes: {occluded: 'much'}}]", true))
                .contains("occluded is 'much'");
        assertThat(dataset.first().detections("human")).isEmpty();
        assertThat(queue).hasToString("Waiting(0 of 1)");
    }

    @Test
    void a_page_that_began_before_another_save_writes_nothing() {
        String before = revision();
        save(before, "[{label: 'Car', box: [0, 0, 0.5, 0.5]}]", false);
        assertThat(save(before, "[]", false)).contains("changed elsewhere");
        assertThat(dataset.first().detections("human")).hasSize(1);
    }

    @Test
    void an_image_that_a_person_found_empty_is_not_labelled_over() {
        save(revision(), "[]", true);
        assertThat(Annotator.copy().annotate(dataset.limit(1), "truth", "human").skipped())
                .isEqualTo(1);
        assertThat(dataset.first().detections("human")).isEmpty();
    }

    @Test
    void nobody_labels_without_a_name() {
        String answer = ask(
                        "queueSave",
                        "{id: '" + dataset.ids().get(0) + "', revision: '" + revision()
                                + "', labels: [], person: ' ', seconds: 1}")
                .toString();
        assertThat(answer).contains("Say who labelled");
        assertThatThrownBy(() -> queue.save(dataset.ids().get(0), List.of(), "simulated:1", 1))
                .hasMessageContaining("no person's name");
    }

    /** As the page does: takes the labels as they come, changes one, and gives all back with what it shows of each. */
    private JsonArray shown() {
        JsonArray shown = new JsonArray();
        ask("queueItem", "{id: '" + dataset.ids().get(0) + "'}")
                .getAsJsonObject("result")
                .getAsJsonArray("labels")
                .forEach(one -> {
                    JsonObject label = one.getAsJsonObject();
                    label.remove("confidence");
                    label.remove("tags");
                    label.getAsJsonObject("attributes").remove("annotator");
                    label.getAsJsonObject("attributes")
                            .entrySet()
                            .removeIf(attribute -> !attribute.getValue().isJsonPrimitive());
                    shown.add(label);
                });
        return shown;
    }

    @Test
    void a_save_changes_what_the_person_changed_and_nothing_else() {
        Detection full = new Detection(
                "",
                "Car",
                new Box(0.1, 0.1, 0.2, 0.2),
                0.75,
                List.of("checked"),
                Map.of(
                        "annotator",
                        "Bob",
                        "seconds",
                        3,
                        "truncated",
                        false,
                        "occluded",
                        "none",
                        "alpha",
                        0,
                        "score",
                        0.1 + 0.2,
                        "location",
                        List.of(1.5, 2.5, 3.5),
                        "more",
                        Map.of("deep", List.of(1, true)),
                        "note",
                        "as it was"));
        dataset.setDetections("human", Map.of(dataset.ids().get(0), List.of(full, full.withId(""), at(0.5))));
        List<Detection> before = dataset.first().detections("human");
        JsonArray drawn = shown();
        JsonArray box = drawn.get(2).getAsJsonObject().getAsJsonArray("box");
        JsonElement was = box.get(0);
        box.set(0, new JsonPrimitive(0.51));
        assertThat(save(revision(), drawn.toString(), false)).contains("revision");
        List<Detection> after = dataset.first().detections("human");
        assertThat(after.subList(0, 2)).isEqualTo(before.subList(0, 2));
        assertThat(after.get(2).box().x()).isEqualTo(0.51);
        assertThat(after.get(2).annotator()).contains("Ada");
        JsonArray undone = shown();
        undone.get(2).getAsJsonObject().getAsJsonArray("box").set(0, was);
        save(revision(), undone.toString(), true);
        assertThat(dataset.first().detections("human").subList(0, 2)).isEqualTo(before.subList(0, 2));
        assertThat(dataset.first().detections("human").get(2).box())
                .isEqualTo(before.get(2).box());
    }

    @Test
    void one_attribute_changed_leaves_the_others_as_they_are() {
        Detection made =
                at(0.1).with("alpha", 0).with("location", List.of(1, 2)).with("occluded", "none");
        dataset.setDetections("human", Map.of(dataset.ids().get(0), List.of(made)));
        JsonArray drawn = shown();
        JsonObject attributes = drawn.get(0).getAsJsonObject().getAsJsonObject("attributes");
        attributes.addProperty("occluded", "partial");
        save(revision(), drawn.toString(), false);
        Map<String, Object> after = dataset.first().detections("human").get(0).attributes();
        assertThat(after)
                .containsEntry("occluded", "partial")
                .containsEntry(
                        "alpha",
                        dataset.first().detections("human").get(0).attributes().get("alpha"))
                .containsEntry("annotator", "Ada")
                .containsKey("location");
        assertThat(after.get("alpha")).isNotInstanceOf(Double.class);
        attributes.remove("occluded");
        save(revision(), drawn.toString(), false);
        assertThat(dataset.first().detections("human").get(0).attributes()).doesNotContainKey("occluded");
    }

    private static Detection at(double x) {
        return Detection.of("Van", x, 0.1, 0.2, 0.2);
    }

    @Test
    void a_nudge_changes_one_box_and_leaves_all_else_as_it_was_stored() {
        String id = dataset.ids().get(0);
        Detection vendor = Detection.of("Car", 0.1, 0.2, 0.3, 0.4)
                .withId("aaaaaaaaaaaaaaaaaaaaaaaa")
                .withConfidence(0.91)
                .withTag("checked")
                .with("annotator", "alice")
                .with("seconds", 7.5)
                .with("occluded", 0)
                .with("location", List.of(1.5, 2.5, 3.5))
                .with("note", List.of("a", "b"))
                .with("truncated", 0.0);
        dataset.setDetections("human", Map.of(id, List.of(vendor, vendor.withId("bbbbbbbbbbbbbbbbbbbbbbbb"))));
        List<Detection> stored = dataset.first().detections("human");

        String shown =
                "attributes: {seconds: 7.5, occluded: 0, location: [1.5, 2.5, 3.5], note: ['a', 'b'], truncated: 0.0}";
        String other = "{id: 'aaaaaaaaaaaaaaaaaaaaaaaa', label: 'Car', box: [0.1, 0.2, 0.3, 0.4], " + shown + "}";
        String box = "{id: 'bbbbbbbbbbbbbbbbbbbbbbbb', label: 'Car', box: [%s, 0.2, 0.3, 0.4], " + shown + "}";
        assertThat(save(revision(), "[" + other + ", " + String.format(box, "0.15") + "]", false))
                .doesNotContain("error");
        List<Detection> nudged = dataset.first().detections("human");
        assertThat(nudged.get(0)).isEqualTo(stored.get(0));
        assertThat(nudged.get(1))
                .isEqualTo(stored.get(1).withBox(new Box(0.15, 0.2, 0.3, 0.4)).with("annotator", "Ada"));

        save(revision(), "[" + other + ", " + String.format(box, "0.1") + "]", true);
        assertThat(dataset.first().detections("human"))
                .containsExactly(stored.get(0), stored.get(1).with("annotator", "Ada"));
    }

    @Test
    void a_value_outside_the_schema_that_was_there_before_blocks_no_other_box() {
        String id = dataset.ids().get(0);
        Detection tram = Detection.of("Tram", 0.1, 0.2, 0.3, 0.4).withId("aaaaaaaaaaaaaaaaaaaaaaaa");
        dataset.setDetections("human", Map.of(id, List.of(tram)));
        String kept = "{id: 'aaaaaaaaaaaaaaaaaaaaaaaa', label: 'Tram', box: [0.1, 0.2, 0.3, 0.4]}";
        save(revision(), "[" + kept + ", {label: 'Car', box: [0, 0, 0.5, 0.5]}]", false);
        assertThat(dataset.first().detections("human")).hasSize(2).contains(tram);
        assertThat(save(revision(), "[" + kept.replace("Tram", "Bus") + "]", false))
                .contains("'Bus' is not one of");
    }
}
