package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.label.LabelSchema;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions that have one answer whatever the data: each is refused, and told what was meant. */
class QueryCheckTest {
    @TempDir
    Path folder;

    private Dataset dataset;

    @BeforeEach
    void two_samples_with_two_labels() {
        dataset = Dataset.create(Home.at(folder), "road", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("raw_1.jpg")
                        .tag("day")
                        .set("score", 0.5)
                        .set("seen", true)
                        .detections(
                                "gt",
                                List.of(
                                        Detection.of("car", 0, 0, 0.5, 0.5).with("far", true),
                                        Detection.of("van", 0, 0, 0.5, 0.5))),
                SampleDraft.of("raw_2.jpg").detections("gt", List.of())));
    }

    private static Field F(String path) {
        return Field.of(path);
    }

    private void refused(Runnable question, String... words) {
        assertThatThrownBy(question::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    private void refused(Cond cond, String... words) {
        refused(() -> dataset.match(cond).count(), words);
    }

    @Test
    void an_attribute_that_no_label_has_is_named_with_the_nearest() {
        String[] words = {"Attribute 'lable' is not in the labels of 'gt' of dataset 'road'", "Did you mean 'label'?"};
        refused(() -> dataset.countValues("gt.detections.lable"), words);
        refused(() -> dataset.countValues("gt.lable"), words);
        refused(() -> dataset.distinct("gt.lable"), words);
        refused(() -> dataset.count("gt.lable"), words);
        refused(() -> dataset.values("gt.detections.lable"), words);
        refused(() -> dataset.values(List.of("id", "gt.lable")), words);
        refused(() -> dataset.exists("gt.lable").count(), words);
        refused(() -> dataset.sortBy("gt.lable").count(), words);
        refused(() -> dataset.filterLabels("gt", F("lable").eq("car")).count(), words);
        refused(() -> dataset.matchLabels("gt", F("lable").eq("car")).count(), words);
        refused(() -> dataset.setField("gt.size", F("lable").strlen()).count(), words);
        refused(F("gt.detections").filter(F("lable").eq("car")).length().gt(0), words);
        refused(F("gt.detections").map(F("lable")).contains("car"), words);
        refused(() -> dataset.toPatches("gt").match(F("gt.lable").eq("car")).count(), words);
        refused(() -> dataset.mean("gt.detections.confidense"), "'confidense'", "Did you mean 'confidence'?");
    }

    @Test
    void an_attribute_that_labels_have_or_may_get_is_answered() {
        assertThat(dataset.filterLabels("gt", F("far").eq(true)).count("gt")).isEqualTo(1);
        assertThat(dataset.setField("gt.near", F("far").isMissing())
                        .filterLabels("gt", F("near").eq(true))
                        .values("gt.label", true))
                .containsExactly("van");
        dataset.setInfo("schema", LabelSchema.of("car").attribute("weather", "wet", "dry"));
        assertThat(dataset.filterLabels("gt", F("weather").eq("wet")).count()).isZero();
        dataset.addSampleField("none", FieldType.DETECTIONS);
        assertThat(dataset.filterLabels("none", F("anything").eq(1)).count()).isZero();
    }

    @Test
    void labels_are_not_counted_as_if_they_were_values() {
        String[] words = {"'gt' holds labels, not values", "'gt.detections.label'", "count(\"gt\")"};
        refused(() -> dataset.countValues("gt"), words);
        refused(() -> dataset.countValues("gt.detections"), "holds labels, not values");
        refused(() -> dataset.distinct("gt"), words);
        refused(() -> dataset.mean("gt"), words);
        refused(() -> dataset.sum("gt"), words);
        refused(() -> dataset.bounds("gt"), words);
        refused(() -> dataset.quantiles("gt", 0.5), words);
        refused(() -> dataset.histogramValues("gt", 3), words);
        assertThat(dataset.count("gt")).isEqualTo(2);
    }

    @Test
    void an_operation_on_a_kind_of_value_that_never_fits_is_refused() {
        refused(
                F("filepath").contains("raw_"),
                "F(\"filepath\").contains(\"raw_\") has one answer for every sample: F(\"filepath\") is a text, and contains is"
                        + " asked of lists. Use containsStr for a part of a text.");
        refused(F("score").contains(0.5), "a number", "contains is asked of lists");
        refused(F("filepath").isSubset(List.of("a")), "isSubset is asked of lists");
        refused(F("filepath").setEquals(List.of("a")), "setEquals is asked of lists");
        refused(F("score").filter(F("it").gt(1)).length().gt(0), "filter is asked of lists");
        refused(F("score").length().gt(0), "length is asked of lists and texts");
        refused(F("tags").containsStr("da"), "a list", "Use contains");
        refused(F("gt.detections.label").startsWith("c"), "a list", "Use contains");
        refused(F("score").startsWith("0"), "startsWith is asked of texts");
        refused(F("filepath").eq(3), "compares it with a number");
        refused(F("score").ne("0.5"), "compares it with a text");
        refused(F("seen").eq("true"), "true or false", "compares it with a text");
        refused(F("tags").eq("day"), "a list", "Use contains");
        refused(F("filepath").gt(3), "compares it with a number");
        refused(F("score").isIn("0.5", "0.7"), "among values of another kind");
        refused(F("tags").isIn("day"), "Use contains");
        refused(() -> dataset.filterLabels("gt", F("label").eq(7)).count(), "compares it with a number");
        refused(() -> dataset.filterLabels("gt", F("tags").eq("x")).count(), "Use contains");
        refused(() -> dataset.filterField("filepath", F("it").contains("raw_")).count(), "Use containsStr");
    }

    @Test
    void what_some_value_could_answer_is_asked() {
        for (Cond cond : List.of(
                F("score").eq(null),
                F("score").ne(Double.NaN),
                F("score").isIn("0.5", null),
                F("filepath").eq(F("score")).not(),
                F("tags").eq(List.of("day")),
                F("tags").contains("day"),
                F("filepath").length().gt(3),
                F("gt.detections").at(0).apply(F("label")).eq("car"),
                F("gt.detections").filter(F("far").eq(true)).map(F("label")).contains("car"),
                F("score").apply(F("it").add(1)).gt(0),
                Expr.literal(0.5).eq(F("score")))) {
            assertThat(dataset.match(cond).count()).as(cond.toString()).isBetween(0, 2);
        }
    }
}
