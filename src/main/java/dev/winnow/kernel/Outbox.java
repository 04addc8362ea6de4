package dev.winnow.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel says: replies, publications and its status, each with the request that caused it as parent.
 *
 * <p>A front end shows the latest status it heard of any request. So the idle of a small request in the middle of a cell is followed by
 * the cell's busy, and the kernel stays shown as busy.
 */
final class Outbox {
    /** Requests whose status front ends do not show, by Jupyter Server's list. */
    private static final Set<String> UNTRACKED = Set.of(
            "kernel_info_request", "comm_info_request", "interrupt_request", "shutdown_request", "debug_request");

    private final Wire wire;
    private final Pace pace = new Pace();
    private final String session;
    private @Nullable Message cell;

    Outbox(Wire wire, String session) {
        this.wire = wire;
        this.session = session;
    }

    void publish(@Nullable Message parent, String type, JsonObject content) {
        publish(parent, type, content, new JsonObject(), List.of());
    }

    /** Waits where a cell publishes faster than {@link Pace} allows. */
    void publish(@Nullable Message parent, String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        pace.take();
        wire.send(published(parent, type, content, metadata, buffers));
    }

    private Message published(
            @Nullable Message parent, String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        return new Message(
                Channel.IOPUB,
                List.of(type.getBytes(StandardCharsets.UTF_8)),
                Message.header(type, session),
                parent == null ? new JsonObject() : parent.header(),
                metadata,
                content,
                List.copyOf(buffers));
    }

    void starting() {
        status(null, "starting");
    }

    /** A cell begins. */
    synchronized void begin(Message request) {
        cell = request;
        status(request, "busy");
    }

    /** The cell has ended. */
    synchronized void end(Message request) {
        cell = null;
        status(request, "idle");
    }

    void busy(Message request) {
        status(request, "busy");
    }

    synchronized void idle(Message request) {
        status(request, "idle");
        if (cell != null && !UNTRACKED.contains(request.type())) {
            status(cell, "busy");
        }
    }

    /** Without waiting, since the I/O thread may want the monitor that is held meanwhile. */
    private void status(@Nullable Message request, String state) {
        wire.sendAtOnce(
                published(request, "status", Json.object("execution_state", state), new JsonObject(), List.of()));
    }

    /** Replies on the channel that the request came by. */
    void reply(Message request, JsonObject content) {
        send(request.channel(), request, request.type().replaceAll("_request$", "") + "_reply", content);
    }

    void ok(Message request, JsonObject content) {
        content.addProperty("status", "ok");
        reply(request, content);
    }

    void fail(Message request, Throwable failure) {
        reply(
                request,
                Json.object(
                        "status",
                        "error",
                        "ename",
                        failure.getClass().getSimpleName(),
                        "evalue",
                        String.valueOf(failure.getMessage()),
                        "traceback",
                        new JsonArray()));
    }

    /** Asks the client of a request for a line; gives the id of the question. */
    String askInput(Message request, String prompt, boolean secret) {
        return send(Channel.STDIN, request, "input_request", Json.object("prompt", prompt, "password", secret));
    }

    private String send(Channel channel, Message request, String type, JsonObject content) {
        Message message = new Message(
                channel,
                request.identities(),
                Message.header(type, session),
                request.header(),
                new JsonObject(),
                content,
                List.of());
        wire.send(message);
        return message.header().get("msg_id").getAsString();
    }
}
