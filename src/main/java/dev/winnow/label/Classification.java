package dev.winnow.label;

import java.util.List;
import java.util.Map;

/**
 * The class of a whole image.
 *
 * @param confidence the score of a prediction, {@code NaN} where there is none
 * @param logits one number a class, none where they are not known
 */
public record Classification(
        String id,
        String label,
        double confidence,
        List<Double> logits,
        List<String> tags,
        Map<String, Object> attributes)
        implements Label {
    public Classification {
        logits = List.copyOf(logits);
        tags = List.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    public static Classification of(String label) {
        return of(label, Double.NaN);
    }

    public static Classification of(String label, double confidence) {
        return new Classification("", label, confidence, List.of(), List.of(), Map.of());
    }
}
