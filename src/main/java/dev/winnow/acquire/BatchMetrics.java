package dev.winnow.acquire;

import dev.winnow.evaluate.DetectionError;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.expr.HashOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a batch is worth before any label is paid for, beside what {@value #DRAWS} random batches of its size are: none of it needs training,
 * and none of it promises a better model.
 *
 * @param values by name: {@code covering radius} and {@code mean distance} from the pool to the nearest of batch and labelled (1 - cosine,
 *     less is better); {@code redundancy}, the mean of each pick's largest cosine within the batch; {@code Vendi score}, the effective number of
 *     different picks (Friedman and Dieng, TMLR 2023), of at most {@value #MOST} of them; {@code novelty}, the mean distance to the nearest
 *     labelled sample; {@code query service}, the mean over failing images of the largest cosine to a pick
 * @param low the smallest value of the middle nine tenths of the random batches
 * @param high the largest of them
 * @param boxes how many boxes the batch is expected to hold, going by the labelled images; NaN where nothing is labelled
 */
public record BatchMetrics(
        Map<String, Double> values, Map<String, Double> low, Map<String, Double> high, double boxes) {
    private static final int DRAWS = 20;
    private static final int MOST = 200;
    private static final int TARGETS = 2000;

    static BatchMetrics of(Plan plan, Space space) {
        Plan.Inputs inputs = plan.inputs();
        int[] pool = rows(space, inputs.candidates());
        int[] labelled = rows(space, inputs.labelled());
        int[] queries = queries(plan, space);
        int[] targets = rows(
                space,
                HashOrder.order(0, "metrics", inputs.candidates()).stream()
                        .limit(plan.picks().size() > MOST ? TARGETS / 4 : TARGETS)
                        .toList());
        float[] known = new float[targets.length];
        Arrays.fill(known, -1);
        space.raise(targets, labelled, known);
        Map<String, Double> values = measure(space, rows(space, plan.ids()), targets, known, labelled, queries);
        Map<String, List<Double>> random = new LinkedHashMap<>();
        List<String> ids = Arrays.stream(pool).mapToObj(space::id).toList();
        for (int draw = 0; draw < DRAWS; draw++) {
            List<String> drawn = HashOrder.order(draw, "random batch", ids)
                    .subList(0, Math.min(ids.size(), plan.picks().size()));
            measure(space, rows(space, drawn), targets, known, labelled, queries)
                    .forEach((name, value) ->
                            random.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
        }
        Map<String, Double> low = new LinkedHashMap<>();
        Map<String, Double> high = new LinkedHashMap<>();
        random.forEach((name, drawn) -> {
            drawn.sort(null);
            low.put(name, drawn.get(1));
            high.put(name, drawn.get(DRAWS - 2));
        });
        return new BatchMetrics(values, low, high, boxes(plan, inputs.labelled()));
    }

    private static double boxes(Plan plan, List<String> labelled) {
        return labelled.isEmpty() || !plan.dataset().hasField(LoopFields.LABELS)
                ? Double.NaN
                : plan.picks().size()
                        * plan.dataset().select(labelled).samples().stream()
                                .mapToInt(sample ->
                                        sample.detections(LoopFields.LABELS).size())
                                .average()
                                .orElse(Double.NaN);
    }

    private static int[] queries(Plan plan, Space space) {
        String key = plan.inputs().evalKey();
        if (key.isEmpty() || !plan.dataset().hasEvaluation(key)) {
            return new int[0];
        }
        return rows(
                space,
                Evaluation.load(plan.dataset(), key).errorList().stream()
                        .map(DetectionError::sampleId)
                        .distinct()
                        .toList());
    }

    private static int[] rows(Space space, List<String> ids) {
        return ids.stream()
                .mapToInt(id -> space.rowOf().getOrDefault(id, -1))
                .filter(row -> row >= 0)
                .toArray();
    }

    private static Map<String, Double> measure(
            Space space, int[] picks, int[] targets, float[] known, int[] labelled, int[] queries) {
        Map<String, Double> values = new LinkedHashMap<>();
        if (picks.length == 0 || targets.length == 0) {
            return values;
        }
        float[] served = known.clone();
        space.raise(targets, picks, served);
        double worst = 0;
        double sum = 0;
        for (float cosine : served) {
            worst = Math.max(worst, 1 - cosine);
            sum += 1 - cosine;
        }
        values.put("covering radius", worst);
        values.put("mean distance", sum / served.length);
        int[] some = Arrays.copyOf(picks, Math.min(MOST, picks.length));
        float[][] within = space.cosines(some, some);
        values.put("redundancy", redundancy(within));
        values.put("Vendi score", vendi(within));
        if (labelled.length > 0) {
            values.put("novelty", 1 - nearest(space, picks, labelled));
        }
        if (queries.length > 0) {
            values.put("query service", nearest(space, queries, picks));
        }
        return values;
    }

    /** The mean over {@code from} of the largest cosine to any of {@code to}. */
    private static double nearest(Space space, int[] from, int[] to) {
        float[] best = new float[from.length];
        Arrays.fill(best, -1);
        space.raise(from, to, best);
        return IntStream.range(0, best.length)
                .mapToDouble(i -> best[i])
                .average()
                .orElse(0);
    }

    private static double redundancy(float[][] cosines) {
        double sum = 0;
        for (int i = 0; i < cosines.length; i++) {
            float most = -1;
            for (int j = 0; j < cosines.length; j++) {
                most = i == j ? most : Math.max(most, cosines[i][j]);
            }
            sum += most;
        }
        return cosines.length < 2 ? 0 : sum / cosines.length;
    }

    /** exp of the entropy of the eigenvalues of the cosines divided by their number. */
    static double vendi(float[][] cosines) {
        int n = cosines.length;
        double[][] k = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                k[i][j] = (i == j ? 1.0 : cosines[i][j]) / n;
            }
        }
        double entropy = 0;
        for (double value : Eigen.values(k)) {
            entropy -= value > 1e-12 ? value * Math.log(value) : 0;
        }
        return Math.exp(entropy);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%-16s %8s   %s", "before labelling", "batch", "random batches of this size"));
        values.forEach((name, value) -> text.append(String.format(
                Locale.ROOT,
                "\n%-16s %8.3f   %.3f to %.3f",
                name,
                value,
                low.getOrDefault(name, Double.NaN),
                high.getOrDefault(name, Double.NaN))));
        if (!Double.isNaN(boxes)) {
            text.append(String.format(Locale.ROOT, "\n%-16s %8.0f", "boxes expected", boxes));
        }
        return text.toString();
    }
}
