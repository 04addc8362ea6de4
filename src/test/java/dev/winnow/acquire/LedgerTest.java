package dev.winnow.acquire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.data.Dataset;
import dev.winnow.data.IfExists;
import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledgers that leave the dataset, and what a plan says of its batch. */
class LedgerTest {
    @TempDir
    Path folder;

    @Test
    void a_ledger_in_a_file_is_the_same_or_names_the_first_pick_that_differs_and_why() {
        Dataset dataset = Made.cars(folder, "cars", 40);
        Made.reserve(dataset, "v1", 5);
        Made.reserve(dataset, "v2", 5);
        Path file = folder.resolve("ledger.json");
        Ledger.of(dataset).write(file);
        Ledger read = Ledger.read(file);
        assertThat(read.batches()).containsExactly("v1", "v2");
        assertThat(read.verify(dataset)).containsEntry("v1", "same").containsEntry("v2", "same");
        assertThat(read.diff(Ledger.of(dataset))).containsEntry("v1", "same").containsEntry("v2", "same");
        float[] other = dataset.embeddings("embeddings").block().clone();
        for (int i = 0; i < other.length; i++) {
            other[i] += i % 3;
        }
        dataset.setEmbeddings("embeddings", Embeddings.of(dataset.ids(), other, 8));
        assertThat(read.verify(dataset).get("v1")).startsWith("the embeddings are others; pick ");
    }

    @Test
    void a_ledger_edited_by_hand_does_not_verify_and_a_file_that_is_none_is_refused() throws IOException {
        Dataset dataset = Made.cars(folder, "cars", 40);
        Made.reserve(dataset, "v1", 5);
        Path file = folder.resolve("ledger.json");
        Ledger.of(dataset).write(file);
        String first = Plan.stored(dataset, "v1").orElseThrow().picks().get(0).file();
        Files.writeString(file, Files.readString(file).replace("\"file\":\"" + first, "\"file\":\"000.png"));
        assertThat(Ledger.read(file).verify(dataset).get("v1"))
                .startsWith("pick 1 is 000.png")
                .contains(first);
        Files.writeString(file, "{\"dataset\":\"cars\"}");
        assertThatThrownBy(() -> Ledger.read(file)).hasMessageContaining("is no ledger");
        Files.writeString(file, "[1");
        assertThatThrownBy(() -> Ledger.read(file)).hasMessageContaining("is no ledger");
    }

    @Test
    void two_ledgers_differ_where_their_loops_did() {
        Dataset dataset = Made.cars(folder, "cars", 40);
        Made.reserve(dataset, "v1", 5);
        Dataset other = dataset.cloneTo("other", IfExists.FAIL);
        Made.reserve(dataset, "v2", 5);
        Made.reserve(other, "v3", 4);
        assertThat(Ledger.of(dataset).diff(Ledger.of(other)))
                .containsEntry("v2", "only here")
                .containsEntry("v3", "only there");
    }

    @Test
    void a_plan_says_what_its_batch_is_worth_beside_random_ones() {
        Dataset dataset = Made.cars(folder, "cars", 80);
        Plan plan = Acquisition.strategy("k_center").budget(Budget.images(10)).select(dataset.matchTags("split:pool"));
        BatchMetrics metrics = plan.metrics().orElseThrow();
        Coverage coverage = Coverage.of(dataset.matchTags("split:pool"), plan.ids(), "embeddings");
        assertThat(metrics.values().get("covering radius")).isCloseTo(coverage.radius(), within(1e-5));
        assertThat(metrics.values().get("mean distance")).isCloseTo(coverage.meanDistance(), within(1e-5));
        assertThat(metrics.values().get("covering radius"))
                .isLessThan(metrics.low().get("covering radius"));
        assertThat(metrics.values().get("Vendi score")).isBetween(1.0, 10.0);
        assertThat(plan.toString()).contains("covering radius").contains("random batches of this size");
    }
}
