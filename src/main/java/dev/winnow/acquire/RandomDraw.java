package dev.winnow.acquire;

import dev.winnow.expr.HashOrder;
import java.util.Arrays;
import java.util.List;

/** The control group: open rows in the order of a hash of seed and id. It suppresses nothing, near-copies least of all. */
final class RandomDraw implements Strategy {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public boolean draws() {
        return true;
    }

    @Override
    public int choose(Board board, String source, int count) {
        return draw(board, source, count, name(), "drawn at random");
    }

    static int draw(Board board, String source, int count, String purpose, String reason) {
        int[] open = board.open();
        String[] ids = Arrays.stream(open).mapToObj(board.space::id).toArray(String[]::new);
        List<String> drawn = HashOrder.order(board.inputs.seed(), purpose, List.of(ids));
        int taken = Math.min(Math.max(0, count), drawn.size());
        for (int i = 0; i < taken; i++) {
            board.take(open[Arrays.binarySearch(ids, drawn.get(i))], source, 0, reason, List.of());
        }
        return taken;
    }
}
