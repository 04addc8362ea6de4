package dev.winnow.brain;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Neighbors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Clusters of near-copies: samples joined by chains of pairs that lie close together, as frames of one drive do. */
public final class NearDuplicates {
    /** The cosine distance up to which two images count as near-copies where nobody says otherwise. */
    public static final double DISTANCE = 0.02;

    private static final int NEIGHBORS = 8;

    private NearDuplicates() {}

    /**
     * Names the cluster of each sample that has no value in {@code field} yet: by what {@code field} says of the first sample in the cluster
     * that has a value, else by the id of the cluster's first sample.
     *
     * @param threshold cosine distance up to which two samples are near-copies
     * @return the number of different names among the samples that were given one
     */
    public static int cluster(SampleCollection view, String field, String embeddingsField, double threshold) {
        Embeddings embeddings = BrainEmbeddings.require(view, embeddingsField);
        Map<String, String> known = new LinkedHashMap<>();
        if (view.hasField(field)) {
            for (Sample sample : view.samples()) {
                String value = sample.string(field);
                if (value != null) {
                    known.put(sample.id(), value);
                }
            }
        }
        Map<String, String> clusters = clusters(embeddings, threshold);
        Map<String, String> names = new HashMap<>();
        clusters.forEach((id, cluster) -> {
            String name = known.get(id);
            if (name != null) {
                names.putIfAbsent(cluster, name);
            }
        });
        Map<String, String> byId = new LinkedHashMap<>();
        clusters.forEach((id, cluster) -> {
            if (!known.containsKey(id)) {
                byId.put(id, names.getOrDefault(cluster, cluster));
            }
        });
        if (!byId.isEmpty()) {
            view.setValues(field, byId);
        }
        return (int) byId.values().stream().distinct().count();
    }

    /** The cluster of every vector's sample, named by its first sample. */
    public static Map<String, String> clusters(Embeddings embeddings, double threshold) {
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
        return byId;
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
