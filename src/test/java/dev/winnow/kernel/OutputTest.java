package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cells print arrives whole, in order and in few messages. */
@Timeout(60)
class OutputTest {
    private static TestClient client;

    @BeforeAll
    static void start() throws IOException {
        client = TestClient.withKernel();
        TestClient.Ran ran = client.run(
                "import dev.winnow.display.*; import java.util.*; import java.util.concurrent.*; import java.util.stream.*;");
        assertThat(ran.status()).isEqualTo("ok");
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void twenty_thousand_lines_arrive_complete_in_order_in_few_messages() {
        TestClient.Ran ran = client.run("for (int i = 0; i < 20_000; i++) System.out.println(i);");
        String[] lines = ran.text("stdout").split("\n");
        assertThat(lines).hasSize(20_000);
        for (int i = 0; i < lines.length; i++) {
            assertThat(lines[i]).isEqualTo(String.valueOf(i));
        }
        assertThat(ran.types().stream().filter("stream"::equals).count()).isLessThan(200);
    }

    @Test
    void a_reader_that_takes_a_millisecond_a_message_gets_every_line_and_the_idle() {
        String id = client.execute("for (int i = 0; i < 20_000; i++) System.out.println(i);");
        List<Message> published = client.publishedUntil(message -> {
            LockSupport.parkNanos(1_000_000);
            return TestClient.isFor(message, id) && TestClient.isStatus(message, "idle");
        });
        client.reply();
        assertThat(TestClient.text(published, "stdout").lines().count()).isEqualTo(20_000);
        assertThat(published).hasSizeLessThan(200);
    }

    @Test
    void four_threads_lose_no_line() {
        TestClient.Ran ran = client.run(
                """
                var threads = new ArrayList<Thread>();
                for (int t = 0; t < 4; t++) {
                    int own = t;
                    threads.add(new Thread(() -> { for (int i = 0; i < 2_000; i++) System.out.println(own + ":" + i); }));
                }
                threads.forEach(Thread::start);
                for (Thread thread : threads) thread.join();
                """);
        assertThat(ran.text("stdout").lines().distinct().count()).isEqualTo(8_000);
        assertThat(ran.text("stdout").lines()).allMatch(line -> line.matches("[0-3]:\\d+"));
    }

    @Test
    void what_a_thread_prints_after_its_cell_belongs_to_that_cell() {
        TestClient.Ran first = client.run(
                """
                var go = new CountDownLatch(1);
                var done = new CountDownLatch(1);
                var late = new Thread(() -> {
                    try { go.await(); } catch (InterruptedException stop) { }
                    System.out.print("late");
                    done.countDown();
                });
                late.start();
                """);
        String second = client.execute("go.countDown(); done.await(); System.out.print(\"second\");");
        List<Message> streams = new ArrayList<>();
        while (streams.size() < 2) {
            Message message = client.published();
            if (message.type().equals("stream")) {
                streams.add(message);
            }
        }
        client.reply();
        for (Message message : streams) {
            assertThat(TestClient.isFor(message, message.text("text").equals("late") ? first.id() : second))
                    .isTrue();
        }
    }

    @Test
    void the_common_pool_prints_into_the_cell_that_runs() {
        String cell = "IntStream.range(0, 200).parallel().forEach(i -> System.out.println(i));";
        assertThat(client.run(cell).text("stdout").lines().count()).isEqualTo(200);
        assertThat(client.run(cell).text("stdout").lines().count()).isEqualTo(200);
    }

    @Test
    void characters_split_over_writes_stay_whole_and_carriage_returns_pass() {
        TestClient.Ran ran = client.run(
                """
                byte[] bytes = "ü😀".getBytes("UTF-8");
                for (byte one : bytes) { System.out.write(one); System.out.flush(); Thread.sleep(60); }
                System.out.print("10 %\\r20 %\\r");
                """);
        assertThat(ran.text("stdout")).isEqualTo("ü😀10 %\r20 %\r");
    }

    @Test
    void both_streams_and_displays_keep_the_order_in_which_they_were_made() {
        TestClient.Ran ran = client.run(
                """
                System.out.print("a"); System.err.print("b"); System.out.print("c");
                Display.show("d");
                System.out.print("e");
                Display.current().clear(true);
                System.out.print("f");
                "g"
                """);
        assertThat(ran.published().stream()
                        .filter(message -> !message.type().equals("status"))
                        .map(message -> message.type() + " " + message.text("text", ""))
                        .map(String::strip))
                .containsExactly(
                        "execute_input",
                        "stream a",
                        "stream b",
                        "stream c",
                        "display_data",
                        "stream e",
                        "clear_output",
                        "stream f",
                        "execute_result");
    }

    @Test
    void streams_that_alternate_without_end_still_come_in_few_messages() {
        TestClient.Ran ran =
                client.run("for (int i = 0; i < 20_000; i++) { System.out.println(i); System.err.println(i); }");
        assertThat(ran.text("stdout").lines().count()).isEqualTo(20_000);
        assertThat(ran.text("stderr").lines().count()).isEqualTo(20_000);
        assertThat(ran.types().stream().filter("stream"::equals).count()).isLessThan(2_000);
    }

    @Test
    void a_bundle_of_ones_own_is_shown_as_it_is() {
        TestClient.Ran ran = client.run("Display.show(MimeBundle.text(\"a\").with(\"image/svg+xml\", \"<svg/>\"));");
        assertThat(ran.published().get(2).object("data"))
                .hasToString("{\"text/plain\":\"a\",\"image/svg+xml\":\"<svg/>\"}");
    }

    @Test
    void a_later_cell_replaces_what_an_earlier_one_showed() {
        TestClient.Ran first = client.run("var shown = Display.show(\"before\");");
        TestClient.Ran second = client.run("shown.update(MimeBundle.text(\"after\"));");
        Message display = first.published().get(2);
        Message update = second.published().get(2);
        assertThat(List.of(display.type(), update.type())).containsExactly("display_data", "update_display_data");
        assertThat(update.object("data").get("text/plain").getAsString()).isEqualTo("after");
        assertThat(update.object("transient")).isEqualTo(display.object("transient"));
    }

    @Test
    void a_cell_that_prints_without_end_is_cut_off_with_a_note_and_stops_when_asked() {
        String id = client.execute("while (true) System.out.println(\"x\".repeat(200));");
        List<Message> published =
                client.publishedUntil(message -> message.text("text", "").contains("The output ends here"));
        client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
        assertThat(client.reply().text("ename")).isEqualTo("Interrupted");
        List<Message> rest = client.published(id);
        assertThat(TestClient.text(published, "stdout")).hasSize(10_000_000);
        assertThat(TestClient.text(rest, "stdout")).isEmpty();
        assertThat(client.run("1 + 1").value()).isEqualTo("2");
    }

    @Test
    void a_cell_stopped_while_it_publishes_leaves_the_wire_whole() {
        for (int i = 0; i < 20; i++) {
            String id = client.execute("while (true) { System.out.println(\"x\"); Display.current().clear(false); }");
            client.publishedUntil(message -> message.type().equals("stream"));
            client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
            client.receive(Channel.CONTROL);
            assertThat(client.reply().text("ename")).as("cell " + i).isEqualTo("Interrupted");
            client.published(id);
        }
        assertThat(client.heartbeat("beat")).isEqualTo("beat");
        assertThat(client.run("1 + 1").value()).isEqualTo("2");
    }

    @Test
    void a_cell_that_shows_without_end_publishes_no_more_than_a_server_passes_on() {
        String id = client.execute(
                "long end = System.nanoTime() + 3_000_000_000L; while (System.nanoTime() < end) { Display.current().clear(false); }");
        List<Message> published = client.published(id);
        client.reply();
        assertThat(published).hasSizeBetween(1000, 3000);
    }
}
