package dev.winnow.acquire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Coverage by facility location: picks that raise the sum, over the pool, of the similarity to the nearest labelled or picked sample. Exact
 * lazy greedy up to {@value TwoRounds#WHOLE} candidates, {@link TwoRounds} beyond.
 */
final class FacilityLocation implements Strategy {
    @Override
    public String name() {
        return Acquisition.COVERAGE;
    }

    @Override
    public int choose(Board board, String source, int count) {
        if (count <= 0) {
            return 0;
        }
        boolean[] allowed = board.allowed();
        float[] served = board.served().clone();
        List<TwoRounds.Picked> picks = board.pool.length > TwoRounds.WHOLE
                ? new TwoRounds(board.space).pick(board.pool, allowed, served, count)
                : whole(board, allowed, served, count);
        for (TwoRounds.Picked picked : picks) {
            board.take(
                    picked.row(),
                    source,
                    picked.gain(),
                    String.format(Locale.ROOT, "covers the pool best given the rest (+%.2f)", picked.gain()),
                    List.of());
        }
        if (picks.size() < count) {
            board.explain(source, "only near-copies of what is known were left");
        }
        return picks.size();
    }

    private static List<TwoRounds.Picked> whole(Board board, boolean[] allowed, float[] served, int count) {
        float[][] cosines = board.space.cosines(board.pool, board.pool);
        List<TwoRounds.Picked> picks = new ArrayList<>();
        for (Greedy.Picked pick : Greedy.pick(cosines, served, allowed, count)) {
            picks.add(new TwoRounds.Picked(board.pool[pick.candidate()], pick.gain()));
        }
        return picks;
    }
}
