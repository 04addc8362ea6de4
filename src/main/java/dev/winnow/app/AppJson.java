package dev.winnow.app;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as browsers read it: what is not finite is {@code null}, and {@code <} is escaped, so that text stays text in a page. */
final class AppJson {
    private static final JsonSerializer<Number> FINITE = (number, type, context) ->
            Double.isFinite(number.doubleValue()) ? new JsonPrimitive(number) : JsonNull.INSTANCE;

    static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(Double.class, FINITE)
            .registerTypeAdapter(double.class, FINITE)
            .serializeNulls()
            .create();

    private AppJson() {}

    static JsonElement of(@Nullable Object value) {
        return GSON.toJsonTree(value);
    }

    static JsonObject parse(String json) {
        try {
            return JsonParser.parseString(json).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException broken) {
            throw new IllegalArgumentException("This is no JSON object: " + broken.getMessage(), broken);
        }
    }

    /** A message's body as JDK maps and lists: whole numbers as {@code Long}, others as {@code Double}. */
    static @Nullable Object plain(JsonElement json) {
        if (json.isJsonObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            json.getAsJsonObject().entrySet().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (json.isJsonArray()) {
            List<@Nullable Object> list = new ArrayList<>(json.getAsJsonArray().size());
            json.getAsJsonArray().forEach(one -> list.add(plain(one)));
            return list;
        }
        if (json.isJsonNull()) {
            return null;
        }
        JsonPrimitive one = json.getAsJsonPrimitive();
        if (one.isBoolean()) {
            return one.getAsBoolean();
        }
        if (one.isNumber()) {
            double number = one.getAsDouble();
            return number == Math.rint(number) && Math.abs(number) < 1L << 53
                    ? (Object) (long) number
                    : (Object) number;
        }
        return one.getAsString();
    }

    static JsonObject event(String name) {
        JsonObject event = new JsonObject();
        event.addProperty("event", name);
        return event;
    }

    static String text(JsonObject json, String key, String otherwise) {
        JsonElement value = json.get(key);
        return value == null || value.isJsonNull() ? otherwise : value.getAsString();
    }

    static String text(JsonObject json, String key) {
        String text = text(json, key, "");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The request needs '" + key + "'.");
        }
        return text;
    }

    static int number(JsonObject json, String key, int otherwise) {
        JsonElement value = json.get(key);
        return value == null || value.isJsonNull() ? otherwise : value.getAsInt();
    }

    static boolean flag(JsonObject json, String key) {
        JsonElement value = json.get(key);
        return value != null && !value.isJsonNull() && value.getAsBoolean();
    }

    static List<String> texts(JsonObject json, String key) {
        List<String> texts = new ArrayList<>();
        JsonElement list = json.get(key);
        if (list != null && list.isJsonArray()) {
            list.getAsJsonArray().forEach(one -> texts.add(one.getAsString()));
        }
        return texts;
    }

    static JsonObject object(JsonObject json, String key) {
        JsonElement value = json.get(key);
        return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
    }
}
