package dev.winnow.acquire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Dataset;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks of labels find, and what they say that they cannot. */
class QaTest {
    @TempDir
    Path folder;

    private static final LabelSchema SCHEMA = LabelSchema.of("Car", "Van");

    private Dataset labelled(List<Detection> labels) {
        Dataset dataset = Made.cars(folder, "cars", 17);
        dataset.setDetections("people", Map.of(dataset.ids().get(16), labels));
        return dataset;
    }

    @Test
    void each_rule_finds_its_own_slip_and_nothing_else() {
        Dataset dataset = labelled(List.of(
                Detection.of("Bus", 0.1, 0.1, 0.2, 0.2),
                // 320 × 96 pixels: 0.01 is 3 pixels wide.
                Detection.of("Car", 0.5, 0.5, 0.01, 0.2),
                Detection.of("Car", 0, 0, 0.9, 0.9),
                Detection.of("Van", 0.6, 0.1, 0.2, 0.2),
                Detection.of("Van", 0.601, 0.1, 0.2, 0.2)));
        Qa.Report report = Qa.check(dataset.matchTags("split:pool"), "people", SCHEMA);
        assertThat(report.findings())
                .extracting(finding -> finding.rule() + " " + finding.label())
                .containsExactlyInAnyOrder("schema Bus", "tiny Car", "huge Car", "duplicate Van");
        assertThat(report.imagesWithoutLabels()).isZero();
    }

    @Test
    void nothing_found_names_the_rules_that_found_nothing() {
        Dataset dataset = labelled(List.of(Detection.of("Car", 0.1, 0.1, 0.2, 0.2)));
        assertThat(Qa.check(dataset.matchTags("split:pool"), "people", SCHEMA).toString())
                .contains("no findings by the rules schema, tiny, huge, duplicate");
    }

    @Test
    void a_second_opinion_shows_what_is_missed_extra_swapped_or_shifted() {
        Dataset dataset = labelled(List.of(
                Detection.of("Car", 0.0, 0.0, 0.2, 0.2),
                Detection.of("Van", 0.3, 0.0, 0.2, 0.2),
                Detection.of("Car", 0.64, 0.0, 0.2, 0.2),
                Detection.of("Car", 0.0, 0.6, 0.2, 0.2)));
        dataset.setDetections(
                "reference",
                Map.of(
                        dataset.ids().get(16),
                        List.of(
                                Detection.of("Car", 0.0, 0.0, 0.2, 0.2),
                                Detection.of("Car", 0.3, 0.0, 0.2, 0.2),
                                Detection.of("Car", 0.6, 0.0, 0.2, 0.2),
                                Detection.of("Van", 0.6, 0.6, 0.2, 0.2))));
        assertThat(Qa.against(dataset.matchTags("split:pool"), "people", "reference")
                        .findings())
                .extracting(Qa.Finding::rule)
                .containsExactlyInAnyOrder("swapped", "shifted", "extra", "missed");
    }

    @Test
    void the_slips_that_a_stand_in_makes_are_seen_against_the_truth() {
        Dataset dataset = Made.cars(folder, "cars", 216);
        Annotator.simulated(51, 2).annotate(dataset.matchTags("split:pool"), "ground_truth", "people");
        Qa.Report report = Qa.against(dataset.matchTags("split:pool"), "people", "ground_truth");
        long missing = dataset.matchTags("split:pool").samples().stream()
                .filter(sample -> sample.detections("people").isEmpty())
                .count();
        assertThat(missing).isPositive();
        assertThat(report.findings().stream()
                        .filter(finding -> finding.rule().equals("missed"))
                        .count())
                .isGreaterThanOrEqualTo(missing);
    }
}
