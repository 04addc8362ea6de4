package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Metric;
import dev.winnow.vectors.Neighbors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a sample lies from its nearest neighbours, in [0, 1]: 1 for the loneliest. It ranks outliers; the top of it is no
 * diverse set, since two twins far from all others both rank high.
 *
 * <p>FiftyOne's brain weighs three neighbour distances 0.6, 0.3, 0.1. Up to three samples all score 1.
 */
public final class Uniqueness {
    private static final double[] WEIGHTS = {0.6, 0.3, 0.1};
    /** The cosine distance of two exact copies is not zero but what rounding to float leaves, up to about 1e-7. */
    private static final double ROUNDING = 1e-6;

    private Uniqueness() {}

    /** Which neighbours, by which distance. */
    public enum Mode {
        /** The three nearest, by cosine. */
        CORRECT,
        /** As FiftyOne's brain 0.24 computes it: the second to fourth nearest, by cosine of the centred vectors. */
        FIFTYONE,
        /** As before November 2024: the three nearest, by Euclidean distance. */
        FIFTYONE_LEGACY
    }

    /**
     * Scores the samples that have a vector and stores the scores in {@code field}. Those whose vector is zero or not finite get none.
     *
     * @return what was scored and left out, kept as the brain run {@code field}
     */
    public static BrainRun compute(SampleCollection view, String field, String embeddingsField, Mode mode) {
        Embeddings all = BrainEmbeddings.require(view, embeddingsField);
        Embeddings embeddings = all.usable();
        double[] scores = scores(embeddings, mode);
        Map<String, Double> byId = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i++) {
            byId.put(embeddings.ids().get(i), scores[i]);
        }
        BrainRun run = BrainRun.of("uniqueness", field, embeddingsField, embeddings, Map.of("mode", mode.name()), all);
        run.store(view, byId);
        return run;
    }

    /** One score a row. */
    public static double[] scores(Embeddings embeddings, Mode mode) {
        int n = embeddings.count();
        double[] scores = new double[n];
        if (n <= WEIGHTS.length) {
            Arrays.fill(scores, 1);
            return scores;
        }
        int skip = mode == Mode.FIFTYONE && n > WEIGHTS.length + 1 ? 1 : 0;
        Neighbors neighbors = mode == Mode.FIFTYONE_LEGACY
                ? Neighbors.within(embeddings, WEIGHTS.length, Metric.EUCLIDEAN)
                : Neighbors.within(mode == Mode.FIFTYONE ? centred(embeddings) : embeddings, WEIGHTS.length + skip);
        double most = 0;
        for (int i = 0; i < n; i++) {
            scores[i] = weighted(neighbors.distance(i), skip);
            most = Math.max(most, scores[i]);
        }
        boolean allCopies = mode != Mode.FIFTYONE_LEGACY && most < ROUNDING;
        for (int i = 0; i < n; i++) {
            scores[i] = most > 0 && !allCopies ? scores[i] / most : 0;
        }
        return scores;
    }

    private static double weighted(double[] distances, int skip) {
        double sum = 0;
        for (int k = 0; k < WEIGHTS.length; k++) {
            sum += WEIGHTS[k] * distances[k + skip];
        }
        return sum / WEIGHTS.length;
    }

    private static Embeddings centred(Embeddings embeddings) {
        int n = embeddings.count();
        int d = embeddings.dim();
        double[] mean = new double[d];
        float[] own = new float[d];
        for (int i = 0; i < n; i++) {
            embeddings.copyRow(i, own, 0);
            for (int j = 0; j < d; j++) {
                mean[j] += own[j] / (double) n;
            }
        }
        return Embeddings.of(
                embeddings.ids(),
                (row, into, at) -> {
                    embeddings.copyRow(row, into, at);
                    for (int j = 0; j < d; j++) {
                        into[at + j] = (float) (into[at + j] - mean[j]);
                    }
                },
                d);
    }
}
