package dev.winnow.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.winnow.Prelude;
import dev.winnow.display.Display;
import dev.winnow.display.Renderers;
import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A session for tests of the browser: reads {@code {"code": …}} a line, runs it as a cell, answers {@code {"text": …}} or {@code {"error": …}}. */
public final class CellServer {
    private static final Gson GSON = new Gson();

    private CellServer() {}

    public static void main(String[] args) throws IOException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader cells = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Prelude.registerRenderers();
        try (JavaSession session =
                JavaSession.builder().startup(Preload.snippets()).build()) {
            for (String line = cells.readLine(); line != null; line = cells.readLine()) {
                String code = GSON.fromJson(line, JsonObject.class).get("code").getAsString();
                CellOutputs outputs = new CellOutputs();
                CellResult result = session.run(code, outputs);
                JsonObject answer = new JsonObject();
                answer.add("outputs", outputs.toJson());
                result.value()
                        .ifPresent(value -> answer.addProperty(
                                "text", Renderers.render(value).plain()));
                result.error().ifPresent(error -> answer.addProperty("error", error.toString()));
                answers.println(GSON.toJson(answer));
            }
        }
        Display.use(null);
        System.exit(0);
    }
}
