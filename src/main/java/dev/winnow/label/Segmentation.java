package dev.winnow.label;

import java.util.List;
import java.util.Map;

/**
 * A class for every pixel of an image, as a picture beside it.
 *
 * @param maskPath where the mask lies, relative to the dataset's media root: grey values are class numbers
 */
public record Segmentation(String id, String maskPath, List<String> tags, Map<String, Object> attributes)
        implements Label {
    public Segmentation {
        tags = List.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    public static Segmentation of(String maskPath) {
        return new Segmentation("", maskPath, List.of(), Map.of());
    }
}
