package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The five sockets, spoken to byte by byte. */
@Timeout(60)
class WireTest {
    private ConnectionFile connection;
    private Wire wire;

    @BeforeEach
    void listen() throws IOException {
        connection = TestClient.freePorts();
        wire = new Wire(connection, "session");
        wire.start(request -> wire.send(new Message(
                request.channel(),
                request.identities(),
                Message.header("echo", "session"),
                request.header(),
                new JsonObject(),
                request.content(),
                List.of())));
    }

    @AfterEach
    void close() {
        wire.close();
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void write(Socket socket, ByteBuffer bytes) throws IOException {
        socket.getOutputStream().write(bytes.array(), 0, bytes.limit());
    }

    private static void write(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Socket greeted(int port, String socketType) throws IOException {
        Socket socket = connect(port);
        write(socket, Zmtp.greeting());
        write(socket, Zmtp.ready(socketType));
        assertThat(socket.getInputStream().readNBytes(Zmtp.GREETING)).hasSize(Zmtp.GREETING);
        assertThat(frame(socket)).contains("READY");
        return socket;
    }

    private static String frame(Socket socket) throws IOException {
        int flags = socket.getInputStream().read();
        ByteBuffer size = ByteBuffer.wrap(socket.getInputStream().readNBytes((flags & Zmtp.LONG) == 0 ? 1 : 8));
        int length = size.remaining() == 1 ? size.get() & 0xff : (int) size.getLong();
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private static List<String> frames(Socket socket, int count) throws IOException {
        List<String> frames = new ArrayList<>();
        while (frames.size() < count) {
            frames.add(frame(socket));
        }
        return frames;
    }

    /** All seven frames of one publication, the topic first and the content last. */
    private static List<String> message(Socket socket) throws IOException {
        return frames(socket, 7);
    }

    private void publish(String topic, int size) {
        wire.send(new Message(
                Channel.IOPUB,
                List.of(topic.getBytes(StandardCharsets.UTF_8)),
                Message.header("stream", "session"),
                new JsonObject(),
                new JsonObject(),
                Json.object("text", "x".repeat(size)),
                List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, no greeting",
        "'\u00ff\0\0\0\0\0\0\0\1\u007f\1', ZMTP 2",
        "CURVE, a mechanism the kernel does not have",
        "EARLY, a message before READY",
        "PUB, a socket that has no business there"
    })
    void who_breaks_the_protocol_is_cut_off_and_the_next_is_served(String rude, String what) throws IOException {
        try (Socket socket = connect(connection.shell_port())) {
            switch (rude) {
                case "CURVE" -> write(socket, Zmtp.greeting().put(12, "CURVE".getBytes(StandardCharsets.US_ASCII)));
                case "EARLY" -> {
                    write(socket, Zmtp.greeting());
                    write(socket, Zmtp.message(List.of(new byte[1])));
                }
                case "PUB" -> {
                    write(socket, Zmtp.greeting());
                    write(socket, Zmtp.ready("PUB"));
                }
                default -> write(socket, rude);
            }
            int read = 0;
            try {
                read = socket.getInputStream().readAllBytes().length;
            } catch (java.net.SocketException reset) {
                // As good as the end.
            }
            assertThat(read).as(what).isLessThanOrEqualTo(Zmtp.GREETING + 2 + 29);
        }
        try (Socket heart = greeted(connection.hb_port(), "REQ")) {
            write(heart, Zmtp.message(List.of(new byte[0], "beat".getBytes(StandardCharsets.US_ASCII))));
            assertThat(frame(heart)).isEmpty();
            assertThat(frame(heart)).isEqualTo("beat");
        }
    }

    private Socket named(String name) throws IOException {
        Socket socket = connect(connection.shell_port());
        write(socket, Zmtp.greeting());
        socket.getInputStream().readNBytes(Zmtp.GREETING);
        assertThat(frame(socket)).contains("READY");
        write(socket, Zmtp.command(ready(name)));
        return socket;
    }

    private static byte[] ready(String name) {
        String identity = "\10Identity\0\0\0" + (char) name.length() + name;
        return ("\5READY\13Socket-Type\0\0\0\6DEALER" + identity).getBytes(StandardCharsets.US_ASCII);
    }

    private ByteBuffer question(Signer signer, int number) {
        return Zmtp.message(signer.encode(new Message(
                Channel.SHELL,
                List.of(),
                Message.header("ask", "client"),
                new JsonObject(),
                new JsonObject(),
                Json.object("number", number),
                List.of())));
    }

    @Test
    void a_client_that_comes_back_under_its_name_takes_the_place_of_the_connection_before() throws IOException {
        Signer signer = new Signer(connection);
        List<Socket> before = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket socket = named("same");
            write(socket, question(signer, i));
            assertThat(frames(socket, 6).get(5)).isEqualTo("{\"number\":" + i + "}");
            before.add(socket);
        }
        // Nobody closed these but the wire.
        assertThat(before.get(0).getInputStream().read()).isNegative();
        assertThat(before.get(1).getInputStream().read()).isNegative();
        for (Socket socket : before) {
            socket.close();
        }
    }

    @Test
    void a_ping_is_answered_with_its_context() throws IOException {
        try (Socket socket = greeted(connection.control_port(), "DEALER")) {
            write(socket, Zmtp.command("\4PING\0\5context".getBytes(StandardCharsets.US_ASCII)));
            assertThat(frame(socket)).isEqualTo("\4PONGcontext");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void a_subscriber_hears_the_topics_it_asked_for_until_it_cancels(boolean byCommand) throws IOException {
        try (Socket socket = greeted(connection.iopub_port(), "SUB")) {
            subscribe(socket, byCommand, "str", true);
            assertThat(message(socket).get(0)).isEqualTo("str");
            publish("status", 1);
            publish("stream", 2);
            assertThat(message(socket)).last().asString().isEqualTo("{\"text\":\"xx\"}");
            subscribe(socket, byCommand, "str", false);
            subscribe(socket, byCommand, "late", true);
            assertThat(message(socket).get(0)).isEqualTo("late");
            publish("stream", 3);
            publish("later", 4);
            assertThat(message(socket).get(0)).isEqualTo("later");
        }
    }

    private static void subscribe(Socket socket, boolean byCommand, String topic, boolean on) throws IOException {
        String name = on ? "\11SUBSCRIBE" : "\6CANCEL";
        write(
                socket,
                byCommand
                        ? Zmtp.command((name + topic).getBytes(StandardCharsets.US_ASCII))
                        : Zmtp.message(List.of(((on ? "\1" : "\0") + topic).getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void a_subscriber_that_reads_late_gets_all_in_order_and_does_not_hold_up_another() throws IOException {
        int count = 400;
        try (Socket late = greeted(connection.iopub_port(), "SUB");
                Socket other = greeted(connection.iopub_port(), "SUB")) {
            for (Socket socket : List.of(late, other)) {
                subscribe(socket, true, "", true);
                assertThat(message(socket).get(6)).contains("subscription");
            }
            // Far more than the buffers of a connection hold.
            for (int i = 0; i < count; i++) {
                publish("stream", 50_000 + i);
            }
            for (Socket socket : List.of(other, late)) {
                for (int i = 0; i < count; i++) {
                    assertThat(message(socket).get(6)).hasSize(50_000 + i + "{\"text\":\"\"}".length());
                }
            }
        }
    }

    @Test
    void what_was_sent_before_the_end_arrives() throws IOException {
        try (Socket socket = greeted(connection.iopub_port(), "SUB")) {
            subscribe(socket, true, "", true);
            assertThat(message(socket).get(6)).contains("subscription");
            Thread end = new Thread(wire::close);
            for (int i = 0; i < 100; i++) {
                publish("stream", 10_000);
            }
            end.start();
            for (int i = 0; i < 100; i++) {
                assertThat(message(socket).get(6)).hasSize(10_000 + "{\"text\":\"\"}".length());
            }
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }
}
