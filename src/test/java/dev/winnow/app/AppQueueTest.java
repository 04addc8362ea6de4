package dev.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.winnow.acquire.AnnotationQueue;
import dev.winnow.acquire.Annotator;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.display.Renderers;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
}
