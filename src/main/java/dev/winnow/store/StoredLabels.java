package dev.winnow.store;

import dev.winnow.label.Box;
import dev.winnow.label.Classification;
import dev.winnow.label.Detection;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Each type of label as the object that is stored, and back. What a box, a label and a confidence cannot carry stands among the
 * object's attributes under FiftyOne's names, so that stages and expressions see {@code points}, {@code logits} and the like.
 */
public final class StoredLabels {
    private static final Box NO_BOX = new Box(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private StoredLabels() {}

    /** The type of a field that holds this label, as a list or as the only one. */
    public static FieldType typeOf(Label label, boolean list) {
        if (label instanceof Detection) {
            return FieldType.DETECTIONS;
        }
        if (label instanceof Classification) {
            return list ? FieldType.CLASSIFICATIONS : FieldType.CLASSIFICATION;
        }
        if (label instanceof Polyline) {
            return FieldType.POLYLINES;
        }
        if (label instanceof Keypoint) {
            return FieldType.KEYPOINTS;
        }
        if (label instanceof Regression) {
            return FieldType.REGRESSION;
        }
        if (label instanceof TemporalDetection) {
            return FieldType.TEMPORAL_DETECTIONS;
        }
        if (label instanceof Segmentation) {
            return FieldType.SEGMENTATION;
        }
        return label instanceof Heatmap ? FieldType.HEATMAP : FieldType.GEO_LOCATION;
    }

    /** A field's value as labels of its type. */
    public static List<Label> labels(FieldType type, Object value) {
        List<?> labels = value instanceof List<?> list ? list : List.of(value);
        for (Object one : labels) {
            if (!(one instanceof Label label) || typeOf(label, !type.isOneLabel()) != type) {
                throw Column.cannotHold(type, one);
            }
        }
        if (type.isOneLabel() && labels.size() != 1) {
            throw Column.cannotHold(type, value);
        }
        return labels.stream().map(one -> (Label) one).toList();
    }

    /** A field's value as objects: a label or a list of labels of the field's type. */
    static List<Detection> objects(FieldType type, Object value) {
        List<?> labels = value instanceof List<?> list ? list : List.of(value);
        for (Object one : labels) {
            boolean fits =
                    one instanceof Label label && typeOf(label, !type.isOneLabel()) == type || one instanceof Detection;
            if (!fits || (type.isOneLabel() && labels.size() != 1)) {
                throw Column.cannotHold(type, value);
            }
        }
        return labels.stream().map(one -> object((Label) one)).toList();
    }

    public static Detection object(Label label) {
        if (label instanceof Detection detection) {
            return detection;
        }
        Map<String, Object> own = new LinkedHashMap<>(label.attributes());
        String name = "";
        double confidence = Double.NaN;
        if (label instanceof Classification one) {
            name = one.label();
            confidence = one.confidence();
            if (!one.logits().isEmpty()) {
                own.put("logits", one.logits());
            }
        } else if (label instanceof Polyline one) {
            name = one.label();
            confidence = one.confidence();
            own.put("points", one.points().stream().map(StoredLabels::numbers).toList());
            own.put("closed", one.closed());
            own.put("filled", one.filled());
        } else if (label instanceof Keypoint one) {
            name = one.label();
            confidence = one.confidence();
            own.put("points", numbers(one.points()));
        } else if (label instanceof Regression one) {
            confidence = one.confidence();
            own.put("value", one.value());
        } else if (label instanceof TemporalDetection one) {
            name = one.label();
            confidence = one.confidence();
            own.put("support", List.of(one.first(), one.last()));
        } else if (label instanceof Segmentation one) {
            own.put("mask_path", one.maskPath());
        } else if (label instanceof Heatmap one) {
            own.put("map_path", one.mapPath());
            own.put("range", List.of(one.min(), one.max()));
        } else if (label instanceof GeoLocation one) {
            own.put("point", numbers(List.of(one.point())).get(0));
            own.put("line", numbers(one.line()));
            own.put("polygon", numbers(one.polygon()));
        }
        return new Detection(label.id(), name, NO_BOX, confidence, label.tags(), own);
    }

    public static Label label(FieldType type, Detection object) {
        if (type == FieldType.DETECTIONS) {
            return object;
        }
        Map<String, Object> own = new LinkedHashMap<>(object.attributes());
        String id = object.id();
        String name = object.label();
        double confidence = object.confidence();
        List<String> tags = object.tags();
        return switch (type) {
            case POLYLINES -> {
                List<List<Point>> points = list(own.remove("points")).stream()
                        .map(StoredLabels::points)
                        .toList();
                boolean closed = Boolean.TRUE.equals(own.remove("closed"));
                boolean filled = Boolean.TRUE.equals(own.remove("filled"));
                yield new Polyline(id, name, points, closed, filled, confidence, tags, own);
            }
            case KEYPOINTS -> {
                List<Point> points = points(own.remove("points"));
                yield new Keypoint(id, name, points, confidence, tags, own);
            }
            case REGRESSION -> {
                double value = number(own.remove("value"));
                yield new Regression(id, value, confidence, tags, own);
            }
            case TEMPORAL_DETECTIONS -> {
                List<?> support = list(own.remove("support"));
                yield new TemporalDetection(
                        id,
                        name,
                        ((Number) support.get(0)).longValue(),
                        ((Number) support.get(1)).longValue(),
                        confidence,
                        tags,
                        own);
            }
            case SEGMENTATION -> {
                String path = String.valueOf(own.remove("mask_path"));
                yield new Segmentation(id, path, tags, own);
            }
            case HEATMAP -> {
                String path = String.valueOf(own.remove("map_path"));
                List<?> range = list(own.remove("range"));
                yield new Heatmap(id, path, number(range.get(0)), number(range.get(1)), tags, own);
            }
            case GEO_LOCATION -> {
                Point point = points(List.of(list(own.remove("point")))).get(0);
                List<Point> line = points(own.remove("line"));
                List<Point> polygon = points(own.remove("polygon"));
                yield new GeoLocation(id, point, line, polygon, tags, own);
            }
            default -> {
                List<Double> logits = list(own.remove("logits")).stream()
                        .map(StoredLabels::number)
                        .toList();
                yield new Classification(id, name, confidence, logits, tags, own);
            }
        };
    }

    private static List<List<Double>> numbers(List<Point> points) {
        return points.stream().map(point -> List.of(point.x(), point.y())).toList();
    }

    private static List<Point> points(@Nullable Object stored) {
        return list(stored).stream()
                .map(pair ->
                        new Point(number(list(pair).get(0)), number(list(pair).get(1))))
                .toList();
    }

    private static List<?> list(@Nullable Object stored) {
        return stored instanceof List<?> list ? list : List.of();
    }

    private static double number(@Nullable Object stored) {
        return stored instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
