package dev.winnow.fiftyone;

import dev.winnow.label.FieldType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The documents in which FiftyOne describes fields: what each holds, and for labels also what each label holds. */
final class FiftyOneSchema {
    /** Fields of every sample that FiftyOne makes anew, or that have a place of their own here. */
    static final Set<String> OWN = Set.of(
            "id",
            "_id",
            "filepath",
            "tags",
            "_media_type",
            "_rand",
            "_dataset_id",
            "created_at",
            "last_modified_at",
            "metadata");

    private static final String FIELDS = "fiftyone.core.fields.";
    private static final String LABELS = "fiftyone.core.labels.";

    private FiftyOneSchema() {}

    /** What a field becomes here; nothing where no type of ours holds it without loss. */
    static @Nullable FieldType type(Map<?, ?> doc) {
        String type = String.valueOf(doc.get("ftype")).replace(FIELDS, "");
        return switch (type) {
            case "StringField" -> FieldType.STRING;
            case "IntField", "FrameNumberField" -> FieldType.INT;
            case "FloatField" -> FieldType.FLOAT;
            case "BooleanField" -> FieldType.BOOLEAN;
            case "VectorField" -> FieldType.VECTOR;
            case "ListField" -> (FIELDS + "StringField").equals(doc.get("subfield")) ? FieldType.STRING_LIST : null;
            case "EmbeddedDocumentField" -> labels(String.valueOf(doc.get("embedded_doc_type")));
            default -> null;
        };
    }

    private static @Nullable FieldType labels(String document) {
        if (!document.startsWith(LABELS)) {
            return null;
        }
        String name = document.substring(LABELS.length());
        return name.equals("Detections") ? FieldType.DETECTIONS : FiftyOneOtherLabels.type(name);
    }

    /** The fields that every sample has, in FiftyOne's order. */
    static List<Map<String, @Nullable Object>> ownFields() {
        List<Map<String, @Nullable Object>> metadata = List.of(
                plain("size_bytes", "IntField"),
                plain("mime_type", "StringField"),
                plain("width", "IntField"),
                plain("height", "IntField"),
                plain("num_channels", "IntField"));
        return List.of(
                field("tags", "ListField", null, "StringField", List.of()),
                plain("_media_type", "StringField"),
                plain("filepath", "StringField"),
                plain("_rand", "FloatField"),
                plain("created_at", "DateTimeField"),
                plain("last_modified_at", "DateTimeField"),
                field("metadata", "EmbeddedDocumentField", "fiftyone.core.metadata.ImageMetadata", null, metadata),
                plain("_dataset_id", "ObjectIdField"),
                plain("id", "ObjectIdField"));
    }

    static Map<String, @Nullable Object> group(String name) {
        List<Map<String, @Nullable Object>> parts = List.of(plain("id", "ObjectIdField"), plain("name", "StringField"));
        return field(name, "EmbeddedDocumentField", "fiftyone.core.groups.Group", null, parts);
    }

    /** A field of a type of ours; for labels with what their attributes hold. */
    static Map<String, @Nullable Object> field(String name, FieldType type, Map<String, String> attributes) {
        return switch (type) {
            case STRING -> plain(name, "StringField");
            case INT -> plain(name, "IntField");
            case FLOAT -> plain(name, "FloatField");
            case BOOLEAN -> plain(name, "BooleanField");
            case VECTOR -> plain(name, "VectorField");
            case STRING_LIST -> field(name, "ListField", null, "StringField", List.of());
            case DETECTIONS -> detections(name, attributes);
            case LIST -> plain(name, "ListField");
            case DICT -> plain(name, "DictField");
            default -> others(name, type, attributes);
        };
    }

    private static Map<String, @Nullable Object> others(String name, FieldType type, Map<String, String> attributes) {
        FiftyOneOtherLabels.Form form = FiftyOneOtherLabels.form(type);
        if (form == null) {
            throw new IllegalArgumentException("Fields of type " + type + " are not written.");
        }
        Map<String, String> named = new LinkedHashMap<>(form.parts());
        attributes.forEach(named::putIfAbsent);
        List<Map<String, @Nullable Object>> parts = new ArrayList<>(
                List.of(plain("id", "ObjectIdField"), field("tags", "ListField", null, "StringField", List.of())));
        named.forEach((part, partType) -> {
            String[] two = partType.split(":");
            parts.add(field(part, two[0], null, two.length > 1 ? two[1] : null, List.of()));
        });
        List<Map<String, @Nullable Object>> held = form.list().isEmpty()
                ? parts
                : List.of(field(form.list(), "ListField", LABELS + form.label(), "EmbeddedDocumentField", parts));
        return field(name, "EmbeddedDocumentField", LABELS + form.document(), null, held);
    }

    private static Map<String, @Nullable Object> detections(String name, Map<String, String> attributes) {
        List<Map<String, @Nullable Object>> parts = new ArrayList<>(List.of(
                plain("id", "ObjectIdField"),
                field("tags", "ListField", null, "StringField", List.of()),
                field("attributes", "DictField", LABELS + "Attribute", "EmbeddedDocumentField", List.of()),
                plain("label", "StringField"),
                field("bounding_box", "ListField", null, "FloatField", List.of()),
                plain("mask", "ArrayField"),
                plain("mask_path", "StringField"),
                plain("confidence", "FloatField"),
                plain("index", "IntField")));
        Set<String> there = new LinkedHashSet<>();
        parts.forEach(part -> there.add(String.valueOf(part.get("name"))));
        attributes.forEach((attribute, type) -> {
            if (!there.contains(attribute)) {
                String[] two = type.split(":");
                parts.add(field(attribute, two[0], null, two.length > 1 ? two[1] : null, List.of()));
            }
        });
        return field(
                name,
                "EmbeddedDocumentField",
                LABELS + "Detections",
                null,
                List.of(field("detections", "ListField", LABELS + "Detection", "EmbeddedDocumentField", parts)));
    }

    /** A field document of the original with the attributes that labels got since. */
    static Map<String, @Nullable Object> withAttributes(
            FieldType type, Map<?, ?> original, Map<String, @Nullable Object> grown) {
        if (type.isOneLabel()) {
            return withParts(original, grown);
        }
        Map<String, @Nullable Object> merged = copy(original);
        merged.put("fields", List.of(withParts(first(original), first(grown))));
        return merged;
    }

    private static Map<String, @Nullable Object> withParts(Map<?, ?> original, Map<?, ?> grown) {
        Map<String, @Nullable Object> merged = copy(original);
        List<Object> parts = new ArrayList<>((List<?>) merged.getOrDefault("fields", List.of()));
        Set<Object> there = new LinkedHashSet<>();
        parts.forEach(part -> there.add(String.valueOf(((Map<?, ?>) part).get("name"))));
        for (Object part : grown.get("fields") instanceof List<?> more ? more : List.of()) {
            if (there.add(String.valueOf(((Map<?, ?>) part).get("name")))) {
                parts.add(part);
            }
        }
        merged.put("fields", parts);
        return merged;
    }

    private static Map<?, ?> first(Map<?, ?> labels) {
        return labels.get("fields") instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?> map
                ? map
                : Map.of("fields", List.of());
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    /** The type of a label's attribute, seen from its values: a field, and behind a colon what a list holds. */
    static String typeOf(Object value, @Nullable String before) {
        String now = value instanceof String
                ? "StringField"
                : value instanceof Boolean
                        ? "BooleanField"
                        : value instanceof Long || value instanceof Integer
                                ? "IntField"
                                : value instanceof Number
                                        ? "FloatField"
                                        : value instanceof List<?> list ? "ListField" + held(list) : document(value);
        if (before == null || before.equals(now)) {
            return now;
        }
        boolean numbers = Set.of("IntField", "FloatField").containsAll(List.of(before, now));
        return numbers ? "FloatField" : before;
    }

    private static String held(List<?> list) {
        Object first = list.isEmpty() ? null : list.get(0);
        return first instanceof Number ? ":FloatField" : first instanceof String ? ":StringField" : "";
    }

    private static String document(Object value) {
        Map<?, ?> map = value instanceof Map<?, ?> some ? some : Map.of();
        return map.containsKey("$date")
                ? "DateTimeField"
                : map.containsKey("$oid") ? "ObjectIdField" : map.containsKey("$binary") ? "ArrayField" : "DictField";
    }

    private static Map<String, @Nullable Object> plain(String name, String type) {
        return field(name, type, null, null, List.of());
    }

    private static Map<String, @Nullable Object> field(
            String name,
            String type,
            @Nullable String document,
            @Nullable String held,
            List<Map<String, @Nullable Object>> parts) {
        Map<String, @Nullable Object> field = new LinkedHashMap<>();
        field.put("name", name);
        field.put("ftype", FIELDS + type);
        field.put("embedded_doc_type", document);
        field.put("subfield", held == null ? null : FIELDS + held);
        field.put("fields", parts);
        field.put("db_field", name.equals("id") ? "_id" : name);
        field.put("description", null);
        field.put("info", null);
        field.put("read_only", name.equals("created_at") || name.equals("last_modified_at"));
        field.put("created_at", null);
        return field;
    }
}
