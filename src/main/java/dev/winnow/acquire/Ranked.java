package dev.winnow.acquire;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The rest of a strategy that gives each row a score: the highest first, ties by id, near-copies of what is known or picked left out. */
final class Ranked {
    private Ranked() {}

    /** Picks from {@code rows} by {@code scores}; a score that is not a number ranks last and is never picked. */
    static int take(Board board, String source, int count, int[] rows, double[] scores, String words) {
        int[] order = IntStream.range(0, rows.length)
                .filter(i -> !Double.isNaN(scores[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i])
                        .thenComparing(i -> board.space.id(rows[i])))
                .mapToInt(Integer::intValue)
                .toArray();
        int taken = 0;
        for (int i : order) {
            if (taken >= count) {
                break;
            }
            if (board.isOpen(rows[i]) && !board.isNearCopy(rows[i])) {
                board.take(
                        rows[i], source, scores[i], String.format(Locale.ROOT, "%s %.3f", words, scores[i]), List.of());
                taken++;
            }
        }
        if (taken < count) {
            board.explain(source, "only near-copies of what is known were left");
        }
        return taken;
    }
}
