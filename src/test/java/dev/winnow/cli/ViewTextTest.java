package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Classification;
import dev.winnow.data.Dataset;
import dev.winnow.data.Detection;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.data.View;
import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Output;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of a view, run as a cell, gives the view again. */
class ViewTextTest {
    private static final Output QUIET = new Output() {
        @Override
        public void stdout(String text) {}

        @Override
        public void stderr(String text) {}
    };

    @TempDir
    static Path home;

    private static JavaSession session;
    private static Dataset dataset;
    private static String before;

    @BeforeAll
    static void start() {
        before = System.setProperty("winnow.home", home.toString());
        dataset = Dataset.create(Home.at(home), "texts", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.jpg")
                        .tag("x")
                        .set("score", 0.5)
                        .set("n", 3)
                        .set("word", "a\"b\\c\u0007\n\u00fc")
                        .set("weather", Classification.of("rain"))
                        .detections(
                                "gt",
                                List.of(Detection.of("car", 0, 0, 0.5, 0.5).withConfidence(0.7))),
                SampleDraft.of("b.jpg").tag("y").set("n", 4).detections("gt", List.of())));
        dataset.setEmbeddings("v", Embeddings.of(dataset.ids(), new float[] {1, 0, 0, 1}, 2));
        session = Preload.session().build();
        assertThat(session.run("var dataset = fo.loadDataset(\"texts\");", QUIET)
                        .ok())
                .isTrue();
    }

    @AfterAll
    static void stop() {
        session.close();
        if (before == null) {
            System.clearProperty("winnow.home");
        } else {
            System.setProperty("winnow.home", before);
        }
    }

    private static Field F(String path) {
        return Field.of(path);
    }

    private static List<View> views() {
        String id = dataset.first().id();
        return List.of(
                dataset.match(F("score")
                        .gt(0.25)
                        .and(F("n").le(3L))
                        .or(F("word").eq(null))
                        .not()),
                dataset.match(F("word").isIn("a\"b\\c\u0007\n\u00fc", null, "\t")),
                dataset.match(F("word").isIn(Arrays.asList((Object) null))),
                dataset.match(F("score").isIn(0.5, 1, 2L, 1e300)),
                dataset.match(
                        F("tags").contains(List.of("x", "y"), true).or(F("tags").contains("x"))),
                dataset.match(Cond.any(
                        Expr.rand(51).lt(0.5),
                        Expr.literal(1).eq(F("n")),
                        F("word").reMatch("a.*"))),
                dataset.match(F("gt.detections")
                        .filter(F("confidence").gt(F("$score")))
                        .length()
                        .ge(1)),
                dataset.match(F("n").cases(3, "x", 4, "y", "z")
                        .eq("x")
                        .or(F("n").gt(3).ifElse(1, 2).eq(1))),
                dataset.match(F("word").mapValues(Map.of("q", "r")).startsWith("a", "b")),
                dataset.match(
                        F("score").lt(Double.POSITIVE_INFINITY).or(F("score").eq(Double.NaN))),
                dataset.match(F("word")
                        .substr(0, 1)
                        .concat("-", F("n").toStr())
                        .split("-", 1)
                        .at(-1)
                        .strlen()
                        .eq(1)),
                dataset.matchTags("x", "y"),
                dataset.matchTags(List.of("x"), false, true),
                dataset.exists("score", false),
                dataset.select(id),
                dataset.select(List.of(id), true),
                dataset.exclude(List.of()),
                dataset.sortBy("score", true).skip(0).limit(1).take(1, 51),
                dataset.sortBy(F("n").mul(-1.5).abs(), false).shuffle(Long.MAX_VALUE),
                dataset.sortBySimilarity("v", id),
                dataset.sortBySimilarity("v", List.of(0.5, 1.0), 2, true),
                dataset.filterLabels("gt", F("label").eq("car"), false).limitLabels("gt", 1),
                dataset.matchLabels("gt", F("confidence").gt(0.5), false),
                dataset.mapLabels("gt", Map.of("car", "vehicle", "van", "vehicle")),
                dataset.selectLabels(List.of(), List.of("t"), List.of("gt"), false),
                dataset.excludeLabels(List.of("none")),
                dataset.selectFields("n", "gt").excludeFields("n"),
                dataset.setField("n", 5)
                        .setField(
                                "gt.area",
                                F("bounding_box").at(2).mul(F("bounding_box").at(3))),
                dataset.mapValues("n", Map.of(3L, 30L)),
                dataset.filterField("n", F("it").gt(3), false),
                dataset.groupBy("n", "score", true).flatten(),
                dataset.groupBy(F("n").mod(2)),
                dataset.concat(dataset.match(F("n").eq(3)).concat(dataset.limit(0))),
                dataset.toPatches("gt").sortBy("gt.confidence", true));
    }

    @Test
    void run_as_a_cell_it_is_the_view() {
        List<View> views = views();
        String cell = views.stream().map(View::toString).collect(Collectors.joining(",\n", "List.of(\n", ")"));
        CellResult result = session.run(cell, QUIET);
        assertThat(result.ok()).as(() -> cell + "\n" + result.error()).isTrue();
        List<?> made = (List<?>) result.value().orElseThrow();
        assertThat(made).hasSameSizeAs(views);
        for (int i = 0; i < made.size(); i++) {
            View view = views.get(i);
            assertThat(made.get(i)).isEqualTo(view).hasToString(view.toString());
            assertThat(((View) made.get(i)).ids()).isEqualTo(view.ids());
        }
    }

    @Test
    void stored_and_loaded_it_is_the_view() {
        for (View view : views()) {
            dataset.saveView("v", view, IfExists.REPLACE);
            View loaded = Dataset.load(Home.at(home), "texts").loadSavedView("v");
            assertThat(loaded).isEqualTo(view).hasToString(view.toString());
            assertThat(loaded.ids()).isEqualTo(view.ids());
        }
    }
}
