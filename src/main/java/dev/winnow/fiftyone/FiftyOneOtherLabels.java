package dev.winnow.fiftyone;

import com.google.gson.stream.JsonWriter;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Labels other than boxes in FiftyOne's form: classifications, polylines, keypoints, regressions, spans of time, masks, heat maps and
 * places. A keypoint of ours has one confidence, FiftyOne's one for each of its points: it is written as often.
 */
final class FiftyOneOtherLabels {
    /**
     * How FiftyOne writes a field of labels.
     *
     * @param document the class of the field's value
     * @param list the name of its list, empty where the value is one label
     * @param label the class of one label
     * @param parts what a label holds beside its id and tags, by name the type
     */
    record Form(String document, String list, String label, Map<String, String> parts) {}

    private static final Map<FieldType, Form> FORMS = Map.of(
            FieldType.CLASSIFICATION, one("Classification", classification()),
            FieldType.CLASSIFICATIONS, many("Classifications", "classifications", "Classification", classification()),
            FieldType.POLYLINES,
                    many(
                            "Polylines",
                            "polylines",
                            "Polyline",
                            parts(
                                    "label", "StringField",
                                    "points", "PolylinePointsField",
                                    "confidence", "FloatField",
                                    "index", "IntField",
                                    "closed", "BooleanField",
                                    "filled", "BooleanField")),
            FieldType.KEYPOINTS,
                    many(
                            "Keypoints",
                            "keypoints",
                            "Keypoint",
                            parts(
                                    "label", "StringField",
                                    "points", "KeypointsField",
                                    "confidence", "ListField:FloatField",
                                    "index", "IntField")),
            FieldType.REGRESSION, one("Regression", parts("value", "FloatField", "confidence", "FloatField")),
            FieldType.TEMPORAL_DETECTIONS,
                    many(
                            "TemporalDetections",
                            "detections",
                            "TemporalDetection",
                            parts("label", "StringField", "support", "FrameSupportField", "confidence", "FloatField")),
            FieldType.SEGMENTATION, one("Segmentation", parts("mask", "ArrayField", "mask_path", "StringField")),
            FieldType.HEATMAP,
                    one(
                            "Heatmap",
                            parts(
                                    "map",
                                    "ArrayField",
                                    "map_path",
                                    "StringField",
                                    "range",
                                    "HeatmapRangeField:FloatField")),
            FieldType.GEO_LOCATION,
                    one(
                            "GeoLocation",
                            parts(
                                    "point",
                                    "GeoPointField",
                                    "line",
                                    "GeoLineStringField",
                                    "polygon",
                                    "GeoPolygonField")));

    private FiftyOneOtherLabels() {}

    private static Form one(String label, Map<String, String> parts) {
        return new Form(label, "", label, parts);
    }

    private static Form many(String document, String list, String label, Map<String, String> parts) {
        return new Form(document, list, label, parts);
    }

    private static Map<String, String> classification() {
        return parts("label", "StringField", "confidence", "FloatField", "logits", "VectorField");
    }

    private static Map<String, String> parts(String... namesAndTypes) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            parts.put(namesAndTypes[i], namesAndTypes[i + 1]);
        }
        return parts;
    }

    /** How labels of a type are written; nothing for boxes, and for what are no labels. */
    static @Nullable Form form(FieldType type) {
        return FORMS.get(type);
    }

    /** The type that holds labels of this class of FiftyOne's, named without its package; nothing where there is none. */
    static @Nullable FieldType type(String document) {
        return FORMS.entrySet().stream()
                .filter(entry -> entry.getValue().document().equals(document))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /**
     * Writes a field's value and gives its labels back.
     *
     * @param files what FiftyOne is told of where a mask or heat map lies
     */
    static List<Label> write(JsonWriter json, Form form, Object value, UnaryOperator<String> files) throws IOException {
        List<Label> labels = new ArrayList<>();
        for (Object one : value instanceof List<?> list ? list : List.of(value)) {
            labels.add((Label) one);
        }
        if (form.list().isEmpty()) {
            label(json, form, labels.get(0), files);
            return labels;
        }
        json.beginObject().name("_cls").value(form.document()).name(form.list()).beginArray();
        for (Label label : labels) {
            label(json, form, label, files);
        }
        json.endArray().endObject();
        return labels;
    }

    private static void label(JsonWriter json, Form form, Label label, UnaryOperator<String> files) throws IOException {
        Map<String, @Nullable Object> doc = new LinkedHashMap<>();
        doc.put("_id", ExtendedJson.oid(label.id()));
        doc.put("_cls", form.label());
        doc.put("tags", label.tags());
        if (label instanceof Classification one) {
            text(doc, "label", one.label());
            number(doc, "confidence", one.confidence());
            if (!one.logits().isEmpty()) {
                doc.put("logits", NumpyBytes.write(one.logits()));
            }
        } else if (label instanceof Polyline one) {
            text(doc, "label", one.label());
            doc.put(
                    "points",
                    one.points().stream().map(FiftyOneOtherLabels::points).toList());
            number(doc, "confidence", one.confidence());
            doc.put("closed", one.closed());
            doc.put("filled", one.filled());
        } else if (label instanceof Keypoint one) {
            text(doc, "label", one.label());
            doc.put("points", points(one.points()));
            if (!Double.isNaN(one.confidence())) {
                doc.put("confidence", Collections.nCopies(one.points().size(), one.confidence()));
            }
        } else if (label instanceof Regression one) {
            number(doc, "value", one.value());
            number(doc, "confidence", one.confidence());
        } else if (label instanceof TemporalDetection one) {
            text(doc, "label", one.label());
            doc.put("support", List.of(one.first(), one.last()));
            number(doc, "confidence", one.confidence());
        } else if (label instanceof Segmentation one) {
            text(doc, "mask_path", files.apply(one.maskPath()));
        } else if (label instanceof Heatmap one) {
            text(doc, "map_path", files.apply(one.mapPath()));
            if (!Double.isNaN(one.min())) {
                doc.put("range", List.of(one.min(), one.max()));
            }
        } else if (label instanceof GeoLocation one) {
            if (!Double.isNaN(one.point().x())) {
                doc.put("point", geometry("Point", points(List.of(one.point())).get(0)));
            }
            if (!one.line().isEmpty()) {
                doc.put("line", geometry("LineString", points(one.line())));
            }
            if (!one.polygon().isEmpty()) {
                doc.put("polygon", geometry("Polygon", List.of(points(one.polygon()))));
            }
        }
        label.attributes().forEach((name, value) -> doc.putIfAbsent(attribute(name), value));
        ExtendedJson.write(json, doc);
    }

    /** What a label's attribute is called in FiftyOne: a part that was kept as it came has its own name again. */
    static String attribute(String name) {
        return name.endsWith(FiftyOneOtherLabelReader.KEPT)
                ? name.substring(0, name.length() - FiftyOneOtherLabelReader.KEPT.length())
                : name;
    }

    /** FiftyOne's labels need no class, ours have an empty one then. */
    private static void text(Map<String, @Nullable Object> doc, String name, String text) {
        if (!text.isEmpty()) {
            doc.put(name, text);
        }
    }

    private static void number(Map<String, @Nullable Object> doc, String name, double number) {
        if (!Double.isNaN(number)) {
            doc.put(name, number);
        }
    }

    private static Map<String, Object> geometry(String type, List<?> coordinates) {
        Map<String, Object> geometry = new LinkedHashMap<>();
        geometry.put("type", type);
        geometry.put("coordinates", coordinates);
        return geometry;
    }

    private static List<List<Double>> points(List<Point> points) {
        return points.stream().map(point -> List.of(point.x(), point.y())).toList();
    }
}
