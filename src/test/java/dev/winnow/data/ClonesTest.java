package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of datasets and views, samples that are merged, and edits through a view that hides a part: nothing is lost by them. */
class ClonesTest {
    @TempDir
    Path folder;

    private Dataset dataset;

    @BeforeEach
    void two_samples() {
        dataset = Dataset.create(Home.at(folder), "two", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.jpg")
                        .tag("x")
                        .set("type", "street")
                        .detections("gt", List.of(label("car"), label("van"), label("car"))),
                SampleDraft.of("b.jpg").set("type", "yard").detections("gt", List.of(label("van")))));
    }

    private static Detection label(String name) {
        return Detection.of(name, 0.1, 0.1, 0.2, 0.2);
    }

    private View cars() {
        return dataset.filterLabels("gt", Field.of("label").eq("car"), false);
    }

    @Test
    void a_whole_dataset_goes_with_its_views_runs_and_groups_and_a_view_without() {
        Dataset scenes = Dataset.create(Home.at(folder), "scenes", IfExists.FAIL);
        scenes.addSamples(List.of(
                SampleDraft.of("left/1.jpg").slice("1", "left"),
                SampleDraft.of("right/1.jpg").slice("1", "right")));
        scenes.saveView("one", scenes.limit(1), "the first", "#000000", IfExists.FAIL);
        scenes.putRun("evaluation", "eval", "{\"key\":\"eval\"}", new byte[] {1, 2});
        scenes.putRun("brain", "map", "{}");
        Dataset copy = scenes.cloneTo("copy", IfExists.FAIL);
        assertThat(copy.groupSlices()).containsExactly("left", "right");
        assertThat(copy.selectGroupSlices("left", "right").ids())
                .isEqualTo(scenes.selectGroupSlices("left", "right").ids())
                .hasSize(2);
        assertThat(copy.count()).isEqualTo(1);
        assertThat(copy.savedViewInfo("one")).containsEntry("description", "the first");
        assertThat(copy.run("evaluation", "eval").orElseThrow().blob()).containsExactly(1, 2);
        assertThat(copy.listBrainRuns()).containsExactly("map");
        Dataset left = scenes.selectGroupSlices("left").cloneTo("left", IfExists.FAIL);
        assertThat(left.mediaType()).isEqualTo("image");
        assertThat(left.listSavedViews()).isEmpty();
        assertThat(left.listEvaluations()).isEmpty();
        assertThatThrownBy(() -> scenes.cloneTo("scenes", IfExists.REPLACE)).hasMessageContaining("the dataset itself");
        assertThat(Dataset.load(Home.at(folder), "scenes").count()).isEqualTo(1);
    }

    @Test
    void a_sample_that_comes_twice_is_two_samples_of_the_copy() {
        Dataset copy = dataset.concat(dataset.limit(1)).cloneTo("copy", IfExists.FAIL);
        assertThat(copy.ids())
                .hasSize(3)
                .doesNotHaveDuplicates()
                .startsWith(dataset.ids().get(0));
        assertThat(copy.values("filepath")).containsExactly("a.jpg", "b.jpg", "a.jpg");
        assertThat(copy.verify()).isPositive();
    }

    @Test
    void what_a_filter_hides_stays_when_the_rest_is_saved() {
        Sample first = cars().first();
        List<Detection> changed = new ArrayList<>(first.detections("gt"));
        changed.set(0, changed.get(0).withLabel("bus"));
        changed.remove(1);
        changed.add(label("tram"));
        first.set("gt", changed).save();
        assertThat(dataset.values("gt.label")).containsExactly(List.of("bus", "van", "tram"), List.of("van"));
        cars().setValues("gt", List.of(List.of(label("bike")), List.of(label("bike"))));
        assertThat(dataset.values("gt.label"))
                .containsExactly(List.of("bus", "van", "tram", "bike"), List.of("van", "bike"));
        dataset.filterLabels("gt", Field.of("label").eq("bike")).setValues("gt.detections", (Object) null);
        assertThat(dataset.values("gt.label")).containsExactly(List.of("bus", "van", "tram"), List.of("van"));
        dataset.limitLabels("gt", 1).updateSamples(sample -> sample.set("gt", List.of()));
        assertThat(dataset.values("gt.label")).containsExactly(List.of("van", "tram"), List.of());
    }

    @Test
    void labels_of_people_are_kept_when_a_value_or_their_sample_goes() {
        dataset.setDetections(
                "human", Map.of(dataset.ids().get(0), List.of(label("car").with("annotator", "ann"))));
        dataset.setValues("human", (Object) null);
        assertThat(dataset.snapshots()).containsExactly("before-setting-human");
        dataset.restore("before-setting-human");
        dataset.deleteSamples(dataset.ids());
        assertThat(dataset.snapshots()).contains("before-deleting-samples");
        dataset.restore("before-deleting-samples");
        assertThat(dataset.labelsByPeople()).isEqualTo(1);
    }

    @Test
    void a_restore_brings_back_what_was_said_of_views_and_classes() {
        dataset.saveView("v", dataset.limit(1), "first", "#000000", IfExists.FAIL);
        dataset.setClasses("gt", List.of("car", "van"));
        dataset.setDescription("then");
        dataset.snapshot("then");
        dataset.deleteSavedView("v");
        dataset.setClasses("gt", List.of("bus"));
        dataset.setDescription("now");
        dataset.restore("then");
        assertThat(dataset.savedViewInfo("v")).containsEntry("description", "first");
        assertThat(dataset.classes("gt")).containsExactly("car", "van");
        assertThat(dataset.description()).isEqualTo("then");
    }

    @Test
    void a_field_of_the_samples_keeps_its_name_among_patches() {
        assertThat(dataset.toPatches("gt").values("type")).containsExactly("street", "street", "street", "yard");
        assertThat(dataset.toPatches("gt").match(Field.of("type").eq("yard")).count())
                .isEqualTo(1);
        assertThatThrownBy(() -> dataset.toPatches("gt").values("iou")).hasMessageContaining("Field 'iou'");
    }

    @Test
    void samples_merge_by_path_whatever_their_id_and_however_often_they_come() {
        dataset.addSample(SampleDraft.of("c.jpg").id("0123456789abcdef01234567").tag("own"));
        List<String> ids = dataset.mergeSamples(List.of(
                SampleDraft.of("c.jpg").set("type", "lane").tag("new"),
                SampleDraft.of("d.jpg").detections("gt", List.of(label("car"))),
                SampleDraft.of("d.jpg").tag("late").detections("gt", List.of(label("van"))),
                SampleDraft.of("a.jpg").detections("gt", List.of(label("bus"))),
                SampleDraft.of("a.jpg").detections("gt", List.of(label("tram")))));
        assertThat(dataset.count()).isEqualTo(4);
        assertThat(ids.get(0)).isEqualTo("0123456789abcdef01234567");
        assertThat(ids.get(1)).isEqualTo(ids.get(2));
        assertThat(dataset.sample(ids.get(0)).tags()).containsExactly("own", "new");
        assertThat(dataset.sample(ids.get(1)).tags()).containsExactly("late");
        assertThat(dataset.values("gt.label"))
                .containsExactly(
                        List.of("car", "van", "car", "bus", "tram"), List.of("van"), null, List.of("car", "van"));
        Dataset other = Dataset.create(Home.at(folder), "other", IfExists.FAIL);
        other.addCollection(dataset);
        assertThat(dataset.mergeSamples(other)).isEqualTo(dataset.ids());
        assertThat(dataset.count())
                .as("paths that lead back here are the same samples")
                .isEqualTo(4);
    }
}
