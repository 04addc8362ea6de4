package dev.winnow.acquire;

import dev.winnow.expr.HashOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Facility location over pools too large for one table: greedy in each shard against the shard's own targets, then greedy over the union of
 * their picks against a sample of all targets; the better of that and of the best shard (RandGreeDi, Barbosa et al., ICML 2015, on a
 * decomposable function, Mirzasoleiman et al., NIPS 2013: at least ½(1 − 1/e) of the best in expectation). Many shards are merged in a tree
 * (GreedyML).
 *
 * <p>A row's shard is a hash of its id and never depends on threads or workers, and every sum has one order: the plan is the same byte for byte
 * wherever shards are worked on.
 */
final class TwoRounds {
    /** Rows from which on a pool is divided. Up to it one shard is the whole, and the choice is exact greedy. */
    static final int WHOLE = 4096;
    /** Rows in a shard, about. */
    static final int SHARD = 1024;
    /** Targets that stand for all when shards are merged: their mean is within 6 % of that of all with 95 % certainty (Hoeffding). */
    private static final int TARGETS = 1024;
    /** Shards that are merged at once. */
    private static final int MERGED = 16;

    private final Space space;

    TwoRounds(Space space) {
        this.space = space;
    }

    /** Picked rows and what each added over the targets of its merge, scaled to the whole pool. */
    record Picked(int row, double gain) {}

    /**
     * Picks up to {@code count} of {@code open}.
     *
     * @param pool rows to be served, in the order of their ids
     * @param open for each of them whether it may be picked
     * @param served for each of them its largest cosine to what is labelled or picked, -1 for nothing
     */
    List<Picked> pick(int[] pool, boolean[] open, float[] served, int count) {
        int m = (pool.length + SHARD - 1) / SHARD;
        int[][] shards = shards(pool, m);
        List<int[]> parts = new ArrayList<>();
        for (int[] shard : shards) {
            parts.add(inShard(pool, shard, open, served, count));
        }
        int[] targets = targets(pool);
        int[] targetRows = at(pool, targets);
        float[] before = new float[targets.length];
        for (int t = 0; t < targets.length; t++) {
            before[t] = served[targets[t]];
        }
        double scale = (double) pool.length / targets.length;
        while (parts.size() > 1) {
            List<int[]> merged = new ArrayList<>();
            for (int from = 0; from < parts.size(); from += MERGED) {
                merged.add(
                        merge(parts.subList(from, Math.min(parts.size(), from + MERGED)), targetRows, before, count));
            }
            parts = merged;
        }
        return gains(parts.get(0), targetRows, before, scale);
    }

    private int[][] shards(int[] pool, int m) {
        int[] shard = new int[pool.length];
        IntStream.range(0, pool.length)
                .parallel()
                .forEach(i -> shard[i] = (int) Long.remainderUnsigned(HashOrder.key(0, "shard", space.id(pool[i])), m));
        int[] size = new int[m];
        Arrays.stream(shard).forEach(s -> size[s]++);
        int[][] shards = Arrays.stream(size).mapToObj(int[]::new).toArray(int[][]::new);
        int[] filled = new int[m];
        for (int i = 0; i < shard.length; i++) {
            shards[shard[i]][filled[shard[i]]++] = i;
        }
        return shards;
    }

    /** The picks of one shard, as rows. */
    private int[] inShard(int[] pool, int[] shard, boolean[] open, float[] served, int count) {
        int[] rows = at(pool, shard);
        float[] own = new float[shard.length];
        boolean[] allowed = new boolean[shard.length];
        for (int i = 0; i < shard.length; i++) {
            own[i] = served[shard[i]];
            allowed[i] = open[shard[i]];
        }
        return Greedy.pick(space.cosines(rows, rows), own, allowed, count).stream()
                .mapToInt(pick -> rows[pick.candidate()])
                .toArray();
    }

    /** Greedy over the union of some parts; or one of the parts, where it serves the targets better. */
    private int[] merge(List<int[]> parts, int[] targets, float[] before, int count) {
        int[] union = parts.stream()
                .flatMapToInt(Arrays::stream)
                .boxed()
                .sorted(java.util.Comparator.comparing(space::id))
                .mapToInt(Integer::intValue)
                .toArray();
        float[][] cosines = space.cosines(union, targets);
        boolean[] allowed = new boolean[union.length];
        Arrays.fill(allowed, true);
        float[] served = before.clone();
        int[] best = Greedy.pick(cosines, served, allowed, count).stream()
                .mapToInt(pick -> union[pick.candidate()])
                .toArray();
        double most = Greedy.value(served);
        String[] names = Arrays.stream(union).mapToObj(space::id).toArray(String[]::new);
        for (int[] part : parts) {
            float[] own = before.clone();
            for (int row : part) {
                Greedy.serve(cosines[Arrays.binarySearch(names, space.id(row))], own);
            }
            if (Greedy.value(own) > most) {
                most = Greedy.value(own);
                best = part;
            }
        }
        return best;
    }

    private List<Picked> gains(int[] rows, int[] targets, float[] before, double scale) {
        float[][] cosines = space.cosines(rows, targets);
        float[] served = before.clone();
        List<Picked> picks = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            picks.add(new Picked(rows[i], scale * Greedy.gain(cosines[i], served)));
            Greedy.serve(cosines[i], served);
        }
        return picks;
    }

    /** Positions of the sample of targets: the smallest hashes of their ids, in the order of the pool. */
    private int[] targets(int[] pool) {
        long[] keys = Arrays.stream(pool)
                .parallel()
                .mapToLong(row -> HashOrder.key(0, "target", space.id(row)))
                .toArray();
        return IntStream.range(0, pool.length)
                .boxed()
                .sorted((a, b) -> keys[a] == keys[b] ? Integer.compare(a, b) : Long.compareUnsigned(keys[a], keys[b]))
                .limit(TARGETS)
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] at(int[] pool, int[] positions) {
        return Arrays.stream(positions).map(i -> pool[i]).toArray();
    }
}
