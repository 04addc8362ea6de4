package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.expr.Field;
import dev.winnow.label.Box;
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
import dev.winnow.label.TemporalDetection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every type of label is stored, read, filtered and tagged alike. */
class LabelTypesTest {
    @TempDir
    Path folder;

    private Dataset all() {
        Dataset dataset = Dataset.create(Home.at(folder), "types", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.jpg")
                        .set(
                                "weather",
                                new Classification(
                                        "", "rain", 0.8, List.of(0.1, 2.5), List.of("sure"), Map.of("by", "ann")))
                        .set("scenes", List.of(Classification.of("city"), Classification.of("night", 0.4)))
                        .set("lanes", List.of(Polyline.line("lane", List.of(new Point(0.1, 0.9), new Point(0.5, 0.2)))))
                        .set(
                                "people",
                                List.of(Keypoint.of("person", List.of(new Point(0.3, 0.3), new Point(0.4, 0.5)))))
                        .set("speed", Regression.of(31.5))
                        .set("events", List.of(TemporalDetection.of("brake", 10, 25)))
                        .set("mask", Segmentation.of("masks/a.png"))
                        .set("heat", Heatmap.of("heat/a.png"))
                        .set("place", GeoLocation.of(8.4, 49.0))
                        .set("extra", Map.of("lens", Map.of("mm", 35), "notes", List.of("wet", 1, true)))
                        .set("ratios", List.of(0.5, 1))
                        .detections("boxes", List.of(Detection.of("car", 0.1, 0.1, 0.2, 0.2))),
                SampleDraft.of("b.jpg").set("weather", Classification.of("sun"))));
        return dataset;
    }

    @Test
    void labels_come_back_from_disk_as_they_went() {
        Dataset dataset = all();
        Dataset loaded = Dataset.load(Home.at(folder), "types");
        assertThat(loaded.schema()).isEqualTo(dataset.schema());
        assertThat(loaded.schema())
                .containsEntry("weather", FieldType.CLASSIFICATION)
                .containsEntry("scenes", FieldType.CLASSIFICATIONS)
                .containsEntry("lanes", FieldType.POLYLINES)
                .containsEntry("people", FieldType.KEYPOINTS)
                .containsEntry("speed", FieldType.REGRESSION)
                .containsEntry("events", FieldType.TEMPORAL_DETECTIONS)
                .containsEntry("mask", FieldType.SEGMENTATION)
                .containsEntry("heat", FieldType.HEATMAP)
                .containsEntry("place", FieldType.GEO_LOCATION)
                .containsEntry("extra", FieldType.DICT)
                .containsEntry("ratios", FieldType.LIST);
        for (String field : dataset.schema().keySet()) {
            assertThat(loaded.values(field)).as(field).isEqualTo(dataset.values(field));
        }
        Sample first = loaded.first();
        Classification weather = (Classification) first.labels("weather").get(0);
        assertThat(weather.label()).isEqualTo("rain");
        assertThat(weather.logits()).containsExactly(0.1, 2.5);
        assertThat(weather.tags()).containsExactly("sure");
        assertThat(weather.attributes()).isEqualTo(Map.of("by", "ann"));
        assertThat(weather.id()).matches("[0-9a-f]{24}");
        assertThat(((Polyline) first.labels("lanes").get(0)).bounds()).isEqualTo(new Box(0.1, 0.2, 0.4, 0.7));
        assertThat(((TemporalDetection) first.labels("events").get(0)).last()).isEqualTo(25);
        assertThat(((GeoLocation) first.labels("place").get(0)).point()).isEqualTo(new Point(8.4, 49));
        assertThat(first.get("extra")).isEqualTo(Map.of("lens", Map.of("mm", 35L), "notes", List.of("wet", 1L, true)));
        assertThat(loaded.last().labels("scenes")).isEmpty();
    }

    @Test
    void stages_and_expressions_ask_all_types_alike() {
        Dataset dataset = all();
        assertThat(dataset.match(Field.of("weather.label").eq("sun")).count()).isEqualTo(1);
        assertThat(dataset.countValues("weather.label").asMap()).isEqualTo(Map.of("rain", 1L, "sun", 1L));
        assertThat(dataset.values("weather.confidence")).containsExactly(0.8, null);
        assertThat(dataset.distinct("scenes.classifications.label")).containsExactly("city", "night");
        assertThat(dataset.filterLabels("scenes", Field.of("confidence").gt(0.3))
                        .values("scenes.label"))
                .containsExactly(List.of("night"));
        assertThat(dataset.match(Field.of("lanes.polylines").length().gt(0)).count())
                .isEqualTo(1);
        assertThat(dataset.matchLabels("people", Field.of("label").eq("person")).count())
                .isEqualTo(1);
        assertThat(dataset.match(Field.of("speed.value").gt(30)).count()).isEqualTo(1);
        assertThat(dataset.match(Field.of("extra.lens.mm").eq(35)).count()).isEqualTo(1);
        assertThat(dataset.exists("mask").count()).isEqualTo(1);
        assertThat(dataset.toPatches("lanes").count()).isEqualTo(1);
        assertThat(dataset.sortBy("weather.label").values("weather.label")).containsExactly("rain", "sun");
    }

    @Test
    void edits_keep_what_a_type_has_of_its_own() {
        Dataset dataset = all();
        dataset.filterLabels("lanes", Field.of("label").eq("lane")).tagLabels(List.of("lanes"), "checked");
        dataset.setLabelValues("people", "label", List.of("child"));
        dataset.setValues("weather", Classification.of("fog"));
        Dataset loaded = Dataset.load(Home.at(folder), "types");
        Polyline lane = (Polyline) loaded.first().labels("lanes").get(0);
        assertThat(lane.tags()).containsExactly("checked");
        assertThat(lane.points().get(0)).hasSize(2);
        assertThat(((Keypoint) loaded.first().labels("people").get(0)).label()).isEqualTo("child");
        assertThat(loaded.values("weather.label")).containsExactly("fog", "fog");
        assertThat(loaded.countLabelTags().asMap()).isEqualTo(Map.of("checked", 1L));
        assertThat(loaded.countLabelTags("people").total()).isZero();
    }

    @Test
    void a_label_of_another_type_is_refused() {
        Dataset dataset = all();
        assertThatThrownBy(() -> dataset.setValues("lanes", List.of(List.of(Classification.of("x")), List.of())))
                .hasMessageContaining("A POLYLINES field cannot hold");
        assertThatThrownBy(
                        () -> dataset.addSamples(List.of(SampleDraft.of("c.jpg").set("weather", Regression.of(1)))))
                .hasMessageContaining("CLASSIFICATION");
        assertThatThrownBy(() -> TemporalDetection.of("x", 5, 4)).hasMessageContaining("Frames 5 to 4");
        assertThatThrownBy(() -> dataset.first().detections("lanes")).hasMessageContaining("labels(\"lanes\")");
    }

    @Test
    void a_label_says_who_made_it_and_how_long_it_took() {
        Detection drawn =
                Detection.of("car", 0, 0, 0.5, 0.5).with("annotator", "ann").with("seconds", 4.5);
        assertThat(drawn.annotator()).contains("ann");
        assertThat(drawn.seconds()).isEqualTo(4.5);
        assertThat(Regression.of(1).annotator()).isEmpty();
        assertThat(Regression.of(1).seconds()).isNaN();
    }
}
