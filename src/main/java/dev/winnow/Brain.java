package dev.winnow;

import dev.winnow.brain.BrainEmbeddings;
import dev.winnow.brain.Layout;
import dev.winnow.brain.LeakySplits;
import dev.winnow.brain.NearDuplicates;
import dev.winnow.brain.Uniqueness;
import dev.winnow.brain.Visualization;
import dev.winnow.brain.Zcore;
import dev.winnow.data.Dataset;
import dev.winnow.data.SampleCollection;
import dev.winnow.train.Embedder;
import java.util.List;

/** The object {@code brain}. */
public final class Brain {
    private static final long SEED = 51;

    Brain() {}

    /** Vectors of the built-in embedder for the samples that have none. */
    public int computeEmbeddings(SampleCollection view, String field) {
        return computeEmbeddings(view, field, Embedder.builtIn());
    }

    public int computeEmbeddings(SampleCollection view, String field, Embedder embedder) {
        return BrainEmbeddings.compute(view, field, embedder);
    }

    /** A seeded UMAP layout, kept under a brain key. */
    public Layout computeVisualization(SampleCollection view, String embeddings, String brainKey) {
        return computeVisualization(view, embeddings, brainKey, Visualization.Method.UMAP);
    }

    public Layout computeVisualization(
            SampleCollection view, String embeddings, String brainKey, Visualization.Method method) {
        return Visualization.compute(view, embeddings, brainKey, method, SEED);
    }

    public Layout load(Dataset dataset, String brainKey) {
        return Visualization.load(dataset, brainKey);
    }

    public void computeUniqueness(SampleCollection view, String field, String embeddings) {
        computeUniqueness(view, field, embeddings, Uniqueness.Mode.CORRECT);
    }

    public void computeUniqueness(SampleCollection view, String field, String embeddings, Uniqueness.Mode mode) {
        Uniqueness.compute(view, field, embeddings, mode);
    }

    public Zcore.Result computeZcore(SampleCollection view, String field, String embeddings) {
        return Zcore.compute(view, field, embeddings, SEED);
    }

    /** Names clusters of near-copies in a field, for data that does not say which frames belong together. */
    public int computeNearDuplicates(SampleCollection view, String field, String embeddings, double threshold) {
        return NearDuplicates.cluster(view, field, embeddings, threshold);
    }

    public LeakySplits leakySplits(SampleCollection view, String embeddings, double threshold, String... tags) {
        return LeakySplits.find(view, embeddings, threshold, List.of(tags));
    }
}
