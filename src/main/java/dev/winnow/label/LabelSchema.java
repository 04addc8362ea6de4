package dev.winnow.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a label may be: its classes, and the attributes with the values that each may take.
 *
 * <pre>{@code
 * LabelSchema.of("Car", "Pedestrian").attribute("occluded", "none", "partial", "heavy").flag("truncated")
 * }</pre>
 */
public final class LabelSchema {
    private static final List<String> FLAG = List.of("true", "false");

    private final List<String> classes;
    private final Map<String, List<String>> values;

    private LabelSchema(List<String> classes, Map<String, List<String>> values) {
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("A schema needs at least one class, as in LabelSchema.of(\"Car\").");
        }
        this.classes = List.copyOf(classes);
        this.values = new LinkedHashMap<>(values);
    }

    public static LabelSchema of(String... classes) {
        return new LabelSchema(Arrays.asList(classes), Map.of());
    }

    public static LabelSchema of(List<String> classes) {
        return new LabelSchema(classes, Map.of());
    }

    /** The same with an attribute that takes one of {@code values}. */
    public LabelSchema attribute(String name, String... values) {
        Map<String, List<String>> more = new LinkedHashMap<>(this.values);
        more.put(name, List.of(values));
        return new LabelSchema(classes, more);
    }

    /** The same with an attribute that is true or false. */
    public LabelSchema flag(String name) {
        Map<String, List<String>> more = new LinkedHashMap<>(values);
        more.put(name, FLAG);
        return new LabelSchema(classes, more);
    }

    public List<String> classes() {
        return classes;
    }

    public List<String> attributes() {
        return List.copyOf(values.keySet());
    }

    /** The values that {@code attribute} may take; for a flag {@code true} and {@code false}. */
    public List<String> valuesOf(String attribute) {
        return values.getOrDefault(attribute, List.of());
    }

    /** What breaks the schema in {@code detection}, each as a sentence; empty when nothing does. */
    public List<String> violations(Detection detection) {
        List<String> broken = new ArrayList<>();
        if (!classes.contains(detection.label())) {
            broken.add("class '" + detection.label() + "' is not one of " + classes);
        }
        detection.attributes().forEach((name, value) -> {
            List<String> allowed = values.get(name);
            if (allowed != null && !allowed.contains(String.valueOf(value))) {
                broken.add("attribute " + name + " is '" + value + "', which is not one of " + allowed);
            }
        });
        if (!detection.box().problem().isEmpty()) {
            broken.add("box " + detection.box() + ": " + detection.box().problem());
        }
        return broken;
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("classes", classes);
        json.put("attributes", values);
        return json;
    }

    /** Reads what {@code Dataset.info} gives for a stored schema. */
    @SuppressWarnings("unchecked")
    public static LabelSchema from(Object info) {
        if (info instanceof Map<?, ?> map && map.get("classes") instanceof List<?> names) {
            Map<String, List<String>> values =
                    map.get("attributes") instanceof Map<?, ?> found ? (Map<String, List<String>>) found : Map.of();
            return new LabelSchema(names.stream().map(String::valueOf).toList(), values);
        }
        throw new IllegalArgumentException(
                "This is no label schema: " + info + ". Store one with setInfo(key, schema).");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("classes: " + String.join(", ", classes));
        values.forEach(
                (name, allowed) -> text.append("\n").append(name).append(": ").append(String.join(", ", allowed)));
        return text.toString();
    }
}
