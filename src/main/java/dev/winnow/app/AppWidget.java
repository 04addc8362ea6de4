package dev.winnow.app;

import com.google.gson.JsonObject;
import dev.winnow.display.Comm;
import dev.winnow.display.Comms;
import dev.winnow.display.MimeBundle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The App as a widget of anywidget, for front ends that are no page of Jupyter: VS Code and Colab. In Jupyter's own pages the extension, and
 * where there is none the script in the output, come first: a widget in a saved notebook shows an error instead of its picture when the
 * kernel is gone. {@code WINNOW_APP=anywidget} asks for the widget there too.
 *
 * <p>A front end with a manager of widgets opens a comm to {@value #CONTROL} with each page. That says nothing about anywidget: so a widget
 * that nobody sees is made, and only when its script answers do outputs name widgets. The state of a widget is a script of a kilobyte; the
 * module comes once a page, as a block of bytes.
 */
final class AppWidget {
    private static final String CONTROL = "jupyter.widget.control";
    private static final String TARGET = "jupyter.widget";
    private static final String VIEW = "application/vnd.jupyter.widget-view+json";
    private static final Map<String, String> PROTOCOL = Map.of("version", "2.1.0");

    /** Whether the script of a widget has answered. */
    private static volatile boolean alive;

    private final Comm comm;
    private final AppSubject subject;
    private final Map<String, AppConnection> views = new ConcurrentHashMap<>();

    private AppWidget(Comm comm, AppSubject subject) {
        this.comm = comm;
        this.subject = subject;
        comm.onMessage(this::received);
        comm.onClose(() -> views.values().forEach(AppConnection::close));
    }

    static void register() {
        Comms.register(CONTROL, (control, first) -> {
            // The manager then asks for each widget by itself, also for those that cells opened.
            control.close();
            if (wanted() && !alive) {
                Comms.current()
                        .open(TARGET, state(""), PROTOCOL, List.of())
                        .ifPresent(probe -> probe.onMessage(message -> heard(probe, message)));
            }
        });
    }

    /** Whether a widget is what this front end shows best: not in the pages of a Jupyter server, which names the notebook. */
    private static boolean wanted() {
        Map<String, String> environment = System.getenv();
        boolean elsewhere =
                environment.keySet().stream().anyMatch(name -> name.startsWith("VSCODE_") || name.startsWith("COLAB_"))
                        && !environment.containsKey("JPY_SESSION_NAME");
        return elsewhere || "anywidget".equals(environment.get("WINNOW_APP"));
    }

    private static void heard(Comm probe, Comm.Message message) {
        if ("custom".equals(message.data().get("method"))) {
            alive = true;
            probe.close();
        } else {
            answerState(probe, message, "");
        }
    }

    /** The bundle with a widget beside its picture, where widgets live. */
    static MimeBundle beside(AppSubject subject, MimeBundle bundle) {
        if (!alive || !wanted()) {
            return bundle;
        }
        Optional<Comm> comm = Comms.current().open(TARGET, state(subject.id()), PROTOCOL, List.of());
        if (comm.isEmpty()) {
            return bundle;
        }
        AppWidget widget = new AppWidget(comm.get(), subject);
        return bundle.with(VIEW, Map.of("model_id", widget.comm.id(), "version_major", 2, "version_minor", 0));
    }

    /** All of a widget's state; {@code 0.*}, since managers take no later minor version than the one named. */
    private static Map<String, Object> state(String session) {
        Map<String, Object> state = new LinkedHashMap<>();
        for (String part : List.of("model", "view")) {
            state.put("_" + part + "_module", "anywidget");
            state.put("_" + part + "_module_version", "0.*");
        }
        state.put("_model_name", "AnyModel");
        state.put("_view_name", "AnyView");
        state.put("_anywidget_id", "dev.winnow.App");
        state.put("_esm", Frontend.text("anywidget.mjs"));
        state.put("session", session);
        return Map.of("state", state, "buffer_paths", List.of());
    }

    private static void answerState(Comm comm, Comm.Message message, String session) {
        if ("request_state".equals(message.data().get("method"))) {
            Map<String, Object> answer = new LinkedHashMap<>(state(session));
            answer.put("method", "update");
            comm.send(answer);
        }
    }

    /** Every view of the widget, in whatever page, has a connection of its own, by the name that it gave itself. */
    private void received(Comm.Message message) {
        answerState(comm, message, subject.id());
        if (!"custom".equals(message.data().get("method"))
                || !(message.data().get("content") instanceof Map<?, ?> content)) {
            return;
        }
        JsonObject body = AppJson.of(content).getAsJsonObject();
        String view = AppJson.text(body, "view", "");
        switch (AppJson.text(body, "method", "")) {
            case "" -> send(view, new AppMessage(welcome(), List.of()));
            case "leave" -> Optional.ofNullable(views.remove(view)).ifPresent(AppConnection::close);
            default ->
                views.computeIfAbsent(view, own -> new AppConnection(subject, answer -> send(own, answer)))
                        .receive(new AppMessage(body, message.buffers()));
        }
    }

    private static JsonObject welcome() {
        JsonObject welcome = AppJson.event("welcome");
        welcome.addProperty("module", Frontend.hash());
        return welcome;
    }

    private void send(String view, AppMessage message) {
        JsonObject body = message.body().deepCopy();
        body.addProperty("view", view);
        comm.send(
                Map.of("method", "custom", "content", Objects.requireNonNull(AppJson.plain(body))), message.buffers());
    }
}
