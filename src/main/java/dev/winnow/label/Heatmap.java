package dev.winnow.label;

import java.util.List;
import java.util.Map;

/**
 * A number for every pixel of an image, as a picture beside it.
 *
 * @param mapPath where the map lies, relative to the dataset's media root
 * @param min what its smallest value stands for
 * @param max what its largest value stands for
 */
public record Heatmap(
        String id, String mapPath, double min, double max, List<String> tags, Map<String, Object> attributes)
        implements Label {
    public Heatmap {
        tags = List.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    public static Heatmap of(String mapPath) {
        return new Heatmap("", mapPath, 0, 1, List.of(), Map.of());
    }
}
