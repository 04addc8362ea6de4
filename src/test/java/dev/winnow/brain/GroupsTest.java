package dev.winnow.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.expr.Field;
import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scikit-learn says is written by src/test/python/brain_fixtures.py. */
class GroupsTest {
    @TempDir
    Path folder;

    private record Fit(double[][] rows, int k, double inertia) {}

    private record Fixtures(List<Fit> kmeans) {}

    private static Embeddings of(double[][] rows) {
        float[] block = new float[rows.length * rows[0].length];
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return Embeddings.of(
                IntStream.range(0, rows.length)
                        .mapToObj(i -> String.format("%05d", i))
                        .toList(),
                block,
                rows[0].length);
    }

    @Test
    void k_means_comes_as_low_as_scikit_learns_best_of_fifty() throws IOException {
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(GroupsTest.class.getResourceAsStream("brain.json")), StandardCharsets.UTF_8)) {
            for (Fit wanted : new Gson().fromJson(in, Fixtures.class).kmeans()) {
                double inertia = KMeans.of(of(wanted.rows()), wanted.k(), 51).inertia();
                assertThat(inertia / wanted.inertia()).isBetween(0.98, 1.02);
            }
        }
    }

    /** Three heaps around the axes, of 10, 20 and 30 samples. */
    private Dataset heaps() {
        Random random = new Random(4);
        double[][] rows = new double[60][3];
        for (int i = 0; i < 60; i++) {
            int heap = i < 10 ? 0 : i < 30 ? 1 : 2;
            for (int j = 0; j < 3; j++) {
                rows[i][j] = (j == heap ? 1 : 0) + 0.05 * random.nextGaussian();
            }
        }
        Dataset dataset = Dataset.create(Home.at(folder.resolve("home")), "heaps", IfExists.FAIL);
        dataset.addSamples(IntStream.range(0, 60)
                .mapToObj(i -> SampleDraft.of(String.format("%02d.png", i)))
                .toList());
        dataset.setEmbeddings(
                "embeddings", Embeddings.of(dataset.ids(), of(rows).block(), 3).withModel("painted"));
        return dataset;
    }

    @Test
    void clusters_are_the_heaps_numbered_by_size() {
        Dataset dataset = heaps();
        BrainRun run = Clusters.compute(dataset, "kind", "embeddings", 3, 51);
        assertThat(dataset.match(Field.of("kind").eq("cluster 1")).count()).isEqualTo(30);
        assertThat(dataset.match(Field.of("kind").eq("cluster 2")).count()).isEqualTo(20);
        assertThat(dataset.match(Field.of("kind").eq("cluster 3")).count()).isEqualTo(10);
        assertThat(dataset.limit(10).distinct("kind")).hasSize(1);
        assertThat(run.model()).isEqualTo("painted");
        assertThat(run.hash()).hasSize(64);
        assertThat(dataset.listBrainRuns()).containsExactly("kind");
        dataset.renameBrainRun("kind", "heap");
        assertThat(dataset.hasField("kind")).isFalse();
        assertThat(dataset.distinct("heap")).hasSize(3);
        assertThatThrownBy(() -> Visualization.load(dataset, "heap")).hasMessageContaining("is no layout but clusters");
        dataset.deleteBrainRun("heap");
        assertThat(dataset.hasField("heap")).isFalse();
        assertThatThrownBy(() -> Clusters.compute(dataset, "kind", "embeddings", 61, 51))
                .hasMessageContaining("1 to 60 clusters");
    }

    @Test
    void the_centre_of_a_cluster_is_typical_and_its_farthest_sample_is_not() {
        double[][] rows = new double[41][2];
        for (int i = 0; i < 41; i++) {
            rows[i] = i == 40 ? new double[] {900, 900} : new double[] {i / 2 * 100, i % 2};
        }
        double[] scores = Representativeness.scores(of(rows), Representativeness.Mode.CORRECT, 3);
        double[] published = Representativeness.scores(of(rows), Representativeness.Mode.FIFTYONE, 3);
        assertThat(Arrays.stream(scores).allMatch(score -> score >= 0 && score <= 1))
                .isTrue();
        assertThat(scores[40]).as("alone in its cluster").isEqualTo(1);
        for (int i = 0; i < 41; i++) {
            assertThat(published[i]).isCloseTo(1 - scores[i], within(1e-12));
        }
        assertThat(Representativeness.scores(of(new double[][] {{1, 2}}), Representativeness.Mode.CORRECT, 1))
                .containsExactly(1);
    }

    @Test
    void few_shots_find_the_rest_of_the_heap() {
        Dataset dataset = heaps();
        List<String> ids = dataset.ids();
        FewShot ranked = FewShot.rank(dataset, "embeddings", ids.subList(0, 2), List.of());
        assertThat(ranked.view(8).ids()).containsExactlyInAnyOrderElementsOf(ids.subList(2, 10));
        assertThat(ranked.ids()).hasSize(58);
        FewShot told = FewShot.rank(dataset, "embeddings", ids.subList(0, 2), ids.subList(40, 42));
        assertThat(told.view(8).ids()).containsExactlyInAnyOrderElementsOf(ids.subList(2, 10));
        assertThat(told.ids()).hasSize(56);
        assertThat(told.probabilities()[0]).isGreaterThan(0.5);
        assertThatThrownBy(() -> FewShot.rank(dataset, "embeddings", List.of("nobody"), List.of()))
                .hasMessageContaining("None of the 1 examples");
    }

    @Test
    void as_many_unique_samples_are_kept_as_were_asked_for_and_no_two_lie_close() {
        Dataset dataset = heaps();
        Embeddings all = dataset.embeddings("embeddings");
        for (int count : new int[] {1, 3, 17, 60}) {
            UniqueSamples unique = UniqueSamples.find(dataset, "embeddings", count);
            assertThat(unique.ids()).hasSize(count);
            Embeddings kept = all.select(unique.ids());
            assertThat(UniqueSamples.kept(kept, unique.threshold())).hasSize(count);
        }
        assertThat(UniqueSamples.find(dataset, "embeddings", 3).ids().get(0))
                .isEqualTo(dataset.ids().get(0));
        assertThatThrownBy(() -> UniqueSamples.find(dataset, "embeddings", 61)).hasMessageContaining("1 to 60");
    }

    @Test
    void files_equal_byte_for_byte_are_found_and_unreadable_ones_named() throws IOException {
        Dataset dataset = Dataset.create(Home.at(folder.resolve("home")), "files", IfExists.FAIL);
        dataset.setMediaRoot(folder);
        for (String name : List.of("a", "b", "c", "d")) {
            Files.writeString(folder.resolve(name + ".png"), name.equals("c") ? "other" : "same");
        }
        dataset.addSamples(List.of("a", "b", "c", "d", "gone").stream()
                .map(name -> SampleDraft.of(name + ".png"))
                .toList());
        ExactDuplicates found = ExactDuplicates.find(dataset);
        List<String> ids = dataset.ids();
        assertThat(found.groups()).isEqualTo(Map.of(ids.get(0), List.of(ids.get(1), ids.get(3))));
        assertThat(found.copies().ids()).containsExactly(ids.get(1), ids.get(3));
        assertThat(found.unreadable()).containsOnlyKeys(ids.get(4));
        assertThat(found.toString()).startsWith("2 exact copies of 1 files; 1 files could not be read: [gone.png");
    }
}
