package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.expr.Field;
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
import dev.winnow.label.TemporalDetection;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A label that a person made, of any type, lost in any way, can be had back with the call that is printed. */
class PeoplesLabelsTest {
    private static final Pattern RESTORE = Pattern.compile("dataset\\.restore\\(\"([^\"]+)\"\\)");
    private static final Pattern LOAD = Pattern.compile("fo\\.loadDataset\\(\"([^\"]+)\"\\)\\.cloneTo\\(\"work\"");

    @TempDir
    Path folder;

    /** A value of each type that holds labels, made by {@code who}. */
    private static Map<String, Object> values(String who) {
        Map<String, Object> by = Map.of("annotator", who);
        double none = Double.NaN;
        Box box = new Box(0.1, 0.1, 0.2, 0.2);
        List<Point> points = List.of(new Point(0.1, 0.9), new Point(0.5, 0.2));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("boxes", List.of(new Detection("", "car", box, none, List.of(), by)));
        all.put("class", new Classification("", "rain", none, List.of(), List.of(), by));
        all.put("classes", List.of(new Classification("", "city", none, List.of(), List.of(), by)));
        all.put("lines", List.of(new Polyline("", "lane", List.of(points), false, false, none, List.of(), by)));
        all.put("keypoints", List.of(new Keypoint("", "person", points, none, List.of(), by)));
        all.put("number", new Regression("", 31.5, none, List.of(), by));
        all.put("events", List.of(new TemporalDetection("", "brake", 10, 25, none, List.of(), by)));
        all.put("mask", new Segmentation("", "masks/a.png", List.of(), by));
        all.put("heat", new Heatmap("", "heat/a.png", 0, 1, List.of(), by));
        all.put("place", new GeoLocation("", new Point(8.4, 49.0), List.of(), List.of(), List.of(), by));
        return all;
    }

    private static Map<String, Consumer<Dataset>> waysToLose(String type) {
        Map<String, Consumer<Dataset>> ways = new LinkedHashMap<>();
        ways.put("delete samples", d -> d.deleteSamples(d.limit(1).ids()));
        ways.put("delete field", d -> d.deleteSampleField("by_hand"));
        ways.put("clear field", d -> d.clearSampleField("by_hand"));
        ways.put("set null", d -> d.setValues("by_hand", null));
        ways.put(
                "replace by a model's",
                d -> d.setValues(
                        "by_hand", Collections.nCopies(2, values("simulated:1").get(type))));
        ways.put("replace in one sample", d -> {
            Sample sample = d.first();
            sample.set("by_hand", values("simulated:1").get(type));
            sample.save();
        });
        ways.put("restore", d -> d.restore("before"));
        ways.put(
                "delete a slice",
                d -> d.deleteSamples(d.selectGroupSlices("left").ids()));
        ways.put("clear a slice", d -> d.selectGroupSlices("left").setValues("by_hand", null));
        ways.put("disown", d -> d.setValues("by_hand.annotator", "simulated:1"));
        return ways;
    }

    static Stream<Arguments> everyTypeAndWay() {
        List<Arguments> all = new ArrayList<>();
        for (String type : values("anna").keySet()) {
            waysToLose(type).forEach((way, lose) -> all.add(Arguments.of(type, way, lose)));
        }
        return all.stream();
    }

    private Dataset dataset(String type) {
        Dataset dataset = Dataset.create(Home.at(folder), "work", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.jpg").slice("g1", "left"),
                SampleDraft.of("b.jpg").slice("g2", "left")));
        dataset.snapshot("before");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(dataset.first().id(), values("anna").get(type));
        values.put(dataset.last().id(), values("simulated:7").get(type));
        dataset.setValues("by_hand", values);
        return dataset;
    }

    private static String printed(Runnable work) {
        PrintStream out = System.out;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(out);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyTypeAndWay")
    void what_a_person_made_can_be_had_back(String type, String way, Consumer<Dataset> lose) {
        Dataset dataset = dataset(type);
        Object made = dataset.first().get("by_hand");
        String id = dataset.first().id();
        assertThat(dataset.labelFields()).containsExactly("by_hand");
        assertThat(dataset.labelsByPeople()).isEqualTo(1);
        String said = printed(() -> lose.accept(dataset));
        assertThat(dataset.labelsByPeople()).isZero();
        Matcher back = RESTORE.matcher(said);
        assertThat(back.find()).as("the way back is printed: %s", said).isTrue();
        dataset.restore(back.group(1));
        assertThat(dataset.sample(id).get("by_hand")).isEqualTo(made);
        assertThat(dataset.labelsByPeople()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_dataset_that_is_replaced_is_kept(String type) {
        Dataset dataset = dataset(type);
        Object made = dataset.first().get("by_hand");
        String said = printed(() -> Dataset.create(Home.at(folder), "work", IfExists.REPLACE));
        Matcher back = LOAD.matcher(said);
        assertThat(back.find()).as("the way back is printed: %s", said).isTrue();
        Dataset kept = Dataset.load(Home.at(folder), back.group(1));
        kept.cloneTo("work", IfExists.REPLACE);
        assertThat(Dataset.load(Home.at(folder), "work").first().get("by_hand")).isEqualTo(made);
    }

    static Stream<String> types() {
        return values("anna").keySet().stream();
    }

    @Test
    void nothing_is_kept_where_nothing_of_a_person_is_lost() {
        Dataset dataset = dataset("boxes");
        assertThat(printed(() -> {
                    dataset.setValues("weather", Classification.of("sun"));
                    dataset.deleteSampleField("weather");
                    dataset.deleteSamples(List.of(dataset.last().id()));
                    dataset.renameSampleField("by_hand", "by_anna");
                    dataset.cloneSampleField("by_anna", "again");
                    dataset.first().detections("by_anna");
                    dataset.match(Field.of("by_anna").exists()).tagSamples("seen");
                }))
                .isEmpty();
        assertThat(dataset.snapshots()).containsExactly("before");
        assertThat(dataset.labelsByPeople()).isEqualTo(2);
    }

    @Test
    void several_losses_of_one_transaction_are_kept_once() {
        Dataset dataset = dataset("class");
        dataset.cloneSampleField("by_hand", "again");
        String said = printed(() -> dataset.transaction("clear both", () -> {
            dataset.clearSampleField("by_hand");
            dataset.clearSampleField("again");
        }));
        assertThat(RESTORE.matcher(said).results().count()).isEqualTo(1);
        assertThat(dataset.snapshots()).hasSize(2);
        dataset.restore("before-clearing-by_hand");
        assertThat(dataset.labelsByPeople()).isEqualTo(2);
    }

    @Test
    void a_field_of_any_name_can_be_deleted() {
        Dataset dataset = dataset("class");
        dataset.renameSampleField("by_hand", "wetter am übergang");
        String said = printed(() -> dataset.deleteSampleField("wetter am übergang"));
        Matcher back = RESTORE.matcher(said);
        assertThat(back.find()).isTrue();
        dataset.restore(back.group(1));
        assertThat(dataset.labelsByPeople()).isEqualTo(1);
    }
}
