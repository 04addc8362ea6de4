package dev.winnow.label;

import java.util.List;
import java.util.Map;

/**
 * Where on Earth a picture was taken: x is the longitude, y the latitude, in degrees.
 *
 * @param point the place; its coordinates are {@code NaN} where only a line or polygon is known
 * @param line a way, may be empty
 * @param polygon an area, may be empty
 */
public record GeoLocation(
        String id,
        Point point,
        List<Point> line,
        List<Point> polygon,
        List<String> tags,
        Map<String, Object> attributes)
        implements Label {
    public GeoLocation {
        line = List.copyOf(line);
        polygon = List.copyOf(polygon);
        tags = List.copyOf(tags);
        attributes = Map.copyOf(attributes);
    }

    public static GeoLocation of(double longitude, double latitude) {
        return new GeoLocation("", new Point(longitude, latitude), List.of(), List.of(), List.of(), Map.of());
    }
}
