package dev.winnow.acquire;

import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Class balance as a constraint: each pick brings the classes of what is labelled and picked nearest to equal shares, by the sum of absolute
 * differences. What a candidate holds is what the model predicts of it, its scores summed by class; predictions lean towards frequent
 * classes early, so balance is aimed at, not promised.
 */
final class ClassBalance implements Strategy {
    @Override
    public String name() {
        return "class_balance";
    }

    @Override
    public boolean predicts() {
        return true;
    }

    @Override
    public int choose(Board board, String source, int count) {
        String field = board.predictions();
        int[] open = board.open();
        List<Map<String, Double>> content = new ArrayList<>();
        Map<String, Double> have = new TreeMap<>();
        for (int row : board.labelled) {
            board.sample(row)
                    .detections(LoopFields.LABELS)
                    .forEach(label -> have.merge(label.label(), 1.0, Double::sum));
        }
        for (int row : open) {
            Map<String, Double> own = new HashMap<>();
            for (Detection one :
                    field == null ? List.<Detection>of() : board.sample(row).detections(field)) {
                own.merge(one.label(), Double.isNaN(one.confidence()) ? 1 : one.confidence(), Double::sum);
                have.putIfAbsent(one.label(), 0.0);
            }
            content.add(own);
        }
        for (int taken = 0; taken < count; taken++) {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < open.length; i++) {
                if (!board.isOpen(open[i]) || content.get(i).isEmpty()) {
                    continue;
                }
                double gap = gap(have, content.get(i));
                if (gap < least && !board.isNearCopy(open[i])) {
                    least = gap;
                    best = i;
                }
            }
            if (best < 0) {
                board.explain(source, "nothing is predicted on what is left");
                return taken;
            }
            content.get(best).forEach((label, n) -> have.merge(label, n, Double::sum));
            board.take(open[best], source, 1 - least, "brings the classes nearest to balance", List.of());
        }
        return count;
    }

    /** How far from equal shares the classes are once {@code more} is there too, in [0, 2). */
    static double gap(Map<String, Double> have, Map<String, Double> more) {
        double total = 0;
        for (Map.Entry<String, Double> one : have.entrySet()) {
            total += one.getValue() + more.getOrDefault(one.getKey(), 0.0);
        }
        double gap = 0;
        for (Map.Entry<String, Double> one : have.entrySet()) {
            double own = one.getValue() + more.getOrDefault(one.getKey(), 0.0);
            gap += Math.abs(own / Math.max(total, 1e-12) - 1.0 / have.size());
        }
        return gap;
    }
}
