package dev.winnow.format;

import com.google.gson.stream.JsonWriter;
import dev.winnow.data.Classification;
import dev.winnow.data.FieldType;
import dev.winnow.data.Keypoint;
import dev.winnow.data.Label;
import dev.winnow.data.Point;
import dev.winnow.data.Polyline;
import dev.winnow.data.Regression;
import dev.winnow.data.TemporalDetection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Labels other than boxes in FiftyOne's form: classifications, polylines, keypoints, regressions, spans of time. A keypoint of ours
 * has one confidence, FiftyOne's one for each of its points: it is written as often.
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
            FieldType.CLASSIFICATION,
            new Form("Classification", "", "Classification", classification()),
            FieldType.CLASSIFICATIONS,
            new Form("Classifications", "classifications", "Classification", classification()),
            FieldType.POLYLINES,
            new Form(
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
            new Form(
                    "Keypoints",
                    "keypoints",
                    "Keypoint",
                    parts(
                            "label", "StringField",
                            "points", "KeypointsField",
                            "confidence", "ListField:FloatField",
                            "index", "IntField")),
            FieldType.REGRESSION,
            new Form("Regression", "", "Regression", parts("value", "FloatField", "confidence", "FloatField")),
            FieldType.TEMPORAL_DETECTIONS,
            new Form(
                    "TemporalDetections",
                    "detections",
                    "TemporalDetection",
                    parts("label", "StringField", "support", "FrameSupportField", "confidence", "FloatField")));

    private FiftyOneOtherLabels() {}

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

    /** How labels of a type are written, nothing for those that are not. */
    static @Nullable Form form(FieldType type) {
        return FORMS.get(type);
    }

    /** Writes a field's value and gives its labels back. */
    static List<Label> write(JsonWriter json, Form form, Object value) throws IOException {
        List<Label> labels = new ArrayList<>();
        for (Object one : value instanceof List<?> list ? list : List.of(value)) {
            labels.add((Label) one);
        }
        if (form.list().isEmpty()) {
            label(json, form, labels.get(0));
            return labels;
        }
        json.beginObject().name("_cls").value(form.document()).name(form.list()).beginArray();
        for (Label label : labels) {
            label(json, form, label);
        }
        json.endArray().endObject();
        return labels;
    }

    private static void label(JsonWriter json, Form form, Label label) throws IOException {
        Map<String, @Nullable Object> doc = new LinkedHashMap<>();
        doc.put("_id", ExtendedJson.oid(label.id()));
        doc.put("_cls", form.label());
        doc.put("tags", label.tags());
        if (label instanceof Classification one) {
            doc.put("label", one.label());
            confidence(doc, one.confidence());
            if (!one.logits().isEmpty()) {
                float[] logits = new float[one.logits().size()];
                for (int i = 0; i < logits.length; i++) {
                    logits[i] = one.logits().get(i).floatValue();
                }
                doc.put("logits", NumpyBytes.write(logits));
            }
        } else if (label instanceof Polyline one) {
            doc.put("label", one.label());
            doc.put(
                    "points",
                    one.points().stream().map(FiftyOneOtherLabels::points).toList());
            confidence(doc, one.confidence());
            doc.put("closed", one.closed());
            doc.put("filled", one.filled());
        } else if (label instanceof Keypoint one) {
            doc.put("label", one.label());
            doc.put("points", points(one.points()));
            if (!Double.isNaN(one.confidence())) {
                doc.put("confidence", Collections.nCopies(one.points().size(), one.confidence()));
            }
        } else if (label instanceof Regression one) {
            doc.put("value", one.value());
            confidence(doc, one.confidence());
        } else if (label instanceof TemporalDetection one) {
            doc.put("label", one.label());
            doc.put("support", List.of(one.first(), one.last()));
            confidence(doc, one.confidence());
        }
        label.attributes().forEach(doc::putIfAbsent);
        ExtendedJson.write(json, doc);
    }

    private static void confidence(Map<String, @Nullable Object> doc, double confidence) {
        if (!Double.isNaN(confidence)) {
            doc.put("confidence", confidence);
        }
    }

    private static List<List<Double>> points(List<Point> points) {
        return points.stream().map(point -> List.of(point.x(), point.y())).toList();
    }
}
