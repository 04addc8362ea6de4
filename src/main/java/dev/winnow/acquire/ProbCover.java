package dev.winnow.acquire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * ProbCover (Yehuda et al., NeurIPS 2022): again and again the sample whose ball of radius δ holds most samples that no labelled or picked
 * ball holds. δ is the largest Euclidean distance between unit vectors at which at least α = 0.95 of the balls are pure, one pseudo-class of
 * k-means inside. Where no ball holds anything new, the rest goes to {@link KCenter}; the authors' code goes on picking its first sample.
 * Tables grow with the square of the pool, so it takes up to {@value TwoRounds#WHOLE} candidates.
 */
final class ProbCover implements Strategy {
    private static final double ALPHA = 0.95;
    private static final int STEPS = 40;

    @Override
    public String name() {
        return "probcover";
    }

    @Override
    public boolean draws() {
        return true;
    }

    @Override
    public int choose(Board board, String source, int count) {
        int n = board.pool.length;
        if (n > TwoRounds.WHOLE) {
            throw new IllegalArgumentException("ProbCover compares all pairs and takes up to " + TwoRounds.WHOLE
                    + " candidates, not " + n + ". Use coverage or k_center.");
        }
        float[][] cosines = board.space.cosines(board.pool, board.pool);
        int classes = Math.max(2, Math.min(n, board.labelled.length + count));
        int[] cluster = KMeans.clusters(board.space, board.pool, classes, board.inputs.seed());
        double delta = delta(cosines, cluster);
        float least = (float) (1 - delta * delta / 2);
        boolean[] covered = new boolean[n];
        float[] served = board.served();
        for (int i = 0; i < n; i++) {
            covered[i] = served[i] >= least;
        }
        for (int taken = 0; taken < count; taken++) {
            boolean[] allowed = board.allowed();
            int best = -1;
            int most = 0;
            for (int i = 0; i < n; i++) {
                int own = allowed[i] ? uncovered(cosines[i], covered, least) : 0;
                if (own > most) {
                    most = own;
                    best = i;
                }
            }
            if (best < 0) {
                return taken + new KCenter().choose(board, source, count - taken);
            }
            board.take(
                    board.pool[best],
                    source,
                    most,
                    String.format(Locale.ROOT, "its ball of %.3f holds %d samples that no other does", delta, most),
                    List.of());
            for (int i = 0; i < n; i++) {
                covered[i] |= cosines[best][i] >= least;
            }
        }
        return count;
    }

    private static int uncovered(float[] cosines, boolean[] covered, float least) {
        int count = 0;
        for (int i = 0; i < cosines.length; i++) {
            count += !covered[i] && cosines[i] >= least ? 1 : 0;
        }
        return count;
    }

    /** The largest of {@value #STEPS} radii up to √2 at which the balls are pure enough. */
    static double delta(float[][] cosines, int[] cluster) {
        double[] impure = new double[cosines.length];
        // A ball is pure up to the distance of the nearest sample of another pseudo-class.
        for (int i = 0; i < cosines.length; i++) {
            float nearest = -1;
            for (int j = 0; j < cosines.length; j++) {
                nearest = cluster[i] == cluster[j] ? nearest : Math.max(nearest, cosines[i][j]);
            }
            impure[i] = Math.sqrt(Math.max(0, 2 - 2 * nearest));
        }
        double best = 0;
        for (int step = 1; step <= STEPS; step++) {
            double delta = Math.sqrt(2) * step / STEPS;
            long pure = Arrays.stream(impure).filter(edge -> delta < edge).count();
            if (pure >= ALPHA * cosines.length) {
                best = delta;
            }
        }
        return best;
    }
}
