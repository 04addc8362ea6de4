package dev.winnow.label;

import java.util.List;
import java.util.Map;

/**
 * Lines or polygons of one class, such as a lane.
 *
 * @param points the corners of each shape
 * @param closed whether the last corner of a shape is joined to its first
 * @param filled whether the inside belongs to it
 * @param confidence the score of a prediction, {@code NaN} where there is none
 */
public record Polyline(
        String id,
        String label,
        List<List<Point>> points,
        boolean closed,
        boolean filled,
        double confidence,
        List<String> tags,
        Map<String, Object> attributes)
        implements Label {
    public Polyline {
        points = points.stream().map(List::copyOf).toList();
        tags = List.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    /** An open line through {@code points}. */
    public static Polyline line(String label, List<Point> points) {
        return new Polyline("", label, List.of(points), false, false, Double.NaN, List.of(), Map.of());
    }

    /** A filled polygon with the corners {@code points}. */
    public static Polyline polygon(String label, List<Point> points) {
        return new Polyline("", label, List.of(points), true, true, Double.NaN, List.of(), Map.of());
    }

    /** The smallest box around all points. */
    public Box bounds() {
        double left = 1;
        double top = 1;
        double right = 0;
        double bottom = 0;
        for (List<Point> shape : points) {
            for (Point point : shape) {
                left = Math.min(left, point.x());
                top = Math.min(top, point.y());
                right = Math.max(right, point.x());
                bottom = Math.max(bottom, point.y());
            }
        }
        return new Box(left, top, right - left, bottom - top);
    }
}
