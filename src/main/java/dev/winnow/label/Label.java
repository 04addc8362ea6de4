package dev.winnow.label;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    /** The attribute that says who made a label. */
    String ANNOTATOR = "annotator";

    String id();

    List<String> tags();

    Map<String, Object> attributes();

    /** Who made the label, where that is known: the id of a person, or {@code simulated} and a seed. */
    default Optional<String> annotator() {
        return Optional.ofNullable(attributes().get(ANNOTATOR)).map(String::valueOf);
    }

    /** Whether a person made the label: one whose maker is not known, or is a stand-in, was not made by a person. */
    default boolean byPerson() {
        return isPerson(attributes().get(ANNOTATOR));
    }

    /** Whether a name in {@link #ANNOTATOR} is that of a person: there, and not {@code simulated} and a seed. */
    static boolean isPerson(@Nullable Object annotator) {
        return annotator != null && !String.valueOf(annotator).startsWith("simulated");
    }

    /** How long its maker worked on it, in seconds; {@code NaN} where that is not known. */
    default double seconds() {
        return attributes().get("seconds") instanceof Number seconds ? seconds.doubleValue() : Double.NaN;
    }
}
