package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.progress.Progress;
import dev.winnow.vectors.Embeddings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Zero-shot coreset scores by iterative subspace sampling (Griffin, Marks, Corso, arXiv 2411.15349), written from the paper's
 * description: a random point in two random dimensions rewards the sample nearest to it and takes the same amount from that sample's
 * neighbours there.
 *
 * <p>Deterministic under its seed whatever the number of threads: every 1,024 draws have a stream of their own, split off one root. Two
 * halves of the draws are scored apart; their rank correlation says how much of the ranking is noise. The method's evidence is for
 * classification only, and Voxel51 has a patent application on blind coreset selection (US20260105370A1): an option, never the default.
 */
public final class Zcore {
    private static final int DRAWS_A_SAMPLE = 1000;
    private static final int MOST_DRAWS = 1_000_000;
    private static final int CHUNK = 1024;

    private Zcore() {}

    /**
     * The result of a run.
     *
     * @param agreement rank correlation (Spearman) of two independent halves of the draws; below 0.5 the order is mostly noise
     * @param excluded samples whose vector is zero or not finite, and which have no score
     */
    public record Result(List<String> ids, double[] scores, int draws, double agreement, List<String> excluded) {
        @Override
        public String toString() {
            return String.format(
                            Locale.ROOT,
                            "ZCore of %d samples, %,d draws: split-half agreement %.2f%s",
                            ids.size(),
                            draws,
                            agreement,
                            agreement < 0.5 ? " (mostly noise: do not rank by it)" : "")
                    + Exclusion.said(excluded);
        }
    }

    /** Scores the samples that have a vector and stores the scores, scaled to [0, 1], in {@code field}. */
    public static Result compute(SampleCollection view, String field, String embeddingsField, long seed) {
        Embeddings embeddings = BrainEmbeddings.require(view, embeddingsField);
        int draws = (int) Math.min(MOST_DRAWS, (long) DRAWS_A_SAMPLE * embeddings.count());
        Result result = scores(embeddings, draws, seed);
        Map<String, Double> byId = new LinkedHashMap<>();
        for (int i = 0; i < result.scores().length; i++) {
            byId.put(result.ids().get(i), result.scores()[i]);
        }
        BrainRun.of(
                        "zcore",
                        field,
                        embeddingsField,
                        embeddings.usable(),
                        Map.of("draws", draws, "seed", seed, "agreement", result.agreement()),
                        embeddings)
                .store(view, byId);
        return result;
    }

    /** Scores by {@code draws} random points, half of them apart from the other half. */
    public static Result scores(Embeddings all, int draws, long seed) {
        Embeddings embeddings = all.usable();
        ZcoreColumns columns = new ZcoreColumns(embeddings);
        SplittableRandom root = new SplittableRandom(seed);
        double[] first = run(columns, draws / 2, root.split());
        double[] second = run(columns, draws - draws / 2, root.split());
        double[] sum = new double[first.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first[i] + second[i];
        }
        return new Result(
                embeddings.ids(), scaled(sum), draws, Ranks.spearman(first, second), Exclusion.of(all, embeddings));
    }

    /**
     * Scores by the draws of the paper's own program with one worker and this seed, {@code [n]} in [0, 1]: for comparison, and slow. Its
     * scores contain noise between 0 and 1 a sample, so few draws mean little.
     */
    public static double[] published(Embeddings embeddings, int draws, int seed) {
        return new PublishedZcore(doubles(embeddings)).published(draws, seed);
    }

    /** Scores by the draws of the notebook of the annotation course with this seed, {@code [n]} in [0, 1]: for comparison, and slow. */
    public static double[] tutorial(Embeddings embeddings, int draws, int seed) {
        return new PublishedZcore(doubles(embeddings)).tutorial(draws, seed);
    }

    private static double[][] doubles(Embeddings embeddings) {
        double[][] rows = new double[embeddings.count()][embeddings.dim()];
        for (int i = 0; i < rows.length; i++) {
            float[] row = embeddings.row(i);
            Arrays.setAll(rows[i], j -> row[j]);
        }
        return rows;
    }

    private static double[] run(ZcoreColumns columns, int draws, SplittableRandom root) {
        int chunks = (draws + CHUNK - 1) / CHUNK;
        SplittableRandom[] streams = streams(chunks, root);
        double[] scores = new double[columns.count()];
        try (Progress.Task task = Progress.task("ZCore draws", draws)) {
            int group = 16;
            for (int start = 0; start < chunks; start += group) {
                int from = start;
                int to = Math.min(chunks, start + group);
                double[][] parts = IntStream.range(from, to)
                        .parallel()
                        .mapToObj(chunk -> chunk(columns, Math.min(CHUNK, draws - chunk * CHUNK), streams[chunk]))
                        .toArray(double[][]::new);
                for (double[] part : parts) {
                    for (int i = 0; i < scores.length; i++) {
                        scores[i] += part[i];
                    }
                }
                task.step((long) Math.min(draws, to * CHUNK) - (long) from * CHUNK);
            }
        }
        return scores;
    }

    /** A stream for each chunk. Each has a step of its own, so that none is another one shifted. */
    static SplittableRandom[] streams(int chunks, SplittableRandom root) {
        SplittableRandom[] streams = new SplittableRandom[chunks];
        for (int chunk = 0; chunk < chunks; chunk++) {
            streams[chunk] = root.split();
        }
        return streams;
    }

    private static double[] chunk(ZcoreColumns columns, int draws, SplittableRandom random) {
        ZcoreStep step = new ZcoreStep(columns.count());
        for (int draw = 0; draw < draws; draw++) {
            ZcoreColumns.Draw one = columns.draw(random);
            step.score(columns.values(one.a()), columns.values(one.b()), one.x(), one.y());
        }
        return step.scores();
    }

    static double[] scaled(double[] scores) {
        double low = Arrays.stream(scores).min().orElse(0);
        double high = Arrays.stream(scores).max().orElse(0);
        return Arrays.stream(scores)
                .map(score -> high > low ? (score - low) / (high - low) : 0)
                .toArray();
    }
}
