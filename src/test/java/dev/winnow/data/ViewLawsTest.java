package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws that hold for any data and any condition, tried on seeded ones. */
class ViewLawsTest {
    /** Stages that make columns of their own; views with them are not joined. */
    private static final List<String> SHOWN_OTHERWISE = List.of("setField", "mapValues", "mapLabels", "filterField");

    @TempDir
    static Path folder;

    private static Dataset dataset;

    @BeforeAll
    static void random_samples() {
        dataset = RandomViews.dataset(Home.at(folder), "laws");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void matching_obeys_its_laws(long seed) {
        RandomViews draw = new RandomViews(dataset, seed);
        Cond a = draw.cond(3);
        Cond b = draw.cond(3);
        List<String> both = dataset.match(a).match(b).ids();
        assertThat(both)
                .isEqualTo(dataset.match(a.and(b)).ids())
                .isEqualTo(dataset.match(b).match(a).ids());
        assertThat(dataset.match(a.not()).ids())
                .isEqualTo(dataset.exclude(dataset.match(a).ids()).ids());
        assertThat(dataset.match(a.or(b)).ids())
                .isEqualTo(dataset.match(a.not().and(b.not()).not()).ids());
        assertThat(dataset.sortBy("score").match(a).ids())
                .isEqualTo(dataset.match(a).sortBy("score").ids());
        assertThat(dataset.select(both).ids()).isEqualTo(both);
        int k = draw.below(60);
        List<String> first = dataset.match(a).limit(k).ids();
        List<String> rest = dataset.match(a).skip(k).ids();
        List<String> joined = new ArrayList<>(first);
        joined.addAll(rest);
        assertThat(joined).isEqualTo(dataset.match(a).ids());
        assertThat(dataset.match(a).shuffle(seed).ids())
                .containsExactlyInAnyOrderElementsOf(dataset.match(a).ids());
        assertThat(dataset.take(k, seed).count()).isEqualTo(Math.min(k, 120));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void a_stored_view_is_the_view(long seed) {
        RandomViews draw = new RandomViews(dataset, seed);
        View view = dataset.match(draw.cond(3))
                .sortBy(Field.of("boxes.detections").length().add(1), seed % 2 == 0)
                .filterLabels("boxes", Field.of("confidence").gt(0.3), false)
                .limit(40);
        dataset.saveView("v" + seed, view, IfExists.REPLACE);
        View loaded = Dataset.load(Home.at(folder), "laws").loadSavedView("v" + seed);
        assertThat(loaded).isEqualTo(view).hasToString(view.toString());
        assertThat(loaded.ids()).isEqualTo(view.ids());
        assertThat(loaded.values("boxes")).isEqualTo(view.values("boxes"));
        Dataset copy = view.cloneTo("copy" + seed, IfExists.REPLACE);
        assertThat(copy.ids()).isEqualTo(view.ids());
        assertThat(copy.values("boxes")).isEqualTo(view.values("boxes"));
        assertThat(copy.toPatches("boxes").count()).isEqualTo(view.count("boxes"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void limited_labels_are_the_first_of_each_sample(int count) {
        View limited = dataset.limitLabels("boxes", count);
        assertThat(limited.ids()).isEqualTo(dataset.ids());
        assertThat(limited).hasToString("dataset.limitLabels(\"boxes\", " + count + ")");
        for (int i = 0; i < dataset.count(); i++) {
            List<Detection> all = dataset.detections("boxes").of(i);
            assertThat(limited.detections("boxes").of(i)).isEqualTo(all.subList(0, Math.min(count, all.size())));
        }
    }

    @org.junit.jupiter.api.Test
    void chosen_by_value_and_not_make_the_whole_and_quantiles_agree_with_bounds() {
        List<String> words = List.of("w1", "w3");
        assertThat(dataset.selectBy("word", words).count()
                        + dataset.excludeBy("word", words).count())
                .isEqualTo(dataset.count());
        assertThat(dataset.quantiles("score", 0, 1)).containsExactly(dataset.bounds("score"));
        assertThat(dataset.limit(0).quantiles("score", 0.5)).containsExactly(Double.NaN);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void matching_is_associative_and_choosing_does_not_disturb_an_order(long seed) {
        RandomViews draw = new RandomViews(dataset, seed);
        Cond a = draw.cond(2);
        Cond b = draw.cond(2);
        Cond c = draw.cond(2);
        assertThat(dataset.match(a).match(b.and(c)).ids())
                .isEqualTo(dataset.match(a.and(b)).match(c).ids())
                .isEqualTo(dataset.match(Cond.all(a, b, c)).ids());
        View sorted = dataset.sortBy("score", seed % 2 == 0);
        List<String> some = dataset.match(a).ids();
        assertThat(sorted.select(some).ids())
                .isEqualTo(dataset.select(some).sortBy("score", seed % 2 == 0).ids());
        assertThat(dataset.select(sorted.ids(), true).ids()).isEqualTo(sorted.ids());
        int k = draw.below(40);
        int m = draw.below(40);
        assertThat(sorted.limit(k).limit(m).ids())
                .isEqualTo(sorted.limit(Math.min(k, m)).ids());
        assertThat(sorted.skip(k).skip(m).ids()).isEqualTo(sorted.skip(k + m).ids());
        assertThat(sorted.slice(m, m + k).ids())
                .isEqualTo(sorted.limit(m + k).skip(m).ids());
        assertThat(sorted.limit(k).ids()).isEqualTo(sorted.ids().subList(0, Math.min(k, sorted.count())));
        assertThat(dataset.match(a)
                        .concat(dataset.match(a.not()))
                        .sortBy("score")
                        .count())
                .isEqualTo(120);
        assertThat(dataset.sortBy("word").sortBy("score").sortBy("word").values("word"))
                .isEqualTo(dataset.sortBy("word").values("word"));
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46})
    void a_view_over_patches_over_a_view_is_that_of_filtered_labels(long seed) {
        RandomViews draw = new RandomViews(dataset, seed);
        Cond a = draw.cond(2);
        double least = draw.below(10) / 10.0;
        Cond sure = Field.of("confidence").gt(least);
        View patches = dataset.match(a).filterLabels("boxes", sure).toPatches("boxes");
        assertThat(dataset.match(a)
                        .toPatches("boxes")
                        .match(Field.of("boxes.confidence").gt(least))
                        .ids())
                .isEqualTo(patches.ids());
        assertThat(patches.count())
                .isEqualTo(dataset.match(a).filterLabels("boxes", sure).count("boxes"));
        assertThat(patches.countValues("boxes.label").asMap())
                .isEqualTo(dataset.match(a)
                        .filterLabels("boxes", sure, false)
                        .countValues("boxes.label")
                        .asMap());
        // Only where the samples are not asked about their labels, of which fewer are there after a filter.
        Cond plain = Field.of("score").gt(least).or(Field.of("word").exists());
        assertThat(dataset.filterLabels("boxes", sure)
                        .match(plain)
                        .toPatches("boxes")
                        .ids())
                .isEqualTo(dataset.match(plain)
                        .filterLabels("boxes", sure)
                        .toPatches("boxes")
                        .ids());
        assertThat(dataset.filterLabels("boxes", sure)
                        .filterLabels("boxes", sure)
                        .values("boxes"))
                .isEqualTo(dataset.filterLabels("boxes", sure).values("boxes"));
        assertThat(dataset.selectLabels(patches.ids()).toPatches("boxes").ids()).isEqualTo(patches.ids());
        assertThat(dataset.match(Field.of("boxes.detections")
                                .filter(sure)
                                .length()
                                .gt(0))
                        .ids())
                .isEqualTo(dataset.matchLabels("boxes", sure).ids())
                .isEqualTo(dataset.filterLabels("boxes", sure).ids());
    }

    /** The fast ways (bits of all samples, positions of some, a scope) answer every question alike. */
    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55, 56, 57, 58, 59, 60})
    void a_question_has_one_answer_whichever_way_it_is_asked(long seed) {
        RandomViews draw = new RandomViews(dataset, seed);
        Cond cond = draw.cond(4);
        List<String> slow = new ArrayList<>();
        for (Sample sample : dataset.iterSamples()) {
            if (cond.test(path -> asked(sample, path))) {
                slow.add(sample.id());
            }
        }
        assertThat(dataset.match(cond).ids()).isEqualTo(slow);
        assertThat(dataset.shuffle(seed).match(cond).ids()).containsExactlyInAnyOrderElementsOf(slow);
        assertThat(dataset.limit(119).match(cond).ids())
                .isEqualTo(
                        slow.stream().filter(dataset.limit(119).ids()::contains).toList());
    }

    /** What a sample answers to a path, with labels as an expression sees them. */
    private static @Nullable Object asked(Sample sample, String asked) {
        String path = asked.startsWith("$") ? asked.substring(1) : asked;
        if (!path.equals("boxes.detections") || sample.get("boxes") == null) {
            return sample.get(path.equals("boxes.detections") ? "boxes" : path);
        }
        List<Map<String, Object>> labels = new ArrayList<>();
        for (Detection label : sample.detections("boxes")) {
            Map<String, Object> map = new HashMap<>(label.attributes());
            map.put("label", label.label());
            map.put(
                    "bounding_box",
                    List.of(
                            label.box().x(),
                            label.box().y(),
                            label.box().w(),
                            label.box().h()));
            if (label.hasConfidence()) {
                map.put("confidence", label.confidence());
            }
            labels.add(map);
        }
        return labels;
    }

    private static LongStream seeds() {
        return LongStream.range(100, 160);
    }

    /** The laws of matching, choosing and sorting hold behind any stages, not only of a whole dataset. */
    @ParameterizedTest
    @MethodSource("seeds")
    void the_laws_hold_behind_any_stages(long seed) {
        RandomViews draw = new RandomViews(dataset, seed);
        View view = draw.view(1 + draw.below(4));
        Cond a = draw.cond(2);
        Cond b = draw.cond(2);
        Cond c = draw.cond(1);
        assertThat(view.match(a).match(b.and(c)).ids())
                .as("%s", view)
                .isEqualTo(view.match(a.and(b)).match(c).ids())
                .isEqualTo(view.match(a).match(b).match(c).ids());
        assertThat(view.match(a.not()).ids())
                .as("%s", view)
                .isEqualTo(view.exclude(view.match(a).ids()).ids());
        boolean descending = draw.below(2) == 0;
        List<String> some = view.match(b).ids();
        assertThat(view.sortBy("score", descending).select(some).ids())
                .as("%s", view)
                .isEqualTo(view.select(some).sortBy("score", descending).ids());
        int k = draw.below(30);
        List<String> all = view.ids();
        assertThat(view.limit(k).ids()).isEqualTo(all.subList(0, Math.min(k, all.size())));
        if (view.stages().stream().noneMatch(stage -> SHOWN_OTHERWISE.contains(stage.name()))) {
            assertThat(view.limit(k).concat(view.skip(k)).ids()).as("%s", view).isEqualTo(all);
        }
        assertThat(view.sortBy("word", descending).limit(k).ids())
                .as("%s", view)
                .isEqualTo(view.sortBy("word", descending).ids().subList(0, Math.min(k, all.size())));
        assertThat(view.count()).isEqualTo(all.size()).isEqualTo(view.samples().size());
        assertThat(view.table().rowCount()).isEqualTo(all.size());
        assertThat(view.objects("boxes").rowCount()).as("%s", view).isEqualTo(view.count("boxes"));
        assertThat(view.values("boxes.label", true).stream()
                        .filter(Objects::nonNull)
                        .toList())
                .as("%s", view)
                .hasSize(view.count("boxes.label"));
        assertThat(view.countValues("boxes.label").total()).isEqualTo(view.count("boxes"));
    }

    /** Labels as rows are the labels that the samples show, in their order, and what is asked of them is asked of those. */
    @ParameterizedTest
    @MethodSource("seeds")
    void patches_of_any_view_are_the_labels_that_it_shows(long seed) {
        RandomViews draw = new RandomViews(dataset, seed);
        View view = draw.view(1 + draw.below(4));
        View patches = view.toPatches("boxes");
        List<Object> shown =
                view.values("boxes.id", true).stream().filter(Objects::nonNull).toList();
        assertThat(patches.ids()).as("%s", view).isEqualTo(shown);
        double least = draw.below(10) / 10.0;
        Cond sure = Field.of("confidence").gt(least);
        View chosen = patches.match(Field.of("boxes.confidence").gt(least));
        assertThat(chosen.ids())
                .as("%s", view)
                .isEqualTo(view.filterLabels("boxes", sure).toPatches("boxes").ids())
                .isEqualTo(view.filterLabels("boxes", sure, false)
                        .toPatches("boxes")
                        .ids());
        Cond a = draw.cond(1);
        assertThat(view.match(a).toPatches("boxes").values("sample_id").stream()
                        .distinct()
                        .toList())
                .as("%s", view)
                .isEqualTo(view.match(a)
                        .match(Field.of("boxes.detections").length().gt(0))
                        .ids());
        assertThat(chosen.sortBy("boxes.confidence", true).limit(5).ids())
                .as("%s", view)
                .isEqualTo(view.filterLabels("boxes", sure)
                        .toPatches("boxes")
                        .sortBy("boxes.confidence", true)
                        .ids()
                        .subList(0, Math.min(5, chosen.count())));
        assertThat(chosen.countValues("boxes.label").asMap())
                .as("%s", view)
                .isEqualTo(view.filterLabels("boxes", sure)
                        .countValues("boxes.label")
                        .asMap());
    }

    /** A view that is stored, loaded by another, or copied shows what it showed; nothing of the dataset changes by looking. */
    @ParameterizedTest
    @MethodSource("seeds")
    void any_view_comes_back_from_the_store_as_it_went(long seed) {
        RandomViews draw = new RandomViews(dataset, seed);
        View view = draw.view(1 + draw.below(4));
        view = draw.below(3) == 0 ? view.toPatches("boxes") : view;
        dataset.saveView("any", view, IfExists.REPLACE);
        View loaded = Dataset.load(Home.at(folder), "laws").loadSavedView("any");
        assertThat(loaded).isEqualTo(view).hasToString(view.toString());
        assertThat(loaded.ids()).isEqualTo(view.ids());
        for (String field : view.schema().keySet()) {
            assertThat(Arrays.deepEquals(
                            loaded.values(field).toArray(), view.values(field).toArray()))
                    .as("%s of %s", field, view)
                    .isTrue();
        }
        if (seed % 6 == 0) {
            Dataset copy = view.cloneTo("copy of any", IfExists.REPLACE);
            assertThat(copy.ids()).as("%s", view).isEqualTo(view.ids());
            assertThat(copy.values("boxes.label", true)).as("%s", view).isEqualTo(view.values("boxes.label", true));
            assertThat(copy.verify()).isNotNegative();
        }
    }
}
