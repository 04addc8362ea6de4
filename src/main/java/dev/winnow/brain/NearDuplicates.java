package dev.winnow.brain;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.train.Embedder;
import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Metric;
import dev.winnow.vectors.Neighbors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Clusters of near-copies: samples joined by chains of pairs that lie close together, as frames of one drive do. */
public final class NearDuplicates {
    private static final String METHOD = "near-duplicates";

    private static final Gson GSON = new Gson();

    private NearDuplicates() {}

    /** The cosine distance up to which two samples count as near-copies where nobody says otherwise: that of the embedder. */
    public static double distance(Embeddings embeddings) {
        return Embedder.nearCopyDistance(embeddings.model());
    }

    /** The names that a call gave, by which the next call knows its own from those that people gave. */
    private record Names(String method, String embeddings, double threshold, List<String> ids, List<String> names) {}

    /** Names clusters by the near-copy distance of the embedder. */
    public static int cluster(SampleCollection view, String field, String embeddingsField) {
        return cluster(view, field, embeddingsField, distance(BrainEmbeddings.require(view, embeddingsField)));
    }

    /**
     * Names the cluster of each sample that nobody has named in {@code field}: by what {@code field} says of the first sample in the cluster
     * that has a value, else by the id of the cluster's first sample. Names that an earlier call gave and nobody changed are given anew, so
     * another threshold makes other clusters. A sample whose vector is zero or not finite is a cluster of its own.
     *
     * @param threshold cosine distance up to which two samples are near-copies
     * @return the number of different names among the samples that were given one
     */
    public static int cluster(SampleCollection view, String field, String embeddingsField, double threshold) {
        Embeddings embeddings = BrainEmbeddings.require(view, embeddingsField);
        Map<String, String> given = given(view.dataset(), field);
        Map<String, String> known = new LinkedHashMap<>();
        if (view.hasField(field)) {
            for (Sample sample : view.samples()) {
                String value = sample.string(field);
                if (value != null && !value.equals(given.get(sample.id()))) {
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
            given.putAll(byId);
            Names stored = new Names(
                    METHOD, embeddingsField, threshold, List.copyOf(given.keySet()), List.copyOf(given.values()));
            view.dataset().transaction("name near-copies", () -> {
                view.setValues(field, byId);
                view.dataset().putRun(METHOD, field, GSON.toJson(stored));
            });
        }
        return (int) byId.values().stream().distinct().count();
    }

    private static Map<String, String> given(Dataset dataset, String field) {
        Map<String, String> given = new LinkedHashMap<>();
        dataset.run(METHOD, field).ifPresent(run -> {
            Names names = GSON.fromJson(run.json(), Names.class);
            for (int i = 0; i < names.ids().size(); i++) {
                given.put(names.ids().get(i), names.names().get(i));
            }
        });
        return given;
    }

    /** The cluster of every vector's sample, named by its first sample. */
    public static Map<String, String> clusters(Embeddings all, double threshold) {
        Embeddings embeddings = all.usable();
        int[] root = new int[embeddings.count()];
        Arrays.setAll(root, i -> i);
        Neighbors.forEachInRadius(embeddings, embeddings, threshold, Metric.COSINE, (row, near, distance) -> {
            for (int other : near) {
                int a = find(root, row);
                int b = find(root, other);
                root[Math.max(a, b)] = Math.min(a, b);
            }
        });
        Map<String, String> byId = new LinkedHashMap<>();
        for (String id : all.ids()) {
            int row = embeddings.indexOf(id);
            String first = row < 0 ? id : embeddings.ids().get(find(root, row));
            byId.put(id, "near-" + first.substring(0, Math.min(8, first.length())));
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
