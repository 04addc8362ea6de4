package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Showing a cell's value is part of the cell: it fails, stops and ends as the cell does. */
@Timeout(60)
class RenderingTest {
    private static TestClient client;

    @BeforeAll
    static void start() throws IOException {
        client = TestClient.withKernel();
        assertThat(client.run(
                                """
                                import java.util.*;
                                class Fails { public String toString() { throw new IllegalStateException("mine"); } }
                                class Null { public String toString() { return null; } }
                                class Ends { public String toString() { System.out.print("begun"); while (true); } }
                                class Deep { public String toString() { return "deeper" + toString(); } }
                                class Broken extends AbstractList<Integer> {
                                    public Integer get(int i) { return 1 / 0; }
                                    public int size() { return 1; }
                                }
                                int kept = 7;
                                """)
                        .status())
                .isEqualTo("ok");
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            new Fails()                                | IllegalStateException
            List.of(new Fails())                       | IllegalStateException
            new Object[] {new Fails()}                 | IllegalStateException
            new Broken()                               | ArithmeticException
            new Deep()                                 | StackOverflowError
            """)
    void what_a_value_throws_while_it_is_shown_is_the_cells_error(String code, String name) {
        TestClient.Ran ran = client.run(code);
        assertThat(ran.status()).isEqualTo("error");
        assertThat(ran.types()).contains("error").doesNotContain("execute_result");
        JsonObject error = ran.published().stream()
                .filter(message -> message.type().equals("error"))
                .findFirst()
                .orElseThrow()
                .content();
        assertThat(error.get("ename").getAsString()).endsWith(name);
        assertThat(error.getAsJsonArray("traceback")).isNotEmpty();
        assertThat(client.run("kept").value()).isEqualTo("7");
    }

    @Test
    void a_text_that_is_null_and_a_list_in_itself_are_shown() {
        assertThat(client.run("new Null()").value()).isEqualTo("null");
        assertThat(client.run("var own = new ArrayList<Object>(); own.add(List.of(own, 1)); own")
                        .value())
                .isEqualTo("[[(this Collection), 1]]");
        assertThat(client.run("new int[][] {{1, 2}, {3}}").value()).isEqualTo("[[1, 2], [3]]");
    }

    @Test
    void what_is_long_is_cut_and_says_how_long_it_is() {
        String map = client.run(
                        "var map = new TreeMap<Integer, Integer>(); for (int i = 0; i < 1_000_000; i++) map.put(i, i); map")
                .value();
        assertThat(map)
                .startsWith("{0=0, 1=1, ")
                .endsWith(", … 1000000 in all}")
                .hasSizeLessThan(20_000);
        assertThat(client.run("\"x\".repeat(3_000_000)").value())
                .hasSizeLessThan(101_000)
                .endsWith("… 3000000 characters in all");
    }

    @Test
    void a_text_that_never_ends_is_stopped_and_the_session_goes_on() {
        String id = client.execute("new Ends()");
        client.publishedUntil(message -> message.type().equals("stream"));
        client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
        client.receive(Channel.CONTROL);
        List<Message> published =
                client.publishedUntil(message -> TestClient.isFor(message, id) && TestClient.isStatus(message, "idle"));
        assertThat(client.reply().text("status")).isEqualTo("error");
        assertThat(published.stream().map(Message::type)).contains("error");
        assertThat(client.run("kept").value()).isEqualTo("7");
    }

    @Test
    void an_interrupt_right_after_busy_is_meant_for_that_cell() {
        for (int i = 0; i < 40; i++) {
            String id = client.execute("while (true);");
            client.publishedUntil(message -> TestClient.isFor(message, id) && TestClient.isStatus(message, "busy"));
            client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
            client.publishedUntil(message -> TestClient.isFor(message, id) && TestClient.isStatus(message, "idle"));
            client.receive(Channel.CONTROL);
            assertThat(client.reply().text("status")).isEqualTo("error");
        }
        assertThat(client.run("kept").value()).isEqualTo("7");
    }
}
