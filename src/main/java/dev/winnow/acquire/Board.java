package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.expr.HashOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy sees and changes while a batch is chosen: who may be picked, what is labelled, what has been picked so far. A strategy
 * picks by {@link #take}, which refuses near-copies of what is known.
 */
final class Board {
    /** Rows whose nearest neighbours say what is a near-copy in this pool. */
    private static final int SAMPLED = 512;

    final Dataset dataset;
    final Plan.Inputs inputs;
    final Space space;
    /** Rows that could be picked when the choice began, in the order of their ids. */
    final int[] pool;
    /** Labelled rows, in the ledger's order. */
    final int[] labelled;

    /** The place of a row in the pool, -1 for rows that are no candidates. */
    private final int[] position;
    /** The row of each sample that has a vector. */
    final Map<String, Integer> rowOf;

    private final boolean[] open;
    /** For each row of the pool its largest cosine to what is labelled, or picked up to {@link #counted}. */
    private final float[] served;
    /** The same to what is labelled alone. */
    private final float[] known;

    private final List<Integer> picked = new ArrayList<>();
    private int counted;
    private @Nullable Evaluation evaluation;
    private final double twin;
    private final List<Plan.Pick> picks = new ArrayList<>();
    private final Map<String, String> why = new LinkedHashMap<>();

    Board(Dataset dataset, Plan.Inputs inputs, Space space) {
        this.rowOf = space.rowOf();
        this.dataset = dataset;
        this.inputs = inputs;
        this.space = space;
        pool = inputs.candidates().stream()
                .sorted()
                .mapToInt(id -> rowOf.getOrDefault(id, -1))
                .filter(row -> row >= 0)
                .toArray();
        labelled = inputs.labelled().stream()
                .mapToInt(id -> rowOf.getOrDefault(id, -1))
                .filter(row -> row >= 0)
                .toArray();
        position = new int[space.rows()];
        Arrays.fill(position, -1);
        for (int i = 0; i < pool.length; i++) {
            position[pool[i]] = i;
        }
        open = new boolean[pool.length];
        Arrays.fill(open, true);
        known = new float[pool.length];
        Arrays.fill(known, -1);
        space.raise(pool, labelled, known);
        served = known.clone();
        twin = twinCosine();
    }

    /** What counts as a near-copy: the 99.5th percentile of the nearest cosines in the pool, between 0.90 and 0.995. */
    private double twinCosine() {
        String[] ids = Arrays.stream(pool).mapToObj(space::id).toArray(String[]::new);
        int[] rows = HashOrder.order(0, "twin", List.of(ids)).stream()
                .limit(SAMPLED)
                .mapToInt(id -> pool[Arrays.binarySearch(ids, id)])
                .toArray();
        double[] nearest = new double[rows.length];
        for (int from = 0; from < pool.length; from += TwoRounds.WHOLE) {
            int[] others = Arrays.copyOfRange(pool, from, Math.min(pool.length, from + TwoRounds.WHOLE));
            float[][] cosines = space.cosines(rows, others);
            for (int r = 0; r < rows.length; r++) {
                for (int o = 0; o < others.length; o++) {
                    if (others[o] != rows[r]) {
                        nearest[r] = Math.max(nearest[r], cosines[r][o]);
                    }
                }
            }
        }
        Arrays.sort(nearest);
        double high = nearest.length == 0 ? 1 : nearest[(int) Math.floor(0.995 * (nearest.length - 1))];
        return Math.max(0.90, Math.min(0.995, high));
    }

    /** Rows that may still be picked, in the order of their ids. */
    int[] open() {
        return Arrays.stream(pool).filter(this::isOpen).toArray();
    }

    boolean isOpen(int row) {
        return position[row] >= 0 && open[position[row]];
    }

    int openCount() {
        int count = 0;
        for (boolean one : open) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** For each row of the pool its largest cosine to what is labelled; -1 where nothing is. */
    float[] known() {
        return known;
    }

    /** For each row of the pool its largest cosine to what is labelled or picked by now; -1 where nothing is. */
    float[] served() {
        int[] fresh = picked.subList(counted, picked.size()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        space.raise(pool, fresh, served);
        counted = picked.size();
        return served;
    }

    /** Whether a row of the pool is a near-copy of one that is labelled or picked. */
    boolean isNearCopy(int row) {
        if (served[positionOf(row)] >= twin) {
            return true;
        }
        return picked.subList(counted, picked.size()).stream().anyMatch(other -> space.cosine(row, other) >= twin);
    }

    /** For each row of the pool whether it is open and no near-copy of what is known. */
    boolean[] allowed() {
        float[] now = served();
        boolean[] allowed = new boolean[pool.length];
        for (int i = 0; i < pool.length; i++) {
            allowed[i] = open[i] && now[i] < twin;
        }
        return allowed;
    }

    int positionOf(int row) {
        int at = position[row];
        if (at < 0) {
            throw new IllegalArgumentException("Row " + row + " is no candidate.");
        }
        return at;
    }

    List<Integer> picked() {
        return picked;
    }

    List<Plan.Pick> picks() {
        return picks;
    }

    Map<String, String> why() {
        return why;
    }

    /** Says why a source gives less than it was asked for; the first reason counts. */
    void explain(String source, String reason) {
        why.putIfAbsent(source, reason);
    }

    int filled(String source) {
        return (int) picks.stream().filter(pick -> pick.source().equals(source)).count();
    }

    String fileName(String sampleId) {
        return dataset.sample(sampleId).fileName();
    }

    Sample sample(int row) {
        return dataset.sample(space.id(row));
    }

    /** The evaluation whose failures may be mined, if there is one. */
    Optional<Evaluation> evaluation() {
        if (evaluation == null && !inputs.evalKey().isEmpty()) {
            evaluation = Evaluation.load(dataset, inputs.evalKey());
        }
        return Optional.ofNullable(evaluation);
    }

    /** A failure that a pick came from: the evaluated sample, the object or prediction in it, and the cosine between the two images. */
    Plan.Evidence evidence(String sampleId, String labelId, int row, int other) {
        return new Plan.Evidence(sampleId, labelId, rounded(space.cosine(row, other)));
    }

    /**
     * Picks an open row.
     *
     * @param score what the strategy maximised
     * @param evidence the failures it came from, the nearest first; empty for strategies without any
     */
    void take(int row, String source, double score, String reason, List<Plan.Evidence> evidence) {
        int at = positionOf(row);
        if (!open[at]) {
            throw new IllegalStateException("Row " + row + " cannot be picked twice.");
        }
        open[at] = false;
        double nearest = nearestLabelled(row);
        String id = space.id(row);
        picks.add(new Plan.Pick(
                id,
                dataset.sample(id).fileName(),
                source,
                filled(source) + 1,
                rounded(score),
                reason,
                evidence,
                Double.isNaN(nearest) ? null : rounded(1 - nearest)));
        picked.add(row);
    }

    /** The largest cosine to a labelled row, NaN where nothing is labelled. */
    private double nearestLabelled(int row) {
        return labelled.length == 0 ? Double.NaN : known[positionOf(row)];
    }

    static double rounded(double value) {
        return Math.rint(value * 1e6) / 1e6;
    }

    @Nullable
    String predictions() {
        return inputs.predictions();
    }
}
