package dev.winnow.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the points of keypoints belong together.
 *
 * @param labels what each point is called, in their order; empty where they have no names
 * @param edges paths through the points, each by their positions
 */
public record Skeleton(List<String> labels, List<List<Integer>> edges) {
    public Skeleton {
        labels = List.copyOf(labels);
        edges = edges.stream().map(List::copyOf).toList();
        for (List<Integer> edge : edges) {
            for (int point : edge) {
                if (point < 0 || (!labels.isEmpty() && point >= labels.size())) {
                    throw new IllegalArgumentException("Skeleton: an edge goes to point " + point + "; "
                            + (labels.isEmpty() ? "points count from 0." : "there are " + labels.size() + " points."));
                }
            }
        }
    }

    public Map<String, Object> toJson() {
        return Map.of("labels", labels, "edges", edges);
    }

    public static Skeleton of(@Nullable Object json) {
        Map<?, ?> map = json instanceof Map<?, ?> some ? some : Map.of();
        List<List<Integer>> edges = new ArrayList<>();
        for (Object edge : list(map.get("edges"))) {
            edges.add(list(edge).stream()
                    .map(point -> ((Number) point).intValue())
                    .toList());
        }
        return new Skeleton(
                list(map.get("labels")).stream().map(String::valueOf).toList(), edges);
    }

    private static List<?> list(@Nullable Object json) {
        return json instanceof List<?> list ? list : List.of();
    }
}
