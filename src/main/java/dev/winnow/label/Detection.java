package dev.winnow.label;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A labelled box of one image.
 *
 * @param id 24 hexadecimal digits, or empty: the dataset then gives one when it is stored
 * @param confidence the score of a prediction, {@code NaN} where there is none, as for people's labels
 * @param attributes further values by name: strings, numbers, booleans or lists of these
 */
public record Detection(
        String id, String label, Box box, double confidence, List<String> tags, Map<String, Object> attributes)
        implements Label {
    public Detection {
        tags = List.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    public static Detection of(String label, double x, double y, double w, double h) {
        return of(label, new Box(x, y, w, h));
    }

    public static Detection of(String label, Box box) {
        return new Detection("", label, box, Double.NaN, List.of(), Map.of());
    }

    public Detection withId(String id) {
        return new Detection(id, label, box, confidence, tags, attributes);
    }

    public Detection withLabel(String label) {
        return new Detection(id, label, box, confidence, tags, attributes);
    }

    public Detection withBox(Box box) {
        return new Detection(id, label, box, confidence, tags, attributes);
    }

    public Detection withConfidence(double confidence) {
        return new Detection(id, label, box, confidence, tags, attributes);
    }

    public Detection withTag(String tag) {
        if (tags.contains(tag)) {
            return this;
        }
        List<String> more = new ArrayList<>(tags);
        more.add(tag);
        return new Detection(id, label, box, confidence, more, attributes);
    }

    /** The same with attribute {@code name} set; {@code null} takes it away. */
    public Detection with(String name, @Nullable Object value) {
        Map<String, Object> more = new LinkedHashMap<>(attributes);
        if (value == null) {
            more.remove(name);
        } else {
            more.put(name, value);
        }
        return new Detection(id, label, box, confidence, tags, more);
    }

    public boolean hasConfidence() {
        return !Double.isNaN(confidence);
    }
}
