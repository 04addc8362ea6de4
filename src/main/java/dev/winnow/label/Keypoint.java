package dev.winnow.label;

import java.util.List;
import java.util.Map;

/**
 * Marked places of one object, such as the joints of a person.
 *
 * @param points in the order of the skeleton; one that is not seen has coordinates that are {@code NaN}
 * @param confidence the score of a prediction, {@code NaN} where there is none
 */
public record Keypoint(
        String id,
        String label,
        List<Point> points,
        double confidence,
        List<String> tags,
        Map<String, Object> attributes)
        implements Label {
    public Keypoint {
        points = List.copyOf(points);
        tags = List.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    public static Keypoint of(String label, List<Point> points) {
        return new Keypoint("", label, points, Double.NaN, List.of(), Map.of());
    }
}
