package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cells print arrives whole, in order and in few messages. */
@Timeout(60)
class OutputTest {
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        client = Client.withKernel();
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void twenty_thousand_lines_arrive_complete_in_order_in_few_messages() {
        Client.Ran ran = client.run("for (int i = 0; i < 20_000; i++) System.out.println(i);");
        String[] lines = ran.text("stdout").split("\n");
        assertThat(lines).hasSize(20_000);
        for (int i = 0; i < lines.length; i++) {
            assertThat(lines[i]).isEqualTo(String.valueOf(i));
        }
        assertThat(ran.types().stream().filter("stream"::equals).count()).isLessThan(200);
    }
}
