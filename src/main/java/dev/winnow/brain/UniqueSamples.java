package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Metric;
import dev.winnow.vectors.Neighbors;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of which no two lie close together, as FiftyOne's {@code find_unique} seeks them: in the order of the view a sample is kept, and
 * every later one within the threshold is dropped; the threshold is sought by bisection so that as many are kept as were asked for.
 *
 * @param view where they were sought
 * @param ids those that were kept, in the order of the view
 * @param threshold cosine distance that any two of them exceed
 */
public record UniqueSamples(SampleCollection view, List<String> ids, double threshold) {
    private static final int ROUNDS = 40;

    public UniqueSamples {
        ids = List.copyOf(ids);
    }

    /**
     * Finds {@code count} samples, or the nearest number above it that a threshold gives, where several lie equally far apart.
     *
     * @throws IllegalArgumentException for fewer than one, or more than have a vector
     */
    public static UniqueSamples find(SampleCollection view, String embeddingsField, int count) {
        Embeddings embeddings = BrainEmbeddings.require(view, embeddingsField).usable();
        if (count < 1 || count > embeddings.count()) {
            throw new IllegalArgumentException("findUnique keeps 1 to " + embeddings.count()
                    + " samples, as many as have a vector, not " + count + ".");
        }
        double low = -1;
        double high = 2;
        List<Integer> best = all(embeddings);
        for (int round = 0; round < ROUNDS && best.size() != count; round++) {
            double middle = (low + high) / 2;
            List<Integer> kept = kept(embeddings, middle);
            if (kept.size() >= count) {
                low = middle;
                best = kept;
            } else {
                high = middle;
            }
        }
        return new UniqueSamples(view, best.stream().map(embeddings.ids()::get).toList(), Math.max(0, low));
    }

    private static List<Integer> all(Embeddings embeddings) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < embeddings.count(); i++) {
            all.add(i);
        }
        return all;
    }

    /** The rows that no earlier kept one lies within {@code threshold} of. */
    static List<Integer> kept(Embeddings embeddings, double threshold) {
        if (threshold < 0) {
            return all(embeddings);
        }
        boolean[] dropped = new boolean[embeddings.count()];
        List<Integer> kept = new ArrayList<>();
        Neighbors.forEachInRadius(embeddings, embeddings, threshold, Metric.COSINE, (row, near, distance) -> {
            if (!dropped[row]) {
                kept.add(row);
                for (int other : near) {
                    dropped[other] |= other > row;
                }
            }
        });
        return kept;
    }

    public View uniqueView() {
        return view.select(ids);
    }

    @Override
    public String toString() {
        return ids.size() + " samples, no two within a cosine distance of "
                + String.format(java.util.Locale.ROOT, "%.4f", threshold);
    }
}
