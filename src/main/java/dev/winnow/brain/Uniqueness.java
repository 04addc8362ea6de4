package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Neighbors;
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

    /** Scores the samples that have a vector and stores the scores in {@code field}. */
    public static void compute(SampleCollection view, String field, String embeddingsField, Mode mode) {
        Embeddings embeddings = BrainEmbeddings.require(view, embeddingsField);
        double[] scores = scores(embeddings, mode);
        Map<String, Double> byId = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i++) {
            byId.put(embeddings.ids().get(i), scores[i]);
        }
        view.setValues(field, byId);
    }

    /** One score a row. */
    public static double[] scores(Embeddings embeddings, Mode mode) {
        int n = embeddings.count();
        double[] scores = new double[n];
        if (n <= WEIGHTS.length) {
            java.util.Arrays.fill(scores, 1);
            return scores;
        }
        int skip = mode == Mode.FIFTYONE && n > WEIGHTS.length + 1 ? 1 : 0;
        double most = 0;
        for (int i = 0; i < n; i++) {
            double[] nearest = mode == Mode.FIFTYONE_LEGACY ? euclidean(embeddings, i) : null;
            scores[i] = nearest == null ? 0 : weighted(nearest, 0);
        }
        if (mode != Mode.FIFTYONE_LEGACY) {
            Neighbors neighbors =
                    Neighbors.within(mode == Mode.FIFTYONE ? centred(embeddings) : embeddings, WEIGHTS.length + skip);
            for (int i = 0; i < n; i++) {
                scores[i] = weighted(neighbors.distance(i), skip);
            }
        }
        for (double score : scores) {
            most = Math.max(most, score);
        }
        for (int i = 0; i < n; i++) {
            scores[i] = most > 0 ? scores[i] / most : 0;
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
        for (int i = 0; i < n * d; i++) {
            mean[i % d] += embeddings.block()[i] / (double) n;
        }
        float[] block = new float[n * d];
        for (int i = 0; i < n * d; i++) {
            block[i] = (float) (embeddings.block()[i] - mean[i % d]);
        }
        return Embeddings.of(embeddings.ids(), block, d);
    }

    private static double[] euclidean(Embeddings embeddings, int row) {
        int d = embeddings.dim();
        double[] nearest = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        for (int other = 0; other < embeddings.count(); other++) {
            if (other == row) {
                continue;
            }
            double sum = 0;
            for (int j = 0; j < d; j++) {
                double delta =
                        (double) embeddings.block()[row * d + j] - embeddings.block()[other * d + j];
                sum += delta * delta;
            }
            double distance = Math.sqrt(sum);
            for (int k = 0; k < nearest.length; k++) {
                if (distance < nearest[k]) {
                    double moved = nearest[k];
                    nearest[k] = distance;
                    distance = moved;
                }
            }
        }
        return nearest;
    }
}
