package dev.winnow.app;

import com.google.gson.JsonObject;
import dev.winnow.show.Palette;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** One front end: answers its requests and hands on the events of what it shows, over whatever carries messages. */
final class AppConnection {
    /** Requests that only read, for what is in sight: they are answered out of order, on other threads. */
    private static final Set<String> IN_SIGHT =
            Set.of("page", "thumbs", "image", "sample", "point", "rows", "queueThumb", "queueImage");

    /** Requests that may take long, and that what is in sight does not wait for. */
    private static final Set<String> LONG = Set.of("facet", "points", "colors", "evaluation", "plan");

    private final AppSubject subject;
    private final AppAnswers answers;
    private final Consumer<AppMessage> out;

    /** Labels whose colours the front end was told. */
    private int told;

    /**
     * @param out takes a message to the front end; called by several threads, one at a time
     */
    AppConnection(AppSubject subject, Consumer<AppMessage> out) {
        this.subject = subject;
        this.out = out;
        answers = subject.answers();
        subject.connect(this);
    }

    void close() {
        subject.disconnect(this);
    }

    synchronized void send(AppMessage message) {
        out.accept(message);
    }

    /** Answers a request; also one that fails. */
    void receive(AppMessage request) {
        String method = AppJson.text(request.body(), "method", "");
        if (method.equals("greet")) {
            greet();
        } else if (IN_SIGHT.contains(method)) {
            AppSessions.inSight().execute(() -> reply(request));
        } else if (LONG.contains(method)) {
            AppSessions.slow().execute(() -> reply(request));
        } else {
            reply(request);
        }
    }

    /** The answer goes out with the colours of labels that the front end has not met. */
    private void reply(AppMessage request) {
        AppMessage answer = answers.answer(request);
        synchronized (this) {
            List<Palette.Met> met = Palette.metAfter(told);
            if (!met.isEmpty()) {
                told += met.size();
                answer.body().add("colors", AppJson.of(met));
            }
            send(answer);
        }
    }

    /** The event that a front end begins with. */
    void greet() {
        JsonObject hello = subject.hello();
        send(AppMessage.of(hello));
    }
}
