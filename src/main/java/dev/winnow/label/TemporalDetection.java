package dev.winnow.label;

import java.util.List;
import java.util.Map;

/**
 * A class that holds for a part of a video.
 *
 * @param first the first frame, counted from 1
 * @param last the last frame, which belongs to it
 * @param confidence the score of a prediction, {@code NaN} where there is none
 */
public record TemporalDetection(
        String id,
        String label,
        long first,
        long last,
        double confidence,
        List<String> tags,
        Map<String, Object> attributes)
        implements Label {
    public TemporalDetection {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "Frames " + first + " to " + last + ": frames count from 1 and the last is not before the first.");
        }
        tags = List.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    public static TemporalDetection of(String label, long first, long last) {
        return new TemporalDetection("", label, first, last, Double.NaN, List.of(), Map.of());
    }
}
