package dev.winnow.acquire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * TypiClust (Hacohen, Dekel and Weinshall, ICML 2022): K = min(|L| + B, 500) clusters of candidates and labelled samples; from the clusters
 * with the fewest labelled, the largest first, the most typical sample, 1 / the mean distance to its 20 nearest in the cluster. Distances are
 * Euclidean between unit vectors, as in the paper; the authors' code squares them. Clusters of up to five samples are left out where larger
 * ones can fill the batch.
 */
final class TypiClust implements Strategy {
    private static final int MOST_CLUSTERS = 500;
    private static final int NEIGHBOURS = 20;
    private static final int SMALL = 5;

    @Override
    public String name() {
        return "typiclust";
    }

    @Override
    public boolean draws() {
        return true;
    }

    @Override
    public int choose(Board board, String source, int count) {
        int[] open = board.open();
        int known = board.labelled.length + board.picked().size();
        int[] all = IntStream.concat(
                        Arrays.stream(open),
                        IntStream.concat(
                                Arrays.stream(board.labelled),
                                board.picked().stream().mapToInt(i -> i)))
                .toArray();
        int k = Math.max(1, Math.min(MOST_CLUSTERS, known + count));
        int[] cluster = KMeans.clusters(board.space, all, k, board.inputs.seed());
        List<List<Integer>> members = new ArrayList<>();
        int[] labelled = new int[k];
        for (int c = 0; c < k; c++) {
            members.add(new ArrayList<>());
        }
        for (int i = 0; i < all.length; i++) {
            members.get(cluster[i]).add(all[i]);
            labelled[cluster[i]] += i >= open.length ? 1 : 0;
        }
        int taken = 0;
        while (taken < count) {
            int c = next(board, members, labelled);
            if (c < 0) {
                board.explain(source, "only near-copies of what is known were left");
                return taken;
            }
            int row = mostTypical(board, members.get(c));
            double typicality = typicality(board.space, row, members.get(c));
            board.take(
                    row,
                    source,
                    typicality,
                    String.format(
                            Locale.ROOT,
                            "the most typical of a cluster of %d with %d labelled",
                            members.get(c).size(),
                            labelled[c]),
                    List.of());
            labelled[c]++;
            taken++;
        }
        return taken;
    }

    /** The cluster to pick from: fewest labelled, then largest, then first; small ones only after all others. */
    private static int next(Board board, List<List<Integer>> members, int[] labelled) {
        return IntStream.range(0, members.size())
                .filter(c -> members.get(c).stream().anyMatch(row -> board.isOpen(row) && !board.isNearCopy(row)))
                .boxed()
                .min(Comparator.comparing((Integer c) -> members.get(c).size() <= SMALL)
                        .thenComparing(c -> labelled[c])
                        .thenComparing(c -> -members.get(c).size())
                        .thenComparing(c -> c))
                .orElse(-1);
    }

    private static int mostTypical(Board board, List<Integer> members) {
        return members.stream()
                .filter(row -> board.isOpen(row) && !board.isNearCopy(row))
                .min(Comparator.comparingDouble((Integer row) -> -typicality(board.space, row, members))
                        .thenComparing(board.space::id))
                .orElseThrow();
    }

    static double typicality(Space space, int row, List<Integer> members) {
        int k = Math.max(1, Math.min(NEIGHBOURS, members.size() / 2));
        double mean = members.stream()
                .filter(other -> other != row)
                .mapToDouble(other -> Math.sqrt(Math.max(0, 2 - 2 * space.cosine(row, other))))
                .sorted()
                .limit(k)
                .average()
                .orElse(0);
        return 1 / (mean + 1e-5);
    }
}
