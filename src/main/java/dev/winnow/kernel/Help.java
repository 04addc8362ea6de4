package dev.winnow.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.winnow.session.Completion;
import dev.winnow.session.Documentation;
import dev.winnow.session.JavaSession;
import java.util.Optional;

/** Answers questions about code. The protocol counts offsets in code points, Java in UTF-16 units. */
final class Help {
    private final JavaSession java;

    Help(JavaSession java) {
        this.java = java;
    }

    JsonObject complete(Message request) {
        String code = request.text("code");
        int cursor = cursor(request, code);
        int points = code.codePointCount(0, cursor);
        Completion completion = java.complete(code, cursor);
        int start = code.codePointCount(0, completion.start());
        JsonArray matches = new JsonArray();
        JsonArray types = new JsonArray();
        for (Completion.Match match : completion.matches()) {
            matches.add(match.text());
            types.add(Json.object(
                    "text",
                    match.text(),
                    "type",
                    match.kind(),
                    "signature",
                    match.signature(),
                    "start",
                    start,
                    "end",
                    points));
        }
        return Json.object(
                "matches",
                matches,
                "cursor_start",
                start,
                "cursor_end",
                points,
                "metadata",
                Json.object("_jupyter_types_experimental", types));
    }

    JsonObject inspect(Message request) {
        String code = request.text("code");
        Optional<Documentation> text = java.document(code, cursor(request, code));
        JsonObject data = new JsonObject();
        text.ifPresent(found -> {
            data.addProperty("text/plain", found.text());
            data.addProperty("text/html", found.html());
        });
        return Json.object("found", text.isPresent(), "data", data, "metadata", new JsonObject());
    }

    JsonObject isComplete(Message request) {
        String status = java.isComplete(request.text("code"));
        JsonObject answer = Json.object("status", status);
        if (status.equals("incomplete")) {
            answer.addProperty("indent", "    ");
        }
        return answer;
    }

    /** The name in {@code name?} or {@code ?name}, which asks what it means. */
    static Optional<String> question(String code) {
        String text = code.strip();
        if (text.endsWith("?") && text.matches("[\\w.$]+\\?{1,2}")) {
            return Optional.of(text.replaceAll("\\?+$", ""));
        }
        return text.matches("\\?[\\w.$]+") ? Optional.of(text.substring(1)) : Optional.empty();
    }

    /** What a name means, as a payload that front ends show beside the notebook. */
    JsonObject page(String name) {
        String text = java.inspect(name, name.length()).orElse("No documentation is known for " + name + ".");
        return Json.object("source", "page", "data", Json.object("text/plain", text), "start", 0);
    }

    private static int cursor(Message request, String code) {
        int points = code.codePointCount(0, code.length());
        return code.offsetByCodePoints(0, Math.max(0, Math.min(request.number("cursor_pos", points), points)));
    }
}
