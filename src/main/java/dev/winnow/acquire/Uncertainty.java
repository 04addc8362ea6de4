package dev.winnow.acquire;

import dev.winnow.label.Detection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * How unsure the model is of its own predictions: the mean over an image's five most unsure boxes, which does not favour crowded images as a
 * sum does. An image without a prediction gets the median, since nothing is known of it. The diverse forms take the 4·B most unsure and let
 * {@link KCenter} choose among them, as PPAL (Yang et al., CVPR 2024) does in its own space.
 */
final class Uncertainty implements Strategy {
    static final Uncertainty ENTROPY = new Uncertainty("entropy", Uncertainty::entropy, false);
    static final Uncertainty MARGIN = new Uncertainty("margin", Uncertainty::margin, false);
    static final Uncertainty DIVERSE_ENTROPY = new Uncertainty("entropy_diverse", Uncertainty::entropy, true);
    static final Uncertainty DIVERSE_MARGIN = new Uncertainty("margin_diverse", Uncertainty::margin, true);

    private static final int BOXES = 5;
    private static final int STAGE = 4;

    private final String name;
    private final DoubleUnaryOperator ofBox;
    private final boolean diverse;

    private Uncertainty(String name, DoubleUnaryOperator ofBox, boolean diverse) {
        this.name = name;
        this.ofBox = ofBox;
        this.diverse = diverse;
    }

    /** The entropy of found or not at score {@code s}, in bits: 0 for certain, 1 at a half. */
    static double entropy(double s) {
        return s <= 0 || s >= 1 ? 0 : -(s * Math.log(s) + (1 - s) * Math.log(1 - s)) / Math.log(2);
    }

    /** One less the margin between found and not: 0 for certain, 1 at a half. */
    static double margin(double s) {
        return 1 - Math.abs(2 * s - 1);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean predicts() {
        return true;
    }

    @Override
    public int choose(Board board, String source, int count) {
        int[] open = board.open();
        double[] scores = scores(board, open);
        if (!diverse) {
            return Ranked.take(board, source, count, open, scores, "unsure by " + name);
        }
        int[] stage = IntStream.range(0, open.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i])
                        .thenComparing(i -> board.space.id(open[i])))
                .limit((long) STAGE * count)
                .mapToInt(Integer::intValue)
                .toArray();
        boolean[] used = new boolean[stage.length];
        for (int taken = 0; taken < count; taken++) {
            int best = farthest(board, open, stage, used);
            if (best < 0) {
                board.explain(source, "only near-copies of what is known were among the unsure");
                return taken;
            }
            used[best] = true;
            int i = stage[best];
            board.take(
                    open[i],
                    source,
                    scores[i],
                    String.format(Locale.ROOT, "unsure (%.3f) and far from what is known", scores[i]),
                    List.of());
        }
        return count;
    }

    private static int farthest(Board board, int[] open, int[] stage, boolean[] used) {
        float[] served = board.served();
        int best = -1;
        for (int i = 0; i < stage.length; i++) {
            int row = open[stage[i]];
            boolean nearer = best >= 0 && served[board.positionOf(row)] >= served[board.positionOf(open[stage[best]])];
            if (!used[i] && !nearer && !board.isNearCopy(row)) {
                best = i;
            }
        }
        return best;
    }

    private double[] scores(Board board, int[] rows) {
        String field = board.predictions();
        double[] scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            scores[i] = field == null
                    ? Double.NaN
                    : board.sample(rows[i]).detections(field).stream()
                            .mapToDouble(Detection::confidence)
                            .filter(s -> !Double.isNaN(s))
                            .map(ofBox)
                            .map(u -> -u)
                            .sorted()
                            .limit(BOXES)
                            .map(u -> -u)
                            .average()
                            .orElse(Double.NaN);
        }
        double[] there =
                Arrays.stream(scores).filter(s -> !Double.isNaN(s)).sorted().toArray();
        double median = there.length == 0 ? 0 : there[there.length / 2];
        return Arrays.stream(scores).map(s -> Double.isNaN(s) ? median : s).toArray();
    }
}
