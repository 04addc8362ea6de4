package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
    @TempDir
    Path folder;

    private Dataset road() {
        Dataset dataset = Dataset.create(Home.at(folder), "road", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.jpg")
                        .tag("split:pool")
                        .set("score", 0.5)
                        .detections("ground_truth", List.of(Detection.of("Car", 0.1, 0.1, 0.2, 0.2))),
                SampleDraft.of("b.jpg")
                        .tag("split:pool")
                        .detections(
                                "ground_truth",
                                List.of(
                                        Detection.of("Van", 0, 0, 0.5, 0.5).with("occluded", "none"),
                                        Detection.of("Car", 0.2, 0.2, 0.1, 0.1).withConfidence(0.9))),
                SampleDraft.of("c.jpg").tag("split:test").set("score", 0.1).detections("ground_truth", List.of()),
                SampleDraft.of("d.jpg").set("score", 0.5)));
        return dataset;
    }

    private static List<String> names(SampleCollection view) {
        return view.samples().stream().map(Sample::fileName).toList();
    }

    @Test
    void what_one_process_saves_another_loads() {
        Dataset dataset = road();
        dataset.setEmbeddings(
                "embeddings",
                Embeddings.of(dataset.ids().subList(0, 2), new float[] {1, 2, 3, 4}, 2)
                        .withModel("maps"));
        dataset.saveView(
                "pool", dataset.matchTags("split:pool").match(Field.of("score").gt(0.3)), IfExists.FAIL);
        dataset.setInfo("schema", LabelSchema.of("Car", "Van").flag("truncated"));
        dataset.putRun("evaluation", "eval_v0", "{}", new byte[] {1});

        Dataset loaded = Dataset.load(Home.at(folder), "road");
        assertThat(loaded.ids()).isEqualTo(dataset.ids());
        for (String field : dataset.schema().keySet()) {
            List<Object> stored = new ArrayList<>(loaded.values(field));
            assertThat(Arrays.deepToString(stored.toArray()))
                    .isEqualTo(Arrays.deepToString(dataset.values(field).toArray()));
        }
        assertThat(loaded.loadSavedView("pool").toString())
                .isEqualTo("dataset.matchTags(\"split:pool\").match(F(\"score\").gt(0.3))");
        assertThat(names(loaded.loadSavedView("pool"))).containsExactly("a.jpg");
        assertThat(loaded.embeddings("embeddings").model()).isEqualTo("maps");
        assertThat(LabelSchema.from(loaded.info("schema")).valuesOf("truncated"))
                .containsExactly("true", "false");
        assertThat(loaded.run("evaluation", "eval_v0").orElseThrow().blob()).containsExactly(1);
    }

    @Test
    void missing_values_answer_as_the_table_says() {
        Dataset dataset = road();
        assertThat(names(dataset.match(Field.of("score").ne(0.5)))).containsExactly("b.jpg", "c.jpg");
        assertThat(names(dataset.match(Field.of("score").eq(null)))).containsExactly("b.jpg");
        assertThat(names(dataset.match(Field.of("score").isMissing()))).containsExactly("b.jpg");
        assertThat(names(dataset.match(Field.of("score").lt(0.2)))).containsExactly("c.jpg");
        assertThat(names(dataset.match(Field.of("score").lt(0.2).not()))).containsExactly("a.jpg", "b.jpg", "d.jpg");
        assertThat(names(dataset.match(
                        Field.of("ground_truth.detections").length().eq(0))))
                .containsExactly("c.jpg", "d.jpg");
        assertThat(names(dataset.exists("ground_truth"))).containsExactly("a.jpg", "b.jpg", "c.jpg");
    }

    @Test
    void sorting_puts_missing_last_and_keeps_ties_in_order() {
        Dataset dataset = road();
        assertThat(names(dataset.sortBy("score"))).containsExactly("c.jpg", "a.jpg", "d.jpg", "b.jpg");
        assertThat(names(dataset.sortBy("score", true))).containsExactly("a.jpg", "d.jpg", "c.jpg", "b.jpg");
    }

    @Test
    void unknown_names_are_answered_with_what_exists() {
        Dataset dataset = road();
        assertThatThrownBy(() -> dataset.match(Field.of("scor").gt(1)).count())
                .hasMessage("Field 'scor' is not in dataset 'road'. Fields: id, filepath, tags, score, ground_truth."
                        + " Did you mean 'score'?");
        assertThatThrownBy(() -> dataset.matchTags("split:pol").count())
                .hasMessageContaining("Did you mean 'split:pool'?");
        assertThatThrownBy(() -> Dataset.load(Home.at(folder), "raod")).hasMessageContaining("Did you mean 'road'?");
        assertThatThrownBy(() -> dataset.loadSavedView("pool")).hasMessageContaining("There are no saved views.");
    }

    @Test
    void a_tag_given_to_an_empty_view_is_known_and_matches_nothing() {
        Dataset dataset = road();
        dataset.match(Field.of("score").gt(7)).tagSamples("failure:high_fp");
        assertThat(dataset.matchTags("failure:high_fp").count()).isZero();
    }

    @Test
    void labels_are_filtered_counted_and_turned_into_patches() {
        Dataset dataset = road();
        View cars = dataset.filterLabels("ground_truth", Field.of("label").eq("Car"));
        assertThat(names(cars)).containsExactly("a.jpg", "b.jpg");
        assertThat(cars.count("ground_truth.detections")).isEqualTo(2);
        assertThat(dataset.countValues("ground_truth.detections.label").toString())
                .isEqualTo("Car       2\nVan       1");
        assertThat(dataset.distinct("ground_truth.label")).containsExactly("Car", "Van");
        View patches = dataset.toPatches("ground_truth");
        assertThat(patches.count()).isEqualTo(3);
        patches.limit(2).tagSamples("checked");
        assertThat(dataset.countValues("ground_truth.tags").get("checked")).isEqualTo(2);
    }

    @Test
    void a_box_that_is_not_valid_is_refused_and_nothing_is_written() {
        Dataset dataset = road();
        assertThatThrownBy(() -> dataset.addSamples(List.of(
                        SampleDraft.of("e.jpg"),
                        SampleDraft.of("f.jpg")
                                .detections("ground_truth", List.of(Detection.of("Car", 0.5, 0.5, -0.1, 0.2))))))
                .hasMessageContaining("f.jpg")
                .hasMessageContaining("width and height must be above 0");
        assertThat(dataset.count()).isEqualTo(4);
        assertThat(Dataset.load(Home.at(folder), "road").count()).isEqualTo(4);
    }

    @Test
    void a_group_counts_once_and_its_slices_flatten() {
        Dataset scenes = Dataset.create(Home.at(folder), "scenes", IfExists.FAIL);
        scenes.addSamples(List.of(
                SampleDraft.of("left/1.jpg").slice("1", "left"),
                SampleDraft.of("right/1.jpg").slice("1", "right"),
                SampleDraft.of("left/2.jpg").slice("2", "left"),
                SampleDraft.of("right/2.jpg").slice("2", "right")));
        assertThat(scenes.count()).isEqualTo(2);
        assertThat(scenes.mediaType()).isEqualTo("group");
        assertThat(scenes.groupSlices()).containsExactly("left", "right");
        View left = scenes.selectGroupSlices("left");
        assertThat(names(left)).containsExactly("1.jpg", "2.jpg");
        Dataset flat = left.cloneTo("flat", IfExists.FAIL);
        assertThat(flat.mediaType()).isEqualTo("image");
        assertThat(flat.ids()).isEqualTo(left.ids());
    }

    @Test
    void edits_of_different_values_by_two_processes_both_stay() {
        Dataset mine = road();
        Dataset yours = Dataset.load(Home.at(folder), "road");
        String a = mine.ids().get(0);
        String b = mine.ids().get(1);
        mine.setValues("score", Map.of(a, 1.0));
        yours.setValues("score", Map.of(b, 2.0));
        mine.reload();
        assertThat(mine.doubles("score")).startsWith(1.0, 2.0);
        assertThatThrownBy(() -> {
                    yours.setValues("score", Map.of(a, 3.0));
                    mine.setValues("score", Map.of(a, 4.0));
                })
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("dataset.reload()");
        mine.reload();
        assertThat(mine.doubles("score")[0]).isEqualTo(3.0);
    }

    @Test
    void a_transaction_stores_all_or_nothing() {
        Dataset dataset = road();
        assertThatThrownBy(() -> dataset.transaction("plan", () -> {
                    dataset.tagSamples("batch:v1");
                    dataset.putRun("ledger", "v1", "{}");
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(dataset.countSampleTags().get("batch:v1")).isZero();
        assertThat(Dataset.load(Home.at(folder), "road").runs("ledger")).isEmpty();
    }

    @Test
    void a_snapshot_brings_back_what_was() {
        Dataset dataset = road();
        dataset.snapshot("before");
        dataset.setValues("score", 9.0);
        dataset.restore("before");
        assertThat(dataset.doubles("score")[0]).isEqualTo(0.5);
        assertThat(dataset.snapshots()).containsExactly("before");
    }

    @Test
    void replacing_a_dataset_with_peoples_labels_keeps_it() {
        Dataset dataset = road();
        dataset.setDetections(
                "human_labels",
                Map.of(
                        dataset.ids().get(0),
                        List.of(Detection.of("Car", 0, 0, 0.1, 0.1).with("annotator", "ann"))));
        Dataset.create(Home.at(folder), "road", IfExists.REPLACE);
        assertThat(Home.at(folder).listDatasets()).containsExactly("road", "road.replaced-1");
        assertThat(Dataset.load(Home.at(folder), "road.replaced-1").labelsByPeople())
                .isEqualTo(1);
    }

    @Test
    void a_damaged_chunk_is_named_and_never_read() throws Exception {
        Dataset dataset = road();
        Path file = Home.at(folder).find("road").orElseThrow().resolve("dataset.sqlite");
        try (var db = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var sql = db.createStatement()) {
            sql.execute("UPDATE chunk SET data = zeroblob(length(data)) WHERE field = 'score'");
        }
        assertThatThrownBy(dataset::verify).hasMessageContaining("'score'").hasMessageContaining("damaged");
    }

    @Test
    void a_repeated_picture_gets_an_ordinal_and_ids_come_from_paths() {
        Dataset one = Dataset.create(Home.at(folder), "one", IfExists.FAIL);
        Dataset two = Dataset.create(Home.at(folder), "two", IfExists.FAIL);
        List<SampleDraft> drafts = List.of(SampleDraft.of("x.jpg"), SampleDraft.of("x.jpg"));
        assertThat(one.addSamples(drafts)).isEqualTo(two.addSamples(drafts)).doesNotHaveDuplicates();
        assertThat(one.ids()).allMatch(id -> id.matches("[0-9a-f]{24}"));
    }
}
