package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** What is no message of this connection is dropped, and the kernel goes on. */
@Timeout(60)
class SafetyTest {
    private static TestClient client;

    @BeforeAll
    static void start() throws IOException {
        client = TestClient.withKernel();
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    private static Signer signer(String key) {
        return new Signer(TestClient.connection(key, 1, 2, 3, 4, 5));
    }

    private static List<byte[]> request(Signer signer) {
        return signer.encode(new Message(
                Channel.SHELL,
                List.of(),
                Message.header("kernel_info_request", "client"),
                new JsonObject(),
                new JsonObject(),
                new JsonObject(),
                List.of()));
    }

    private static void answersOnlyTheNext() {
        String id = client.send("kernel_info_request", new JsonObject());
        assertThat(TestClient.isFor(client.reply(), id)).isTrue();
    }

    @Test
    void a_wrong_signature_is_ignored_and_the_kernel_lives() {
        client.sendFrames(Channel.SHELL, request(signer("wrong")));
        client.sendFrames(Channel.CONTROL, request(signer("")));
        client.socket(Channel.SHELL).send("rubbish");
        answersOnlyTheNext();
    }

    @Test
    void a_replayed_request_is_not_answered_twice() {
        List<byte[]> frames = request(client.signer);
        client.sendFrames(Channel.SHELL, frames);
        client.sendFrames(Channel.SHELL, frames);
        assertThat(client.reply().type()).isEqualTo("kernel_info_reply");
        answersOnlyTheNext();
    }

    @Test
    void truncated_messages_are_dropped() {
        for (int length = 1; length < 6; length++) {
            client.sendFrames(Channel.SHELL, request(client.signer).subList(0, length));
        }
        answersOnlyTheNext();
    }

    @Test
    void an_oversized_message_is_dropped_though_it_is_signed() {
        List<byte[]> frames = new ArrayList<>(request(client.signer));
        frames.add(new byte[(int) Signer.LARGEST]);
        client.sendFrames(Channel.SHELL, frames);
        answersOnlyTheNext();
    }

    @Test
    void a_peer_that_sends_beyond_all_measure_is_cut_off_and_others_are_served() {
        try (ZContext context = new ZContext()) {
            ZMQ.Socket rude = context.createSocket(SocketType.DEALER);
            rude.setLinger(0);
            rude.connect(client.connection.address(client.connection.shell_port()));
            rude.send(new byte[(int) (2 * Signer.LARGEST + 1)]);
            answersOnlyTheNext();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "null",
                "{",
                "{'msg_type':'kernel_info_request'}",
                "{'msg_type':{},'msg_id':[]}",
                "DEEP"
            })
    void a_signed_header_that_is_no_header_is_dropped(String header) {
        String text = header.equals("DEEP") ? "[".repeat(100_000) : header.replace('\'', '"');
        List<byte[]> parts = new ArrayList<>(List.of(text.getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < 3; i++) {
            parts.add("{}".getBytes(StandardCharsets.UTF_8));
        }
        List<byte[]> frames =
                new ArrayList<>(List.of("<IDS|MSG>".getBytes(StandardCharsets.UTF_8), client.signer.sign(parts)));
        frames.addAll(parts);
        client.sendFrames(Channel.SHELL, frames);
        answersOnlyTheNext();
    }

    @Test
    void a_request_without_what_it_must_have_is_told_what() {
        String id = client.send("execute_request", new JsonObject());
        Message reply = client.reply();
        assertThat(reply.text("status")).isEqualTo("error");
        assertThat(reply.text("evalue")).isEqualTo("execute_request lacks 'code', a text.");
        assertThat(client.published(id)).hasSize(2);
    }

    @Test
    void subshells_are_refused_with_a_reason_and_not_announced() {
        for (String type : List.of("create_subshell", "delete_subshell", "list_subshell")) {
            client.send(Channel.CONTROL, type + "_request", new JsonObject());
            Message reply = client.receive(Channel.CONTROL);
            assertThat(reply.type()).isEqualTo(type + "_reply");
            assertThat(reply.text("evalue")).startsWith("This kernel has no subshells");
        }
        client.send("kernel_info_request", new JsonObject());
        assertThat(client.reply().content().get("supported_features").toString())
                .doesNotContain("subshell");
    }

    @Test
    void who_subscribes_is_welcomed_and_nobody_else() {
        // A client that was not welcomed does not come to be.
        TestClient.of(client.connection).close();
        String id = client.send("kernel_info_request", new JsonObject());
        assertThat(TestClient.isFor(client.reply(), id)).isTrue();
        assertThat(client.publishedUntil(
                        message -> TestClient.isFor(message, id) && TestClient.isStatus(message, "idle")))
                .noneMatch(message -> message.type().equals("iopub_welcome"));
    }
}
