package dev.winnow;

import dev.winnow.brain.BrainEmbeddings;
import dev.winnow.brain.BrainRun;
import dev.winnow.brain.Clusters;
import dev.winnow.brain.ExactDuplicates;
import dev.winnow.brain.FewShot;
import dev.winnow.brain.Hardness;
import dev.winnow.brain.LabelQuality;
import dev.winnow.brain.Layout;
import dev.winnow.brain.LeakySplits;
import dev.winnow.brain.Mistakenness;
import dev.winnow.brain.NearDuplicates;
import dev.winnow.brain.Representativeness;
import dev.winnow.brain.UniqueSamples;
import dev.winnow.brain.Uniqueness;
import dev.winnow.brain.Visualization;
import dev.winnow.brain.Zcore;
import dev.winnow.data.Dataset;
import dev.winnow.data.SampleCollection;
import dev.winnow.train.Embedder;
import java.util.Collection;
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
     */
    public BrainRun computeUniqueness(SampleCollection view, String field, String embeddings) {
        return computeUniqueness(view, field, embeddings, Uniqueness.Mode.CORRECT);
    }

    /** Uniqueness as one of FiftyOne's versions computes it, to compare with it; see {@link Uniqueness.Mode}. */
    public BrainRun computeUniqueness(SampleCollection view, String field, String embeddings, Uniqueness.Mode mode) {
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

    /** Files that are equal byte for byte; {@code copies()} of the result are those that could go. */
    public ExactDuplicates computeExactDuplicates(SampleCollection view) {
        return ExactDuplicates.find(view);
    }

    /** {@code count} samples of which no two lie close together: the largest threshold that leaves so many. */
    public UniqueSamples findUnique(SampleCollection view, String embeddings, int count) {
        return UniqueSamples.find(view, embeddings, count);
    }

    /** How typical each sample is of its cluster, in [0, 1], 1 at the centre, into {@code field}. Twenty clusters by k-means. */
    public BrainRun computeRepresentativeness(SampleCollection view, String field, String embeddings) {
        return computeRepresentativeness(view, field, embeddings, Representativeness.Mode.CORRECT);
    }

    /** Representativeness with either end of the scale as typical; see {@link Representativeness.Mode}. */
    public BrainRun computeRepresentativeness(
            SampleCollection view, String field, String embeddings, Representativeness.Mode mode) {
        return Representativeness.compute(view, field, embeddings, mode, SEED);
    }

    /** Names k groups of like samples in {@code field}, by k-means on directions: {@code cluster 1} is the largest. */
    public BrainRun computeClusters(SampleCollection view, String field, String embeddings, int k) {
        return Clusters.compute(view, field, embeddings, k, SEED);
    }

    /** How undecided a classifier is, the entropy of its logits in nats, into {@code field}; {@code predictions} holds classifications. */
    public BrainRun computeHardness(SampleCollection view, String field, String predictions) {
        return Hardness.compute(view, field, predictions);
    }

    /**
     * How likely people's labels are wrong, in [0, 1], by what a confident model says against them, into {@code field}; for boxes also
     * which objects may be missing or spurious. Sort by it and look at the top.
     */
    public BrainRun computeMistakenness(SampleCollection view, String field, String predictions, String labels) {
        return Mistakenness.compute(view, field, predictions, labels);
    }

    /**
     * How good the boxes of each image are, in [0, 1], 0 for surely bad, into {@code field} (ObjectLab): overlooked objects, badly placed
     * boxes and swapped classes in one number. Predictions must come from a model that was not trained on these images.
     */
    public BrainRun computeLabelQuality(SampleCollection view, String field, String predictions, String labels) {
        return LabelQuality.compute(view, field, predictions, labels);
    }

    /** Ranks the other samples of a view by how alike they are to a few wanted ones; {@code view(20)} of the result shows the first. */
    public FewShot findMoreLike(SampleCollection view, String embeddings, Collection<String> wanted) {
        return FewShot.rank(view, embeddings, wanted, List.of());
    }

    /** The same with examples of what is not wanted; a few of them sharpen the ranking most. */
    public FewShot findMoreLike(
            SampleCollection view, String embeddings, Collection<String> wanted, Collection<String> unwanted) {
        return FewShot.rank(view, embeddings, wanted, unwanted);
    }
}
