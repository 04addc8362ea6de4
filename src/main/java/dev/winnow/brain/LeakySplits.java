package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Metric;
import dev.winnow.vectors.Neighbors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Near-copies that stand in two splits at once, compared pair by pair. */
public final class LeakySplits {
    private final SampleCollection view;
    private final List<Leak> leaks;
    private final List<String> excluded;

    private LeakySplits(SampleCollection view, List<Leak> leaks, List<String> excluded) {
        this.view = view;
        this.leaks = List.copyOf(leaks);
        this.excluded = List.copyOf(excluded);
    }

    /** Two samples of different splits and their cosine distance. */
    public record Leak(String id, String split, String otherId, String otherSplit, double distance) {}

    /** Finds every pair that lies within the near-copy distance of the embedder. */
    public static LeakySplits find(SampleCollection view, String embeddingsField, List<String> tags) {
        Embeddings embeddings = BrainEmbeddings.require(view, embeddingsField);
        return find(view, embeddingsField, NearDuplicates.distance(embeddings), tags);
    }

    /**
     * Finds every pair of samples of different splits whose cosine distance is {@code threshold} or less. Each pair is listed once, in the
     * order of the collection. Samples whose vector is zero or not finite are left out and listed.
     *
     * @param tags the splits' tags, such as {@code split:test} and {@code split:pool}
     */
    public static LeakySplits find(SampleCollection view, String embeddingsField, double threshold, List<String> tags) {
        Map<String, String> splitOf = new HashMap<>();
        for (String tag : tags) {
            view.matchTags(tag).ids().forEach(id -> splitOf.put(id, tag));
        }
        Embeddings all = BrainEmbeddings.require(view, embeddingsField);
        Embeddings embeddings = all.usable();
        List<String> ids = embeddings.ids();
        List<Leak> leaks = new ArrayList<>();
        Neighbors.forEachInRadius(embeddings, embeddings, threshold, Metric.COSINE, (row, near, distance) -> {
            String split = splitOf.get(ids.get(row));
            for (int k = 0; k < near.length && split != null; k++) {
                String otherSplit = splitOf.get(ids.get(near[k]));
                if (near[k] > row && otherSplit != null && !split.equals(otherSplit)) {
                    leaks.add(new Leak(ids.get(row), split, ids.get(near[k]), otherSplit, distance[k]));
                }
            }
        });
        return new LeakySplits(view, leaks, Exclusion.of(all, embeddings));
    }

    public List<Leak> leaks() {
        return leaks;
    }

    public boolean isEmpty() {
        return leaks.isEmpty();
    }

    /** The samples that could not be compared, because their vector is zero or not finite. */
    public List<String> excluded() {
        return excluded;
    }

    /** The samples that leak. */
    public View leaksView() {
        Set<String> ids = new LinkedHashSet<>();
        leaks.forEach(leak -> {
            ids.add(leak.id());
            ids.add(leak.otherId());
        });
        return view.select(ids);
    }

    @Override
    public String toString() {
        return (leaks.isEmpty()
                        ? "no leaks between splits"
                        : leaks.size() + " pairs of near-copies in different splits")
                + Exclusion.said(excluded);
    }
}
