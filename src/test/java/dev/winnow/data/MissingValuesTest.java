package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.label.Classification;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table of missing values, a row a test, for a field of every type: equality treats missing as a value, order is false on it,
 * {@code not} is plain, sorting puts it last in both directions and keeps ties as they came. Samples 1 and 3 have no values.
 */
class MissingValuesTest {
    private static final List<String> TYPES =
            List.of("text", "whole", "part", "flag", "words", "list", "dict", "vector", "weather", "boxes");

    @TempDir
    static Path folder;

    private static Dataset dataset;

    @BeforeAll
    static void four_samples_of_which_every_second_has_nothing() {
        dataset = Dataset.create(Home.at(folder), "missing", IfExists.FAIL);
        dataset.addSamples(Stream.of(0, 1, 2, 3)
                .map(i -> i % 2 == 1
                        ? SampleDraft.of(i + ".jpg")
                        : SampleDraft.of(i + ".jpg")
                                .set("text", "b")
                                .set("whole", 5)
                                .set("part", 0.5)
                                .set("flag", false)
                                .set("words", List.of("x"))
                                .set("list", List.of(1, 2))
                                .set("dict", Map.of("inner", 7))
                                .set("weather", Classification.of("rain"))
                                .detections("boxes", List.of(Detection.of("car", 0.1, 0.1, 0.2, 0.2))))
                .toList());
        List<String> ids = List.of(dataset.ids().get(0), dataset.ids().get(2));
        dataset.setEmbeddings("vector", Embeddings.of(ids, new float[] {1, 2, 3, 4}, 2));
    }

    private static List<String> types() {
        return TYPES;
    }

    private static String names(SampleCollection view) {
        return String.join(
                "",
                view.samples().stream()
                        .map(sample -> sample.fileName().substring(0, 1))
                        .toList());
    }

    /** The same answer over all samples, over some of them, and in another order: those are asked in different ways. */
    private static void holds(Cond cond, String expected) {
        assertThat(names(dataset.match(cond))).as("%s", cond).isEqualTo(expected);
        assertThat(names(dataset.exclude(dataset.ids().get(0)).match(cond)))
                .as("%s of some", cond)
                .isEqualTo(expected.replace("0", ""));
        String backwards = new StringBuilder(expected).reverse().toString();
        List<String> ids = dataset.ids();
        List<String> reversed = List.of(ids.get(3), ids.get(2), ids.get(1), ids.get(0));
        assertThat(names(dataset.select(reversed, true).match(cond)))
                .as("%s backwards", cond)
                .isEqualTo(backwards);
        assertThat(names(dataset.match(Cond.all(cond, Expr.literal(1).eq(1)))))
                .as("%s beside another", cond)
                .isEqualTo(expected);
        StringBuilder slow = new StringBuilder();
        for (Sample sample : dataset.iterSamples()) {
            slow.append(cond.test(sample::get) ? sample.fileName().substring(0, 1) : "");
        }
        assertThat(slow).as("%s, sample by sample", cond).hasToString(expected);
    }

    /** Values of the field's kind that no sample has; a flag has none. */
    private static List<Object> absent(String field) {
        return switch (field) {
            case "whole" -> List.of(-999);
            case "part" -> List.of(-999.5);
            case "flag" -> List.of();
            case "words", "list", "boxes" -> List.of(List.of("no such value"));
            default -> List.of("no such value");
        };
    }

    @ParameterizedTest
    @MethodSource("types")
    void equality_treats_missing_as_a_value(String field) {
        holds(Field.of(field).eq(null), "13");
        holds(Field.of(field).isMissing(), "13");
        holds(Field.of(field).isNull(), "13");
        holds(Field.of(field).ne(null), "02");
        holds(Field.of(field).exists(), "02");
        for (Object absent : absent(field)) {
            holds(Field.of(field).eq(absent), "");
            holds(Field.of(field).ne(absent), "0123");
            holds(Field.of(field).isIn(absent, null), "13");
            holds(Field.of(field).isIn(absent, absent), "");
        }
        assertThat(names(dataset.exists(field))).isEqualTo("02");
        assertThat(names(dataset.exists(field, false))).isEqualTo("13");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "part"})
    void order_is_false_on_missing(String field) {
        holds(Field.of(field).lt(100), "02");
        holds(Field.of(field).le(100), "02");
        holds(Field.of(field).gt(-100), "02");
        holds(Field.of(field).ge(-100), "02");
        holds(Field.of(field).lt(Field.of(field).add(1)), "02");
        holds(Field.of(field).ge(Field.of(field)), "02");
        holds(Field.of("text").lt("z"), "02");
        holds(Field.of("text").ge(""), "02");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "part"})
    void not_is_the_plain_opposite(String field) {
        holds(Field.of(field).gt(-100).not(), "13");
        holds(Field.of(field).lt(-100).not(), "0123");
        holds(Field.of(field).eq(null).not(), "02");
        holds(Field.of(field).gt(-100).or(Field.of(field).le(-100)), "02");
        holds(Field.of(field).gt(-100).not().and(Field.of(field).le(-100).not()), "13");
        holds(Field.of("words").contains("x").not(), "13");
        holds(Field.of("text").startsWith("b").not(), "13");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "whole", "part", "flag", "weather.label", "weather.confidence", "dict.inner"})
    void sorting_puts_missing_last_in_both_directions_and_keeps_ties(String path) {
        assertThat(names(dataset.sortBy(path))).startsWith(path.endsWith("confidence") ? "0123" : "0213");
        assertThat(names(dataset.sortBy(path, true))).startsWith(path.endsWith("confidence") ? "0123" : "0213");
        assertThat(names(dataset.sortBy(path, true).limit(1))).isEqualTo("0");
        assertThat(names(dataset.sortBy(Field.of(path).ifNull(null), true)))
                .isEqualTo(names(dataset.sortBy(path, true)));
        List<String> ids = dataset.ids();
        View backwards = dataset.select(List.of(ids.get(3), ids.get(2), ids.get(1), ids.get(0)), true);
        assertThat(names(backwards.sortBy(path))).isEqualTo(path.endsWith("confidence") ? "3210" : "2031");
    }

    @Test
    void what_is_made_of_missing_is_missing_but_for_length_and_a_substitute() {
        for (Expr expr : List.of(
                Field.of("part").add(1),
                Field.of("part").mul(Field.of("whole")),
                Field.of("part").sqrt(),
                Field.of("text").upper(),
                Field.of("words").at(0),
                Field.of("list").sum(),
                Field.of("boxes.detections").at(0))) {
            assertThat(dataset.values(expr).get(1)).as("%s", expr).isNull();
            assertThat(dataset.values(expr).get(2)).as("%s", expr).isNotNull();
        }
        assertThat(dataset.values(Field.of("words").length())).containsExactly(1L, 0L, 1L, 0L);
        assertThat(dataset.values(Field.of("boxes.detections").length().add(0))).containsExactly(1.0, 0.0, 1.0, 0.0);
        assertThat(dataset.values(Field.of("whole").ifNull(-1))).containsExactly(5L, -1, 5L, -1);
        // A computation without a result is missing too.
        assertThat(dataset.values(Field.of("part").sub(1).sqrt())).containsOnlyNulls();
        assertThat(dataset.groupBy(Field.of("part").sub(1).sqrt()).count()).isZero();
    }

    @Test
    void aggregations_leave_missing_out() {
        assertThat(dataset.count("part")).isEqualTo(2);
        assertThat(dataset.mean("part")).isEqualTo(0.5);
        assertThat(dataset.bounds("whole")).containsExactly(5, 5);
        assertThat(dataset.countValues("text").asMap()).isEqualTo(Map.of("b", 2L));
        assertThat(dataset.distinct("flag")).containsExactly("false");
        assertThat(dataset.values("part")).containsExactly(0.5, null, 0.5, null);
        assertThat(dataset.doubles("part")).containsExactly(0.5, Double.NaN, 0.5, Double.NaN);
        assertThat(dataset.histogramValues("part", 1).other()).isEqualTo(2);
        assertThat(names(dataset.groupBy("text").flatten())).isEqualTo("02");
        assertThat(dataset.toPatches("boxes").count()).isEqualTo(2);
    }

    /** An attribute that a label lacks is missing alike, in filters, sorts and patches. */
    @Test
    void an_attribute_that_a_label_lacks_is_missing() {
        dataset.setInfo("schema", LabelSchema.of("car").attribute("seen", "yes"));
        assertThat(dataset.filterLabels("boxes", Field.of("seen").eq(null)).count("boxes"))
                .isEqualTo(2);
        assertThat(dataset.filterLabels("boxes", Field.of("confidence").isMissing())
                        .count("boxes"))
                .isEqualTo(2);
        assertThat(dataset.filterLabels("boxes", Field.of("confidence").lt(1)).count())
                .isZero();
        assertThat(dataset.filterLabels("boxes", Field.of("confidence").lt(1).not())
                        .count())
                .isEqualTo(2);
        assertThat(dataset.toPatches("boxes")
                        .match(Field.of("boxes.confidence").ne(0.5))
                        .count())
                .isEqualTo(2);
    }
}
