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

/**
 * The object {@code brain}: what embeddings say about samples. Begin with {@code brain.computeEmbeddings(dataset, "embeddings")}; every
 * other method reads the vectors of a field, in any view, and leaves samples without a usable vector out.
 */
public final class Brain {
    private static final long SEED = 51;

    Brain() {}

    /**
     * Vectors of the built-in embedder, {@link Embedder#builtIn()}, for the samples that have none: 1,280 numbers that say what is in a
     * picture, about 50 ms of a processor each. The names of models are kept, and two are never mixed in one field.
     *
     * @return the number of vectors computed now
     */
    public int computeEmbeddings(SampleCollection view, String field) {
        return computeEmbeddings(view, field, Embedder.builtIn());
    }

    /** Vectors of another embedder, such as {@link Embedder#grid()}, for the samples that have none. */
    public int computeEmbeddings(SampleCollection view, String field, Embedder embedder) {
        return BrainEmbeddings.compute(view, field, embedder);
    }

    /**
     * A seeded UMAP layout, kept under a brain key: neighbours stay neighbours, and distances between far groups mean little.
     * {@code Plot.scatter(layout)} draws it.
     */
    public Layout computeVisualization(SampleCollection view, String embeddings, String brainKey) {
        return computeVisualization(view, embeddings, brainKey, Visualization.Method.UMAP);
    }

    /** A layout by UMAP, or by the first two principal components ({@code PCA}), where distances keep their meaning and groups overlap. */
    public Layout computeVisualization(
            SampleCollection view, String embeddings, String brainKey, Visualization.Method method) {
        return Visualization.compute(view, embeddings, brainKey, method, SEED);
    }

    /** A layout that was computed before, by its brain key. */
    public Layout load(Dataset dataset, String brainKey) {
        return Visualization.load(dataset, brainKey);
    }

    /**
     * How far each sample lies from its three nearest, in [0, 1], 1 for the loneliest, into {@code field}. It finds outliers; its top is no
     * diverse set, since two twins far from all others both rank high.
     *
     * @return the ids that were left out, whose vector is zero or not finite
     */
    public List<String> computeUniqueness(SampleCollection view, String field, String embeddings) {
        return computeUniqueness(view, field, embeddings, Uniqueness.Mode.CORRECT);
    }

    /** Uniqueness as one of FiftyOne's versions computes it, to compare with it; see {@link Uniqueness.Mode}. */
    public List<String> computeUniqueness(
            SampleCollection view, String field, String embeddings, Uniqueness.Mode mode) {
        return Uniqueness.compute(view, field, embeddings, mode);
    }

    /**
     * Zero-shot coreset scores (ZCore), in [0, 1], high for what covers much and repeats little, into {@code field}. A thousand random
     * draws a sample, in two halves: the result says how far they agree, and below 0.5 the order is mostly noise.
     */
    public Zcore.Result computeZcore(SampleCollection view, String field, String embeddings) {
        return Zcore.compute(view, field, embeddings, SEED);
    }

    /** Clusters of near-copies by the distance that fits the embedder; see the method below. */
    public int computeNearDuplicates(SampleCollection view, String field, String embeddings) {
        return NearDuplicates.cluster(view, field, embeddings);
    }

    /**
     * Names clusters of near-copies in {@code field}, for data that does not say which frames belong together: samples joined by chains of
     * pairs that lie no farther apart than {@code threshold} (cosine distance). What people wrote in the field stays, and names its
     * cluster; called again with another threshold, it names its own clusters anew.
     *
     * @return the number of clusters that were named
     */
    public int computeNearDuplicates(SampleCollection view, String field, String embeddings, double threshold) {
        return NearDuplicates.cluster(view, field, embeddings, threshold);
    }

    /** Leaks by the distance that fits the embedder; see the method below. */
    public LeakySplits leakySplits(SampleCollection view, String embeddings, String... tags) {
        return LeakySplits.find(view, embeddings, List.of(tags));
    }

    /**
     * Every pair of samples of two different splits that lie no farther apart than {@code threshold} (cosine distance): what was learned
     * from one makes the other an easy question. Splits are named by their tags, such as {@code split:val} and {@code split:pool}.
     */
    public LeakySplits leakySplits(SampleCollection view, String embeddings, double threshold, String... tags) {
        return LeakySplits.find(view, embeddings, threshold, List.of(tags));
    }
}
