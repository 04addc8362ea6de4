package dev.winnow.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.display.MimeBundle;
import dev.winnow.display.ProgressDisplay;
import dev.winnow.display.Renderers;
import dev.winnow.session.CellError;
import dev.winnow.session.CellResult;
import dev.winnow.session.Completion;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Output;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Jupyter kernel: protocol 5.5 over a session. */
public final class Kernel implements AutoCloseable {
    private static final Gson GSON = new Gson();

    private final String session = UUID.randomUUID().toString();
    private final Wire wire;
    private final JavaSession java;
    private final History history = new History();
    private final LinkedBlockingQueue<Message> cells = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemon("kernel-flush"));
    private final ExecutorService questions = Executors.newSingleThreadExecutor(daemon("kernel-questions"));
    private final ExecutorService control = Executors.newSingleThreadExecutor(daemon("kernel-control"));
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private final Stdin stdin;
    private int count;
    private volatile boolean aborting;

    /** Binds the ports at once, then starts the session; requests that come meanwhile wait. */
    public Kernel(ConnectionFile connection, Supplier<JavaSession> start) {
        LinkedBlockingQueue<Runnable> early = new LinkedBlockingQueue<>();
        CountDownLatch ready = new CountDownLatch(1);
        wire = new Wire(connection, session, (channel, message) -> {
            if (ready.getCount() > 0) {
                early.add(() -> receive(channel, message));
            } else {
                receive(channel, message);
            }
        });
        stdin = new Stdin((request, prompt) -> {
            JsonObject content = new JsonObject();
            content.addProperty("prompt", prompt);
            content.addProperty("password", false);
            wire.send(Wire.Channel.STDIN, reply(request, "input_request", content));
        });
        status(null, "starting");
        java = start.get();
        System.setIn(stdin);
        Thread runner = new Thread(this::runCells, "kernel-cells");
        runner.setDaemon(true);
        runner.start();
        ready.countDown();
        for (Runnable one = early.poll(); one != null; one = early.poll()) {
            one.run();
        }
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns once a shutdown was asked for and answered. */
    public void awaitShutdown() throws InterruptedException {
        shutdown.await();
    }

    private void receive(Wire.Channel channel, Message message) {
        if (channel == Wire.Channel.STDIN) {
            stdin.answer(message);
        } else if (channel == Wire.Channel.CONTROL) {
            control.execute(() -> answer(channel, message));
        } else if (message.type().equals("execute_request")) {
            cells.add(message);
        } else {
            questions.execute(() -> answer(channel, message));
        }
    }

    // ---- cells

    private void runCells() {
        try {
            while (true) {
                Message request = cells.take();
                try {
                    execute(request);
                } catch (RuntimeException | Error failure) {
                    error(Wire.Channel.SHELL, request, failure);
                    status(request, "idle");
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(Message request) {
        JsonObject content = request.content();
        String code = content.get("code").getAsString();
        boolean silent = flag(content, "silent", false);
        boolean store = flag(content, "store_history", true) && !silent;
        status(request, "busy");
        if (aborting) {
            JsonObject aborted = new JsonObject();
            aborted.addProperty("status", "aborted");
            wire.send(Wire.Channel.SHELL, reply(request, "execute_reply", aborted));
            status(request, "idle");
            aborting = !cells.isEmpty();
            return;
        }
        if (store) {
            count++;
        }
        int number = count;
        if (!silent) {
            JsonObject input = new JsonObject();
            input.addProperty("code", code);
            input.addProperty("execution_count", number);
            publish(request, "execute_input", input);
        }
        CellStream stream = new CellStream(timer, (name, text) -> {
            if (!silent) {
                JsonObject output = new JsonObject();
                output.addProperty("name", name);
                output.addProperty("text", text);
                publish(request, "stream", output);
            }
        });
        JsonObject answer = new JsonObject();
        JsonArray payload = new JsonArray();
        Optional<String> question = question(code);
        CellResult result = question.isPresent()
                ? page(question.get(), number, payload)
                : run(request, code, number, stream, silent, flag(content, "allow_stdin", false));
        stream.flush();
        result.value().ifPresent(value -> {
            MimeBundle bundle = Renderers.render(value);
            if (!silent) {
                JsonObject output = data(bundle);
                output.addProperty("execution_count", number);
                publish(request, "execute_result", output);
            }
            history(store, number, code, bundle.plain());
        });
        if (result.value().isEmpty()) {
            history(store, number, code, null);
        }
        answer.addProperty("status", result.ok() ? "ok" : "error");
        answer.addProperty("execution_count", number);
        result.error().ifPresentOrElse(error -> fail(request, error, silent, content, answer), () -> {
            answer.add("payload", payload);
            answer.add("user_expressions", expressions(content));
        });
        wire.send(Wire.Channel.SHELL, reply(request, "execute_reply", answer));
        status(request, "idle");
    }

    private void history(boolean store, int number, String code, @Nullable String output) {
        if (store) {
            history.add(number, code, output);
        }
    }

    private CellResult run(
            Message request, String code, int number, CellStream stream, boolean silent, boolean allowStdin) {
        Display display = new Display() {
            @Override
            public DisplayHandle show(MimeBundle bundle) {
                stream.flush();
                String id = UUID.randomUUID().toString();
                JsonObject transientData = new JsonObject();
                transientData.addProperty("display_id", id);
                publishDisplay("display_data", bundle, transientData);
                return replacement -> publishDisplay("update_display_data", replacement, transientData);
            }

            private void publishDisplay(String type, MimeBundle bundle, JsonObject transientData) {
                if (!silent) {
                    JsonObject content = data(bundle);
                    content.add("transient", transientData);
                    publish(request, type, content);
                }
            }

            @Override
            public void clear(boolean waitForNext) {
                stream.flush();
                JsonObject content = new JsonObject();
                content.addProperty("wait", waitForNext);
                publish(request, "clear_output", content);
            }
        };
        stdin.begin(allowStdin ? request : null);
        try {
            return java.run(code, number, stream, () -> {
                Display.use(display);
                ProgressDisplay.show(display);
            });
        } finally {
            stdin.begin(null);
        }
    }

    /** {@code name?} or {@code ?name} asks what a name means. */
    private static Optional<String> question(String code) {
        String text = code.strip();
        if (text.endsWith("?") && text.matches("[\\w.$]+\\?{1,2}")) {
            return Optional.of(text.replaceAll("\\?+$", ""));
        }
        return text.matches("\\?[\\w.$]+") ? Optional.of(text.substring(1)) : Optional.empty();
    }

    private CellResult page(String name, int number, JsonArray payload) {
        String text = java.inspect(name, name.length()).orElse("No documentation is known for " + name + ".");
        JsonObject page = new JsonObject();
        page.addProperty("source", "page");
        JsonObject data = new JsonObject();
        data.addProperty("text/plain", text);
        page.add("data", data);
        page.addProperty("start", 0);
        payload.add(page);
        return new CellResult(number, Optional.empty(), Optional.empty());
    }

    private void fail(Message request, CellError error, boolean silent, JsonObject content, JsonObject answer) {
        JsonArray traceback = new JsonArray();
        error.traceback().forEach(traceback::add);
        answer.addProperty("ename", error.name());
        answer.addProperty("evalue", error.message());
        answer.add("traceback", traceback);
        if (!silent) {
            JsonObject output = new JsonObject();
            output.addProperty("ename", error.name());
            output.addProperty("evalue", error.message());
            output.add("traceback", traceback);
            publish(request, "error", output);
        }
        if (flag(content, "stop_on_error", true) && !cells.isEmpty()) {
            aborting = true;
        }
    }

    private JsonObject expressions(JsonObject content) {
        JsonObject answers = new JsonObject();
        if (!(content.get("user_expressions") instanceof JsonObject expressions)) {
            return answers;
        }
        Output quiet = new CellStream(timer, (name, text) -> {});
        for (java.util.Map.Entry<String, JsonElement> one : expressions.entrySet()) {
            CellResult result = java.run(one.getValue().getAsString(), count, quiet, () -> {});
            JsonObject answer = result.value()
                    .map(value -> data(Renderers.render(value)))
                    .orElseGet(() -> data(MimeBundle.text("")));
            answer.addProperty("status", result.ok() ? "ok" : "error");
            result.error().ifPresent(error -> {
                answer.addProperty("ename", error.name());
                answer.addProperty("evalue", error.message());
                JsonArray traceback = new JsonArray();
                error.traceback().forEach(traceback::add);
                answer.add("traceback", traceback);
            });
            answers.add(one.getKey(), answer);
        }
        return answers;
    }

    // ---- other requests

    private void answer(Wire.Channel channel, Message request) {
        status(request, "busy");
        try {
            JsonObject content = request.content();
            switch (request.type()) {
                case "kernel_info_request" -> ok(channel, request, "kernel_info_reply", info());
                case "complete_request" -> ok(channel, request, "complete_reply", complete(content));
                case "inspect_request" -> ok(channel, request, "inspect_reply", inspect(content));
                case "is_complete_request" ->
                    wire.send(channel, reply(request, "is_complete_reply", isComplete(content)));
                case "history_request" -> {
                    JsonObject answer = new JsonObject();
                    answer.add("history", history.answer(content));
                    ok(channel, request, "history_reply", answer);
                }
                case "comm_info_request" -> {
                    JsonObject answer = new JsonObject();
                    answer.add("comms", new JsonObject());
                    ok(channel, request, "comm_info_reply", answer);
                }
                case "comm_open", "comm_msg" -> closeComm(request);
                case "comm_close" -> {
                    // Nothing is open.
                }
                case "interrupt_request" -> {
                    java.interrupt();
                    ok(channel, request, "interrupt_reply", new JsonObject());
                }
                case "shutdown_request" -> {
                    JsonObject answer = new JsonObject();
                    answer.addProperty("restart", flag(content, "restart", false));
                    ok(channel, request, "shutdown_reply", answer);
                    status(request, "idle");
                    shutdown.countDown();
                    return;
                }
                default ->
                    error(
                            channel,
                            request,
                            new IllegalArgumentException("This kernel does not know " + request.type() + "."));
            }
        } catch (RuntimeException failure) {
            error(channel, request, failure);
        }
        status(request, "idle");
    }

    private void ok(Wire.Channel channel, Message request, String type, JsonObject content) {
        content.addProperty("status", "ok");
        wire.send(channel, reply(request, type, content));
    }

    private void error(Wire.Channel channel, Message request, Throwable failure) {
        JsonObject content = new JsonObject();
        content.addProperty("status", "error");
        content.addProperty("ename", failure.getClass().getSimpleName());
        content.addProperty("evalue", String.valueOf(failure.getMessage()));
        content.add("traceback", new JsonArray());
        wire.send(channel, reply(request, request.type().replaceAll("_request$", "") + "_reply", content));
    }

    private void closeComm(Message request) {
        JsonObject content = new JsonObject();
        content.add("comm_id", request.content().get("comm_id"));
        content.add("data", new JsonObject());
        publish(request, "comm_close", content);
    }

    private static JsonObject info() {
        JsonObject language = new JsonObject();
        language.addProperty("name", "java");
        language.addProperty("version", System.getProperty("java.version"));
        language.addProperty("mimetype", "text/x-java");
        language.addProperty("file_extension", ".jshell");
        language.addProperty("pygments_lexer", "java");
        language.addProperty("codemirror_mode", "text/x-java");
        language.addProperty("nbconvert_exporter", "script");
        JsonObject info = new JsonObject();
        info.addProperty("protocol_version", Message.VERSION);
        info.addProperty("implementation", "winnow");
        String version = Kernel.class.getPackage().getImplementationVersion();
        info.addProperty("implementation_version", version == null ? "0" : version);
        info.add("language_info", language);
        info.addProperty("banner", "Winnow, Java " + System.getProperty("java.version"));
        info.add("help_links", new JsonArray());
        info.add("supported_features", new JsonArray());
        return info;
    }

    private JsonObject complete(JsonObject content) {
        String code = content.get("code").getAsString();
        int points = content.get("cursor_pos").getAsInt();
        int cursor = code.offsetByCodePoints(0, Math.min(points, code.codePointCount(0, code.length())));
        Completion completion = java.complete(code, cursor);
        JsonArray matches = new JsonArray();
        JsonArray types = new JsonArray();
        int start = code.codePointCount(0, completion.start());
        for (Completion.Match match : completion.matches()) {
            matches.add(match.text());
            JsonObject type = new JsonObject();
            type.addProperty("text", match.text());
            type.addProperty("type", match.kind());
            type.addProperty("start", start);
            type.addProperty("end", points);
            types.add(type);
        }
        JsonObject metadata = new JsonObject();
        metadata.add("_jupyter_types_experimental", types);
        JsonObject answer = new JsonObject();
        answer.add("matches", matches);
        answer.addProperty("cursor_start", start);
        answer.addProperty("cursor_end", points);
        answer.add("metadata", metadata);
        return answer;
    }

    private JsonObject inspect(JsonObject content) {
        String code = content.get("code").getAsString();
        int points = content.get("cursor_pos").getAsInt();
        int cursor = code.offsetByCodePoints(0, Math.min(points, code.codePointCount(0, code.length())));
        Optional<String> text = java.inspect(code, cursor);
        JsonObject data = new JsonObject();
        text.ifPresent(found -> data.addProperty("text/plain", found));
        JsonObject answer = new JsonObject();
        answer.addProperty("found", text.isPresent());
        answer.add("data", data);
        answer.add("metadata", new JsonObject());
        return answer;
    }

    private JsonObject isComplete(JsonObject content) {
        JsonObject answer = new JsonObject();
        String status = java.isComplete(content.get("code").getAsString());
        answer.addProperty("status", status);
        if (status.equals("incomplete")) {
            answer.addProperty("indent", "    ");
        }
        return answer;
    }

    // ---- messages

    private void publish(@Nullable Message request, String type, JsonObject content) {
        wire.send(
                Wire.Channel.IOPUB,
                new Message(
                        List.of(type.getBytes(StandardCharsets.UTF_8)),
                        Message.header(type, session),
                        request == null ? new JsonObject() : request.header(),
                        new JsonObject(),
                        content,
                        List.of()));
    }

    private void status(@Nullable Message request, String state) {
        JsonObject content = new JsonObject();
        content.addProperty("execution_state", state);
        publish(request, "status", content);
    }

    private Message reply(Message request, String type, JsonObject content) {
        return new Message(
                request.identities(),
                Message.header(type, session),
                request.header(),
                new JsonObject(),
                content,
                List.of());
    }

    private static JsonObject data(MimeBundle bundle) {
        JsonObject data = new JsonObject();
        bundle.data().forEach((mime, form) -> {
            if (form instanceof byte[] bytes) {
                data.addProperty(mime, Base64.getEncoder().encodeToString(bytes));
            } else {
                data.add(mime, GSON.toJsonTree(form));
            }
        });
        JsonObject content = new JsonObject();
        content.add("data", data);
        content.add("metadata", new JsonObject());
        return content;
    }

    private static boolean flag(JsonObject content, String name, boolean otherwise) {
        return content.has(name) && !content.get(name).isJsonNull()
                ? content.get(name).getAsBoolean()
                : otherwise;
    }

    @Override
    public void close() {
        wire.close();
        java.close();
    }
}
