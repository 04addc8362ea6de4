package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The protocol as a client on real sockets sees it. */
@Timeout(60)
class KernelTest {
    private static TestClient client;

    @BeforeAll
    static void start() throws IOException {
        client = TestClient.withKernel();
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void every_request_gets_busy_a_reply_with_status_and_idle() {
        for (Map.Entry<String, String> request : Map.of(
                        "kernel_info_request", "{}",
                        "history_request", "{'hist_access_type':'tail','n':3}",
                        "comm_info_request", "{}",
                        "is_complete_request", "{'code':'int f() {'}",
                        "complete_request", "{'code':'System.ou','cursor_pos':9}",
                        "inspect_request", "{'code':'String','cursor_pos':6}",
                        "create_subshell_request", "{}",
                        "nobody_knows_request", "{}")
                .entrySet()) {
            for (Channel channel : List.of(Channel.SHELL, Channel.CONTROL)) {
                String id = client.send(channel, request.getKey(), TestClient.json(request.getValue()));
                Message reply = client.receive(channel);
                assertThat(reply.type()).isEqualTo(request.getKey().replace("_request", "_reply"));
                assertThat(reply.content().has("status")).as(reply.type()).isTrue();
                assertThat(TestClient.isFor(reply, id)).isTrue();
                assertThat(client.published(id).get(0)).matches(message -> TestClient.isStatus(message, "busy"));
            }
        }
    }

    @Test
    void an_error_aborts_the_cells_behind_it() {
        String first = client.execute("Thread.sleep(200); throw new RuntimeException(\"x\");");
        String second = client.execute("System.out.print(1);");
        String third = client.execute("1 + 1");
        assertThat(client.reply().text("status")).isEqualTo("error");
        assertThat(client.reply().text("status")).isEqualTo("aborted");
        assertThat(client.reply().text("status")).isEqualTo("aborted");
        client.published(first);
        client.published(second);
        assertThat(client.published(third)).hasSize(2);
        assertThat(client.run("1 + 1").status()).isEqualTo("ok");
    }

    @Test
    void a_cell_sent_after_the_reply_of_a_failed_one_runs() {
        for (int i = 0; i < 50; i++) {
            client.execute("int oops = \"\";");
            assertThat(client.reply().text("status")).isEqualTo("error");
            String id = client.execute("1 + 1");
            assertThat(client.reply().text("status")).as("cell " + i).isEqualTo("ok");
            client.published(id);
        }
    }

    @Test
    void cells_behind_an_error_run_if_the_client_wants_it() {
        JsonObject failing = TestClient.code("Thread.sleep(100); throw new RuntimeException(\"x\");");
        failing.addProperty("stop_on_error", false);
        client.send("execute_request", failing);
        String second = client.execute("40 + 2");
        assertThat(client.reply().text("status")).isEqualTo("error");
        assertThat(client.reply().text("status")).isEqualTo("ok");
        client.published(second);
    }

    @Test
    void silent_cells_publish_nothing_and_do_not_count() {
        int before = client.run("1").reply().number("execution_count", -1);
        JsonObject silent = TestClient.code("System.out.print(2); 3");
        silent.addProperty("silent", true);
        TestClient.Ran ran = client.run(silent);
        assertThat(ran.reply().number("execution_count", -1)).isEqualTo(before);
        assertThat(ran.types()).containsOnly("status");
        JsonObject unstored = TestClient.code("4");
        unstored.addProperty("store_history", false);
        assertThat(client.run(unstored).reply().number("execution_count", -1)).isEqualTo(before);
    }

    @Test
    void user_expressions_are_evaluated_after_the_cell() {
        JsonObject asking = TestClient.code("var seven = 7;");
        asking.add("user_expressions", TestClient.json("{'a':'seven * 6','b':'nothing'}"));
        JsonObject answers = client.run(asking).reply().object("user_expressions");
        assertThat(answers.getAsJsonObject("a")
                        .getAsJsonObject("data")
                        .get("text/plain")
                        .getAsString())
                .isEqualTo("42");
        assertThat(answers.getAsJsonObject("b").get("status").getAsString()).isEqualTo("error");
    }

    @Test
    void control_and_completion_answer_while_a_cell_runs_and_an_interrupt_ends_it() {
        String id = client.execute("System.out.print(\"on\"); while (true) {}");
        client.publishedUntil(message -> message.type().equals("stream"));
        client.send(Channel.CONTROL, "kernel_info_request", new JsonObject());
        assertThat(client.receive(Channel.CONTROL).type()).isEqualTo("kernel_info_reply");
        client.send("complete_request", TestClient.json("{'code':'String.valu','cursor_pos':11}"));
        assertThat(client.reply().content().getAsJsonArray("matches").toString())
                .contains("valueOf(");
        client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
        assertThat(client.receive(Channel.CONTROL).type()).isEqualTo("interrupt_reply");
        assertThat(client.reply().text("ename")).isEqualTo("Interrupted");
        client.published(id);
    }

    @Test
    void offsets_count_code_points() {
        client.send("complete_request", TestClient.json("{'code':'\"😀\".leng','cursor_pos':8}"));
        Message reply = client.reply();
        assertThat(reply.number("cursor_start", -1)).isEqualTo(4);
        assertThat(reply.content().getAsJsonArray("matches").toString()).contains("length()");
    }

    private static Map<String, JsonObject> typesAt(String code) {
        client.send("complete_request", Json.object("code", code, "cursor_pos", code.length()));
        Map<String, JsonObject> types = new java.util.TreeMap<>();
        for (var one : client.reply().object("metadata").getAsJsonArray("_jupyter_types_experimental")) {
            types.put(one.getAsJsonObject().get("text").getAsString(), one.getAsJsonObject());
        }
        return types;
    }

    @Test
    void each_completion_has_its_kind_and_signature() {
        client.run("int counted = 3;");
        JsonObject method = typesAt("String.valu").get("valueOf(");
        assertThat(method.get("type").getAsString()).isEqualTo("function");
        assertThat(method.get("signature").getAsString()).contains("valueOf(int");
        assertThat(method.get("start").getAsInt()).isEqualTo(7);
        assertThat(method.get("end").getAsInt()).isEqualTo(11);
        assertThat(typesAt("count").get("counted").get("signature").getAsString())
                .isEqualTo("int");
        assertThat(typesAt("count").get("counted").get("type").getAsString()).isEqualTo("instance");
        assertThat(typesAt("Integ").get("Integer").get("type").getAsString()).isEqualTo("class");
        assertThat(typesAt("whil").get("while").get("type").getAsString()).isEqualTo("keyword");
        assertThat(typesAt("%who").get("%who").get("type").getAsString()).isEqualTo("magic");
        assertThat(typesAt("\"/usr/sha").values())
                .anyMatch(one -> one.get("type").getAsString().equals("path"));
    }

    private static JsonObject withInput(String code) {
        JsonObject content = TestClient.code(code);
        content.addProperty("allow_stdin", true);
        return content;
    }

    private static Message answer(String value) {
        Message question = client.receive(Channel.STDIN);
        client.send(Channel.STDIN, "input_reply", Json.object("value", value));
        return question;
    }

    @Test
    void system_in_asks_the_client_line_by_line_and_may_be_read_in_parts() {
        String id = client.send(
                "execute_request",
                withInput(
                        "byte[] part = new byte[2]; int n = System.in.read(part); new String(part, 0, n) + new java.util.Scanner(System.in, \"UTF-8\").nextLine()"));
        assertThat(answer("größe").type()).isEqualTo("input_request");
        List<Message> published = client.published(id);
        assertThat(published
                        .get(published.size() - 2)
                        .object("data")
                        .get("text/plain")
                        .getAsString())
                .isEqualTo("größe");
        client.reply();
    }

    @Test
    void a_question_has_a_prompt_and_can_be_secret() {
        String id = client.send(
                "execute_request",
                withInput("dev.winnow.display.Display.current().ask(\"Password: \", true).orElse(\"none\").length()"));
        Message question = answer("hush");
        assertThat(question.text("prompt")).isEqualTo("Password: ");
        assertThat(question.flag("password", false)).isTrue();
        assertThat(client.reply().text("status")).isEqualTo("ok");
        client.published(id);
    }

    @Test
    void a_client_without_input_gives_none() {
        assertThat(client.run("System.in.read()").value()).isEqualTo("-1");
        assertThat(client.run("dev.winnow.display.Display.current().ask(\"?\", false)")
                        .value())
                .isEqualTo("Optional.empty");
    }

    @Test
    void waiting_for_input_can_be_interrupted_and_the_late_answer_goes_nowhere() {
        String id = client.send("execute_request", withInput("System.in.read()"));
        Message first = client.receive(Channel.STDIN);
        client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
        client.receive(Channel.CONTROL);
        assertThat(client.reply().text("status")).isEqualTo("error");
        client.published(id);
        client.send("execute_request", withInput("(char) System.in.read()"));
        Message second = client.receive(Channel.STDIN);
        client.answer(first, "late");
        client.answer(second, "y");
        assertThat(client.publishedUntil(message -> message.type().equals("execute_result")).stream()
                        .reduce((before, after) -> after)
                        .orElseThrow()
                        .object("data")
                        .get("text/plain")
                        .getAsString())
                .isEqualTo("y");
        client.reply();
    }

    @Test
    void history_is_listed_by_tail_range_and_search() {
        int number = client.run("40 + 2").reply().number("execution_count", -1);
        client.send("history_request", TestClient.json("{'hist_access_type':'tail','n':1,'output':true}"));
        assertThat(client.reply().content().get("history")).hasToString("[[1," + number + ",[\"40 + 2\",\"42\"]]]");
        client.send("history_request", TestClient.json("{'hist_access_type':'search','pattern':'40*','unique':true}"));
        assertThat(client.reply().content().get("history").toString()).contains("\"40 + 2\"");
        client.send(
                "history_request",
                TestClient.json(
                        "{'hist_access_type':'range','session':0,'start':" + number + ",'stop':" + (number + 1) + "}"));
        assertThat(client.reply().content().get("history")).hasToString("[[1," + number + ",\"40 + 2\"]]");
    }

    @Test
    void a_question_mark_opens_the_pager() {
        TestClient.Ran ran = client.run("String?");
        assertThat(ran.reply().content().getAsJsonArray("payload").toString()).contains("\"source\":\"page\"");
        assertThat(ran.types()).containsExactly("status", "execute_input", "status");
    }

    @Test
    void the_heartbeat_echoes_while_a_cell_runs() {
        String id = client.execute("System.out.print(\"on\"); while (true) {}");
        client.publishedUntil(message -> message.type().equals("stream"));
        assertThat(client.heartbeat("beat")).isEqualTo("beat");
        client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
        client.receive(Channel.CONTROL);
        client.reply();
        client.published(id);
    }

    @Test
    void an_error_has_its_class_its_message_and_a_traceback_and_is_published_once() {
        TestClient.Ran ran =
                client.run("throw new IllegalStateException(\"as asked\", new RuntimeException(\"why\"));");
        assertThat(ran.types()).containsExactly("status", "execute_input", "error", "status");
        assertThat(ran.reply().text("ename")).endsWith("IllegalStateException");
        assertThat(ran.reply().text("evalue")).isEqualTo("as asked");
        assertThat(ran.reply().content().getAsJsonArray("traceback").toString()).contains("why");
    }

    @Test
    void a_picture_is_shown_as_png_with_text_beside_it() {
        JsonObject data = client.run("new java.awt.image.BufferedImage(2, 2, 1)").published().stream()
                .filter(message -> message.type().equals("execute_result"))
                .findFirst()
                .orElseThrow()
                .object("data");
        assertThat(data.keySet()).containsExactly("text/plain", "image/png");
        assertThat(java.util.Base64.getDecoder().decode(data.get("image/png").getAsString()))
                .startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void an_address_of_the_web_is_a_link_and_any_other_is_text() {
        TestClient.Ran link = client.run("new java.net.URL(\"https://a.example/?b=1&c=\\\"2\\\"\")");
        assertThat(bundle(link).get("text/html").getAsString())
                .isEqualTo(
                        "<a href=\"https://a.example/?b=1&amp;c=&quot;2&quot;\">https://a.example/?b=1&amp;c=&quot;2&quot;</a>");
        assertThat(bundle(client.run("java.net.URI.create(\"javascript:x()\")")).keySet())
                .containsExactly("text/plain");
    }

    private static JsonObject bundle(TestClient.Ran ran) {
        return ran.published().stream()
                .filter(message -> message.type().equals("execute_result"))
                .findFirst()
                .orElseThrow()
                .object("data");
    }
}
