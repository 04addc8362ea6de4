package dev.winnow.cli;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.display.MimeBundle;
import dev.winnow.session.CellError;
import dev.winnow.session.Output;
import java.util.Base64;

/** Gathers what a cell prints and shows as the outputs of a notebook cell, in order. */
final class CellOutputs implements Output, Display {
    private static final Gson GSON = new Gson();

    private final JsonArray outputs = new JsonArray();

    @Override
    public synchronized void stdout(String text) {
        stream("stdout", text);
    }

    @Override
    public synchronized void stderr(String text) {
        stream("stderr", text);
    }

    private void stream(String name, String text) {
        if (!outputs.isEmpty()) {
            JsonObject last = outputs.get(outputs.size() - 1).getAsJsonObject();
            if (last.has("name") && last.get("name").getAsString().equals(name)) {
                last.addProperty("text", last.get("text").getAsString() + text);
                return;
            }
        }
        JsonObject output = output("stream");
        output.addProperty("name", name);
        output.addProperty("text", text);
        outputs.add(output);
    }

    @Override
    public synchronized DisplayHandle publish(MimeBundle bundle) {
        JsonObject output = output("display_data");
        output.add("data", data(bundle));
        output.add("metadata", new JsonObject());
        outputs.add(output);
        return replacement -> {
            synchronized (this) {
                output.add("data", data(replacement));
            }
        };
    }

    @Override
    public synchronized void clear(boolean waitForNext) {
        while (!outputs.isEmpty()) {
            outputs.remove(0);
        }
    }

    synchronized void result(int count, MimeBundle bundle) {
        JsonObject output = output("execute_result");
        output.add("data", data(bundle));
        output.addProperty("execution_count", count);
        output.add("metadata", new JsonObject());
        outputs.add(output);
    }

    synchronized void error(CellError error) {
        JsonObject output = output("error");
        output.addProperty("ename", error.name());
        output.addProperty("evalue", error.message());
        JsonArray traceback = new JsonArray();
        error.traceback().forEach(traceback::add);
        output.add("traceback", traceback);
        outputs.add(output);
    }

    /** The outputs as nbformat stores them: texts as lists of lines. */
    synchronized JsonArray toJson() {
        JsonArray stored = outputs.deepCopy();
        for (JsonElement one : stored) {
            JsonObject output = one.getAsJsonObject();
            if (output.has("text")) {
                output.add("text", Notebook.lines(output.get("text").getAsString()));
            }
        }
        return stored;
    }

    private static JsonObject output(String type) {
        JsonObject output = new JsonObject();
        output.addProperty("output_type", type);
        return output;
    }

    private static JsonObject data(MimeBundle bundle) {
        JsonObject data = new JsonObject();
        bundle.data().forEach((mime, form) -> {
            if (form instanceof byte[] bytes) {
                data.addProperty(mime, Base64.getEncoder().encodeToString(bytes));
            } else if (form instanceof String text) {
                data.add(
                        mime,
                        mime.startsWith("image/") && !mime.endsWith("svg+xml")
                                ? GSON.toJsonTree(text)
                                : Notebook.lines(text));
            } else {
                data.add(mime, GSON.toJsonTree(form));
            }
        });
        return data;
    }
}
