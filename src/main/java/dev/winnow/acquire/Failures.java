package dev.winnow.acquire;

import dev.winnow.evaluate.DetectionError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The failing images of one kind of failure as queries: each image once, weighted by how surely it fails, 1 - Π (1 - severity); the 200
 * heaviest.
 *
 * @param rows of the failing images
 * @param weights in (0, 1], one a row
 * @param worst the most severe failure of each
 */
record Failures(int[] rows, List<Double> weights, List<DetectionError> worst) {
    private static final int MOST = 200;
    private static final double LEAST = 0.05;

    static Failures of(List<DetectionError> errors, Map<String, Integer> rowOf) {
        Map<String, List<DetectionError>> byImage = new LinkedHashMap<>();
        errors.forEach(error -> byImage.computeIfAbsent(error.sampleId(), id -> new ArrayList<>())
                .add(error));
        List<Map.Entry<Integer, Double>> weighted = new ArrayList<>();
        Map<Integer, DetectionError> worst = new LinkedHashMap<>();
        byImage.forEach((id, own) -> {
            Integer row = rowOf.get(id);
            if (row != null) {
                double spared = 1;
                for (DetectionError error : own) {
                    spared *= 1 - Math.min(1, error.severity());
                }
                weighted.add(Map.entry(row, Math.max(LEAST, 1 - spared)));
                worst.put(row, own.get(0));
            }
        });
        // The order of the evaluation, which is that of severity, decides among equals: the sort is stable.
        List<Map.Entry<Integer, Double>> heaviest = weighted.size() <= MOST
                ? weighted
                : weighted.stream()
                        .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
                        .limit(MOST)
                        .toList();
        return new Failures(
                heaviest.stream().mapToInt(Map.Entry::getKey).toArray(),
                heaviest.stream().map(Map.Entry::getValue).toList(),
                heaviest.stream()
                        .map(one -> java.util.Objects.requireNonNull(worst.get(one.getKey())))
                        .toList());
    }

    /** What went wrong, as the end of a pick's sentence. */
    static String sentence(DetectionError error) {
        return switch (kind(error)) {
            case "miss" -> "missed " + error.objectLabel();
            case "cls" -> error.objectLabel() + " taken for " + error.predictionLabel();
            case "dupe" -> error.predictionLabel() + " found twice";
            default -> String.format(Locale.ROOT, "false %s at %.2f", error.predictionLabel(), error.confidence());
        };
    }

    /** The stored word of an error's kind. */
    static String kind(DetectionError error) {
        return error.kind().toString();
    }
}
