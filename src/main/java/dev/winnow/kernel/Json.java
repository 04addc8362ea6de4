package dev.winnow.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JDK's values as JSON trees and back. Numbers that JSON cannot write (NaN, infinite) become null, bytes become base64. */
final class Json {
    private Json() {}

    /** An object of names and values in turn. */
    static JsonObject object(@Nullable Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.add(String.valueOf(namesAndValues[i]), tree(namesAndValues[i + 1]));
        }
        return object;
    }

    static JsonElement tree(@Nullable Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        } else if (value instanceof JsonElement element) {
            return element;
        } else if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((name, one) -> object.add(String.valueOf(name), tree(one)));
            return object;
        } else if (value instanceof Iterable<?> many) {
            JsonArray array = new JsonArray();
            many.forEach(one -> array.add(tree(one)));
            return array;
        } else if (value instanceof byte[] bytes) {
            return new JsonPrimitive(Base64.getEncoder().encodeToString(bytes));
        } else if (value.getClass().isArray()) {
            JsonArray array = new JsonArray();
            for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) {
                array.add(tree(java.lang.reflect.Array.get(value, i)));
            }
            return array;
        } else if (value instanceof Number number) {
            return Double.isFinite(number.doubleValue()) ? new JsonPrimitive(number) : JsonNull.INSTANCE;
        } else if (value instanceof Boolean truth) {
            return new JsonPrimitive(truth);
        }
        return new JsonPrimitive(value.toString());
    }

    /** Maps, lists, strings, booleans, {@code Long} for whole numbers and {@code Double} for others. */
    static @Nullable Object plain(JsonElement tree) {
        if (tree instanceof JsonObject) {
            return map(tree);
        } else if (tree instanceof JsonArray array) {
            List<@Nullable Object> list = new ArrayList<>();
            array.forEach(one -> list.add(plain(one)));
            return list;
        } else if (tree instanceof JsonPrimitive primitive) {
            if (primitive.isBoolean()) {
                return primitive.getAsBoolean();
            }
            return primitive.isNumber() ? number(primitive.getAsString()) : primitive.getAsString();
        }
        return null;
    }

    /** An object's members; none for anything else. */
    @SuppressWarnings("NullAway") // JSON has nulls, and so has the map
    static Map<String, Object> map(@Nullable JsonElement tree) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (tree instanceof JsonObject object) {
            object.entrySet().forEach(member -> map.put(member.getKey(), plain(member.getValue())));
        }
        return map;
    }

    private static Number number(String written) {
        try {
            return Long.valueOf(written);
        } catch (NumberFormatException broken) {
            return Double.valueOf(written);
        }
    }
}
