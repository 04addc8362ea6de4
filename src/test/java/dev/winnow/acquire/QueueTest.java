package dev.winnow.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.data.ConflictException;
import dev.winnow.data.Dataset;
import dev.winnow.data.Run;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Several people in one queue. */
class QueueTest {
    private static final LabelSchema SCHEMA = LabelSchema.of("Car", "Van");
    private static final List<Detection> CAR = List.of(Detection.of("Car", 0.1, 0.1, 0.2, 0.2));
    private static final List<Detection> VAN = List.of(Detection.of("Van", 0.5, 0.5, 0.2, 0.2));

    @TempDir
    Path folder;

    private AnnotationQueue queue(int images) {
        Dataset dataset = Made.cars(folder, "cars", images + 16);
        return Annotator.app("people", SCHEMA).queue(dataset.matchTags("split:pool"));
    }

    @Test
    void two_people_are_given_two_images_and_a_second_submission_names_the_first() {
        AnnotationQueue queue = queue(4);
        Dataset dataset = queue.dataset();
        String anns = queue.claim("ann").orElseThrow();
        String bobs = queue.claim("bob").orElseThrow();
        assertThat(bobs).isNotEqualTo(anns);
        assertThat(queue.claim("ann")).contains(anns);
        assertThatThrownBy(() -> queue.save(anns, VAN, "bob", 1))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is being labelled by ann until");
        queue.submit(anns, CAR, "ann", 5);
        assertThatThrownBy(() -> queue.submit(anns, VAN, "bob", 1))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("was labelled by ann and is done");
        assertThat(dataset.sample(anns).detections("people"))
                .extracting(Detection::label)
                .containsExactly("Car");
        queue.submit(anns, VAN, "ann", 6);
        assertThat(dataset.sample(anns).detections("people"))
                .extracting(Detection::label)
                .containsExactly("Van");
        assertThat(queue.holder(anns)).isEqualTo("ann");
    }

    @Test
    void a_lapsed_claim_returns_to_the_queue_and_whoever_comes_late_is_told() {
        AnnotationQueue now = queue(1);
        String image = now.claim("ann").orElseThrow();
        now.save(image, CAR, "ann", 3);
        AnnotationQueue later = now.at(Clock.fixed(Instant.now().plus(Duration.ofMinutes(31)), ZoneOffset.UTC));
        assertThat(now.claim("bob")).isEmpty();
        assertThat(later.claim("bob")).contains(image);
        later.submit(image, VAN, "bob", 2);
        assertThatThrownBy(() -> now.submit(image, CAR, "ann", 9)).hasMessageContaining("was labelled by bob");
        assertThat(now.dataset().sample(image).detections("people"))
                .extracting(Detection::label)
                .containsExactly("Van");
    }

    @Test
    void an_image_that_is_given_back_or_sent_back_waits_again() {
        AnnotationQueue queue = queue(1);
        String image = queue.claim("ann").orElseThrow();
        queue.release(image, "ann");
        assertThat(queue.claim("bob")).contains(image);
        queue.submit(image, CAR, "bob", 2);
        assertThat(queue.toString()).isEqualTo("Done(1)");
        queue.sendBack(image, "eve", "the van is missing");
        assertThat(queue.note(image)).isEqualTo("eve: the van is missing");
        assertThat(queue.dataset().sample(image).string("annotation_status")).isEqualTo("selected");
        assertThat(queue.claim("ann")).contains(image);
        queue.submit(image, VAN, "ann", 2);
        assertThat(queue.note(image)).isEmpty();
        assertThat(queue.dataset().sample(image).string("annotation_status")).isEqualTo("annotated");
        assertThatThrownBy(() -> queue(2).sendBack("nobody", "eve", "?")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void a_submission_changes_one_entry_however_long_the_queue_is() {
        AnnotationQueue queue = queue(40);
        Map<String, String> before = runs(queue.dataset());
        queue.submit(queue.pending().get(7), CAR, "ann", 1);
        Map<String, String> after = runs(queue.dataset());
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.entrySet().stream()
                        .filter(one -> !one.getValue().equals(before.get(one.getKey())))
                        .count())
                .isEqualTo(1);
        assertThat(after.values()).allMatch(json -> json.length() < 250);
    }

    private static Map<String, String> runs(Dataset dataset) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String kind : List.of("annotation_queue", "annotation_queue:people")) {
            for (Run run : dataset.runs(kind)) {
                all.put(run.kind() + run.key(), run.json());
            }
        }
        return all;
    }

    @Test
    void a_queue_that_an_earlier_version_kept_as_one_value_goes_on() {
        Dataset dataset = Made.cars(folder, "cars", 19);
        List<String> ids = dataset.matchTags("split:pool").ids();
        AnnotationQueue opened = Annotator.app("people", SCHEMA)
                .queue(dataset.matchTags("split:pool").limit(1));
        dataset.deleteRun("annotation_queue:people", ids.get(0) + " people");
        dataset.putRun(
                "annotation_queue",
                "people",
                "{\"field\":\"people\",\"hidden\":\"truth\",\"entries\":[{\"id\":\"" + ids.get(0)
                        + "\",\"target\":\"people\",\"seconds\":4.0,\"done\":true},{\"id\":\"" + ids.get(1)
                        + "\",\"target\":\"people\",\"seconds\":2.0,\"done\":false}],\"schema\":{\"classes\":[\"Car\",\"Van\"],\"values\":{}}}");
        AnnotationQueue queue = AnnotationQueue.load(dataset, "people");
        assertThat(queue).hasToString("Waiting(1 of 2)").isEqualTo(opened);
        assertThat(queue.hidden()).isEqualTo("truth");
        assertThat(queue.seconds(ids.get(1))).isEqualTo(2);
        queue.submit(ids.get(1), CAR, "ann", 7);
        assertThat(queue).hasToString("Done(2)");
        assertThat(queue.ids()).containsExactly(ids.get(0), ids.get(1));
        Annotator.app("people", SCHEMA).queue(dataset.matchTags("split:pool"));
        assertThat(queue).hasToString("Waiting(2 of 3)");
    }

    @Test
    void people_at_once_submit_every_image_and_none_twice() throws Exception {
        AnnotationQueue queue = queue(60);
        ExecutorService people = Executors.newFixedThreadPool(4);
        List<Future<List<String>>> work = new ArrayList<>();
        for (String person : List.of("ann", "bob", "eve", "joe")) {
            work.add(people.submit(() -> LabellerProcess.work(folder, "cars", person)));
        }
        List<String> done = new ArrayList<>();
        for (Future<List<String>> one : work) {
            done.addAll(one.get());
        }
        people.shutdown();
        assertThat(done).doesNotHaveDuplicates().hasSize(60);
        queue.dataset().reload();
        assertThat(queue).hasToString("Done(60)");
    }

    @Test
    @EnabledIfSystemProperty(named = "winnow.soak", matches = "true")
    void two_processes_submit_600_images_and_none_twice() throws Exception {
        AnnotationQueue queue = queue(600);
        List<Process> processes = new ArrayList<>();
        for (String person : List.of("ann", "bob")) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LabellerProcess.class.getName(),
                            folder.toString(),
                            "cars",
                            person)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        List<String> done = new ArrayList<>();
        for (Process process : processes) {
            done.addAll(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches("[0-9a-f]{24}"))
                    .toList());
            assertThat(process.waitFor()).isZero();
        }
        assertThat(done).doesNotHaveDuplicates().hasSize(600);
        queue.dataset().reload();
        assertThat(queue).hasToString("Done(600)");
        assertThat(queue.dataset().exists("people").count()).isEqualTo(600);
    }

    @Test
    void agreement_counts_what_two_blind_people_drew() {
        Dataset dataset = Made.cars(folder, "cars", 18);
        List<String> ids = dataset.matchTags("split:pool").ids();
        Detection car = Detection.of("Car", 0, 0, 0.2, 0.2);
        Detection near = Detection.of("Car", 0.02, 0, 0.2, 0.2);
        Detection van = Detection.of("Van", 0.5, 0.5, 0.2, 0.2);
        Detection truck = Detection.of("Truck", 0.5, 0.5, 0.2, 0.2);
        Detection alone = Detection.of("Car", 0.8, 0.8, 0.1, 0.1);
        dataset.setDetections("first", Map.of(ids.get(0), List.of(car, van), ids.get(1), List.of(alone)));
        dataset.setDetections("second", Map.of(ids.get(0), List.of(near, truck), ids.get(1), List.of()));
        Agreement agreement = Agreement.between(dataset.matchTags("split:pool"), "first", "second");
        assertThat(agreement.byClass().get("Car")).isEqualTo(new Agreement.Counts(1, 0, 1, 0));
        assertThat(agreement.byClass().get("Van")).isEqualTo(new Agreement.Counts(0, 1, 0, 0));
        assertThat(agreement.share()).isCloseTo(1 / 3.0, within(1e-12));
        // 0.18 of 0.22 wide: 0.8181…; and 1 for the box that was renamed.
        assertThat(agreement.meanIou()).isCloseTo((0.18 / 0.22 + 1) / 2, within(1e-9));
        assertThat(agreement.disagreements()).hasSize(2);
        assertThat(agreement.toString()).contains("all                    1        1           1            0");
    }
}
