package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is no message of this connection is dropped, and the kernel goes on. */
@Timeout(60)
class SafetyTest {
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        client = Client.withKernel();
    }

    @AfterAll
    static void stop() {
        client.close();
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
        assertThat(Client.isFor(client.reply(), id)).isTrue();
    }

    @Test
    void a_wrong_signature_is_ignored_and_the_kernel_lives() {
        client.sendFrames(Channel.SHELL, request(new Signer("wrong")));
        client.sendFrames(Channel.CONTROL, request(new Signer("")));
        client.socket(Channel.SHELL).send("rubbish");
        answersOnlyTheNext();
    }
}
