package dev.winnow.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What JupyterLab's debugger panel asks to list variables, in the Debug Adapter Protocol that {@code debug_request} carries. There is no
 * stepping: a breakpoint that it is asked for is answered as not verified, and what would need a stopped program is refused with a reason. For one thread.
 */
final class VariablesPanel {
    private final JavaSession java;
    private final List<List<String>> paths = new ArrayList<>();
    private final Map<List<String>, Integer> references = new HashMap<>();
    private boolean started;
    private int sequence;

    VariablesPanel(JavaSession java) {
        this.java = java;
    }

    /** The DAP response to the DAP request in {@code content}. */
    JsonObject answer(Message request) {
        String command = request.text("command");
        JsonObject response = Json.object(
                "seq",
                ++sequence,
                "type",
                "response",
                "request_seq",
                request.number("seq", 0),
                "command",
                command,
                "status",
                "ok");
        try {
            response.add("body", body(command, request.object("arguments")));
            response.addProperty("success", true);
        } catch (UnsupportedOperationException refused) {
            response.addProperty("success", false);
            response.addProperty("message", refused.getMessage());
            response.add("body", new JsonObject());
        }
        return response;
    }

    private JsonObject body(String command, JsonObject arguments) {
        return switch (command) {
            case "debugInfo" -> info();
            case "initialize" -> {
                started = true;
                yield Json.object("exceptionBreakpointFilters", new JsonArray());
            }
            case "disconnect" -> {
                started = false;
                yield new JsonObject();
            }
            case "attach", "configurationDone", "setExceptionBreakpoints" -> new JsonObject();
            case "dumpCell" -> Json.object("sourcePath", "");
            case "setBreakpoints" -> Json.object("breakpoints", unverified(arguments));
            case "threads" -> Json.object("threads", new JsonArray());
            case "stackTrace" -> Json.object("stackFrames", new JsonArray(), "totalFrames", 0);
            case "scopes" -> Json.object("scopes", new JsonArray());
            case "modules" -> Json.object("modules", new JsonArray(), "totalModules", 0);
            case "inspectVariables" -> Json.object("variables", list(List.of(), java.variables()));
            case "variables" -> Json.object("variables", parts(number(arguments, "variablesReference")));
            case "richInspectVariables" -> rich(arguments);
            default ->
                throw new UnsupportedOperationException(
                        "This kernel lists variables and has no breakpoints, so it cannot " + command + ".");
        };
    }

    /** One answer for each breakpoint that was asked for, none of which can stop a cell. */
    private static JsonArray unverified(JsonObject arguments) {
        JsonArray answers = new JsonArray();
        if (arguments.get("breakpoints") instanceof JsonArray asked) {
            for (JsonElement each : asked) {
                JsonElement line = each instanceof JsonObject one ? one.get("line") : null;
                answers.add(Json.object(
                        "verified",
                        false,
                        "line",
                        line == null ? 0 : line.getAsInt(),
                        "message",
                        "This kernel lists variables and cannot stop at a line yet."));
            }
        }
        return answers;
    }

    private JsonObject info() {
        return Json.object(
                "isStarted",
                started,
                "hashMethod",
                "Murmur2",
                "hashSeed",
                0,
                "tmpFilePrefix",
                "",
                "tmpFileSuffix",
                ".java",
                "breakpoints",
                new JsonArray(),
                "stoppedThreads",
                new JsonArray(),
                "richRendering",
                true,
                "exceptionPaths",
                new JsonArray(),
                "copyToGlobals",
                false);
    }

    private JsonArray list(List<String> path, List<Variable> variables) {
        JsonArray list = new JsonArray();
        for (Variable variable : variables) {
            List<String> own = new ArrayList<>(path);
            own.add(variable.name());
            list.add(Json.object(
                    "name", variable.name(),
                    "value", variable.value(),
                    "type", variable.type(),
                    "evaluateName", variable.name(),
                    "variablesReference", variable.expandable() ? reference(own) : 0));
        }
        return list;
    }

    /** The number that stands for a path, the same whenever it is listed. */
    private int reference(List<String> path) {
        return references.computeIfAbsent(path, added -> {
            paths.add(added);
            return paths.size();
        });
    }

    private JsonArray parts(int reference) {
        if (reference < 1 || reference > paths.size()) {
            return new JsonArray();
        }
        List<String> path = paths.get(reference - 1);
        return list(path, java.parts(path));
    }

    /** A variable as a cell's last line would show it. */
    private JsonObject rich(JsonObject arguments) {
        String name =
                arguments.has("variableName") ? arguments.get("variableName").getAsString() : "";
        Optional<Variable> known = java.variableAt(List.of(name));
        if (known.isEmpty()) {
            throw new UnsupportedOperationException("There is no variable '" + name + "'.");
        }
        return Outlet.data(java.shownVariable(name));
    }

    private static int number(JsonObject arguments, String name) {
        return arguments.has(name) ? arguments.get(name).getAsInt() : 0;
    }
}
