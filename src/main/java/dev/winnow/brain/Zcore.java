package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.progress.Progress;
import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
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
 * <p>Deterministic under its seed whatever the number of threads. Two halves of the draws are scored apart; their rank correlation says
 * how much of the ranking is noise. The method's evidence is for classification only, and Voxel51 has a patent application on blind
 * coreset selection (US20260105370A1): an option, never the default.
 */
public final class Zcore {
    private static final int REDUNDANT = 1000;
    private static final int DRAWS_A_SAMPLE = 1000;
    private static final int MOST_DRAWS = 1_000_000;
    private static final int CHUNK = 1024;

    private Zcore() {}

    /**
     * The result of a run.
     *
     * @param agreement rank correlation (Spearman) of two independent halves of the draws; below 0.5 the order is mostly noise
     */
    public record Result(List<String> ids, double[] scores, int draws, double agreement) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "ZCore of %d samples, %,d draws: split-half agreement %.2f%s",
                    ids.size(),
                    draws,
                    agreement,
                    agreement < 0.5 ? " (mostly noise: do not rank by it)" : "");
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
        view.setValues(field, byId);
        return result;
    }

    /** Scores by {@code draws} random points, half of them under one stream and half under another. */
    public static Result scores(Embeddings embeddings, int draws, long seed) {
        Columns columns = new Columns(embeddings);
        double[] first = run(columns, draws / 2, seed);
        double[] second = run(columns, draws - draws / 2, seed ^ 0x5DEECE66DL);
        double[] sum = new double[first.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first[i] + second[i];
        }
        return new Result(embeddings.ids(), scaled(sum), draws, Ranks.spearman(first, second));
    }

    /** The data by dimension, with its range and median; constant dimensions are left out. */
    private static final class Columns {
        final int n;
        final List<float[]> values = new ArrayList<>();
        final List<double[]> ranges = new ArrayList<>();

        Columns(Embeddings embeddings) {
            n = embeddings.count();
            for (int d = 0; d < embeddings.dim(); d++) {
                float[] column = new float[n];
                for (int i = 0; i < n; i++) {
                    column[i] = embeddings.block()[i * embeddings.dim() + d];
                }
                float[] sorted = column.clone();
                Arrays.sort(sorted);
                double median = n % 2 == 1 ? sorted[n / 2] : ((double) sorted[n / 2 - 1] + sorted[n / 2]) / 2;
                if (sorted[0] < sorted[n - 1]) {
                    values.add(column);
                    ranges.add(new double[] {sorted[0], median, sorted[n - 1]});
                }
            }
            if (values.size() < 2) {
                throw new IllegalArgumentException("ZCore needs at least two dimensions in which the vectors differ.");
            }
        }
    }

    private static double[] run(Columns columns, int draws, long seed) {
        int chunks = (draws + CHUNK - 1) / CHUNK;
        double[] scores = new double[columns.n];
        try (Progress.Task task = Progress.task("ZCore draws", draws)) {
            int group = 16;
            for (int start = 0; start < chunks; start += group) {
                int from = start;
                int to = Math.min(chunks, start + group);
                double[][] parts = IntStream.range(from, to)
                        .parallel()
                        .mapToObj(chunk -> chunk(
                                columns, Math.min(CHUNK, draws - chunk * CHUNK), seed + chunk * 0x9E3779B97F4A7C15L))
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

    private static double[] chunk(Columns columns, int draws, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scores = new double[columns.n];
        double[] distance = new double[columns.n];
        for (int draw = 0; draw < draws; draw++) {
            int a = random.nextInt(columns.values.size());
            int b = random.nextInt(columns.values.size() - 1);
            b += b >= a ? 1 : 0;
            score(
                    columns.values.get(a),
                    columns.values.get(b),
                    triangular(columns.ranges.get(a), random.nextDouble()),
                    triangular(columns.ranges.get(b), random.nextDouble()),
                    scores,
                    distance);
        }
        return scores;
    }

    private static double triangular(double[] range, double u) {
        double base = range[2] - range[0];
        double ratio = (range[1] - range[0]) / base;
        return u <= ratio
                ? range[0] + Math.sqrt(u * (range[1] - range[0]) * base)
                : range[2] - Math.sqrt((1 - u) * (range[2] - range[1]) * base);
    }

    /** One draw: 1 to the sample nearest to the point, and 1 in all from its nearest others by the inverse fourth power. */
    static void score(float[] x, float[] y, double px, double py, double[] scores, double[] distance) {
        int n = x.length;
        int nearest = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double d = Math.abs(x[i] - px) + Math.abs(y[i] - py);
            if (d < best) {
                best = d;
                nearest = i;
            }
        }
        scores[nearest] += 1;
        if (n == 1) {
            return;
        }
        double closest = Double.POSITIVE_INFINITY;
        int twin = -1;
        for (int i = 0; i < n; i++) {
            double d = Math.abs((double) x[i] - x[nearest]) + Math.abs((double) y[i] - y[nearest]);
            distance[i] = d;
            if (i != nearest && d < closest) {
                closest = d;
                twin = i;
            }
        }
        if (closest == 0) {
            scores[twin] -= 1;
            return;
        }
        double limit = limit(distance, nearest);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            if (i != nearest && distance[i] <= limit) {
                sum += weight(distance[i], closest);
            }
        }
        for (int i = 0; i < n; i++) {
            if (i != nearest && distance[i] <= limit) {
                scores[i] -= weight(distance[i], closest) / sum;
            }
        }
    }

    private static double weight(double distance, double closest) {
        double ratio = closest / distance;
        double squared = ratio * ratio;
        return squared * squared;
    }

    /** The distance of the last neighbour that pays. */
    private static double limit(double[] distance, int nearest) {
        if (distance.length - 1 <= REDUNDANT) {
            return Double.POSITIVE_INFINITY;
        }
        double[] sorted = distance.clone();
        sorted[nearest] = Double.POSITIVE_INFINITY;
        Arrays.sort(sorted);
        return sorted[REDUNDANT - 1];
    }

    private static double[] scaled(double[] scores) {
        double low = Arrays.stream(scores).min().orElse(0);
        double high = Arrays.stream(scores).max().orElse(0);
        return Arrays.stream(scores)
                .map(score -> high > low ? (score - low) / (high - low) : 0)
                .toArray();
    }
}
