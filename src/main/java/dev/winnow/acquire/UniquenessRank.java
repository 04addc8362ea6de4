package dev.winnow.acquire;

import dev.winnow.brain.Uniqueness;
import dev.winnow.vectors.Embeddings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loneliest first, by {@link Uniqueness} over candidates and labelled samples together, so that a sample next to a labelled one ranks
 * low. It finds outliers and is no coverage.
 */
final class UniquenessRank implements Strategy {
    @Override
    public String name() {
        return "uniqueness";
    }

    @Override
    public int choose(Board board, String source, int count) {
        int[] open = board.open();
        int[] all = IntStream.concat(Arrays.stream(open), Arrays.stream(board.labelled))
                .toArray();
        double[] scores = Uniqueness.scores(units(board.space, all), Uniqueness.Mode.CORRECT);
        return Ranked.take(board, source, count, open, Arrays.copyOf(scores, open.length), "uniqueness");
    }

    /** The rows' unit vectors as embeddings of their own. */
    static Embeddings units(Space space, int[] rows) {
        float[] block = new float[rows.length * space.dim()];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(space.unit(rows[i]), 0, block, i * space.dim(), space.dim());
        }
        List<String> ids = Arrays.stream(rows).mapToObj(space::id).toList();
        return Embeddings.of(ids, block, space.dim());
    }
}
