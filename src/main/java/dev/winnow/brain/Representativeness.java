package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.vectors.Embeddings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How typical a sample is of its cluster, in [0, 1]: 1 at the centre, 0 for the farthest of the cluster. Twenty clusters by k-means, or one
 * a sample where there are fewer; a cluster of one scores 1.
 *
 * <p>FiftyOne's method gives the farthest 1 and the centre 0 (it divides the distance by the largest of the cluster and means the
 * contrary); {@link Mode#FIFTYONE} does the same.
 */
public final class Representativeness {
    private static final int CLUSTERS = 20;

    private Representativeness() {}

    /** Which end of the scale is typical. */
    public enum Mode {
        /** 1 is the centre of a cluster. */
        CORRECT,
        /** 1 is the farthest from it, as FiftyOne's brain computes it. */
        FIFTYONE
    }

    /** Scores the samples that have a usable vector and stores the scores in {@code field}. */
    public static BrainRun compute(SampleCollection view, String field, String embeddingsField, Mode mode, long seed) {
        Embeddings all = BrainEmbeddings.require(view, embeddingsField);
        Embeddings embeddings = all.usable();
        double[] scores = scores(embeddings, mode, seed);
        Map<String, Double> byId = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i++) {
            byId.put(embeddings.ids().get(i), scores[i]);
        }
        BrainRun run = BrainRun.of(
                "representativeness",
                field,
                embeddingsField,
                embeddings,
                Map.of("mode", mode.name(), "clusters", CLUSTERS, "seed", seed),
                all);
        run.store(view, byId);
        return run;
    }

    /** One score a row. */
    public static double[] scores(Embeddings embeddings, Mode mode, long seed) {
        if (embeddings.count() == 0) {
            return new double[0];
        }
        KMeans means = KMeans.of(embeddings, Math.min(CLUSTERS, embeddings.count()), seed);
        double[] farthest = new double[means.centres().length];
        for (int i = 0; i < embeddings.count(); i++) {
            int cluster = means.cluster()[i];
            farthest[cluster] = Math.max(farthest[cluster], means.distance()[i]);
        }
        double[] scores = new double[embeddings.count()];
        Arrays.setAll(scores, i -> {
            double most = farthest[means.cluster()[i]];
            double away = most > 0 ? means.distance()[i] / most : 0;
            return mode == Mode.CORRECT ? 1 - away : away;
        });
        return scores;
    }
}
