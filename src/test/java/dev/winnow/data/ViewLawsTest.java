package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws that hold for any data and any condition, tried on seeded ones. */
class ViewLawsTest {
    @TempDir
    static Path folder;

    private static Dataset dataset;

    @BeforeAll
    static void random_samples() {
        Random random = new Random(1);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            SampleDraft draft = SampleDraft.of(i + ".jpg").tag("t" + random.nextInt(4));
            if (random.nextBoolean()) {
                draft.set("score", random.nextInt(10) / 10.0);
            }
            if (random.nextBoolean()) {
                draft.set("word", "w" + random.nextInt(5));
            }
            if (random.nextInt(4) > 0) {
                List<Detection> labels = new ArrayList<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    labels.add(Detection.of("c" + random.nextInt(3), 0.1, 0.1, 0.2, 0.2)
                            .withConfidence(random.nextDouble()));
                }
                draft.detections("boxes", labels);
            }
            drafts.add(draft);
        }
        dataset = Dataset.create(Home.at(folder), "laws", IfExists.FAIL);
        dataset.addSamples(drafts);
    }

    private static Cond cond(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            Cond left = cond(random, depth - 1);
            return switch (random.nextInt(3)) {
                case 0 -> left.and(cond(random, depth - 1));
                case 1 -> left.or(cond(random, depth - 1));
                default -> left.not();
            };
        }
        Expr score = Field.of("score");
        return switch (random.nextInt(7)) {
            case 0 -> score.gt(random.nextInt(10) / 10.0);
            case 1 -> score.le(random.nextInt(10) / 10.0);
            case 2 -> Field.of("word").eq("w" + random.nextInt(5));
            case 3 -> Field.of("word").ne("w" + random.nextInt(5));
            case 4 -> score.isMissing();
            case 5 -> Field.of("boxes.detections").length().gt(random.nextInt(3));
            default -> Field.of("tags").contains("t" + random.nextInt(4));
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void matching_obeys_its_laws(long seed) {
        Random random = new Random(seed);
        Cond a = cond(random, 3);
        Cond b = cond(random, 3);
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
        int k = random.nextInt(60);
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
        Random random = new Random(seed);
        View view = dataset.match(cond(random, 3))
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
        Random random = new Random(seed);
        Cond a = cond(random, 2);
        Cond b = cond(random, 2);
        Cond c = cond(random, 2);
        assertThat(dataset.match(a).match(b.and(c)).ids())
                .isEqualTo(dataset.match(a.and(b)).match(c).ids())
                .isEqualTo(dataset.match(Cond.all(a, b, c)).ids());
        View sorted = dataset.sortBy("score", seed % 2 == 0);
        List<String> some = dataset.match(a).ids();
        assertThat(sorted.select(some).ids())
                .isEqualTo(dataset.select(some).sortBy("score", seed % 2 == 0).ids());
        assertThat(dataset.select(sorted.ids(), true).ids()).isEqualTo(sorted.ids());
        int k = random.nextInt(40);
        int m = random.nextInt(40);
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
        Random random = new Random(seed);
        Cond a = cond(random, 2);
        double least = random.nextInt(10) / 10.0;
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
        assertThat(dataset.filterLabels("boxes", sure)
                        .match(a)
                        .toPatches("boxes")
                        .ids())
                .isEqualTo(patches.ids());
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
        Random random = new Random(seed);
        Cond cond = cond(random, 4);
        List<String> slow = new ArrayList<>();
        for (Sample sample : dataset.iterSamples()) {
            if (cond.test(path -> path.equals("boxes.detections") ? sample.get("boxes") : sample.get(path))) {
                slow.add(sample.id());
            }
        }
        assertThat(dataset.match(cond).ids()).isEqualTo(slow);
        assertThat(dataset.shuffle(seed).match(cond).ids()).containsExactlyInAnyOrderElementsOf(slow);
        assertThat(dataset.limit(119).match(cond).ids())
                .isEqualTo(
                        slow.stream().filter(dataset.limit(119).ids()::contains).toList());
    }
}
