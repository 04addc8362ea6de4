package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The requests of JupyterLab's debugger panel, as it sends them. */
@Timeout(60)
class VariablesPanelTest {
    private static TestClient client;
    private static int sequence;

    @BeforeAll
    static void start() throws IOException {
        client = TestClient.withKernel();
        assertThat(client.run(
                                """
                                int n = 7; String text = "words"; var list = java.util.List.of(1, 2);
                                record Point(int x, int[] rest) {}
                                var point = new Point(3, new int[] {4, 5});
                                var picture = new java.awt.image.BufferedImage(2, 2, 1);
                                Object none = null;
                                """)
                        .status())
                .isEqualTo("ok");
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    private static JsonObject ask(String command, String arguments) {
        client.send(
                Channel.CONTROL,
                "debug_request",
                Json.object(
                        "type",
                        "request",
                        "seq",
                        ++sequence,
                        "command",
                        command,
                        "arguments",
                        TestClient.json(arguments)));
        Message reply = client.receive(Channel.CONTROL);
        assertThat(reply.type()).isEqualTo("debug_reply");
        assertThat(reply.number("request_seq", 0)).isEqualTo(sequence);
        assertThat(reply.text("command")).isEqualTo(command);
        return reply.content();
    }

    private static Map<String, JsonObject> byName(JsonObject response) {
        JsonArray variables = response.getAsJsonObject("body").getAsJsonArray("variables");
        Map<String, JsonObject> byName = new TreeMap<>();
        for (JsonElement one : variables) {
            byName.put(one.getAsJsonObject().get("name").getAsString(), one.getAsJsonObject());
        }
        return byName;
    }

    @Test
    void variables_are_listed_with_type_and_value_and_open_into_their_parts() {
        Map<String, JsonObject> all = byName(ask("inspectVariables", "{}"));
        assertThat(all.keySet()).containsExactly("list", "n", "none", "picture", "point", "text");
        assertThat(all.get("n").get("value").getAsString()).isEqualTo("7");
        assertThat(all.get("n").get("type").getAsString()).isEqualTo("int");
        assertThat(all.get("n").get("variablesReference").getAsInt()).isZero();
        int reference = all.get("point").get("variablesReference").getAsInt();
        Map<String, JsonObject> parts = byName(ask("variables", "{'variablesReference':" + reference + "}"));
        assertThat(parts.get("x").get("value").getAsString()).isEqualTo("3");
        int deeper = parts.get("rest").get("variablesReference").getAsInt();
        assertThat(byName(ask("variables", "{'variablesReference':" + deeper + "}"))
                        .get("[1]")
                        .get("value")
                        .getAsString())
                .isEqualTo("5");
        assertThat(byName(ask("variables", "{'variablesReference':4711}"))).isEmpty();
    }

    @Test
    void a_variable_is_rendered_as_a_cell_would() {
        JsonObject picture =
                ask("richInspectVariables", "{'variableName':'picture'}").getAsJsonObject("body");
        assertThat(picture.getAsJsonObject("data").keySet()).containsExactly("text/plain", "image/png");
        JsonObject missing = ask("richInspectVariables", "{'variableName':'nobody'}");
        assertThat(missing.get("success").getAsBoolean()).isFalse();
        assertThat(missing.get("message").getAsString()).isEqualTo("There is no variable 'nobody'.");
    }

    @Test
    void the_panel_is_on_from_initialize_to_disconnect() {
        assertThat(ask("initialize", "{}").get("success").getAsBoolean()).isTrue();
        assertThat(ask("attach", "{}").get("success").getAsBoolean()).isTrue();
        assertThat(ask("debugInfo", "{}")
                        .getAsJsonObject("body")
                        .get("isStarted")
                        .getAsBoolean())
                .isTrue();
        ask("disconnect", "{}");
        JsonObject info = ask("debugInfo", "{}").getAsJsonObject("body");
        assertThat(info.get("isStarted").getAsBoolean()).isFalse();
        assertThat(info.get("richRendering").getAsBoolean()).isTrue();
    }

    @Test
    void each_breakpoint_is_answered_as_not_verified_with_the_reason_and_stepping_is_refused_with_a_reason() {
        assertThat(ask("setBreakpoints", "{'source':{'path':'x'},'breakpoints':[{'line':1}]}")
                        .getAsJsonObject("body"))
                .hasToString("{\"breakpoints\":[{\"verified\":false,\"line\":1,\"message\":"
                        + "\"This kernel lists variables and cannot stop at a line yet.\"}]}");
        JsonObject refused = ask("next", "{'threadId':1}");
        assertThat(refused.get("success").getAsBoolean()).isFalse();
        assertThat(refused.get("message").getAsString())
                .isEqualTo("This kernel lists variables and has no breakpoints, so it cannot next.");
    }

    @Test
    void the_panel_answers_while_a_cell_runs() {
        String id = client.execute("System.out.print(\"on\"); while (true) {}");
        client.publishedUntil(message -> message.type().equals("stream"));
        assertThat(byName(ask("inspectVariables", "{}"))).containsKey("n");
        client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
        client.receive(Channel.CONTROL);
        client.reply();
        client.published(id);
    }
}
