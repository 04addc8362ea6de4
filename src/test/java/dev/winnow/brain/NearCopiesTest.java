package dev.winnow.brain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearCopiesTest {
    @TempDir
    Path folder;

    /** Pictures at these angles (degrees) on a circle, so that the cosine distance of two is 1 - cos of the difference. */
    private Dataset circle(double... degrees) {
        Dataset dataset = Dataset.create(Home.at(folder), "circle", IfExists.FAIL);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < degrees.length; i++) {
            drafts.add(SampleDraft.of(String.format("%03d.jpg", i)));
        }
        dataset.addSamples(drafts);
        float[] block = new float[2 * degrees.length];
        for (int i = 0; i < degrees.length; i++) {
            block[2 * i] = Double.isNaN(degrees[i]) ? 0 : (float) Math.cos(Math.toRadians(degrees[i]));
            block[2 * i + 1] = Double.isNaN(degrees[i]) ? 0 : (float) Math.sin(Math.toRadians(degrees[i]));
        }
        dataset.setEmbeddings("embeddings", Embeddings.of(dataset.ids(), block, 2));
        return dataset;
    }

    /** Thirteen pool frames on one spot and one test frame 5 degrees away, distance 0.0038. */
    private Dataset thirteenAndOne(boolean testFirst) {
        double[] degrees = new double[14];
        degrees[testFirst ? 0 : 13] = 5;
        Dataset dataset = circle(degrees);
        List<String> ids = dataset.ids();
        String test = ids.get(testFirst ? 0 : 13);
        dataset.select(test).tagSamples("split:test");
        dataset.select(ids.stream().filter(id -> !id.equals(test)).toList()).tagSamples("split:pool");
        return dataset;
    }

    @Test
    void every_pair_that_leaks_is_found_though_the_nearest_ten_are_others() {
        Dataset dataset = thirteenAndOne(false);
        LeakySplits leaks = LeakySplits.find(dataset, "embeddings", 0.02, List.of("split:pool", "split:test"));
        assertThat(leaks.leaks()).hasSize(13);
        assertThat(leaks.leaks().get(0).distance()).isBetween(0.0037, 0.0039);
        assertThat(leaks.leaksView().count()).isEqualTo(14);
        dataset.delete();
        LeakySplits turned =
                LeakySplits.find(thirteenAndOne(true), "embeddings", 0.02, List.of("split:pool", "split:test"));
        assertThat(turned.leaks()).hasSize(13);
    }

    @Test
    void a_burst_of_twenty_and_its_neighbour_are_one_cluster() {
        double[] degrees = new double[22];
        degrees[20] = 5;
        degrees[21] = 90;
        Map<String, String> clusters = NearDuplicates.clusters(circle(degrees).embeddings("embeddings"), 0.02);
        assertThat(new HashSet<>(clusters.values())).hasSize(2);
    }

    @Test
    void another_threshold_makes_other_clusters() {
        Dataset dataset = circle(0, 5, 15, 90);
        assertThat(NearDuplicates.cluster(dataset, "sequence", "embeddings", 0.02))
                .isEqualTo(2);
        assertThat(NearDuplicates.cluster(dataset, "sequence", "embeddings", 0.005))
                .isEqualTo(3);
        assertThat(NearDuplicates.cluster(dataset, "sequence", "embeddings", 0.001))
                .isEqualTo(4);
        assertThat(NearDuplicates.cluster(dataset, "sequence", "embeddings", 0.02))
                .isEqualTo(2);
        assertThat(dataset.distinct("sequence")).hasSize(2);
    }

    @Test
    void what_a_person_said_of_a_sequence_stays_and_names_its_cluster() {
        Dataset dataset = circle(0, 5, 90);
        dataset.setValues("sequence", Map.of(dataset.ids().get(1), "drive_7"));
        NearDuplicates.cluster(dataset, "sequence", "embeddings", 0.02);
        assertThat(dataset.sample(dataset.ids().get(0)).string("sequence")).isEqualTo("drive_7");
        NearDuplicates.cluster(dataset, "sequence", "embeddings", 1e-6);
        assertThat(dataset.sample(dataset.ids().get(0)).string("sequence")).isNotEqualTo("drive_7");
        assertThat(dataset.sample(dataset.ids().get(1)).string("sequence")).isEqualTo("drive_7");
    }

    @Test
    void a_black_picture_is_left_out_and_the_others_are_compared() {
        Dataset dataset = circle(0, Double.NaN, 2, 90, 30);
        String black = dataset.ids().get(1);
        assertThat(NearDuplicates.cluster(dataset, "sequence", "embeddings", 0.02))
                .isEqualTo(4);
        assertThat(dataset.sample(black).string("sequence")).isEqualTo("near-" + black.substring(0, 8));
        dataset.tagSamples("split:pool");
        dataset.limit(0).tagSamples("split:test");
        LeakySplits leaks = LeakySplits.find(dataset, "embeddings", 0.02, List.of("split:pool", "split:test"));
        assertThat(leaks.isEmpty()).isTrue();
        assertThat(leaks.excluded()).containsExactly(black);
        assertThat(leaks)
                .hasToString("no leaks between splits; 1 sample was left out, whose vector is zero or not"
                        + " finite (a black picture?): " + black);
        assertThat(Uniqueness.compute(dataset, "uniqueness", "embeddings", Uniqueness.Mode.CORRECT)
                        .excluded())
                .containsExactly(black);
        assertThat(dataset.exists("uniqueness").count()).isEqualTo(4);
        assertThat(Visualization.compute(dataset, "embeddings", "umap", Visualization.Method.UMAP, 51)
                        .ids())
                .hasSize(4)
                .doesNotContain(black);
    }
}
