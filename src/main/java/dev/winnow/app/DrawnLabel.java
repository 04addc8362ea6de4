package dev.winnow.app;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.Label;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A label as the editor gives it back: a class, a box and the attributes that it shows. What it does not show (tags, confidence, lists,
 * maps, who made it) it does not know, and an unchanged value it may write in another way, such as 0 as 0.0; so the label is put on the
 * stored one of its id, of which only what differs is changed.
 *
 * @param attributes texts, numbers and booleans by name, without the annotator
 */
record DrawnLabel(String id, String label, Box box, Map<String, JsonPrimitive> attributes) {
    static DrawnLabel of(JsonObject json) {
        JsonArray box = json.getAsJsonArray("box");
        Map<String, JsonPrimitive> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> attribute :
                AppJson.object(json, "attributes").entrySet()) {
            if (attribute.getValue() instanceof JsonPrimitive value
                    && !attribute.getKey().equals(Label.ANNOTATOR)) {
                attributes.put(attribute.getKey(), value);
            }
        }
        return new DrawnLabel(
                AppJson.text(json, "id", ""),
                AppJson.text(json, "label", ""),
                new Box(
                        box.get(0).getAsDouble(),
                        box.get(1).getAsDouble(),
                        box.get(2).getAsDouble(),
                        box.get(3).getAsDouble()),
                attributes);
    }

    /** The label to store: the stored one with what the person changed, or a new one where none has its id. */
    Detection on(Map<String, Detection> stored) {
        Detection before = stored.get(id);
        Map<String, Object> now = new LinkedHashMap<>();
        if (before == null) {
            attributes.forEach((name, value) -> now.put(name, value(value)));
            return new Detection(id, label, box, Double.NaN, List.of(), now);
        }
        before.attributes().forEach((name, value) -> {
            JsonPrimitive drawn = attributes.get(name);
            if (drawn != null) {
                now.put(name, isSame(value, drawn) ? value : value(drawn));
            } else if (!isShown(name, value)) {
                now.put(name, value);
            }
        });
        attributes.forEach((name, value) -> now.putIfAbsent(name, value(value)));
        return new Detection(id, label, box, before.confidence(), before.tags(), now);
    }

    /** Whether the editor gives an attribute back: one that it does not have was taken away by the person. */
    private static boolean isShown(String name, Object value) {
        return !name.equals(Label.ANNOTATOR)
                && (value instanceof String
                        || value instanceof Boolean
                        || value instanceof Number number && isFinite(number));
    }

    private static boolean isFinite(Number number) {
        return Double.isFinite(number.doubleValue());
    }

    private static boolean isSame(@Nullable Object stored, JsonPrimitive drawn) {
        if (stored instanceof Number number) {
            return drawn.isNumber() && number.doubleValue() == drawn.getAsDouble();
        }
        return Objects.equals(stored, value(drawn));
    }

    private static Object value(JsonPrimitive value) {
        return value.isBoolean()
                ? (Object) value.getAsBoolean()
                : value.isNumber() ? (Object) value.getAsDouble() : value.getAsString();
    }
}
