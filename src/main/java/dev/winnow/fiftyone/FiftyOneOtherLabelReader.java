package dev.winnow.fiftyone;

import dev.winnow.format.ExtendedJson;
import dev.winnow.label.Classification;
import dev.winnow.label.FieldType;
import dev.winnow.label.GeoLocation;
import dev.winnow.label.Heatmap;
import dev.winnow.label.Keypoint;
import dev.winnow.label.Label;
import dev.winnow.label.Point;
import dev.winnow.label.Polyline;
import dev.winnow.label.Regression;
import dev.winnow.label.Segmentation;
import dev.winnow.label.TemporalDetection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One label of FiftyOne's that is no box. A part that no label of ours can hold, such as an area with holes or a score for each point,
 * becomes an attribute whose name ends in {@link #KEPT} and goes back as it came; so do masks that are no files, under their own name.
 */
final class FiftyOneOtherLabelReader {
    /** The ending of attributes that hold a part as FiftyOne wrote it. */
    static final String KEPT = "_kept";

    private static final Set<String> OWN = Set.of("_id", "_cls", "tags");

    private final FieldType type;
    private final String id;
    private final List<String> tags;
    /** What was not read yet; in the end the label's attributes. */
    private final Map<String, Object> parts = new LinkedHashMap<>();

    private FiftyOneOtherLabelReader(FieldType type, Map<?, ?> doc) {
        this.type = type;
        String given = ExtendedJson.id(doc.get("_id"));
        id = given == null ? "" : given;
        tags = doc.get("tags") instanceof List<?> some
                ? some.stream().map(String::valueOf).toList()
                : List.of();
        doc.forEach((name, value) -> {
            boolean empty = name.equals("attributes") && Map.of().equals(value);
            if (value != null && !OWN.contains(String.valueOf(name)) && !empty) {
                parts.put(String.valueOf(name), value);
            }
        });
    }

    /**
     * The labels in a field's value: those of its list, or the only one.
     *
     * @throws IllegalArgumentException if this is not how FiftyOne writes a field of this type
     */
    static List<Label> read(FieldType type, FiftyOneOtherLabels.Form form, Object value) {
        List<Label> labels = new ArrayList<>();
        for (Object one :
                form.list().isEmpty() ? List.of(value) : list(map(value).get(form.list()))) {
            labels.add(new FiftyOneOtherLabelReader(type, map(one)).label());
        }
        return labels;
    }

    private Label label() {
        String name = text("label");
        return switch (type) {
            case POLYLINES -> {
                List<List<Point>> points = new ArrayList<>();
                for (Object shape : list(parts.remove("points"))) {
                    points.add(points(shape));
                }
                boolean closed = Boolean.TRUE.equals(parts.remove("closed"));
                boolean filled = Boolean.TRUE.equals(parts.remove("filled"));
                yield new Polyline(id, name, points, closed, filled, number("confidence"), tags, parts);
            }
            case KEYPOINTS -> {
                List<Point> points = points(parts.remove("points"));
                yield new Keypoint(id, name, points, commonConfidence(points.size()), tags, parts);
            }
            case REGRESSION -> new Regression(id, number("value"), number("confidence"), tags, parts);
            case TEMPORAL_DETECTIONS -> {
                double[] support = numbers(parts.remove("support"), 2);
                yield new TemporalDetection(
                        id, name, (long) support[0], (long) support[1], number("confidence"), tags, parts);
            }
            case SEGMENTATION -> new Segmentation(id, text("mask_path"), tags, parts);
            case HEATMAP -> {
                Object range = parts.remove("range");
                double[] ends = range == null ? new double[] {Double.NaN, Double.NaN} : numbers(range, 2);
                yield new Heatmap(id, text("map_path"), ends[0], ends[1], tags, parts);
            }
            case GEO_LOCATION -> {
                Object place = coordinates("point");
                List<Point> line = points(coordinates("line"));
                Point point = place == null ? new Point(Double.NaN, Double.NaN) : point(place);
                yield new GeoLocation(id, point, line, area(), tags, parts);
            }
            default -> new Classification(id, name, number("confidence"), logits(), tags, parts);
        };
    }

    private List<Double> logits() {
        Object stored = parts.remove("logits");
        double[] logits = NumpyBytes.readDoubles(stored);
        if (logits != null) {
            return Arrays.stream(logits).boxed().toList();
        }
        keep("logits", stored);
        return List.of();
    }

    /** The score that every point has; {@code NaN} where there is none, or where they differ and are kept. */
    private double commonConfidence(int points) {
        Object scores = parts.remove("confidence");
        if (scores instanceof List<?> list
                && !list.isEmpty()
                && list.size() == points
                && list.get(0) instanceof Double first
                && list.stream().allMatch(first::equals)) {
            return first;
        }
        keep("confidence", scores);
        return Double.NaN;
    }

    private @Nullable Object coordinates(String name) {
        Object geometry = parts.remove(name);
        return geometry == null ? null : map(geometry).get("coordinates");
    }

    private List<Point> area() {
        Object geometry = parts.get("polygon");
        List<?> rings = list(coordinates("polygon"));
        if (rings.size() > 1) {
            keep("polygon", geometry);
        }
        return rings.size() == 1 ? points(rings.get(0)) : List.of();
    }

    private void keep(String name, @Nullable Object value) {
        if (value != null) {
            parts.put(name + KEPT, value);
        }
    }

    private String text(String name) {
        Object text = parts.remove(name);
        return text == null ? "" : String.valueOf(text);
    }

    private double number(String name) {
        return parts.remove(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static List<Point> points(@Nullable Object stored) {
        List<Point> points = new ArrayList<>();
        for (Object pair : list(stored)) {
            points.add(point(pair));
        }
        return points;
    }

    private static Point point(@Nullable Object pair) {
        double[] numbers = numbers(pair, 2);
        return new Point(numbers[0], numbers[1]);
    }

    private static double[] numbers(@Nullable Object stored, int count) {
        List<?> list = list(stored);
        if (list.size() != count || !list.stream().allMatch(Number.class::isInstance)) {
            throw new IllegalArgumentException(count + " numbers are needed, not " + stored);
        }
        return list.stream().mapToDouble(one -> ((Number) one).doubleValue()).toArray();
    }

    private static List<?> list(@Nullable Object stored) {
        if (stored == null) {
            return List.of();
        }
        if (stored instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("a list is needed, not " + stored);
    }

    private static Map<?, ?> map(@Nullable Object stored) {
        if (stored instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("a label is needed, not " + stored);
    }
}
