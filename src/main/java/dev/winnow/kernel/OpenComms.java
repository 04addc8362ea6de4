package dev.winnow.kernel;

import com.google.gson.JsonObject;
import dev.winnow.display.Comm;
import dev.winnow.display.Comms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The comms of this kernel. Requests come one after another on one thread; what names a target or an id that is not known is answered
 * with {@code comm_close}, so that a front end notices at once that the kernel was restarted.
 */
final class OpenComms implements Comms {
    private final Outbox outbox;
    private final Map<String, Line> open = new ConcurrentHashMap<>();

    OpenComms(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Takes {@code comm_open}, {@code comm_msg} or {@code comm_close}. */
    void receive(Message request) {
        String id = request.text("comm_id");
        Comm.Message message = new Comm.Message(
                Json.map(request.content().get("data")), Json.map(request.metadata()), request.buffers());
        if (request.type().equals("comm_open")) {
            String target = request.text("target_name", "");
            Optional<BiConsumer<Comm, Comm.Message>> opened = Comms.target(target);
            if (opened.isEmpty()) {
                publish("comm_close", Json.object("comm_id", id, "data", new JsonObject()), List.of());
                return;
            }
            Line line = new Line(id, target);
            open.put(id, line);
            try {
                opened.get().accept(line, message);
            } catch (RuntimeException | Error broken) {
                line.close();
                throw broken;
            }
            return;
        }
        Line line = open.get(id);
        if (request.type().equals("comm_close")) {
            if (line != null) {
                open.remove(id);
                line.onClose.run();
            }
        } else if (line == null) {
            publish("comm_close", Json.object("comm_id", id, "data", new JsonObject()), List.of());
        } else {
            line.onMessage.accept(message);
        }
    }

    /** The open comms, for {@code comm_info_request}: of one target, or of all if it names none. */
    JsonObject info(Message request) {
        String target = request.text("target_name", "");
        JsonObject comms = new JsonObject();
        open.values().stream()
                .filter(line -> target.isEmpty() || line.target.equals(target))
                .forEach(line -> comms.add(line.id, Json.object("target_name", line.target)));
        return Json.object("comms", comms);
    }

    @Override
    public Optional<Comm> open(String target, Map<String, ?> data, Map<String, ?> metadata, List<byte[]> buffers) {
        Line line = new Line(UUID.randomUUID().toString().replace("-", ""), target);
        open.put(line.id, line);
        outbox.publish(
                Outlet.request(),
                "comm_open",
                Json.object("comm_id", line.id, "target_name", target, "data", data),
                (JsonObject) Json.tree(metadata),
                buffers);
        return Optional.of(line);
    }

    private void publish(String type, JsonObject content, List<byte[]> buffers) {
        outbox.publish(Outlet.request(), type, content, new JsonObject(), buffers);
    }

    /** One comm; open as long as the kernel knows it. */
    private final class Line implements Comm {
        private final String id;
        private final String target;
        private volatile Consumer<Comm.Message> onMessage = message -> {};
        private volatile Runnable onClose = () -> {};

        Line(String id, String target) {
            this.id = id;
            this.target = target;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String target() {
            return target;
        }

        @Override
        public void send(Map<String, ?> data, List<byte[]> buffers) {
            if (isOpen()) {
                publish("comm_msg", Json.object("comm_id", id, "data", data), buffers);
            }
        }

        @Override
        public void onMessage(Consumer<Comm.Message> handler) {
            onMessage = handler;
        }

        @Override
        public void onClose(Runnable handler) {
            onClose = handler;
        }

        @Override
        public boolean isOpen() {
            return open.get(id) == this;
        }

        @Override
        public void close() {
            if (open.remove(id, this)) {
                publish("comm_close", Json.object("comm_id", id, "data", new JsonObject()), List.of());
            }
        }
    }
}
