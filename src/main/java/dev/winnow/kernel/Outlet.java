package dev.winnow.kernel;

import com.google.gson.JsonObject;
import dev.winnow.display.Comms;
import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.display.MimeBundle;
import dev.winnow.display.ProgressDisplay;
import dev.winnow.session.Output;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Where the output of one request goes: everything a cell, or the handler of a comm message, prints and shows is published with that
 * request as parent, in the order in which it was made, also after the request has ended.
 */
final class Outlet implements Display, Output {
    private final Message request;
    private final Outbox outbox;
    private final Comms comms;
    private final Stdin stdin;
    private final boolean silent;
    private final CellStream stream;

    Outlet(Message request, Outbox outbox, Comms comms, Stdin stdin, ScheduledExecutorService timer, boolean silent) {
        this.request = request;
        this.outbox = outbox;
        this.comms = comms;
        this.stdin = stdin;
        this.silent = silent;
        stream = new CellStream(timer, (name, text) -> send("stream", Json.object("name", name, "text", text)));
    }

    /** The request that the current thread works for, if any. */
    static @Nullable Message request() {
        return Display.current() instanceof Outlet outlet ? outlet.request : null;
    }

    /** Makes this the place of what the current thread shows. */
    void use() {
        Display.use(this);
        ProgressDisplay.show(this);
    }

    /** Publishes behind all that was printed before; nothing for a silent request. */
    void publish(String type, JsonObject content) {
        stream.flush();
        send(type, content);
    }

    private void send(String type, JsonObject content) {
        if (!silent) {
            outbox.publish(request, type, content);
        }
    }

    void flush() {
        stream.flush();
    }

    @Override
    public void stdout(String text) {
        stream.add("stdout", text);
    }

    @Override
    public void stderr(String text) {
        stream.add("stderr", text);
    }

    /** Replacing it later is a publication of whichever request does so. */
    @Override
    public DisplayHandle publish(MimeBundle bundle) {
        String id = UUID.randomUUID().toString();
        publish("display_data", data(bundle, id));
        return replacement -> {
            Outlet now = Display.current() instanceof Outlet current ? current : this;
            now.publish("update_display_data", data(replacement, id));
        };
    }

    @Override
    public void clear(boolean waitForNext) {
        publish("clear_output", Json.object("wait", waitForNext));
    }

    @Override
    public Comms comms() {
        return comms;
    }

    @Override
    public Optional<String> ask(String prompt, boolean secret) {
        flush();
        try {
            return stdin.ask(prompt, secret);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for an answer to '" + prompt + "'");
        }
    }

    private static JsonObject data(MimeBundle bundle, String id) {
        JsonObject content = data(bundle);
        content.add("transient", Json.object("display_id", id));
        return content;
    }

    /** A bundle as the protocol writes it. */
    static JsonObject data(MimeBundle bundle) {
        return Json.object("data", bundle.data(), "metadata", new JsonObject());
    }
}
