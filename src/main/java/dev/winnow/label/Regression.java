package dev.winnow.label;

import java.util.List;
import java.util.Map;

/**
 * A number that is said of a whole image.
 *
 * @param confidence the score of a prediction, {@code NaN} where there is none
 */
public record Regression(String id, double value, double confidence, List<String> tags, Map<String, Object> attributes)
        implements Label {
    public Regression {
        tags = List.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    public static Regression of(double value) {
        return new Regression("", value, Double.NaN, List.of(), Map.of());
    }
}
