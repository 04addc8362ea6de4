package dev.winnow.acquire;

import dev.winnow.evaluate.DetectionError;
import dev.winnow.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Mining around the failures of an evaluation, whole image to whole image, by {@link Flqmi}. Only candidates that are nearer to a failing
 * image than three of four candidates are count as its neighbours.
 */
final class Mining implements Strategy {
    static final Mining MISSED = new Mining(Acquisition.MISSED, Set.of("miss"));
    /** False alarms, with objects that were found twice. Badly placed boxes say nothing about what to label. */
    static final Mining FALSE_ALARMS = new Mining(Acquisition.FALSE_ALARMS, Set.of("bkg", "dupe"));

    private static final double FLOOR = 0.75;
    private static final int EVIDENCE = 3;
    /** Cosines of a whole pool to its queries that are kept at once: 100 MB. */
    private static final long TABLE = 25_000_000;

    private final String name;
    private final Set<String> kinds;

    private Mining(String name, Set<String> kinds) {
        this.name = name;
        this.kinds = kinds;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean mines() {
        return true;
    }

    @Override
    public int choose(Board board, String source, int count) {
        List<DetectionError> errors = board.evaluation().map(Evaluation::errorList).orElse(List.of()).stream()
                .filter(error -> kinds.contains(Failures.kind(error)))
                .toList();
        Failures failures = Failures.of(errors, board.rowOf);
        if (failures.rows().length == 0) {
            board.explain(name, "no failure of this kind");
            return 0;
        }
        return mine(board, source, name, failures, count);
    }

    /** Picks up to {@code count} open rows around the failures. */
    static int mine(Board board, String source, String kind, Failures failures, int count) {
        if (count <= 0) {
            return 0;
        }
        float[][] table = table(board, failures.rows());
        int[] near = near(board, failures.rows(), table);
        float[][] cosines = table.length == 0
                ? board.space.cosines(near, failures.rows())
                : Arrays.stream(near)
                        .mapToObj(row -> table[board.positionOf(row)])
                        .toArray(float[][]::new);
        float[] known = new float[near.length];
        for (int i = 0; i < near.length; i++) {
            known[i] = board.known()[board.positionOf(near[i])];
        }
        Flqmi flqmi = new Flqmi(cosines, failures.weights(), known);
        int taken = 0;
        while (taken < count) {
            Flqmi.Mined mined = flqmi.next();
            if (mined == null) {
                board.explain(
                        kind,
                        "only " + taken + " more samples are near enough to " + failures.rows().length
                                + " failing images");
                return taken;
            }
            int row = near[mined.candidate()];
            if (board.isNearCopy(row)) {
                continue;
            }
            flqmi.pick(mined.candidate());
            take(board, source, row, mined, cosines[mined.candidate()], failures);
            taken++;
        }
        return taken;
    }

    private static void take(
            Board board, String source, int row, Flqmi.Mined mined, float[] cosines, Failures failures) {
        int[] queries = IntStream.range(0, cosines.length)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer q) -> -failures.weights().get(q) * (1 + (double) cosines[q]) / 2))
                .limit(EVIDENCE)
                .mapToInt(Integer::intValue)
                .toArray();
        List<Plan.Evidence> evidence = new ArrayList<>();
        for (int q : queries) {
            DetectionError error = failures.worst().get(q);
            String label = error.objectId().isEmpty() ? error.predictionId() : error.objectId();
            evidence.add(board.evidence(error.sampleId(), label, row, failures.rows()[q]));
        }
        DetectionError error = failures.worst().get(queries[0]);
        board.take(
                row,
                source,
                mined.gain(),
                String.format(
                        Locale.ROOT,
                        "like %s (%.2f): %s",
                        board.fileName(error.sampleId()),
                        (1 + evidence.get(0).cosine()) / 2,
                        Failures.sentence(error)),
                evidence);
    }

    /** Cosines {@code [pool, queries]}, which the next choice from this pool asks for again; empty where that is too large. */
    private static float[][] table(Board board, int[] queries) {
        return (long) board.pool.length * queries.length > TABLE
                ? new float[0][]
                : board.space.cosines(board.pool, queries);
    }

    /** Open rows nearer to a failure than three of four open ones are, in the order of their ids. */
    private static int[] near(Board board, int[] queries, float[][] table) {
        int[] open = board.open();
        float[] nearest = new float[open.length];
        Arrays.fill(nearest, -1);
        if (table.length == 0) {
            board.space.raise(open, queries, nearest);
        }
        for (int i = 0; i < open.length && table.length > 0; i++) {
            for (float cosine : table[board.positionOf(open[i])]) {
                nearest[i] = Math.max(nearest[i], cosine);
            }
        }
        float[] sorted = nearest.clone();
        Arrays.sort(sorted);
        float floor = sorted.length == 0 ? 0 : sorted[(int) (FLOOR * (sorted.length - 1))];
        return IntStream.range(0, open.length)
                .filter(i -> nearest[i] >= floor)
                .map(i -> open[i])
                .toArray();
    }
}
