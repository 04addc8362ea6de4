package dev.winnow.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.winnow.expr.Calc;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.expr.Literal;
import dev.winnow.expr.Test;
import dev.winnow.label.LabelSchema;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of stages, expressions and info. Numbers without a fraction come back as {@code Long}. */
final class StageJson {
    private static final Gson GSON = new GsonBuilder()
            .serializeSpecialFloatingPointValues()
            .serializeNulls()
            .disableHtmlEscaping()
            .create();

    private StageJson() {}

    static String write(@Nullable Object value) {
        return text(element(value));
    }

    /** JSON that any file can hold: half a character (an unpaired surrogate) is spelled out. */
    private static String text(JsonElement json) {
        String text = GSON.toJson(json);
        StringBuilder spelled = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
            if (Character.isSurrogate(c) && !pair) {
                spelled = spelled == null ? new StringBuilder(text.substring(0, i)) : spelled;
                spelled.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else if (spelled != null) {
                spelled.append(c);
            }
            if (pair) {
                i++;
                if (spelled != null) {
                    spelled.append(text.charAt(i));
                }
            }
        }
        return spelled == null ? text : spelled.toString();
    }

    /** As {@link #write}, but with whole numbers as others read and write them. */
    static String plain(Map<String, Object> value) {
        return GSON.toJson(value);
    }

    /** A list of texts. */
    static List<String> texts(String json) {
        List<String> texts = new ArrayList<>();
        JsonParser.parseString(json).getAsJsonArray().forEach(text -> texts.add(text.getAsString()));
        return texts;
    }

    static @Nullable Object read(String json) {
        return value(JsonParser.parseString(json));
    }

    static String writeStages(List<Stage> stages) {
        JsonArray all = new JsonArray();
        for (Stage stage : stages) {
            JsonObject one = new JsonObject();
            one.addProperty("stage", stage.name());
            JsonArray args = new JsonArray();
            stage.args().forEach(arg -> args.add(argument(arg)));
            one.add("args", args);
            all.add(one);
        }
        return text(all);
    }

    static List<Stage> readStages(String json) {
        List<Stage> stages = new ArrayList<>();
        for (JsonElement one : JsonParser.parseString(json).getAsJsonArray()) {
            List<Object> args = new ArrayList<>();
            for (JsonElement arg : one.getAsJsonObject().getAsJsonArray("args")) {
                args.add(java.util.Objects.requireNonNull(value(arg)));
            }
            stages.add(new Stage(one.getAsJsonObject().get("stage").getAsString(), args));
        }
        return stages;
    }

    /** An argument of a stage; unlike info it may be stages of another view. */
    private static JsonElement argument(Object argument) {
        if (argument instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Stage) {
            JsonObject json = new JsonObject();
            json.add("$stages", JsonParser.parseString(writeStages(stages(list))));
            return json;
        }
        return element(argument);
    }

    private static List<Stage> stages(List<?> list) {
        return list.stream().map(one -> (Stage) one).toList();
    }

    private static JsonElement pairs(Map<?, ?> map) {
        JsonArray pairs = new JsonArray();
        map.entrySet().stream()
                .sorted(Comparator.comparing(entry -> Literal.text(entry.getKey())))
                .forEach(entry -> {
                    JsonArray pair = new JsonArray();
                    pair.add(element(entry.getKey()));
                    pair.add(element(entry.getValue()));
                    pairs.add(pair);
                });
        JsonObject json = new JsonObject();
        json.add("$map", pairs);
        return json;
    }

    private static JsonElement element(@Nullable Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof LabelSchema schema) {
            return element(schema.toJson());
        }
        if (value instanceof Expr expr) {
            return expression(expr);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            JsonObject json = new JsonObject();
            json.addProperty("$double", String.valueOf(number));
            return json;
        }
        if (value instanceof Integer number) {
            JsonObject json = new JsonObject();
            json.addProperty("$int", number);
            return json;
        }
        if (value instanceof Collection<?> list) {
            JsonArray json = new JsonArray();
            list.forEach(one -> json.add(element(one)));
            return json;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject json = new JsonObject();
            if (map.keySet().stream().anyMatch(key -> !(key instanceof String text) || text.startsWith("$"))) {
                return pairs(map);
            }
            map.entrySet().stream()
                    .sorted(Comparator.comparing(entry -> map instanceof LinkedHashMap ? "" : (String) entry.getKey()))
                    .forEach(entry -> json.add((String) entry.getKey(), element(entry.getValue())));
            return json;
        }
        if (value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum<?>
                || value.getClass().isArray()) {
            return GSON.toJsonTree(value);
        }
        throw new IllegalArgumentException(
                value + " of type " + value.getClass().getSimpleName()
                        + " cannot be kept: texts, numbers, booleans, lists and maps of these can.");
    }

    private static JsonElement expression(Expr expr) {
        JsonObject json = new JsonObject();
        if (expr instanceof Field field) {
            json.addProperty("$field", field.path());
        } else if (expr instanceof Literal literal) {
            json.add("$literal", element(literal.constant()));
        } else if (expr instanceof Calc calc) {
            json.addProperty("$calc", calc.op());
            json.add("args", element(calc.args()));
        } else if (expr instanceof Test test) {
            json.addProperty("$test", test.op());
            json.add("args", element(test.args()));
        }
        return json;
    }

    private static @Nullable Object value(JsonElement json) {
        if (json.isJsonNull()) {
            return null;
        }
        if (json instanceof JsonPrimitive primitive) {
            if (primitive.isBoolean()) {
                return primitive.getAsBoolean();
            }
            if (primitive.isString()) {
                return primitive.getAsString();
            }
            String digits = primitive.getAsString();
            return digits.matches("-?\\d{1,19}") && new BigInteger(digits).bitLength() < Long.SIZE
                    ? (Object) Long.valueOf(digits)
                    : Double.valueOf(digits);
        }
        if (json instanceof JsonArray array) {
            List<@Nullable Object> list = new ArrayList<>();
            array.forEach(one -> list.add(value(one)));
            return list;
        }
        JsonObject object = json.getAsJsonObject();
        if (object.has("$int")) {
            return object.get("$int").getAsInt();
        }
        if (object.has("$double")) {
            return Double.valueOf(object.get("$double").getAsString());
        }
        if (object.has("$stages")) {
            return readStages(object.get("$stages").toString());
        }
        if (object.has("$map")) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            object.getAsJsonArray("$map")
                    .forEach(pair -> map.put(
                            value(pair.getAsJsonArray().get(0)),
                            value(pair.getAsJsonArray().get(1))));
            return map;
        }
        if (object.has("$field")) {
            return new Field(object.get("$field").getAsString());
        }
        if (object.has("$literal")) {
            return new Literal(value(object.get("$literal")));
        }
        if (object.has("$calc")) {
            return new Calc(object.get("$calc").getAsString(), expressions(object));
        }
        if (object.has("$test")) {
            return new Test(object.get("$test").getAsString(), expressions(object));
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object.entrySet().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
        return map;
    }

    private static List<Expr> expressions(JsonObject object) {
        List<Expr> args = new ArrayList<>();
        object.getAsJsonArray("args").forEach(arg -> args.add((Expr) value(arg)));
        return args;
    }
}
