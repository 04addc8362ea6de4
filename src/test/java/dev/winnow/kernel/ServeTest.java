package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The kernel as a process: signals, its parent, its last words. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends signals")
class ServeTest {
    private static final String ID = "01234567-89ab-cdef-0123-456789abcdef";

    @TempDir
    Path folder;

    private Path connectionFile(ConnectionFile connection) throws IOException {
        return TestClient.write(connection, folder.resolve("kernel-" + ID + ".json"));
    }

    private static List<String> command(Path connectionFile) {
        String classPath = ServeTest.class.getClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                ServeMain.class.getName(),
                connectionFile.toString());
    }

    private Process start(ConnectionFile connection) throws IOException {
        return new ProcessBuilder(command(connectionFile(connection)))
                .redirectError(folder.resolve("log").toFile())
                .start();
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** What a shell starts in the background ignores SIGINT, and a JVM then never hears it. */
    private static boolean hearsInterrupts() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "kill -INT $$; exit 0").start().waitFor() != 0;
    }

    @Test
    void interrupts_come_by_signal_too_and_the_log_never_tells_the_key() throws Exception {
        assumeTrue(
                hearsInterrupts(), "these tests were started with SIGINT ignored, as a shell does in the background");
        ConnectionFile connection = TestClient.freePorts();
        Process process = start(connection);
        try (TestClient client = TestClient.of(connection)) {
            assertThat(client.run("int kept = 7; System.getProperty(\"winnow.kernel.id\")")
                            .value())
                    .isEqualTo(ID);
            String id = client.execute("System.out.print(\"on\"); while (true) {}");
            client.publishedUntil(message -> message.type().equals("stream"));
            signal("INT", process);
            assertThat(client.reply().text("ename")).isEqualTo("Interrupted");
            client.published(id);
            assertThat(client.run("kept").value()).isEqualTo("7");
            client.socket(Channel.SHELL).send("rubbish");
            client.sendFrames(
                    Channel.CONTROL,
                    new Signer(TestClient.connection("wrong", 1, 2, 3, 4, 5))
                            .encode(new Message(
                                    Channel.CONTROL,
                                    List.of(),
                                    Message.header("shutdown_request", "client"),
                                    new JsonObject(),
                                    new JsonObject(),
                                    new JsonObject(),
                                    List.of())));
            assertThat(client.run("new Thread(() -> { while (true) {} }).start();")
                            .status())
                    .isEqualTo("ok");
            client.send(Channel.CONTROL, "shutdown_request", TestClient.json("{'restart':true}"));
            Message reply = client.receive(Channel.CONTROL);
            assertThat(reply.type()).isEqualTo("shutdown_reply");
            assertThat(reply.flag("restart", false)).isTrue();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        String log = Files.readString(folder.resolve("log"));
        assertThat(log)
                .contains("Dropped a message on shell: it is truncated or no Jupyter message.")
                .contains("Dropped a message on control: its signature is not of this connection's key.")
                .doesNotContain(connection.key());
    }

    @Test
    void a_termination_signal_ends_it_in_the_middle_of_a_cell() throws Exception {
        ConnectionFile connection = TestClient.freePorts();
        Process process = start(connection);
        try (TestClient client = TestClient.of(connection)) {
            client.execute("System.out.print(\"on\"); while (true) {}");
            client.publishedUntil(message -> message.type().equals("stream"));
            signal("TERM", process);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void it_does_not_outlive_the_process_that_started_it() throws Exception {
        ConnectionFile connection = TestClient.freePorts();
        Process parent = parent("JPY_PARENT_PID=$$ \"$@\" & echo $!; wait", connection);
        ProcessHandle kernel = child(parent);
        try (TestClient client = TestClient.of(connection)) {
            assertThat(client.run("1 + 1").value()).isEqualTo("2");
            parent.destroyForcibly();
            kernel.onExit().get(20, TimeUnit.SECONDS);
        } finally {
            kernel.destroyForcibly();
        }
    }

    @Test
    void it_ends_when_that_process_was_gone_before_it_could_look() throws Exception {
        Process parent = parent("JPY_PARENT_PID=$$ \"$@\" > log 2>&1 & echo $!", TestClient.freePorts());
        ProcessHandle kernel = child(parent);
        try {
            parent.waitFor();
            assumeTrue(kernel.parent().map(ProcessHandle::pid).orElse(1L) == 1, "orphans do not go to process 1 here");
            kernel.onExit().get(20, TimeUnit.SECONDS);
        } finally {
            kernel.destroyForcibly();
        }
    }

    private Process parent(String script, ConnectionFile connection) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "parent"));
        command.addAll(command(connectionFile(connection)));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private static ProcessHandle child(Process parent) throws Exception {
        byte[] line = new byte[32];
        int length = parent.getInputStream().read(line);
        String pid = new String(line, 0, length, StandardCharsets.US_ASCII).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
