package dev.winnow.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Dataset;
import dev.winnow.data.EveryView;
import dev.winnow.data.Home;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.Stage;
import dev.winnow.data.View;
import dev.winnow.expr.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A saved view goes to FiftyOne and comes back as it was, or is refused; never with another meaning. */
class FiftyOneViewsTest {
    @TempDir
    static Path folder;

    private static Dataset dataset;

    @BeforeAll
    static void make() {
        dataset = EveryView.dataset(Home.at(folder), "views");
    }

    private static Field F(String path) {
        return Field.of(path);
    }

    private static final FiftyOneViews FORM = new FiftyOneViews(
            List.of("gt"),
            field -> !dataset.hasField(field) || dataset.exists(field, false).count() > 0);

    private static SampleCollection thereAndBack(View view) {
        SampleCollection back = dataset;
        for (Stage stage : view.stages()) {
            back = new FiftyOneViews(List.of(), field -> false).read(back, FORM.write(stage));
        }
        return back;
    }

    /** The text of a view, where whole numbers of either width are one and the two ways to ask for a missing value are one. */
    private static String said(SampleCollection view) {
        return view.toString()
                .replaceAll("(?<=\\d)L\\b", "")
                .replace(".ne(null)", ".exists()")
                .replace(".eq(null)", ".isMissing()")
                .replace(".eq(Double.NaN)", ".isMissing()");
    }

    /** Views whose flags, places and characters were lost on the way. */
    static Stream<View> flagged() {
        return Stream.of(
                dataset.exists("score", false),
                dataset.exists("score"),
                dataset.matchTags(List.of("x"), false),
                dataset.matchTags(List.of("x", "y"), true, true),
                dataset.matchTags(List.of("x", "y"), false, true),
                dataset.matchTags("x", "y"),
                dataset.matchLabels("gt", F("label").eq("car"), false),
                dataset.matchLabels("gt", F("label").eq("car")),
                dataset.match(F("tags").contains(List.of("x", "y"), true)),
                dataset.match(F("tags").contains("x", "y")),
                dataset.match(F("score").round(2).eq(0.26)),
                dataset.match(F("score").round().eq(1.0)),
                dataset.match(F("score").lt(0.5)),
                dataset.match(F("score").le(0.5)),
                dataset.match(F("score").gt(F("n"))),
                dataset.match(F("n").ge(2).and(F("score").lt(0.5)).and(F("n").lt(9))),
                dataset.match(F("score").ne(null)),
                dataset.match(F("gt.detections")
                        .length()
                        .ge(1)
                        .and(F("gt.detections.label").contains("car"))),
                dataset.match(F("gt.detections").length().ge(1)),
                dataset.match(F("word").strip("a").eq("b")),
                dataset.match(F("word").strip("$").eq("b")),
                dataset.match(F("word").strip().eq("b")),
                dataset.select(dataset.ids(), true),
                dataset.select(dataset.ids()),
                dataset.sortBy("score", true),
                dataset.filterLabels("gt", F("confidence").lt(0.5), false),
                dataset.filterLabels("gt", F("confidence").lt(0.5)));
    }

    @ParameterizedTest
    @MethodSource("flagged")
    void what_a_stage_says_is_said_in_full(View view) {
        SampleCollection back = thereAndBack(view);
        assertThat(back.ids()).isEqualTo(view.ids());
        assertThat(said(back)).isEqualTo(said(view));
    }

    static Stream<View> every() {
        return EveryView.of(dataset).stream();
    }

    @ParameterizedTest
    @MethodSource("every")
    void every_view_comes_back_or_is_refused(View view) {
        SampleCollection back;
        try {
            back = thereAndBack(view);
        } catch (MongoExpr.NoForm refused) {
            return;
        }
        assertThat(said(back)).isEqualTo(said(view));
        assertThat(back.ids()).isEqualTo(view.ids());
    }

    @Test
    void an_order_that_fiftyone_would_change_is_refused() {
        assertThatThrownBy(() -> thereAndBack(dataset.sortBy("score")))
                .isInstanceOf(MongoExpr.NoForm.class)
                .hasMessageContaining("missing values first");
        assertThat(thereAndBack(dataset.sortBy("n")))
                .hasToString(dataset.sortBy("n", false).toString());
    }

    @Test
    void an_argument_that_no_form_has_a_place_for_is_refused() {
        assertThatThrownBy(() -> FORM.write(new Stage("limit", List.of(1, "more"))))
                .isInstanceOf(MongoExpr.NoForm.class);
    }
}
