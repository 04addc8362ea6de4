package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import dev.winnow.vectors.Embeddings;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each stage, aggregation and verb on four samples whose values stand in view. */
class ViewVocabularyTest {
    @TempDir
    Path folder;

    private Dataset dataset;

    @BeforeEach
    void four_samples() {
        dataset = Dataset.create(Home.at(folder), "four", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.jpg")
                        .tag("x")
                        .set("score", 0.5)
                        .set("n", 1)
                        .set("town", "b")
                        .detections("gt", List.of(box("car", 0.9), box("van", 0.2))),
                SampleDraft.of("b.jpg")
                        .tag("x")
                        .tag("y")
                        .set("n", 2)
                        .set("town", "a")
                        .detections("gt", List.of(box("car", 0.4))),
                SampleDraft.of("c.jpg")
                        .tag("y")
                        .set("score", 0.1)
                        .set("n", 3)
                        .set("town", "b")
                        .detections("gt", List.of()),
                SampleDraft.of("d.jpg").set("score", 0.5)));
    }

    private static Detection box(String label, double confidence) {
        return Detection.of(label, 0.1, 0.1, 0.2, 0.4).withConfidence(confidence);
    }

    private static Field F(String path) {
        return Field.of(path);
    }

    private static String names(SampleCollection view) {
        return String.join(
                "",
                view.samples().stream()
                        .map(sample -> sample.fileName().substring(0, 1))
                        .toList());
    }

    @Test
    void stages_that_choose_samples() {
        assertThat(names(dataset.matchTags(List.of("x"), false))).isEqualTo("cd");
        assertThat(names(dataset.matchTags(List.of("x", "y"), true, true))).isEqualTo("b");
        assertThat(names(dataset.exists("score", false))).isEqualTo("b");
        List<String> ids = dataset.ids();
        assertThat(names(dataset.select(List.of(ids.get(2), ids.get(0)), true))).isEqualTo("ca");
        assertThat(names(dataset.select(ids.get(2), ids.get(0)))).isEqualTo("ac");
        assertThat(names(dataset.exclude(ids.get(2), ids.get(0)))).isEqualTo("bd");
        assertThat(names(dataset.selectBy("town", List.of("b")))).isEqualTo("ac");
        assertThat(names(dataset.excludeBy("town", List.of("b")))).isEqualTo("bd");
        assertThat(names(dataset.slice(1, 3))).isEqualTo("bc");
        assertThat(names(dataset.skip(3))).isEqualTo("d");
        assertThat(names(dataset.concat(dataset.limit(1)))).isEqualTo("abcda");
        assertThat(dataset.head(2)).hasSize(2);
        assertThat(dataset.tail(1).get(0).fileName()).isEqualTo("d.jpg");
        assertThat(dataset.last().fileName()).isEqualTo("d.jpg");
        assertThat(dataset.one(F("n").eq(3)).fileName()).isEqualTo("c.jpg");
        assertThatThrownBy(() -> dataset.one(F("n").gt(1))).hasMessageContaining("2 samples match");
        assertThatThrownBy(() -> dataset.match(F("scor").gt(1)).count())
                .hasMessageContaining("Field 'scor' is not in dataset 'four'")
                .hasMessageContaining("Did you mean 'score'?");
        assertThatThrownBy(() -> dataset.matchTags("z").count()).hasMessageContaining("Tags: x, y");
        assertThatThrownBy(() -> dataset.filterLabels("gt", F("confidence").gt(F("$scor")))
                        .count())
                .hasMessageContaining("Did you mean 'score'?");
    }

    @Test
    void stages_that_choose_labels() {
        assertThat(dataset.filterLabels("gt", F("confidence").gt(F("$score"))).values("gt.label"))
                .containsExactly(List.of("car"));
        assertThat(dataset.filterLabels("gt", F("label").eq("car"), false).values("gt.label"))
                .containsExactly(List.of("car"), List.of("car"), List.of(), null);
        assertThat(names(dataset.matchLabels("gt", F("label").eq("van"), false)))
                .isEqualTo("bcd");
        assertThat(dataset.limitLabels("gt", 1).count("gt")).isEqualTo(2);
        String van = dataset.detections("gt").id(1);
        assertThat(dataset.selectLabels(List.of(van)).values("gt.label")).containsExactly(List.of("van"));
        assertThat(dataset.excludeLabels(List.of(van)).values("gt.label"))
                .containsExactly(List.of("car"), List.of("car"));
        dataset.filterLabels("gt", F("label").eq("van")).tagLabels("odd");
        assertThat(dataset.selectLabels(List.of(), List.of("odd"), List.of("gt"), false)
                        .count("gt"))
                .isEqualTo(1);
        assertThat(dataset.excludeLabels(List.of(), List.of("odd"), List.of("gt"), false)
                        .count("gt"))
                .isEqualTo(2);
        assertThat(dataset.countLabelTags().get("odd")).isEqualTo(1);
        dataset.untagLabels("odd");
        assertThat(dataset.countLabelTags("gt").total()).isZero();
        dataset.tagLabels(List.of("gt"), "seen");
        dataset.limit(1).untagLabels(List.of("gt"), "seen");
        assertThat(dataset.countLabelTags().get("seen")).isEqualTo(1);
    }

    @Test
    void stages_that_show_values_otherwise_write_nothing() {
        View renamed = dataset.mapLabels("gt", Map.of("car", "vehicle", "van", "vehicle"));
        assertThat(renamed.countValues("gt.label").asMap()).isEqualTo(Map.of("vehicle", 3L));
        assertThat(names(renamed.matchLabels("gt", F("label").eq("vehicle")))).isEqualTo("ab");
        assertThat(dataset.mapValues("town", Map.of("a", "Ulm")).values("town")).containsExactly("b", "Ulm", "b", null);
        View areas = dataset.setField(
                "gt.detections.area",
                F("bounding_box").at(2).mul(F("bounding_box").at(3)));
        assertThat(areas.bounds("gt.area")).containsExactly(0.2 * 0.4, 0.2 * 0.4);
        assertThat(dataset.setField("gt.confidence", 1).max("gt.confidence")).isEqualTo(1);
        assertThat(dataset.setField("gt.label", F("label").upper()).distinct("gt.label"))
                .containsExactly("CAR", "VAN");
        assertThat(dataset.setField("n", F("n").mul(1.5)).values("n")).containsExactly(1.5, 3.0, 4.5, null);
        assertThat(names(dataset.filterField("score", F("it").gt(0.2)))).isEqualTo("ad");
        assertThat(dataset.filterField("score", F("it").gt(0.2), false).values("score"))
                .containsExactly(0.5, null, null, 0.5);
        assertThat(dataset.selectFields("score").schema()).containsOnlyKeys("id", "filepath", "tags", "score");
        assertThat(dataset.excludeFields("score").hasField("score")).isFalse();
        assertThatThrownBy(() -> dataset.excludeFields("score").sortBy("score").count())
                .hasMessageContaining("Field 'score'");
        renamed.tagLabels("t");
        renamed.setLabelValues("gt", "far", List.of(true, false, true));
        assertThat(dataset.countValues("gt.label").asMap()).isEqualTo(Map.of("car", 2L, "van", 1L));
        assertThat(dataset.values("gt.far", true)).containsExactly(true, false, true, null);
        assertThat(renamed.cloneTo("copy", IfExists.REPLACE).distinct("gt.label"))
                .containsExactly("vehicle");
    }

    @Test
    void groups_and_similarity() {
        View towns = dataset.groupBy("town");
        assertThat(names(towns)).isEqualTo("ab");
        assertThat(names(towns.flatten())).isEqualTo("acb");
        assertThat(names(dataset.groupBy("town", "n", true).flatten())).isEqualTo("cab");
        assertThat(names(dataset.groupBy(F("n").gt(1)).flatten())).isEqualTo("adbc");
        assertThatThrownBy(() -> dataset.flatten().count()).hasMessageContaining("Call groupBy before it");
        dataset.setEmbeddings("v", Embeddings.of(dataset.ids().subList(0, 3), new float[] {1, 0, 0, 1, 1, 1}, 2));
        String a = dataset.first().id();
        assertThat(names(dataset.sortBySimilarity("v", a))).isEqualTo("acb");
        assertThat(names(dataset.sortBySimilarity("v", List.of(a), 2))).isEqualTo("ac");
        assertThat(names(dataset.sortBySimilarity("v", List.of(0.0, 2.0), -1, true)))
                .isEqualTo("acb");
        assertThat(names(dataset.match(F("n").gt(1)).sortBySimilarity("v", a))).isEqualTo("cb");
        assertThatThrownBy(() ->
                        dataset.sortBySimilarity("v", List.of(1.0), -1, false).count())
                .hasMessageContaining("a query of 1 numbers");
    }

    @Test
    void aggregations() {
        assertThat(dataset.count("gt")).isEqualTo(3);
        assertThat(dataset.count(F("score").gt(0.3))).isEqualTo(4);
        assertThat(dataset.values(F("gt.detections").length().add(1))).containsExactly(3.0, 2.0, 1.0, 1.0);
        assertThat(dataset.values("gt.label", true)).containsExactly("car", "van", "car", null);
        assertThat(dataset.values(List.of("town", "n")).get(1)).containsExactly(1L, 2L, 3L, null);
        assertThat(dataset.doubles("n")).containsExactly(1, 2, 3, Double.NaN);
        assertThat(dataset.strings("n")).containsExactly("1", "2", "3", null);
        assertThat(dataset.countValues("town").asMap()).isEqualTo(Map.of("a", 1L, "b", 2L));
        assertThat(dataset.countValues(F("score").gt(0.3)).get("true")).isEqualTo(2);
        assertThat(dataset.distinct("gt.detections.label")).containsExactly("car", "van");
        assertThat(dataset.distinct(F("town").upper())).containsExactly("A", "B");
        assertThat(dataset.bounds("gt.confidence")).containsExactly(0.2, 0.9);
        assertThat(dataset.bounds(F("n").mul(2))).containsExactly(2, 6);
        assertThat(dataset.min("n") + dataset.max("n")).isEqualTo(4);
        assertThat(dataset.min(F("n")) + dataset.max(F("n"))).isEqualTo(4);
        assertThat(dataset.mean("n")).isEqualTo(2);
        assertThat(dataset.mean(F("gt.detections").length())).isEqualTo(0.75);
        assertThat(dataset.sum("n")).isEqualTo(6);
        assertThat(dataset.sum(F("n").pow(2))).isEqualTo(14);
        assertThat(dataset.std("n")).isEqualTo(Math.sqrt(2 / 3.0));
        assertThat(dataset.std(F("n"))).isEqualTo(Math.sqrt(2 / 3.0));
        assertThat(dataset.quantiles("n", 0.5)).containsExactly(2);
        assertThat(dataset.quantiles(F("n").mul(2), 0.25)).containsExactly(3);
        assertThat(dataset.histogramValues("n", 2))
                .isEqualTo(new Histogram(new long[] {1, 2}, new double[] {1, 2, 3}, 1));
        assertThat(dataset.histogramValues("n", 1, 2, 2).counts()).containsExactly(1);
        assertThat(dataset.histogramValues("n", 1, 2, 2).other()).isEqualTo(3);
        assertThat(dataset.histogramValues("n", 2).toString()).contains("2 ").contains("█");
        assertThat(dataset.countSampleTags().asMap()).isEqualTo(Map.of("x", 2L, "y", 2L));
        assertThatThrownBy(() -> dataset.mean("town")).hasMessageContaining("'town' holds b, which is no number");
    }

    @Test
    void samples_are_changed_one_by_one_a_batch_at_a_time_or_all_at_once() {
        dataset.first().set("score", 0.9).set("new", "v").tag("z").untag("x").save();
        assertThat(dataset.first().get("new")).isEqualTo("v");
        assertThat(dataset.first().tags()).containsExactly("z");
        long before = dataset.version();
        dataset.updateSamples(sample -> sample.set("n", (long) sample.fileName().charAt(0)));
        assertThat(dataset.version()).isEqualTo(before + 1);
        assertThat(dataset.values("n")).containsExactly(97L, 98L, 99L, 100L);
        try (SaveContext context = dataset.saveContext()) {
            for (Sample sample : dataset.iterSamples()) {
                sample.set("boxes", (long) sample.detections("gt").size());
                context.save(sample);
            }
        }
        assertThat(dataset.values("boxes")).containsExactly(2L, 1L, 0L, 0L);
        assertThat(dataset.mapSamples(Sample::fileName)).containsExactly("a.jpg", "b.jpg", "c.jpg", "d.jpg");
        assertThatThrownBy(() -> dataset.first().set("id", "x")).hasMessageContaining("cannot be set");
    }

    @Test
    void edits_through_patches_reach_the_sample() {
        View patches = dataset.toPatches("gt");
        assertThat(patches.values("gt.label")).containsExactly("car", "van", "car");
        assertThat(patches.sortBy("gt.confidence").values("gt.confidence")).containsExactly(0.2, 0.4, 0.9);
        assertThat(patches.match(F("gt.label").eq("car")).count()).isEqualTo(2);
        Sample van = patches.one(F("gt.label").eq("van"));
        van.set("gt", van.detections("gt").get(0).withLabel("bus").with("seen", true))
                .save();
        assertThat(dataset.values("gt.label", true)).containsExactly("car", "bus", "car", null);
        assertThat(dataset.dynamicFieldSchema("gt")).isEqualTo(Map.of("seen", "boolean"));
        patches.setValues("gt.label", List.of("a", "b", "c"));
        assertThat(dataset.values("gt.label", true)).containsExactly("a", "b", "c", null);
        patches.match(F("gt.label").eq("b")).tagSamples("bad");
        assertThat(dataset.countLabelTags().get("bad")).isEqualTo(1);
        assertThat(dataset.countSampleTags().get("bad")).isZero();
        dataset.setValues("gt.detections.rank", Arrays.asList(List.of(1, 2), List.of(3), List.of(), null));
        assertThat(dataset.sum("gt.rank")).isEqualTo(6);
        dataset.setLabelValues("gt", "rank", Map.of(patches.first().id(), 10));
        assertThat(dataset.sum("gt.rank")).isEqualTo(15);
        patches.limit(1).setValues("gt", List.of(box("tram", 0.7)));
        assertThat(dataset.first().detections("gt").get(0).label()).isEqualTo("tram");
        assertThat(dataset.first().detections("gt").get(0).id())
                .isEqualTo(patches.first().id());
        assertThatThrownBy(() -> patches.setValues("gt", List.of(box("x", 1)))).hasMessageContaining("3 rows");
        assertThatThrownBy(() -> dataset.setLabelValues("gt", "rank", Map.of("nobody", 1)))
                .hasMessageContaining("has the id nobody");
    }

    @Test
    void fields_come_and_go() {
        dataset.renameSampleField("score", "points");
        dataset.cloneSampleField("points", "copy");
        dataset.clearSampleField("copy");
        assertThat(dataset.values("points")).containsExactly(0.5, null, 0.1, 0.5);
        assertThat(dataset.values("copy")).containsOnlyNulls();
        dataset.deleteSampleField("copy");
        assertThat(dataset.hasField("copy")).isFalse();
        assertThatThrownBy(() -> dataset.renameSampleField("points", "n")).hasMessageContaining("is there already");
        assertThatThrownBy(() -> dataset.renameSampleField("id", "i")).hasMessageContaining("belongs to every sample");
    }

    @Test
    void samples_come_from_elsewhere() {
        String added = dataset.addSample(SampleDraft.of("e.jpg").set("n", 5));
        assertThat(dataset.sample(added).get("n")).isEqualTo(5L);
        String van = dataset.detections("gt").id(1);
        List<String> ids = dataset.mergeSamples(List.of(
                SampleDraft.of("a.jpg")
                        .tag("m")
                        .set("score", 0.7)
                        .detections("gt", List.of(box("bus", 0.2).withId(van), box("tram", 0.1))),
                SampleDraft.of("f.jpg").set("n", 6)));
        assertThat(ids).hasSize(2).startsWith(dataset.first().id());
        assertThat(dataset.first().tags()).containsExactly("x", "m");
        assertThat(dataset.first().detections("gt").stream()
                        .map(Detection::label)
                        .toList())
                .containsExactly("car", "bus", "tram");
        Dataset other = Dataset.create(Home.at(folder), "other", IfExists.FAIL);
        other.addCollection(dataset.matchTags("x"));
        assertThat(other.values("gt.label")).isEqualTo(dataset.matchTags("x").values("gt.label"));
        other.mergeSamples(dataset);
        assertThat(other.count()).isEqualTo(6);
        assertThat(dataset.stats()).containsEntry("samples", 6L).containsEntry("labels", 4L);
        assertThat(dataset.stats().get("stored_bytes")).isPositive();
        assertThat(dataset.summary()).startsWith("Name:        four");
    }

    @Test
    void what_is_said_of_views_classes_and_runs_is_kept() {
        dataset.saveView("pool", dataset.matchTags("x"), "to choose from", "#ff6d04", IfExists.FAIL);
        assertThat(dataset.savedViewInfo("pool"))
                .containsEntry("description", "to choose from")
                .containsEntry("stages", "dataset.matchTags(\"x\")");
        dataset.updateSavedViewInfo("pool", Map.of("name", "pool2"));
        assertThat(dataset.savedViewInfo("pool2")).containsEntry("color", "#ff6d04");
        assertThat(dataset.hasSavedView("pool")).isFalse();
        assertThatThrownBy(() -> dataset.updateSavedViewInfo("pool2", Map.of("colour", "red")))
                .hasMessageContaining("Did you mean 'color'?");
        dataset.setDescription("four samples");
        dataset.setClasses("gt", List.of("car", "van"));
        dataset.setDefaultClasses(List.of("any"));
        assertThat(Dataset.load(Home.at(folder), "four").description()).isEqualTo("four samples");
        assertThat(dataset.classes("gt")).containsExactly("car", "van");
        assertThat(dataset.classes("other")).isEqualTo(dataset.defaultClasses()).containsExactly("any");
        dataset.putRun("evaluation", "e", "{\"key\":\"e\",\"pred_field\":\"pred\",\"gt_field\":\"gt\"}");
        dataset.cloneSampleField("gt", "pred");
        dataset.setValues("e_tp", 1);
        dataset.setLabelValues("gt", "e", List.of("tp", "fn", "tp"));
        dataset.renameEvaluation("e", "f");
        assertThat(dataset.listEvaluations()).containsExactly("f");
        assertThat(dataset.hasEvaluation("e")).isFalse();
        assertThat(dataset.evaluationInfo("f")).containsEntry("key", "f");
        assertThat(dataset.loadEvaluationView("f").count()).isEqualTo(4);
        assertThat(dataset.countValues("gt.f").get("tp")).isEqualTo(2);
        assertThat(dataset.toEvaluationPatches("f").count()).isEqualTo(3);
        dataset.deleteEvaluation("f");
        assertThat(dataset.hasField("f_tp")).isFalse();
        assertThat(dataset.dynamicFieldSchema("gt")).isEmpty();
        assertThatThrownBy(() -> dataset.evaluationInfo("f")).hasMessageContaining("Evaluation 'f' is not in");
        dataset.putRun("brain", "viz", "{\"key\":\"viz\"}");
        dataset.renameBrainRun("viz", "map");
        assertThat(dataset.listBrainRuns()).containsExactly("map");
        assertThat(dataset.hasBrainRun("map")).isTrue();
        dataset.deleteBrainRun("map");
        assertThat(dataset.listBrainRuns()).isEmpty();
    }

    @Test
    void a_view_of_anything_is_stored_and_printed_as_the_calls_that_make_it() {
        View view = dataset.match(F("n").isIn(1L, 2L, 1234567890123456789L))
                .mapLabels("gt", Map.of("car", "vehicle", "van", "bus"))
                .mapValues("n", Map.of(1L, 10L))
                .setField("score", F("score").ifNull(0.25))
                .selectLabels(List.of(), List.of(), List.of("gt"), false)
                .concat(dataset.matchTags(List.of("x"), false, true).limit(0));
        dataset.saveView(
                "v", dataset.match(Expr.rand(3).lt(Double.POSITIVE_INFINITY)).concat(dataset.limit(1)), IfExists.FAIL);
        assertThat(names(dataset.loadSavedView("v"))).isEqualTo("abcda");
        String text = view.toString();
        assertThat(text)
                .contains(".isIn(1L, 2L, 1234567890123456789L)")
                .contains(
                        ".mapLabels(\"gt\", Map.ofEntries(Map.entry(\"car\", \"vehicle\"), Map.entry(\"van\", \"bus\")))")
                .endsWith(".concat(dataset.matchTags(List.of(\"x\"), false, true).limit(0))");
        List<Stage> stages = StageJson.readStages(StageJson.writeStages(view.stages()));
        assertThat(new View(dataset, stages)).isEqualTo(view).hasToString(text);
    }

    @Test
    void what_a_view_and_a_sample_say_of_themselves() {
        assertThat(dataset.toPatches("gt").isPatches()).isTrue();
        assertThat(dataset.toPatches("gt").patchFields()).containsExactly("gt");
        assertThat(dataset.limit(1).isPatches()).isFalse();
        assertThat(dataset.limit(1).patchFields()).isEmpty();
        assertThat(dataset.labelFields()).containsExactly("gt");
        Sample label = dataset.toPatches("gt").first();
        assertThat(label.sampleId()).isEqualTo(dataset.first().id()).isNotEqualTo(label.id());
        dataset.matchTags("x").untagSamples("x");
        assertThat(dataset.countSampleTags().asMap()).isEqualTo(Map.of("y", 2L));
        dataset.setInfo("why", "a test");
        assertThat(dataset.hasInfo("why")).isTrue();
        assertThat(dataset.hasInfo("how")).isFalse();
        assertThat(dataset.infoMap()).isEqualTo(Map.of("why", "a test"));
        dataset.putRun("note", "one", "{}");
        dataset.deleteRun("note", "one");
        assertThat(dataset.run("note", "one")).isEmpty();
        String flagged = dataset.addSample(SampleDraft.of("big.jpg")
                .detections("gt", List.of(Detection.of("car", 0.5, 0.5, 0.9, 0.9)))
                .keepInvalid());
        assertThat(dataset.sample(flagged).detections("gt").get(0).attributes())
                .containsEntry("invalid_box", "reaches out of the image");
    }

    @Test
    void metadata_is_read_from_the_files() throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        dataset.setMediaRoot(pictures);
        assertThat(dataset.mediaRoot()).isEqualTo(pictures.toAbsolutePath());
        for (Sample sample : dataset.iterSamples()) {
            ImageIO.write(
                    new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB),
                    "png",
                    pictures.resolve(sample.filepath()).toFile());
        }
        assertThat(dataset.limit(1).computeMetadata()).isEqualTo(1);
        assertThat(dataset.computeMetadata()).isEqualTo(3);
        assertThat(dataset.computeMetadata(true)).isEqualTo(4);
        assertThat(dataset.match(F("metadata.width").eq(6).and(F("height").eq(4)))
                        .count())
                .isEqualTo(4);
        assertThat(dataset.values("metadata.size_bytes").get(0)).isEqualTo(Files.size(pictures.resolve("a.jpg")));
        dataset.setMediaProvider("nobody");
        assertThat(dataset.first().media()).exists();
    }
}
