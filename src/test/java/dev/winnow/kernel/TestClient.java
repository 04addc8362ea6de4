package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.winnow.session.JavaSession;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A client of the protocol on real sockets, for one thread. Every wait ends after half a minute, and fails. */
final class TestClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    final ConnectionFile connection;
    final Signer signer;
    private final @Nullable Kernel kernel;
    private final ZContext context = new ZContext();
    private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);

    private TestClient(ConnectionFile connection, @Nullable Kernel kernel) {
        this.connection = connection;
        this.kernel = kernel;
        signer = new Signer(connection);
        byte[] name = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        for (Channel channel : Channel.values()) {
            ZMQ.Socket socket = socket(channel == Channel.IOPUB ? SocketType.SUB : SocketType.DEALER);
            if (channel == Channel.IOPUB) {
                socket.subscribe("");
            } else {
                socket.setIdentity(name);
            }
            socket.connect(connection.address(connection.port(channel)));
            sockets.put(channel, socket);
        }
        // A kernel that says "starting" at the moment of the subscription may be heard before it says welcome.
        publishedUntil(message -> message.type().equals("iopub_welcome"));
    }

    private ZMQ.Socket socket(SocketType type) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.setHWM(0);
        // JeroMQ 0.6.0 at times never reads from a connection that it has just made; then it makes another.
        socket.setHandshakeIvl(1000);
        return socket;
    }

    /** With a kernel of its own in this JVM. */
    static TestClient withKernel() throws IOException {
        ConnectionFile connection = freePorts();
        Path classes = Path.of(JavaSession.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Kernel kernel = new Kernel(
                connection,
                () -> JavaSession.builder().host(List.of(classes), path -> true).build());
        return new TestClient(connection, kernel);
    }

    /** Of a kernel that runs elsewhere. */
    static TestClient of(ConnectionFile connection) {
        return new TestClient(connection, null);
    }

    static ConnectionFile freePorts() throws IOException {
        List<ServerSocket> free = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            free.add(new ServerSocket(0));
        }
        int[] ports = free.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        for (ServerSocket one : free) {
            one.close();
        }
        return connection("a-key", ports);
    }

    static ConnectionFile connection(String key, int... ports) {
        return new ConnectionFile(
                "tcp", "127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], key, "hmac-sha256");
    }

    /** Writes a connection as Jupyter does, and gives the file. */
    static Path write(ConnectionFile connection, Path file) throws IOException {
        JsonObject json = Json.object(
                "transport", connection.transport(),
                "ip", connection.ip(),
                "shell_port", connection.shell_port(),
                "iopub_port", connection.iopub_port(),
                "stdin_port", connection.stdin_port(),
                "control_port", connection.control_port(),
                "hb_port", connection.hb_port(),
                "key", connection.key(),
                "signature_scheme", connection.signature_scheme());
        return Files.writeString(file, json.toString());
    }

    ZMQ.Socket socket(Channel channel) {
        return java.util.Objects.requireNonNull(sockets.get(channel));
    }

    static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    static JsonObject code(String code) {
        return Json.object("code", code);
    }

    /** Sends a request and gives its id. */
    String send(Channel channel, String type, JsonObject content, byte[]... buffers) {
        JsonObject header = Message.header(type, "client");
        sendFrames(
                channel,
                signer.encode(new Message(
                        channel, List.of(), header, new JsonObject(), new JsonObject(), content, List.of(buffers))));
        return header.get("msg_id").getAsString();
    }

    /** Answers a question for input as JupyterLab does, naming the question. */
    void answer(Message question, String value) {
        sendFrames(
                Channel.STDIN,
                signer.encode(new Message(
                        Channel.STDIN,
                        List.of(),
                        Message.header("input_reply", "client"),
                        question.header(),
                        new JsonObject(),
                        Json.object("value", value),
                        List.of())));
    }

    /** What the heartbeat gives back. */
    String heartbeat(String beat) {
        try (ZMQ.Socket heart = socket(SocketType.REQ)) {
            heart.connect(connection.address(connection.hb_port()));
            heart.send(beat);
            return heart.recvStr();
        }
    }

    void sendFrames(Channel channel, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket(channel).send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
        }
    }

    String send(String type, JsonObject content, byte[]... buffers) {
        return send(Channel.SHELL, type, content, buffers);
    }

    String execute(String code) {
        return send("execute_request", code(code));
    }

    Message receive(Channel channel) {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket(channel).recv();
            assertThat(frame).as("a message on " + channel).isNotNull();
            frames.add(frame);
        } while (socket(channel).hasReceiveMore());
        try {
            return signer.decode(channel, frames);
        } catch (Signer.Refused refused) {
            throw new AssertionError(refused);
        }
    }

    Message reply() {
        return receive(Channel.SHELL);
    }

    /** The next message on iopub, whatever it is. */
    Message published() {
        return receive(Channel.IOPUB);
    }

    static boolean isFor(Message message, String id) {
        return message.parent().has("msg_id")
                && message.parent().get("msg_id").getAsString().equals(id);
    }

    static boolean isStatus(Message message, String state) {
        return message.type().equals("status")
                && message.text("execution_state").equals(state);
    }

    /** What is published up to and with the first that is looked for. */
    List<Message> publishedUntil(Predicate<Message> wanted) {
        List<Message> all = new ArrayList<>();
        do {
            all.add(published());
        } while (!wanted.test(all.get(all.size() - 1)));
        return all;
    }

    /** What a request caused on iopub, from busy to idle. */
    List<Message> published(String id) {
        return publishedUntil(message -> isFor(message, id) && isStatus(message, "idle")).stream()
                .filter(message -> isFor(message, id))
                .toList();
    }

    /** A cell's reply and all it published. */
    record Ran(String id, Message reply, List<Message> published) {
        String text(String stream) {
            return TestClient.text(published, stream);
        }

        List<String> types() {
            return published.stream().map(Message::type).toList();
        }

        String status() {
            return reply.text("status");
        }

        /** The last value as text. */
        String value() {
            return published.stream()
                    .filter(message -> message.type().equals("execute_result"))
                    .map(message -> message.object("data").get("text/plain").getAsString())
                    .collect(Collectors.joining());
        }
    }

    Ran run(JsonObject content) {
        String id = send("execute_request", content);
        List<Message> published = published(id);
        return new Ran(id, reply(), published);
    }

    Ran run(String code) {
        return run(code(code));
    }

    /** The text on one stream, in order. */
    static String text(List<Message> messages, String stream) {
        return messages.stream()
                .filter(message ->
                        message.type().equals("stream") && message.text("name").equals(stream))
                .map(message -> message.text("text"))
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        context.close();
        if (kernel != null) {
            kernel.close();
        }
    }
}
