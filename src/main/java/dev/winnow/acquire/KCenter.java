package dev.winnow.acquire;

import java.util.List;
import java.util.Locale;

/**
 * k-center greedy (Core-Set; Sener and Savarese, ICLR 2018): again and again the candidate farthest from all that is labelled or picked, by
 * cosine distance; within twice the smallest covering radius. With nothing to begin from, the first pick is the medoid.
 */
final class KCenter implements Strategy {
    @Override
    public String name() {
        return "k_center";
    }

    @Override
    public int choose(Board board, String source, int count) {
        for (int taken = 0; taken < count; taken++) {
            boolean[] allowed = board.allowed();
            float[] served = board.served();
            boolean first = board.labelled.length == 0 && board.picked().isEmpty();
            int best = first ? medoid(board) : farthest(served, allowed);
            if (best < 0) {
                board.explain(source, "only near-copies of what is known were left");
                return taken;
            }
            double distance = 1 - served[best];
            board.take(
                    board.pool[best],
                    source,
                    first ? 0 : distance,
                    first
                            ? "the middle of the pool, to begin from"
                            : String.format(Locale.ROOT, "farthest from what is known (%.3f)", distance),
                    List.of());
        }
        return count;
    }

    /** The allowed place with the smallest cosine to what is known; the pool is in the order of ids, so ties go to the smaller id. */
    private static int farthest(float[] served, boolean[] allowed) {
        int best = -1;
        for (int i = 0; i < served.length; i++) {
            if (allowed[i] && (best < 0 || served[i] < served[best])) {
                best = i;
            }
        }
        return best;
    }

    /** The place whose cosine to the sum of all unit vectors is largest, which is that of the least mean distance. */
    private static int medoid(Board board) {
        double[] sum = new double[board.space.dim()];
        for (int row : board.pool) {
            float[] x = board.space.unit(row);
            for (int j = 0; j < x.length; j++) {
                sum[j] += x[j];
            }
        }
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < board.pool.length; i++) {
            float[] x = board.space.unit(board.pool[i]);
            double dot = 0;
            for (int j = 0; j < x.length; j++) {
                dot += x[j] * sum[j];
            }
            if (board.isOpen(board.pool[i]) && dot > most) {
                most = dot;
                best = i;
            }
        }
        return best;
    }
}
