package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values and names that somebody has, sooner or later: stored and found again bit by bit, or refused by name. */
class OddValuesTest {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000 in the middle \u0000",
            "\u202E right to left \u2066",
            "\u00e9 one character",
            "e\u0301 two characters",
            "\uD83D\uDE00 \uD83D\uDC68\u200D\uD83D\uDC69",
            "'; DROP TABLE chunk; --",
            "<img src=x onerror=alert(1)>",
            "line\r\nline\u2028line",
            "NaN",
            "null",
            "x".repeat(1_000_000));

    private static final List<Long> WHOLES =
            List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE + 1, (1L << 53) + 1, 1L << 53, -(1L << 53) - 1);

    private static final List<Double> PARTS = List.of(
            0.0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            0.1 + 0.2);

    @TempDir
    Path folder;

    private Dataset dataset;

    @BeforeEach
    void open() {
        dataset = Dataset.create(Home.at(folder), "odd", IfExists.FAIL);
    }

    private Dataset again() {
        return Dataset.load(Home.at(folder), "odd");
    }

    private void add(String field, List<?> values) {
        dataset.addSamples(IntStream.range(0, values.size())
                .mapToObj(i -> SampleDraft.of(field + i + ".jpg").set(field, values.get(i)))
                .toList());
    }

    @Test
    void texts_of_any_kind_come_back_and_are_found() {
        add("text", TEXTS);
        assertThat(again().values("text")).isEqualTo(TEXTS);
        for (String text : TEXTS) {
            assertThat(again().match(Field.of("text").eq(text)).values("text")).containsExactly(text);
        }
        assertThat(again().countValues("text").labels()).hasSize(TEXTS.size());
        dataset.tagSamples(TEXTS.toArray(String[]::new));
        assertThat(again().matchTags(TEXTS, true, true).count()).isEqualTo(TEXTS.size());
        List<Detection> labels = TEXTS.stream()
                .map(text -> Detection.of(text, 0, 0, 1, 1).with("note", text))
                .toList();
        dataset.setDetections("boxes", Map.of(dataset.ids().get(0), labels));
        assertThat(again().values("boxes.label", true).subList(0, TEXTS.size())).isEqualTo(TEXTS);
        assertThat(again().values("boxes.note", true).subList(0, TEXTS.size())).isEqualTo(TEXTS);
    }

    @Test
    void half_a_character_is_refused_by_name_and_nothing_is_written() {
        add("text", List.of("whole"));
        assertThatThrownBy(() -> dataset.setValues("text", "half \uD83D")).hasMessageContaining("half a character");
        assertThatThrownBy(() -> dataset.addSample(SampleDraft.of("b.jpg").set("text", "\uDE00 half")))
                .hasMessageContaining("half a character");
        assertThat(again().values("text")).containsExactly("whole");
        assertThat(dataset.values("text")).containsExactly("whole");
        dataset.setInfo("note", "half \uD83D");
        assertThat(again().info("note")).isEqualTo("half \uD83D");
    }

    @Test
    void whole_numbers_are_exact_beyond_what_a_double_holds() {
        add("whole", WHOLES);
        assertThat(again().values("whole")).isEqualTo(WHOLES);
        for (long whole : WHOLES) {
            assertThat(again().match(Field.of("whole").eq(whole)).values("whole"))
                    .containsExactly(whole);
            assertThat(again().match(Field.of("whole").lt(whole)).values("whole"))
                    .containsExactlyElementsOf(
                            WHOLES.stream().filter(one -> one < whole).toList());
            assertThat(again().match(Field.of("whole").isIn(whole, -7)).count()).isEqualTo(1);
        }
        dataset.cloneSampleField("whole", "same");
        assertThat(dataset.match(Field.of("whole").eq(Field.of("same"))).count())
                .isEqualTo(WHOLES.size());
        dataset.setValues("same", (1L << 53));
        assertThat(dataset.match(Field.of("whole").eq(Field.of("same"))).values("whole"))
                .containsExactly(1L << 53);
        assertThat(dataset.sortBy("whole").values("whole"))
                .isEqualTo(WHOLES.stream().sorted().toList());
        assertThatThrownBy(() -> dataset.setValues("whole", Long.MIN_VALUE)).hasMessageContaining("cannot hold");
        assertThatThrownBy(() -> dataset.setValues("whole", Map.of(dataset.ids().get(0), 0.5)))
                .hasMessageContaining("0.5");
        assertThat(again().values("whole")).isEqualTo(WHOLES);
    }

    @Test
    void fractions_come_back_to_the_last_bit_and_nan_is_missing() {
        add("part", PARTS);
        List<Object> read = again().values("part");
        for (int i = 0; i < PARTS.size(); i++) {
            assertThat(Double.doubleToRawLongBits((Double) read.get(i)))
                    .isEqualTo(Double.doubleToRawLongBits(PARTS.get(i)));
        }
        assertThat(dataset.match(Field.of("part").eq(0)).count()).as("0 is -0").isEqualTo(2);
        assertThat(dataset.sortBy("part").values("part"))
                .startsWith(Double.NEGATIVE_INFINITY)
                .endsWith(Double.POSITIVE_INFINITY);
        dataset.setValues("part", Double.NaN);
        assertThat(again().values("part")).containsOnlyNulls();
        assertThat(again().exists("part").count()).isZero();
    }

    @Test
    void many_tags_and_many_labels_of_one_sample_come_back() {
        List<String> tags = IntStream.range(0, 10_000).mapToObj(i -> "t" + i).toList();
        List<Detection> labels = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            labels.add(Detection.of("c" + i % 7, 0.1, 0.1, 0.2, 0.2).withConfidence(i / 100_000.0));
        }
        SampleDraft draft = SampleDraft.of("a.jpg").detections("boxes", labels);
        tags.forEach(draft::tag);
        dataset.addSample(draft);
        assertThat(again().first().tags()).isEqualTo(tags);
        assertThat(again().count("boxes")).isEqualTo(100_000);
        assertThat(again().filterLabels("boxes", Field.of("confidence").ge(0.5)).count("boxes"))
                .isEqualTo(50_000);
        assertThat(again().toPatches("boxes")
                        .sortBy("boxes.confidence", true)
                        .limit(2)
                        .doubles("boxes.confidence"))
                .containsExactly(0.99999, 0.99998);
    }

    @Test
    void no_samples_are_an_answer_to_every_question() {
        dataset.addSampleField("part", FieldType.FLOAT);
        dataset.addSampleField("boxes", FieldType.DETECTIONS);
        for (SampleCollection none : List.of(
                dataset, dataset.limit(0), dataset.match(Field.of("part").gt(0)))) {
            assertThat(none.count() + none.ids().size() + none.samples().size()).isZero();
            assertThat(none.isEmpty()).isTrue();
            assertThat(none.bounds("part")).containsExactly(Double.NaN, Double.NaN);
            assertThat(none.mean("part")).isNaN();
            assertThat(none.sum("part")).isZero();
            assertThat(none.histogramValues("part", 3).counts()).containsExactly(0, 0, 0);
            assertThat(none.histogramValues("part", 3).toString()).isNotEmpty();
            assertThat(none.countValues("boxes.label").toString()).isEmpty();
            assertThat(none.distinct("part")).isEmpty();
            assertThat(none.table().rowCount() + none.objects("boxes").rowCount())
                    .isZero();
            assertThat(none.toPatches("boxes").sortBy("boxes.label").count()).isZero();
            assertThat(none.shuffle(1)
                            .take(5, 2)
                            .sortBy("part")
                            .groupBy("part")
                            .flatten()
                            .count())
                    .isZero();
            none.tagSamples("seen");
            none.tagLabels("seen");
            none.setValues("part", 1.0);
            none.setValues("new", "constant");
            none.updateSamples(sample -> sample.set("part", 2.0));
            assertThat(none.cloneTo("copy", IfExists.REPLACE).count()).isZero();
            assertThatThrownBy(none::first).hasMessageContaining("no first sample");
        }
        assertThat(again().schema()).containsEntry("new", FieldType.STRING);
        assertThat(again().verify()).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gr\u00f6\u00dfe", "\u5927\u304d\u3055", "_own", "two words", "a-b", "n:1"})
    void fields_have_names_of_any_language(String field) {
        dataset.addSample(
                SampleDraft.of("a.jpg").set(field, 3).detections(field + "x", List.of(Detection.of("c", 0, 0, 1, 1))));
        assertThat(again().match(Field.of(field).gt(2)).values(field)).containsExactly(3L);
        assertThat(again().count(field + "x.detections")).isEqualTo(1);
        assertThat(again().setField(field, Field.of(field).mul(2)).values(field))
                .containsExactly(6L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a.b", "../x", "$x", "1st", "a\nb", "x'; DROP TABLE chunk; --", "\uD83D"})
    void names_that_mean_something_else_are_refused(String field) {
        dataset.addSample(SampleDraft.of("a.jpg"));
        assertThatThrownBy(() -> dataset.setValues(field, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dataset.addSampleField(field, FieldType.INT)).hasMessageContaining("no field name");
        assertThat(again().schema().keySet()).containsExactly("id", "filepath", "tags");
    }

    @Test
    void what_says_which_sample_it_is_is_no_field_to_set() {
        dataset.addSample(SampleDraft.of("a.jpg"));
        String id = dataset.first().id();
        assertThatThrownBy(() -> SampleDraft.of("b.jpg").set("id", "x")).hasMessageContaining("id(text)");
        assertThatThrownBy(() -> SampleDraft.of("b.jpg").set("filepath", "x")).hasMessageContaining("of(path)");
        assertThatThrownBy(() -> dataset.setValues("id", "x")).hasMessageContaining("cannot be set");
        assertThatThrownBy(() -> dataset.first().set("id", "x")).hasMessageContaining("cannot be set");
        assertThat(again().ids()).containsExactly(id);
    }

    @Test
    void what_cannot_be_stored_is_refused_where_it_is_given() {
        dataset.addSample(SampleDraft.of("a.jpg").set("n", 1));
        assertThatThrownBy(() -> dataset.setValues("when", java.time.LocalDate.EPOCH))
                .hasMessageContaining("cannot hold 1970-01-01");
        assertThatThrownBy(() -> dataset.setInfo("where", Path.of("x")))
                .hasMessageContaining("texts, numbers, booleans, lists and maps");
        assertThatThrownBy(() -> Field.of("n").eq(java.time.LocalDate.EPOCH))
                .hasMessageContaining("no constant of an expression");
        assertThat(dataset.hasInfo("where")).isFalse();
        dataset.setInfo("codes", Map.of("$map", List.of(1), "$int", "x"));
        assertThat(again().info("codes")).isEqualTo(Map.of("$map", List.of(1), "$int", "x"));
    }

    /** What a set gives out depends on the process that runs; what is made of it must not. */
    @Test
    void a_set_is_taken_in_one_order() {
        dataset.addSample(SampleDraft.of("a.jpg").set("word", "b"));
        Set<String> set = Set.of("d", "b", "a", "c");
        dataset.tagSamples("a", "b", "c", "d");
        assertThat(dataset.selectBy("word", set))
                .hasToString("dataset.match(F(\"word\").isIn(\"a\", \"b\", \"c\", \"d\"))");
        assertThat(dataset.matchTags(set, true))
                .hasToString("dataset.matchTags(List.of(\"a\", \"b\", \"c\", \"d\"), true)");
        assertThat(dataset.match(Field.of("word").eq('b')).count()).isEqualTo(1);
        assertThat(dataset.match(Field.of("word").isIn(Field.of("tags"))).count())
                .isEqualTo(1);
        assertThat(dataset.match(Field.of("tags").contains(Field.of("word"))).count())
                .isEqualTo(1);
        assertThat(dataset.match(Field.of("word").isIn(Arrays.asList("b", null)))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void numbers_that_are_none_of_samples_are_refused_with_what_is_meant() {
        dataset.addSample(SampleDraft.of("a.jpg").set("word", "7 o'clock"));
        assertThatThrownBy(() -> dataset.slice(-2, 5))
                .hasMessageContaining("slice(-2, 5)")
                .hasMessageContaining("tail");
        assertThatThrownBy(() -> dataset.limit(-1)).hasMessageContaining("limit(-1)");
        assertThatThrownBy(() -> dataset.take(-1, 3)).hasMessageContaining("take(-1)");
        assertThatThrownBy(() -> dataset.sortBySimilarity("v", List.of(1.0), -5, false))
                .hasMessageContaining("-5");
        assertThatThrownBy(() -> dataset.values(Field.of("word").toInt())).hasMessageContaining("7 o'clock");
        assertThat(dataset.slice(3, 1).count()).isZero();
    }

    @Test
    void a_mapping_to_nothing_says_how_values_become_missing() {
        dataset.addSample(SampleDraft.of("a.jpg").set("n", 1));
        Map<Object, Object> nothing = new HashMap<>();
        nothing.put(1L, null);
        assertThatThrownBy(() -> dataset.mapValues("n", nothing))
                .hasMessageContaining("mapValues: 1 is mapped to null")
                .hasMessageContaining("ifElse");
        assertThat(dataset.setField("n", Field.of("n").eq(1).ifElse(null, Field.of("n")))
                        .values("n"))
                .containsOnlyNulls();
    }

    @Test
    void distinct_numbers_come_in_the_order_of_numbers() {
        add("n", List.of(10, 9, 100, -1, 9));
        assertThat(dataset.distinct("n")).containsExactly("-1", "9", "10", "100");
        add("word", List.of("10", "9"));
        assertThat(dataset.distinct("word")).containsExactly("10", "9");
    }
}
