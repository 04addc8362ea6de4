package dev.winnow.format;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB's Extended JSON as texts, {@code Long}, {@code Double}, booleans, lists and maps. Numbers are read in their canonical and
 * relaxed forms and written relaxed; ids, dates and binary values stay the maps they are: {@code {"$oid": …}}.
 *
 * <p>Source: MongoDB Extended JSON (v2).
 */
public final class ExtendedJson {
    private ExtendedJson() {}

    public static @Nullable Object read(JsonReader json) throws IOException {
        switch (json.peek()) {
            case STRING -> {
                return json.nextString();
            }
            case NUMBER -> {
                return number(json.nextString());
            }
            case BOOLEAN -> {
                return json.nextBoolean();
            }
            case BEGIN_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                json.beginArray();
                while (json.hasNext()) {
                    list.add(read(json));
                }
                json.endArray();
                return list;
            }
            case BEGIN_OBJECT -> {
                return object(json);
            }
            default -> {
                json.nextNull();
                return null;
            }
        }
    }

    private static Object object(JsonReader json) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            map.put(json.nextName(), read(json));
        }
        json.endObject();
        if (map.size() == 1) {
            Map.Entry<String, @Nullable Object> only = map.entrySet().iterator().next();
            if (only.getValue() instanceof String digits) {
                switch (only.getKey()) {
                    case "$numberInt", "$numberLong" -> {
                        return Long.valueOf(digits);
                    }
                    case "$numberDouble" -> {
                        return Double.valueOf(digits);
                    }
                    default -> {
                        return map;
                    }
                }
            }
        }
        return map;
    }

    static Number number(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c != '-' && (c < '0' || c > '9')) {
                return Double.valueOf(digits);
            }
        }
        return digits.length() < 19 ? (Number) Long.valueOf(digits) : longOrDouble(digits);
    }

    private static Number longOrDouble(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException tooLong) {
            return Double.valueOf(digits);
        }
    }

    public static @Nullable Object read(String text) {
        try (JsonReader json = new JsonReader(new StringReader(text))) {
            return read(json);
        } catch (IOException | IllegalStateException broken) {
            throw new IllegalArgumentException("This is no JSON: " + broken.getMessage(), broken);
        }
    }

    public static void write(JsonWriter json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.nullValue();
        } else if (value instanceof String text) {
            json.value(text);
        } else if (value instanceof Boolean flag) {
            json.value(flag);
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isFinite(number)) {
                json.value(number);
            } else {
                json.beginObject()
                        .name("$numberDouble")
                        .value(String.valueOf(number))
                        .endObject();
            }
        } else if (value instanceof Number number) {
            json.value(number.longValue());
        } else if (value instanceof Iterable<?> list) {
            json.beginArray();
            for (Object one : list) {
                write(json, one);
            }
            json.endArray();
        } else if (value instanceof Map<?, ?> map) {
            json.beginObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.name(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.endObject();
        } else {
            throw new IllegalArgumentException(value.getClass().getSimpleName() + " has no form in JSON: " + value);
        }
    }

    public static String text(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = writer(text)) {
            write(json, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** A writer that keeps members whose value is null. */
    public static JsonWriter writer(java.io.Writer to) {
        JsonWriter json = new JsonWriter(to);
        json.setSerializeNulls(true);
        json.setHtmlSafe(false);
        return json;
    }

    public static Map<String, Object> oid(String id) {
        return Map.of("$oid", id);
    }

    /** The digits of an id, or nothing where this is none. */
    public static @Nullable String id(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.get("$oid") instanceof String id ? id : null;
    }

    /** Skips to the array of this name in an object, or says that there is none. */
    public static boolean find(JsonReader json, String array) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            if (json.nextName().equals(array) && json.peek() == JsonToken.BEGIN_ARRAY) {
                return true;
            }
            json.skipValue();
        }
        return false;
    }
}
