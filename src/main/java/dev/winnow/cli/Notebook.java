package dev.winnow.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A notebook file (nbformat 4) as JSON. */
final class Notebook {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    /** Of a parser's message only where it stumbled; its advice is for programmers. */
    private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

    private final JsonObject json;

    private Notebook(JsonObject json) {
        this.json = json;
    }

    static Notebook read(Path file) {
        try {
            JsonElement read = JsonParser.parseString(Files.readString(file));
            if (!(read instanceof JsonObject json)
                    || !(json.get("cells") instanceof JsonArray cells)
                    || !cells.asList().stream().allMatch(JsonObject.class::isInstance)) {
                throw new IllegalArgumentException(file.getFileName() + " is no notebook: it has no cells.");
            }
            return new Notebook(json);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + file, unreadable);
        } catch (JsonParseException noJson) {
            Matcher place = PLACE.matcher(String.valueOf(noJson.getMessage()));
            throw new IllegalArgumentException(
                    file.getFileName() + " is no notebook: it is not JSON"
                            + (place.find() ? " (" + place.group() + ")" : "") + ".",
                    noJson);
        }
    }

    void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, GSON.toJson(json) + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write " + file, failure);
        }
    }

    List<JsonObject> cells() {
        List<JsonObject> cells = new ArrayList<>();
        json.getAsJsonArray("cells").forEach(cell -> cells.add(cell.getAsJsonObject()));
        return cells;
    }

    static boolean isCode(JsonObject cell) {
        return cell.get("cell_type").getAsString().equals("code");
    }

    static String source(JsonObject cell) {
        return text(cell.get("source"));
    }

    /** Multi-line strings are stored whole or as lists of lines. */
    static String text(JsonElement element) {
        if (element instanceof JsonArray lines) {
            return lines.asList().stream().map(JsonElement::getAsString).collect(Collectors.joining());
        }
        return element.getAsString();
    }

    /** A string as nbformat writes it: a list of lines that keep their ends. */
    static JsonElement lines(String text) {
        JsonArray lines = new JsonArray();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, to));
            from = to;
        }
        return lines;
    }

    static List<String> tags(JsonObject cell) {
        JsonObject metadata = cell.getAsJsonObject("metadata");
        if (metadata == null || !metadata.has("tags")) {
            return List.of();
        }
        return metadata.getAsJsonArray("tags").asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** Puts a code cell behind the one at {@code position}. */
    void insertCode(int position, String id, String source) {
        JsonObject cell = new JsonObject();
        cell.addProperty("cell_type", "code");
        cell.add("execution_count", com.google.gson.JsonNull.INSTANCE);
        cell.addProperty("id", id);
        JsonObject metadata = new JsonObject();
        JsonArray tags = new JsonArray();
        tags.add(new JsonPrimitive("injected-parameters"));
        metadata.add("tags", tags);
        cell.add("metadata", metadata);
        cell.add("outputs", new JsonArray());
        cell.add("source", lines(source));
        JsonArray cells = new JsonArray();
        List<JsonObject> before = cells();
        for (int i = 0; i < before.size(); i++) {
            cells.add(before.get(i));
            if (i == position) {
                cells.add(cell);
            }
        }
        json.add("cells", cells);
    }
}
