package dev.winnow.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.winnow.display.MimeBundle;
import dev.winnow.session.CellError;
import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Runs cells one after another on the thread that calls {@link #run}; an error aborts those that wait behind it, if the client says so. */
final class Cells {
    private final JavaSession java;
    private final Help help;
    private final History history;
    private final Stdin stdin;
    private final Outbox outbox;
    private final BiFunction<Message, Boolean, Outlet> outlets;
    private final LinkedBlockingQueue<Message> queue;
    private int count;

    /**
     * @param queue the {@code execute_request}s to come
     * @param outlets makes the outlet of a request, silent or not
     */
    Cells(
            JavaSession java,
            Help help,
            History history,
            Stdin stdin,
            Outbox outbox,
            LinkedBlockingQueue<Message> queue,
            BiFunction<Message, Boolean, Outlet> outlets) {
        this.java = java;
        this.help = help;
        this.history = history;
        this.stdin = stdin;
        this.outbox = outbox;
        this.queue = queue;
        this.outlets = outlets;
    }

    /** Until this thread is interrupted. */
    void run() {
        try {
            while (true) {
                Message request = queue.take();
                java.expectCell();
                outbox.begin(request);
                List<Message> aborted = List.of();
                try {
                    aborted = execute(request);
                } catch (RuntimeException | Error failure) {
                    outbox.fail(request, failure);
                }
                outbox.end(request);
                abort(aborted);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void abort(List<Message> waiting) {
        for (Message request : waiting) {
            outbox.begin(request);
            outbox.reply(request, Json.object("status", "aborted"));
            outbox.end(request);
        }
    }

    /** Runs one cell and replies; gives those that must not run since it failed: what waited before the client could hear of it. */
    private List<Message> execute(Message request) {
        String code = request.text("code");
        boolean silent = request.flag("silent", false);
        boolean store = request.flag("store_history", true) && !silent;
        if (store) {
            count++;
        }
        int number = count;
        Outlet outlet = outlets.apply(request, silent);
        outlet.publish("execute_input", Json.object("code", code, "execution_count", number));
        JsonArray payload = new JsonArray();
        Optional<String> question = Help.question(code);
        question.ifPresent(name -> payload.add(help.page(name)));
        CellResult result = question.isPresent() ? CellResult.nothing(number) : run(request, code, number, outlet);
        java.takeNextInput()
                .ifPresent(text -> payload.add(Json.object("source", "set_next_input", "text", text, "replace", true)));
        String plain =
                result.shown().map(bundle -> show(outlet, bundle, number)).orElse(null);
        if (store) {
            history.add(number, code, plain);
        }
        JsonObject answer = Json.object("status", result.ok() ? "ok" : "error", "execution_count", number);
        if (result.error().isPresent()) {
            JsonObject error = error(result.error().get());
            outlet.publish("error", error);
            error.entrySet().forEach(member -> answer.add(member.getKey(), member.getValue()));
        } else {
            answer.add("payload", payload);
            answer.add("user_expressions", expressions(request));
        }
        outlet.flush();
        List<Message> aborted = new ArrayList<>();
        if (!result.ok() && request.flag("stop_on_error", true)) {
            queue.drainTo(aborted);
        }
        outbox.reply(request, answer);
        return aborted;
    }

    private CellResult run(Message request, String code, int number, Outlet outlet) {
        stdin.begin(request.flag("allow_stdin", false) ? request : null);
        try {
            return java.run(code, number, outlet, outlet::use);
        } finally {
            stdin.begin(null);
        }
    }

    private static @Nullable String show(Outlet outlet, MimeBundle bundle, int number) {
        JsonObject content = Outlet.data(bundle);
        content.addProperty("execution_count", number);
        outlet.publish("execute_result", content);
        return bundle.plain();
    }

    private static JsonObject error(CellError error) {
        return Json.object("ename", error.name(), "evalue", error.message(), "traceback", error.traceback());
    }

    private JsonObject expressions(Message request) {
        JsonObject answers = new JsonObject();
        for (Map.Entry<String, JsonElement> one :
                request.object("user_expressions").entrySet()) {
            Outlet quiet = outlets.apply(request, true);
            CellResult result = java.run(one.getValue().getAsString(), count, quiet, quiet::use);
            JsonObject answer = result.error()
                    .map(Cells::error)
                    .orElseGet(() -> Outlet.data(result.shown().orElse(MimeBundle.text(""))));
            answer.addProperty("status", result.ok() ? "ok" : "error");
            answers.add(one.getKey(), answer);
        }
        return answers;
    }
}
