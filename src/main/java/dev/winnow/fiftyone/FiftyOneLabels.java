package dev.winnow.fiftyone;

import com.google.gson.stream.JsonWriter;
import dev.winnow.format.ExtendedJson;
import dev.winnow.format.ImportBatch;
import dev.winnow.format.ImportOptions;
import dev.winnow.format.ImportReport;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Labels of boxes in FiftyOne's form. Attributes of every kind come and go; what is no text, number or list stays the JSON it is. */
final class FiftyOneLabels {
    private static final Set<String> OWN = Set.of("_id", "_cls", "tags", "label", "bounding_box", "confidence");

    private FiftyOneLabels() {}

    static List<Detection> read(Object value, String where, ImportOptions options, ImportReport report) {
        List<Detection> labels = new ArrayList<>();
        if (!(value instanceof Map<?, ?> document && document.get("detections") instanceof List<?> list)) {
            report.skip("labels that are no list of boxes", where);
            return labels;
        }
        for (Object one : list) {
            Detection label = one instanceof Map<?, ?> doc ? label(doc, where, options, report) : null;
            if (label != null) {
                labels.add(label);
            }
        }
        return labels;
    }

    private static @Nullable Detection label(Map<?, ?> doc, String where, ImportOptions options, ImportReport report) {
        if (!(doc.get("bounding_box") instanceof List<?> numbers
                && numbers.size() == 4
                && numbers.stream().allMatch(Number.class::isInstance))) {
            report.skip("a label without a box of four numbers", where);
            return null;
        }
        if (doc.get("label") == null) {
            report.changed("a label without a class came with an empty one", where);
        }
        String name = doc.get("label") == null ? "" : String.valueOf(doc.get("label"));
        double[] n = numbers.stream()
                .mapToDouble(one -> ((Number) one).doubleValue())
                .toArray();
        Detection boxed = ImportBatch.label(name, new Box(n[0], n[1], n[2], n[3]), where, options, report);
        if (boxed == null) {
            return null;
        }
        String id = ExtendedJson.id(doc.get("_id"));
        double confidence = doc.get("confidence") instanceof Number number ? number.doubleValue() : Double.NaN;
        List<String> tags = doc.get("tags") instanceof List<?> some
                ? some.stream().map(String::valueOf).toList()
                : List.of();
        Map<String, Object> attributes = new LinkedHashMap<>();
        doc.forEach((key, value) -> {
            boolean empty = key.equals("attributes") && Map.of().equals(value);
            if (value != null && !OWN.contains(String.valueOf(key)) && !empty) {
                attributes.put(String.valueOf(key), value);
            }
        });
        return new Detection(id == null ? "" : id, name, boxed.box(), confidence, tags, attributes);
    }

    static void write(JsonWriter json, List<Detection> labels) throws IOException {
        json.beginObject().name("_cls").value("Detections").name("detections").beginArray();
        for (Detection label : labels) {
            json.beginObject();
            json.name("_id").beginObject().name("$oid").value(label.id()).endObject();
            json.name("_cls").value("Detection");
            if (!label.attributes().containsKey("attributes")) {
                json.name("attributes").beginObject().endObject();
            }
            json.name("tags");
            ExtendedJson.write(json, label.tags());
            json.name("label").value(label.label());
            Box box = label.box();
            json.name("bounding_box").beginArray();
            for (double number : new double[] {box.x(), box.y(), box.w(), box.h()}) {
                ExtendedJson.write(json, number);
            }
            json.endArray();
            if (label.hasConfidence()) {
                json.name("confidence");
                ExtendedJson.write(json, label.confidence());
            }
            for (Map.Entry<String, Object> attribute : label.attributes().entrySet()) {
                json.name(attribute.getKey());
                ExtendedJson.write(json, attribute.getValue());
            }
            json.endObject();
        }
        json.endArray().endObject();
    }
}
