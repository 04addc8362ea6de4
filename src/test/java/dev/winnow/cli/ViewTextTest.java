package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Dataset;
import dev.winnow.data.EveryView;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.RandomViews;
import dev.winnow.data.SampleDraft;
import dev.winnow.data.View;
import dev.winnow.expr.Field;
import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        dataset = EveryView.dataset(Home.at(home), "texts");
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
        return EveryView.of(dataset);
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
