package dev.winnow.format;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.winnow.label.Box;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A COCO file as a stream of its entries, none of which is kept. Python writes {@code NaN} where JSON has no such word; it is read.
 */
final class CocoFile {
    private final Path file;

    CocoFile(Path file) {
        this.file = file;
    }

    /** Whether a JSON file is an object with a list of images. */
    static boolean looksLike(Path file) {
        try (JsonReader json = new JsonReader(Files.newBufferedReader(file))) {
            json.setStrictness(Strictness.LENIENT);
            return json.peek() == JsonToken.BEGIN_OBJECT && ExtendedJson.find(json, "images");
        } catch (IOException | JsonParseException | IllegalStateException other) {
            return false;
        }
    }

    /** What hears of the entries of one array. */
    interface Entries {
        /** An entry: texts, numbers, booleans and lists of numbers by name, and {@code attributes} as a map of these; what is deeper is left out. */
        void entry(Map<String, Object> entry);
    }

    /** Reads the arrays that are named, in the order of the file, and says which were there. */
    List<String> read(Map<String, Entries> arrays) {
        List<String> found = new ArrayList<>();
        try (JsonReader json = new JsonReader(Files.newBufferedReader(file))) {
            json.setStrictness(Strictness.LENIENT);
            if (json.peek() != JsonToken.BEGIN_OBJECT) {
                throw notCoco();
            }
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                Entries entries = arrays.get(name);
                if (entries == null || json.peek() != JsonToken.BEGIN_ARRAY) {
                    json.skipValue();
                    continue;
                }
                found.add(name);
                json.beginArray();
                while (json.hasNext()) {
                    if (json.peek() == JsonToken.BEGIN_OBJECT) {
                        entries.entry(entry(json));
                    } else {
                        json.skipValue();
                        entries.entry(Map.of());
                    }
                }
                json.endArray();
            }
            json.endObject();
            return found;
        } catch (MalformedJsonException | EOFException | JsonParseException | IllegalStateException broken) {
            throw new IllegalArgumentException(
                    file.getFileName() + " is no JSON, or it is cut off: " + broken.getMessage(), broken);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName(), failure);
        }
    }

    IllegalArgumentException notCoco() {
        return new IllegalArgumentException(file.getFileName()
                + " is no COCO file: an object with \"images\", \"annotations\" and \"categories\" is needed.");
    }

    private static Map<String, Object> entry(JsonReader json) throws IOException {
        Map<String, Object> entry = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            Object value = name.equals("segmentation")
                    ? segmentation(json)
                    : name.equals("attributes") && json.peek() == JsonToken.BEGIN_OBJECT ? entry(json) : value(json);
            if (value != null) {
                entry.put(name, value);
            }
        }
        json.endObject();
        return entry;
    }

    /** Whether there is an outline; the outline itself can be long and is not kept. */
    private static @Nullable Object segmentation(JsonReader json) throws IOException {
        boolean some = json.peek() == JsonToken.BEGIN_OBJECT;
        if (json.peek() == JsonToken.BEGIN_ARRAY) {
            json.beginArray();
            while (json.hasNext()) {
                some = true;
                json.skipValue();
            }
            json.endArray();
        } else {
            json.skipValue();
        }
        return some ? Boolean.TRUE : null;
    }

    private static @Nullable Object value(JsonReader json) throws IOException {
        switch (json.peek()) {
            case STRING -> {
                return json.nextString();
            }
            case NUMBER -> {
                String number = json.nextString();
                return number.matches("-?\\d{1,18}") ? (Object) Long.valueOf(number) : Double.valueOf(number);
            }
            case BOOLEAN -> {
                return json.nextBoolean();
            }
            case BEGIN_ARRAY -> {
                return numbers(json);
            }
            default -> {
                json.skipValue();
                return null;
            }
        }
    }

    /** A list of numbers, or nothing where something else is in it; {@code NaN} and {@code Infinity} count as numbers. */
    private static @Nullable Object numbers(JsonReader json) throws IOException {
        List<Double> numbers = new ArrayList<>();
        boolean all = true;
        json.beginArray();
        while (json.hasNext()) {
            if (json.peek() == JsonToken.NUMBER || json.peek() == JsonToken.STRING) {
                String text = json.nextString();
                try {
                    numbers.add(Double.valueOf(text));
                } catch (NumberFormatException word) {
                    all = false;
                }
            } else {
                json.skipValue();
                all = false;
            }
        }
        json.endArray();
        return all ? numbers : null;
    }

    /** A whole number of an entry, also where it is written as text or with a point; nothing where there is none. */
    static @Nullable Long whole(Map<String, Object> entry, String name) {
        Object value = entry.get(name);
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return number.longValue();
        }
        return value instanceof String text && text.matches("-?\\d{1,18}") ? Long.valueOf(text) : null;
    }

    /** The box in pixels, nothing where there are no four numbers. */
    static @Nullable Box pixels(Map<String, Object> entry) {
        if (entry.get("bbox") instanceof List<?> list && list.size() == 4) {
            double[] n = list.stream().mapToDouble(one -> (Double) one).toArray();
            return new Box(n[0], n[1], n[2], n[3]);
        }
        return null;
    }
}
