package dev.winnow.show;

import com.google.gson.JsonObject;
import java.util.Set;
import java.util.function.Consumer;

/** One front end of a session: answers its requests and hands on the session's events, over whatever carries messages. */
final class AppConnection {
    /** Requests that only read and may take long: they are answered out of order, on other threads. */
    private static final Set<String> SLOW = Set.of(
            "page",
            "thumbs",
            "image",
            "sample",
            "facet",
            "points",
            "colors",
            "evaluation",
            "plan",
            "queueThumb",
            "queueImage");

    private final AppSession session;
    private final AppProtocol protocol;
    private final Consumer<AppMessage> out;

    /**
     * @param out takes a message to the front end; called by several threads, one at a time
     */
    AppConnection(AppSession session, Consumer<AppMessage> out) {
        this.session = session;
        this.out = out;
        protocol = new AppProtocol(session);
        session.connect(this);
    }

    void close() {
        session.disconnect(this);
    }

    synchronized void send(AppMessage message) {
        out.accept(message);
    }

    /** Answers a request; also one that fails. */
    void receive(AppMessage request) {
        String method = AppJson.text(request.body(), "method", "");
        if (method.equals("greet")) {
            greet();
        } else if (SLOW.contains(method)) {
            AppSessions.slow().execute(() -> send(protocol.answer(request)));
        } else {
            send(protocol.answer(request));
        }
    }

    /** The event that a front end begins with. */
    void greet() {
        JsonObject hello = session.hello();
        send(AppMessage.of(hello));
    }
}
