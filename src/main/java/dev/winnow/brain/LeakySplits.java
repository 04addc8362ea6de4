package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Neighbors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Near-copies that stand in two splits at once, compared pair by pair. */
public final class LeakySplits {
    private static final int NEIGHBORS = 10;

    private final SampleCollection view;
    private final List<Leak> leaks;

    private LeakySplits(SampleCollection view, List<Leak> leaks) {
        this.view = view;
        this.leaks = List.copyOf(leaks);
    }

    /** Two samples of different splits and their cosine distance. */
    public record Leak(String id, String split, String otherId, String otherSplit, double distance) {}

    /**
     * Finds pairs nearer than {@code threshold} (cosine distance) among each sample's ten nearest.
     *
     * @param tags the splits' tags, such as {@code split:test} and {@code split:pool}
     */
    public static LeakySplits find(SampleCollection view, String embeddingsField, double threshold, List<String> tags) {
        Map<String, String> splitOf = new HashMap<>();
        for (String tag : tags) {
            view.matchTags(tag).ids().forEach(id -> splitOf.put(id, tag));
        }
        Embeddings embeddings = BrainEmbeddings.require(view, embeddingsField);
        Neighbors neighbors = Neighbors.within(embeddings, NEIGHBORS);
        List<Leak> leaks = new ArrayList<>();
        for (int i = 0; i < embeddings.count(); i++) {
            String id = embeddings.ids().get(i);
            for (int k = 0; k < neighbors.index(i).length; k++) {
                String other = embeddings.ids().get(neighbors.index(i)[k]);
                String split = splitOf.get(id);
                String otherSplit = splitOf.get(other);
                boolean near = neighbors.distance(i)[k] <= threshold;
                if (near
                        && split != null
                        && otherSplit != null
                        && !split.equals(otherSplit)
                        && id.compareTo(other) < 0) {
                    leaks.add(new Leak(id, split, other, otherSplit, neighbors.distance(i)[k]));
                }
            }
        }
        return new LeakySplits(view, leaks);
    }

    public List<Leak> leaks() {
        return leaks;
    }

    public boolean isEmpty() {
        return leaks.isEmpty();
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
        return leaks.isEmpty() ? "no leaks between splits" : leaks.size() + " pairs of near-copies in different splits";
    }
}
