package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Neighbors;
import java.util.LinkedHashMap;
import java.util.Map;

/** Clusters of near-copies: samples joined by chains of pairs that lie close together, as frames of one drive do. */
public final class NearDuplicates {
    private static final int NEIGHBORS = 8;

    private NearDuplicates() {}

    /**
     * Names each sample's cluster in {@code field}, by the first sample in it.
     *
     * @param threshold cosine distance up to which two samples are near-copies
     * @return the number of clusters
     */
    public static int cluster(SampleCollection view, String field, String embeddingsField, double threshold) {
        Embeddings embeddings = BrainEmbeddings.require(view, embeddingsField);
        int n = embeddings.count();
        int[] root = new int[n];
        for (int i = 0; i < n; i++) {
            root[i] = i;
        }
        Neighbors neighbors = n > 1 ? Neighbors.within(embeddings, NEIGHBORS) : null;
        for (int i = 0; i < n && neighbors != null; i++) {
            for (int k = 0; k < neighbors.index(i).length; k++) {
                if (neighbors.distance(i)[k] <= threshold) {
                    int a = find(root, i);
                    int b = find(root, neighbors.index(i)[k]);
                    root[Math.max(a, b)] = Math.min(a, b);
                }
            }
        }
        Map<String, String> byId = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            byId.put(
                    embeddings.ids().get(i),
                    "near-" + embeddings.ids().get(find(root, i)).substring(0, 8));
        }
        view.setValues(field, byId);
        return (int) byId.values().stream().distinct().count();
    }

    private static int find(int[] root, int i) {
        int at = i;
        while (root[at] != at) {
            root[at] = root[root[at]];
            at = root[at];
        }
        return at;
    }
}
