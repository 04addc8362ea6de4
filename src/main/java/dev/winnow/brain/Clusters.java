package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.vectors.Embeddings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Samples in k groups of like ones: k-means on vectors of length 1, numbered by size, {@code cluster 1} the largest. */
public final class Clusters {
    private Clusters() {}

    /** Names the cluster of each sample in {@code field}. */
    public static BrainRun compute(SampleCollection view, String field, String embeddingsField, int k, long seed) {
        Embeddings all = BrainEmbeddings.require(view, embeddingsField);
        Embeddings embeddings = all.usable();
        int[] cluster = KMeans.of(embeddings.normalized(), k, seed).cluster();
        int[] sizes = new int[k];
        for (int one : cluster) {
            sizes[one]++;
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < cluster.length; i++) {
            int rank = 1;
            for (int other = 0; other < k; other++) {
                boolean before =
                        sizes[other] > sizes[cluster[i]] || (sizes[other] == sizes[cluster[i]] && other < cluster[i]);
                rank += before ? 1 : 0;
            }
            names.put(embeddings.ids().get(i), "cluster " + rank);
        }
        BrainRun run = BrainRun.of("clusters", field, embeddingsField, embeddings, Map.of("k", k, "seed", seed), all);
        run.store(view, names);
        return run;
    }
}
