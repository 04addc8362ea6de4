package dev.winnow.acquire;

import dev.winnow.evaluate.DetectionError;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Mining around pairs of classes that are taken for each other. A pair a, b weighs W = n · low, where n is the number of objects of both and
 * low the lower end of Wilson's 95 % interval of the share confused, so that one in two counts for less than ten in forty. Pairs seen twice
 * or more, at most five, share the budget by √W; each mines around its own failing images by {@link Flqmi}.
 */
final class ConfusionPairs implements Strategy {
    private static final int SEEN = 2;
    private static final int PAIRS = 5;

    @Override
    public String name() {
        return Acquisition.CONFUSION;
    }

    @Override
    public boolean mines() {
        return true;
    }

    /** Two classes, how often one was taken for the other, and the pair's weight. */
    record Pair(String a, String b, int confused, double weight) {}

    @Override
    public int choose(Board board, String source, int count) {
        Evaluation evaluation = board.evaluation().orElse(null);
        if (evaluation == null || count <= 0) {
            return 0;
        }
        Map<String, List<DetectionError>> errors = new LinkedHashMap<>();
        for (DetectionError error : evaluation.errorList()) {
            if (Failures.kind(error).equals("cls")) {
                errors.computeIfAbsent(key(error.objectLabel(), error.predictionLabel()), pair -> new ArrayList<>())
                        .add(error);
            }
        }
        List<Pair> pairs = pairs(evaluation, errors);
        if (pairs.isEmpty()) {
            board.explain(
                    name(), errors.isEmpty() ? "no confusion was observed" : "no two classes were confused twice");
            return 0;
        }
        Map<String, Integer> weights = new LinkedHashMap<>();
        pairs.forEach(pair ->
                weights.put(key(pair.a(), pair.b()), Math.max(1, (int) Math.round(1000 * Math.sqrt(pair.weight())))));
        int taken = 0;
        for (Map.Entry<String, Integer> share :
                LargestRemainder.of(count, weights).entrySet()) {
            Failures failures = Failures.of(errors.getOrDefault(share.getKey(), List.of()), board.rowOf);
            if (failures.rows().length > 0) {
                taken += Mining.mine(board, source, name(), failures, share.getValue());
            }
        }
        return taken;
    }

    /** The pairs worth mining, the heaviest first. */
    static List<Pair> pairs(Evaluation evaluation, Map<String, List<DetectionError>> errors) {
        Map<String, Integer> objects = new TreeMap<>();
        for (Match match : evaluation.matches()) {
            if (match.isObject()) {
                objects.merge(match.objectLabel(), 1, Integer::sum);
            }
        }
        List<Pair> pairs = new ArrayList<>();
        errors.forEach((key, own) -> {
            DetectionError one = own.get(0);
            String a = one.objectLabel();
            String b = one.predictionLabel();
            int n = objects.getOrDefault(a, 0) + objects.getOrDefault(b, 0);
            if (own.size() >= SEEN) {
                pairs.add(new Pair(a, b, own.size(), n * Wilson.low(Math.min(n, own.size()), n)));
            }
        });
        return pairs.stream()
                .sorted(Comparator.comparingDouble((Pair pair) -> -pair.weight())
                        .thenComparing(pair -> key(pair.a(), pair.b())))
                .limit(PAIRS)
                .toList();
    }

    private static String key(String a, String b) {
        return a.compareTo(b) < 0 ? a + " / " + b : b + " / " + a;
    }
}
