package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.winnow.session.JavaSession;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A client on real sockets. */
@Timeout(60)
class KernelTest {
    private static final String KEY = "a-key";
    private static final Message.Signer SIGNER = new Message.Signer(KEY);
    private static Kernel kernel;
    private static ZContext context;
    private static ZMQ.Socket shell;
    private static ZMQ.Socket control;
    private static ZMQ.Socket iopub;

    @BeforeAll
    static void start() throws IOException {
        int[] ports = new int[5];
        for (int i = 0; i < 5; i++) {
            try (ServerSocket free = new ServerSocket(0)) {
                ports[i] = free.getLocalPort();
            }
        }
        ConnectionFile connection = new ConnectionFile(
                "tcp", "127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], KEY, "hmac-sha256");
        kernel = new Kernel(connection, () -> JavaSession.builder().build());
        context = new ZContext();
        shell = connect(SocketType.DEALER, ports[0]);
        control = connect(SocketType.DEALER, ports[3]);
        iopub = context.createSocket(SocketType.SUB);
        iopub.setHWM(0);
        iopub.subscribe("");
        iopub.connect("tcp://127.0.0.1:" + ports[1]);
        assertThat(receive(iopub).type()).isEqualTo("iopub_welcome");
    }

    private static ZMQ.Socket connect(SocketType type, int port) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    @AfterAll
    static void stop() {
        context.close();
        kernel.close();
    }

    private static Message receive(ZMQ.Socket socket) {
        List<byte[]> frames = new ArrayList<>();
        do {
            frames.add(socket.recv());
        } while (socket.hasReceiveMore());
        return SIGNER.decode(frames).orElseThrow();
    }

    private static String send(ZMQ.Socket socket, Message.Signer signer, String type, JsonObject content) {
        JsonObject header = Message.header(type, "client");
        List<byte[]> frames =
                signer.encode(new Message(List.of(), header, new JsonObject(), new JsonObject(), content, List.of()));
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
        }
        return header.get("msg_id").getAsString();
    }

    private static JsonObject execute(String code) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        return content;
    }

    /** The messages on iopub that a request caused, from busy to idle. */
    private static List<Message> published(String id) {
        List<Message> own = new ArrayList<>();
        while (true) {
            Message message = receive(iopub);
            if (!message.parent().has("msg_id")
                    || !message.parent().get("msg_id").getAsString().equals(id)) {
                continue;
            }
            own.add(message);
            if (message.type().equals("status")
                    && message.content().get("execution_state").getAsString().equals("idle")) {
                return own;
            }
        }
    }

    private static String text(List<Message> messages) {
        StringBuilder text = new StringBuilder();
        messages.stream()
                .filter(message -> message.type().equals("stream"))
                .forEach(message -> text.append(message.content().get("text").getAsString()));
        return text.toString();
    }

    @Test
    void every_request_gets_busy_a_reply_with_status_and_idle() {
        for (Map.Entry<String, String> request : Map.of(
                        "kernel_info_request", "{}",
                        "history_request", "{\"hist_access_type\":\"tail\",\"n\":3}",
                        "comm_info_request", "{}",
                        "is_complete_request", "{\"code\":\"int f() {\"}",
                        "complete_request", "{\"code\":\"System.ou\",\"cursor_pos\":9}",
                        "inspect_request", "{\"code\":\"String\",\"cursor_pos\":6}",
                        "nobody_knows_request", "{}")
                .entrySet()) {
            String id = send(
                    shell,
                    SIGNER,
                    request.getKey(),
                    com.google.gson.JsonParser.parseString(request.getValue()).getAsJsonObject());
            Message reply = receive(shell);
            assertThat(reply.type()).isEqualTo(request.getKey().replace("_request", "_reply"));
            assertThat(reply.content().has("status")).as(reply.type()).isTrue();
            assertThat(reply.parent().get("msg_id").getAsString()).isEqualTo(id);
            List<Message> published = published(id);
            assertThat(published.get(0).content().get("execution_state").getAsString())
                    .isEqualTo("busy");
        }
    }

    @Test
    void twenty_thousand_lines_arrive_complete_in_order_in_few_messages() {
        String id = send(
                shell, SIGNER, "execute_request", execute("for (int i = 0; i < 20_000; i++) System.out.println(i);"));
        List<Message> published = published(id);
        receive(shell);
        String[] lines = text(published).split("\n");
        assertThat(lines).hasSize(20_000);
        for (int i = 0; i < lines.length; i++) {
            assertThat(lines[i]).isEqualTo(String.valueOf(i));
        }
        assertThat(published.stream()
                        .filter(message -> message.type().equals("stream"))
                        .count())
                .isLessThan(200);
    }

    @Test
    void an_error_aborts_the_cells_behind_it() {
        String first = send(
                shell, SIGNER, "execute_request", execute("Thread.sleep(200); throw new RuntimeException(\"x\");"));
        String second = send(shell, SIGNER, "execute_request", execute("System.out.print(1);"));
        String third = send(shell, SIGNER, "execute_request", execute("1 + 1"));
        assertThat(receive(shell).content().get("status").getAsString()).isEqualTo("error");
        assertThat(receive(shell).content().get("status").getAsString()).isEqualTo("aborted");
        assertThat(receive(shell).content().get("status").getAsString()).isEqualTo("aborted");
        published(first);
        published(second);
        assertThat(published(third)).hasSize(2);
        send(shell, SIGNER, "execute_request", execute("1 + 1"));
        assertThat(receive(shell).content().get("status").getAsString()).isEqualTo("ok");
    }

    @Test
    void a_wrong_signature_is_ignored_and_the_kernel_lives() {
        send(shell, new Message.Signer("wrong"), "execute_request", execute("1"));
        shell.send("rubbish");
        send(shell, SIGNER, "kernel_info_request", new JsonObject());
        assertThat(receive(shell).type()).isEqualTo("kernel_info_reply");
    }

    @Test
    void silent_cells_publish_nothing_and_do_not_count() {
        send(shell, SIGNER, "execute_request", execute("1"));
        int before = receive(shell).content().get("execution_count").getAsInt();
        JsonObject silent = execute("System.out.print(2); 3");
        silent.addProperty("silent", true);
        String id = send(shell, SIGNER, "execute_request", silent);
        assertThat(receive(shell).content().get("execution_count").getAsInt()).isEqualTo(before);
        assertThat(published(id)).extracting(Message::type).containsOnly("status");
        JsonObject asking = execute("var seven = 7;");
        asking.add("user_expressions", com.google.gson.JsonParser.parseString("{\"a\":\"seven * 6\"}"));
        send(shell, SIGNER, "execute_request", asking);
        assertThat(receive(shell)
                        .content()
                        .getAsJsonObject("user_expressions")
                        .getAsJsonObject("a")
                        .getAsJsonObject("data")
                        .get("text/plain")
                        .getAsString())
                .isEqualTo("42");
    }

    @Test
    void control_and_completion_answer_while_a_cell_runs_and_an_interrupt_ends_it() {
        String id = send(shell, SIGNER, "execute_request", execute("System.out.print(\"on\"); while (true) {}"));
        Optional<Message> started = Optional.empty();
        while (started.isEmpty()) {
            started =
                    Optional.of(receive(iopub)).filter(message -> message.type().equals("stream"));
        }
        send(control, SIGNER, "kernel_info_request", new JsonObject());
        assertThat(receive(control).type()).isEqualTo("kernel_info_reply");
        JsonObject complete = new JsonObject();
        complete.addProperty("code", "String.valu");
        complete.addProperty("cursor_pos", 11);
        send(shell, SIGNER, "complete_request", complete);
        Message completion = receive(shell);
        assertThat(completion.content().getAsJsonArray("matches").toString()).contains("valueOf(");
        send(control, SIGNER, "interrupt_request", new JsonObject());
        assertThat(receive(control).type()).isEqualTo("interrupt_reply");
        assertThat(receive(shell).content().get("ename").getAsString()).isEqualTo("Interrupted");
        published(id);
    }

    @Test
    void an_unknown_comm_is_closed() {
        JsonObject open = new JsonObject();
        open.addProperty("comm_id", "c1");
        open.addProperty("target_name", "nobody");
        String id = send(shell, SIGNER, "comm_open", open);
        assertThat(published(id)).extracting(Message::type).containsExactly("status", "comm_close", "status");
    }

    @Test
    void offsets_count_code_points() {
        JsonObject complete = new JsonObject();
        complete.addProperty("code", "\"😀\".leng");
        complete.addProperty("cursor_pos", 8);
        send(shell, SIGNER, "complete_request", complete);
        Message reply = receive(shell);
        assertThat(reply.content().get("cursor_start").getAsInt()).isEqualTo(4);
        assertThat(reply.content().getAsJsonArray("matches").toString()).contains("length()");
    }
}
