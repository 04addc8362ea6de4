package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.RandomViews;
import dev.winnow.data.SampleDraft;
import dev.winnow.data.View;
import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.label.Classification;
import dev.winnow.label.Detection;
import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Output;
import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
        dataset.putRun("evaluation", "eval", "{\"key\":\"eval\",\"pred_field\":\"pred\",\"gt_field\":\"gt\"}");
        dataset.cloneSampleField("gt", "pred");
        dataset.setLabelValues("gt", "eval", List.of("fn"));
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
                dataset.toPatches("gt").sortBy("gt.confidence", true),
                dataset.toEvaluationPatches("eval").match(F("type").eq("fn")),
                dataset.match(Cond.all(
                        F("n").ge(3).and(F("n").ne(7)),
                        F("score").isMissing().not(),
                        F("word").isString(),
                        F("n").isNumber(),
                        F("tags").isArray(),
                        F("word").type().eq("string"))),
                dataset.match(F("n").add(1)
                        .sub(2)
                        .mul(3)
                        .div(4)
                        .mod(5)
                        .pow(2)
                        .abs()
                        .floor()
                        .ceil()
                        .lt(9)),
                dataset.match(F("score")
                        .round()
                        .round(2)
                        .trunc()
                        .trunc(1)
                        .sqrt()
                        .exp()
                        .ln()
                        .log(2)
                        .log10()
                        .isMissing()),
                dataset.match(F("word")
                        .lower()
                        .upper()
                        .strip()
                        .strip("a")
                        .lstrip()
                        .lstrip("b")
                        .rstrip()
                        .rstrip("c")
                        .replace("\"", "\\")
                        .rsplit("\\", 1)
                        .join("\t")
                        .containsStr("x", "y")),
                dataset.match(F("word").endsWith("x").or(F("word").matchesStr("x", "a\"b\\c\u0007\n\u00fc"))),
                dataset.match(F("n").toBool()
                        .eq(true)
                        .ifElse(F("n").toInt(), F("n").toDouble())
                        .eq(3)),
                dataset.match(F("tags")
                        .append("q")
                        .prepend(null)
                        .extend(List.of("r"))
                        .insert(1, "s")
                        .union(List.of("t"))
                        .intersection(List.of("q", "x"))
                        .difference(List.of())
                        .unique()
                        .reverse()
                        .sort()
                        .sort(true)
                        .slice(0)
                        .slice(0, -1)
                        .enumerate()
                        .length()
                        .ge(0)),
                dataset.match(
                        F("tags").isSubset(List.of("x", "y")).and(F("tags").setEquals(List.of("x")))),
                dataset.match(Expr.range(0, F("n")).sum().gt(Expr.range(0, 2).mean())),
                dataset.match(Expr.range(0, 4)
                        .min()
                        .lt(Expr.range(0, 4).max().add(Expr.range(0, 4).std().add(Expr.randn(3))))),
                dataset.match(
                        F("gt.detections").map(F("label").concat("-", F("$n"))).contains("car-3")),
                dataset.match(F("gt.detections")
                        .at(0)
                        .setField("far", F("confidence").gt(0.5))
                        .apply(F("far"))
                        .eq(true)),
                dataset.match(F("score")
                        .ifNull(-0.0)
                        .switchCases(F("it").lt(0.3), "low", F("it").isMissing(), null, "high")
                        .eq("high")),
                dataset.match(F("n").isIn(Integer.MIN_VALUE, Long.MIN_VALUE, Double.MIN_VALUE, -0.0)),
                dataset.selectBy("word", List.of("q")),
                dataset.excludeBy("n", List.of(3)),
                dataset.slice(0, 1));
    }

    /** Texts that a Java source must spell with care. */
    private static final List<String> ODD = List.of(
            "",
            "\"",
            "a\\",
            "\\u0041",
            "\\\\u0041\\",
            "\u0000\u001a\u007f\u0085\f\b",
            "line\nline\r\n\ttab",
            "\u2028\u2029\uFEFF\u202E",
            "\uD83D\uDE00 \u00e9 e\u0301",
            "half \uD83D",
            "*/ // /* \"\"\" ' {} ;",
            "%s $1 ${x} \\{x}",
            "; DROP TABLE chunk; --",
            "x".repeat(20_000));

    private static List<View> oddTexts() {
        List<View> views = new ArrayList<>();
        for (String odd : ODD) {
            views.add(dataset.match(F("word").eq(odd).or(F("word").startsWith(odd, odd))));
            // Half a character can be asked for, but is no value.
            views.add(dataset.mapLabels("gt", Map.of(odd, odd))
                    .setField("word", odd.startsWith("half") ? null : F("word").concat(odd)));
            views.add(dataset.select(List.of())
                    .match(F("word").mapValues(Map.of(odd, odd)).isIn(odd)));
        }
        return views;
    }

    private static void same(List<View> views) {
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
    void run_as_a_cell_it_is_the_view() {
        same(views());
    }

    @Test
    void slices_of_groups_come_back() {
        Dataset texts = dataset;
        try {
            dataset = Dataset.create(Home.at(home), "groups", IfExists.FAIL);
            dataset.addSamples(List.of(
                    SampleDraft.of("l.jpg").slice("1", "left \"side\""),
                    SampleDraft.of("r.jpg").slice("1", "right")));
            assertThat(session.run("dataset = fo.loadDataset(\"groups\");", QUIET)
                            .ok())
                    .isTrue();
            same(List.of(
                    dataset.selectGroupSlices("left \"side\""),
                    dataset.selectGroupSlices("right", "left \"side\"").limit(1)));
        } finally {
            dataset = texts;
            session.run("dataset = fo.loadDataset(\"texts\");", QUIET);
        }
    }

    @Test
    void texts_of_any_characters_come_back() {
        same(oddTexts());
    }

    /** Seeds 1 to 40, up to six stages each. */
    @Test
    void views_drawn_by_a_seed_come_back() {
        Dataset texts = dataset;
        try {
            dataset = RandomViews.dataset(Home.at(home), "drawn");
            assertThat(session.run("dataset = fo.loadDataset(\"drawn\");", QUIET)
                            .ok())
                    .isTrue();
            List<View> views = new ArrayList<>();
            for (long seed = 1; seed <= 40; seed++) {
                RandomViews draw = new RandomViews(dataset, seed);
                View view = draw.view(1 + draw.below(6));
                views.add(draw.below(4) == 0 ? view.toPatches("boxes") : view);
            }
            same(views);
        } finally {
            dataset = texts;
            session.run("dataset = fo.loadDataset(\"texts\");", QUIET);
        }
    }

    /** A stage or an expression that is added must be added to the views above. */
    @Test
    void every_stage_and_every_expression_is_among_them() throws IOException {
        Map<String, Set<String>> vocabulary = new TreeMap<>();
        String section = "";
        for (String line : Files.readAllLines(Path.of("src/test/resources/vocabulary.txt"))) {
            if (line.startsWith("[")) {
                section = line;
            } else if (!line.startsWith("#") && !line.isBlank()) {
                vocabulary.computeIfAbsent(section, s -> new TreeSet<>()).addAll(List.of(line.split(" ")));
            }
        }
        String text = views().stream().map(View::toString).collect(Collectors.joining("\n"));
        Set<String> untried = new TreeSet<>(vocabulary.get("[stages]"));
        // Written as the stages that they amount to: match, and skip with limit; and one that needs groups.
        untried.removeAll(Set.of("selectBy", "excludeBy", "slice", "selectGroupSlices"));
        untried.addAll(vocabulary.get("[expressions]"));
        // Another word for isMissing, and a constant, which prints as itself.
        untried.removeAll(Set.of("isNull", "literal"));
        untried.removeIf(
                word -> Pattern.compile("[.]" + word + "[(]").matcher(text).find());
        assertThat(untried).isEmpty();
    }

    @Test
    void stored_and_loaded_it_is_the_view() {
        List<View> all = new ArrayList<>(views());
        all.addAll(oddTexts());
        for (View view : all) {
            dataset.saveView("v", view, IfExists.REPLACE);
            View loaded = Dataset.load(Home.at(home), "texts").loadSavedView("v");
            assertThat(loaded).isEqualTo(view).hasToString(view.toString());
            assertThat(loaded.ids()).isEqualTo(view.ids());
        }
    }
}
