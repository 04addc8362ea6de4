package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Comms over real sockets, both ways, with the handlers written in cells as a user would. */
@Timeout(60)
class CommsTest {
    private static TestClient client;

    @BeforeAll
    static void start() throws IOException {
        client = TestClient.withKernel();
        TestClient.Ran ran = client.run(
                """
                import dev.winnow.display.*;
                import java.util.*;
                Comms.register("echo", (comm, first) -> {
                    comm.send(Map.of("hello", first.data()), first.buffers());
                    comm.onMessage(message -> {
                        if (message.data().containsKey("print")) System.out.print("heard " + message.data().get("print"));
                        if (message.data().containsKey("show")) Display.show("shown");
                        if (message.data().containsKey("fail")) throw new IllegalStateException("as asked");
                        comm.send(Map.of("echo", message.data()), message.buffers());
                    });
                    comm.onClose(() -> System.out.print("closed " + comm.id()));
                });
                """);
        assertThat(ran.status()).as(ran.reply().content().toString()).isEqualTo("ok");
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    private static List<Message> open(String id, String target, byte[]... buffers) {
        return client.published(client.send(
                "comm_open",
                TestClient.json("{'comm_id':'" + id + "','target_name':'" + target + "','data':{'n':1}}"),
                buffers));
    }

    private static String message(String id, String data, byte[]... buffers) {
        return client.send("comm_msg", TestClient.json("{'comm_id':'" + id + "','data':" + data + "}"), buffers);
    }

    private static List<String> types(List<Message> messages) {
        return messages.stream().map(Message::type).toList();
    }

    @Test
    void a_mebibyte_goes_up_and_comes_back_unchanged_with_the_message_as_parent() {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        List<Message> opened = open("bytes", "echo", bytes, new byte[0]);
        assertThat(types(opened)).containsExactly("status", "comm_msg", "status");
        Message hello = opened.get(1);
        assertThat(hello.text("comm_id")).isEqualTo("bytes");
        assertThat(hello.content().get("data")).hasToString("{\"hello\":{\"n\":1}}");
        assertThat(hello.buffers()).hasSize(2);
        assertThat(hello.buffers().get(0)).isEqualTo(bytes);
        assertThat(hello.buffers().get(1)).isEmpty();
        List<Message> answered = client.published(message("bytes", "{'deep':[1,2.5,null,true,{'x':'ü'}]}", bytes));
        assertThat(answered.get(1).content().get("data"))
                .hasToString("{\"echo\":{\"deep\":[1,2.5,null,true,{\"x\":\"ü\"}]}}");
        assertThat(answered.get(1).buffers()).containsExactly(bytes);
    }

    @Test
    void messages_are_answered_in_order_in_the_middle_of_a_cell_and_the_kernel_stays_shown_busy() {
        open("mid", "echo");
        String cell = client.execute("System.out.print(\"on\"); while (true) {}");
        client.publishedUntil(
                message -> TestClient.isFor(message, cell) && message.type().equals("stream"));
        for (int i = 0; i < 50; i++) {
            message("mid", "{'i':" + i + "}");
        }
        int answered = 0;
        String shown = "busy";
        String parent = cell;
        while (answered < 50 || !parent.equals(cell)) {
            Message message = client.published();
            parent = message.parent().get("msg_id").getAsString();
            if (message.type().equals("comm_msg")) {
                assertThat(message.content().get("data")).hasToString("{\"echo\":{\"i\":" + answered++ + "}}");
            } else if (message.type().equals("status")) {
                shown = message.text("execution_state");
            }
        }
        assertThat(shown).isEqualTo("busy");
        client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
        client.receive(Channel.CONTROL);
        assertThat(client.reply().text("ename")).isEqualTo("Interrupted");
        client.published(cell);
    }

    @Test
    void what_a_handler_prints_and_shows_belongs_to_its_message() {
        open("prints", "echo");
        List<Message> printed = client.published(message("prints", "{'print':'me','show':1}"));
        assertThat(types(printed)).containsExactly("status", "stream", "display_data", "comm_msg", "status");
        assertThat(TestClient.text(printed, "stdout")).isEqualTo("heard me");
    }

    @Test
    void a_handler_that_throws_says_so_and_the_comm_lives() {
        open("throws", "echo");
        assertThat(TestClient.text(client.published(message("throws", "{'fail':1}")), "stderr"))
                .contains("IllegalStateException: as asked");
        assertThat(types(client.published(message("throws", "{}")))).contains("comm_msg");
    }

    @Test
    void unknown_targets_ids_and_the_widget_control_are_closed_at_once() {
        assertThat(types(open("c1", "nobody"))).containsExactly("status", "comm_close", "status");
        assertThat(types(open("c2", "jupyter.widget.control"))).containsExactly("status", "comm_close", "status");
        List<Message> lost = client.published(message("from-before-a-restart", "{}"));
        assertThat(types(lost)).containsExactly("status", "comm_close", "status");
        assertThat(lost.get(1).text("comm_id")).isEqualTo("from-before-a-restart");
    }

    @Test
    void comm_info_lists_the_open_comms_of_a_target() {
        open("listed", "echo");
        client.send("comm_info_request", TestClient.json("{'target_name':'echo'}"));
        assertThat(client.reply().object("comms").get("listed")).hasToString("{\"target_name\":\"echo\"}");
        client.send("comm_info_request", TestClient.json("{'target_name':'other'}"));
        assertThat(client.reply().object("comms").keySet()).isEmpty();
        List<Message> closed =
                client.published(client.send("comm_close", TestClient.json("{'comm_id':'listed','data':{}}")));
        assertThat(TestClient.text(closed, "stdout")).isEqualTo("closed listed");
        client.send("comm_info_request", new JsonObject());
        assertThat(client.reply().object("comms").keySet()).doesNotContain("listed");
    }

    @Test
    void a_cell_opens_a_comm_to_the_front_end_and_hears_its_answer() {
        TestClient.Ran ran = client.run(
                """
                var own = Comms.current().open("front", Map.of("state", List.of(1, 2)), Map.of("version", "2.1.0"),
                        List.of(new byte[] {1, 2, 3})).orElseThrow();
                var heard = new java.util.concurrent.LinkedBlockingQueue<Object>();
                own.onMessage(message -> heard.add(message.data()));
                """);
        Message open = ran.published().stream()
                .filter(message -> message.type().equals("comm_open"))
                .findFirst()
                .orElseThrow();
        assertThat(open.text("target_name")).isEqualTo("front");
        assertThat(open.content().get("data")).hasToString("{\"state\":[1,2]}");
        assertThat(open.metadata().get("version").getAsString()).isEqualTo("2.1.0");
        assertThat(open.buffers()).containsExactly(new byte[] {1, 2, 3});
        message(open.text("comm_id"), "{'back':7}");
        assertThat(client.run("heard.take()").value()).isEqualTo("{back=7}");
        assertThat(client.run("own.close(); own.isOpen()").types()).contains("comm_close");
    }

    /** Version 2.1 of the widgets' protocol, as ipywidgets speaks it, by a slider that a cell makes itself. */
    @Test
    void a_widget_of_ipywidgets_lives_in_the_middle_of_a_cell() {
        TestClient.Ran made = client.run(
                """
                var moved = new java.util.concurrent.LinkedBlockingQueue<Object>();
                var slider = Comms.current().open("jupyter.widget",
                        Map.of("state", Map.of("_model_module", "@jupyter-widgets/controls", "_model_module_version", "2.0.0",
                                        "_model_name", "IntSliderModel", "_view_module", "@jupyter-widgets/controls",
                                        "_view_module_version", "2.0.0", "_view_name", "IntSliderView", "value", 3),
                                "buffer_paths", List.of()),
                        Map.of("version", "2.1.0"), List.of()).orElseThrow();
                slider.onMessage(message -> {
                    if ("update".equals(message.data().get("method"))) {
                        slider.send(Map.of("method", "echo_update", "state", message.data().get("state"), "buffer_paths", List.of()));
                        moved.add(((Map<?, ?>) message.data().get("state")).get("value"));
                    }
                });
                Display.show(MimeBundle.text("a slider").with("application/vnd.jupyter.widget-view+json",
                        Map.of("version_major", 2, "version_minor", 0, "model_id", slider.id())));
                """);
        assertThat(made.status()).as(made.reply().content().toString()).isEqualTo("ok");
        assertThat(made.types()).containsExactly("status", "execute_input", "comm_open", "display_data", "status");
        Message open = made.published().get(2);
        JsonObject view =
                made.published().get(3).object("data").getAsJsonObject("application/vnd.jupyter.widget-view+json");
        assertThat(view.get("model_id").getAsString()).isEqualTo(open.text("comm_id"));
        String waits = client.execute("moved.take()");
        String move = message(open.text("comm_id"), "{'method':'update','state':{'value':7},'buffer_paths':[]}");
        List<Message> published = client.publishedUntil(
                message -> TestClient.isFor(message, waits) && TestClient.isStatus(message, "idle"));
        assertThat(published.stream()
                        .filter(message -> TestClient.isFor(message, move)
                                && message.type().equals("comm_msg"))
                        .map(message -> message.content().get("data").toString()))
                .singleElement()
                .asString()
                .contains("\"method\":\"echo_update\"", "\"value\":7");
        assertThat(new TestClient.Ran(waits, client.reply(), published).value()).isEqualTo("7");
    }

    @Test
    void the_last_value_of_a_cell_is_rendered_where_there_are_comms() {
        client.run(
                "class Live {}\nRenderers.register(Live.class, one -> MimeBundle.text(\"live: \" + (Comms.current() != Comms.NONE)));");
        assertThat(client.run("new Live()").value()).isEqualTo("live: true");
    }
}
