package dev.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Choices in the App are stages, and the counts beside them say what they would leave. */
class AppFiltersTest {
    @TempDir
    Path folder;

    private Dataset dataset;
    private AppSession session;

    @BeforeEach
    void fill() {
        dataset = Dataset.create(Home.at(folder), "filtered", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.png")
                        .tag("x")
                        .set("score", 0.1)
                        .set("scene", "city")
                        .set("boxes", List.of(car(0.9), van(0.2))),
                SampleDraft.of("b.png").tag("y").set("score", 0.5).set("boxes", List.of(car(0.4))),
                SampleDraft.of("c.png").tag("x").tag("y").set("scene", "rural").set("boxes", List.of()),
                SampleDraft.of("d.png").set("score", 0.9).set("scene", "city").set("boxes", List.of(van(0.8)))));
        session = new AppSession(dataset);
    }

    private static Detection car(double confidence) {
        return Detection.of("Car", 0.1, 0.1, 0.2, 0.2).withConfidence(confidence);
    }

    private static Detection van(double confidence) {
        return Detection.of("Van", 0.5, 0.5, 0.2, 0.2).withConfidence(confidence);
    }

    private void filter(String json) {
        session.setFilters(AppFilters.from(AppJson.parse(json)));
    }

    @Test
    void choices_become_stages_that_print_as_code() {
        filter(
                "{tags:['x'], values:{score:{range:[0,0.5]}}, labels:{boxes:{among:['Car'], range:[0.3,1]}}, sort:'score', descending:true}");
        assertThat(session.view().toString())
                .isEqualTo("dataset.matchTags(\"x\").match(F(\"score\").ge(0.0).and(F(\"score\").le(0.5)))"
                        + ".filterLabels(\"boxes\", F(\"label\").isIn(\"Car\").and(F(\"confidence\").ge(0.3).and(F(\"confidence\").le(1.0))))"
                        + ".sortBy(\"score\", true)");
        assertThat(session.view())
                .isEqualTo(dataset.matchTags("x")
                        .match(Field.of("score").ge(0.0).and(Field.of("score").le(0.5)))
                        .filterLabels(
                                "boxes",
                                Field.of("label")
                                        .isIn("Car")
                                        .and(Field.of("confidence")
                                                .ge(0.3)
                                                .and(Field.of("confidence").le(1.0))))
                        .sortBy("score", true));
        assertThat(session.view().count()).isEqualTo(1);
    }

    @Test
    void missing_values_and_empty_samples_can_be_asked_for() {
        filter("{values:{scene:{missing:'only'}}}");
        assertThat(session.view().values("filepath")).containsExactly("b.png");
        filter("{labels:{boxes:{missing:'only'}}}");
        assertThat(session.view().values("filepath")).containsExactly("c.png");
    }

    @Test
    void a_filter_that_cannot_be_evaluated_changes_nothing() {
        filter("{tags:['x']}");
        assertThatThrownBy(() -> filter("{tags:['unknown']}")).hasMessageContaining("unknown");
        assertThat(session.view().toString()).isEqualTo("dataset.matchTags(\"x\")");
    }

    @Test
    void each_count_is_what_the_choice_would_leave_given_the_others() {
        filter("{tags:['x'], values:{scene:{among:['city']}}}");
        AppSession.Looked now = session.looked();
        AppFacets facets = new AppFacets(now);
        for (String facet : List.of("tags", "values/scene")) {
            JsonArray values = AppJson.of(facets.of(facet)).getAsJsonObject().getAsJsonArray("values");
            values.forEach(one -> {
                String value = one.getAsJsonObject().get("value").getAsString();
                AppFilters chosen = facet.equals("tags")
                        ? AppFilters.from(AppJson.parse("{tags:['" + value + "'], values:{scene:{among:['city']}}}"))
                        : AppFilters.from(AppJson.parse("{tags:['x'], values:{scene:{among:['" + value + "']}}}"));
                assertThat(one.getAsJsonObject().get("count").getAsInt())
                        .as(facet + " " + value)
                        .isEqualTo(chosen.apply(dataset).count());
            });
            assertThat(values).isNotEmpty();
        }
        Map<String, Object> scores = facets.of("values/score");
        assertThat(((AppFacets.Histogram) scores.get("histogram")).bins()).contains(1);
        assertThat(scores.get("missing")).isEqualTo(0L);
    }

    @Test
    void moving_the_session_clears_filters_and_selection() {
        filter("{tags:['x']}");
        session.select(List.of(dataset.ids().get(0)));
        session.setView(dataset.limit(2));
        assertThat(session.view()).isEqualTo(dataset.limit(2));
        assertThat(session.selected()).isEmpty();
    }
}
