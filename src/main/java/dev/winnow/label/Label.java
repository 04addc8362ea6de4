package dev.winnow.label;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody or something says of a sample: a class, a box, a shape. Every label has an id of 24 hexadecimal digits (empty until
 * it is stored), tags, and attributes of its own: texts, numbers, booleans, lists or maps of these.
 */
public sealed interface Label
        permits Detection,
                Classification,
                Polyline,
                Keypoint,
                Regression,
                TemporalDetection,
                Segmentation,
                Heatmap,
                GeoLocation {
    String id();

    List<String> tags();

    Map<String, Object> attributes();

    /** Who made the label, where that is known: the id of a person, or {@code simulated} and a seed. */
    default Optional<String> annotator() {
        return Optional.ofNullable(attributes().get("annotator")).map(String::valueOf);
    }

    /** How long its maker worked on it, in seconds; {@code NaN} where that is not known. */
    default double seconds() {
        return attributes().get("seconds") instanceof Number seconds ? seconds.doubleValue() : Double.NaN;
    }
}
