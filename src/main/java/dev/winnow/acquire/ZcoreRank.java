package dev.winnow.acquire;

import dev.winnow.brain.Zcore;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The highest ZCore first, over candidates and labelled samples together, of which only candidates are picked; a thousand draws a sample. */
final class ZcoreRank implements Strategy {
    private static final int DRAWS = 1000;

    @Override
    public String name() {
        return "zcore";
    }

    @Override
    public boolean draws() {
        return true;
    }

    @Override
    public int choose(Board board, String source, int count) {
        int[] open = board.open();
        int[] all = IntStream.concat(Arrays.stream(open), Arrays.stream(board.labelled))
                .toArray();
        int draws = (int) Math.min(1_000_000L, (long) DRAWS * all.length);
        double[] scores = Zcore.scores(UniquenessRank.units(board.space, all), draws, board.inputs.seed())
                .scores();
        return Ranked.take(board, source, count, open, Arrays.copyOf(scores, open.length), "ZCore");
    }
}
