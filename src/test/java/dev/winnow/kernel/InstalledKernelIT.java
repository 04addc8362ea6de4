package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The bare kernel as {@code install} leaves it, started by the command of its {@code kernel.json}. */
@Timeout(240)
class InstalledKernelIT {
    private static final Path JAR = Path.of(System.getProperty("winnow.jar"));
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    private void install(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("winnow.java"), "-jar", JAR.toString(), "install", "--bare"));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("WINNOW_HOME", folder.resolve("home").toString());
        builder.environment().put("JUPYTER_DATA_DIR", folder.resolve("data").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private List<String> command(Path connectionFile, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        JsonObject spec = TestClient.json(Files.readString(folder.resolve("data/kernels/winnow/kernel.json")));
        for (JsonElement argument : spec.getAsJsonArray("argv")) {
            command.add(argument.getAsString().replace("{connection_file}", connectionFile.toString()));
        }
        command.add(1, "-Xlog:class+load:file=" + log);
        return command;
    }

    private long megabytesOfJars() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("home/app"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / MEBIBYTE;
        }
    }

    @Test
    void it_is_small_starts_from_its_archive_and_resolves_libraries() throws Exception {
        install();
        install("--no-archive", "--name", "second"); // which leaves the archive of the first as it was
        // Of these the jar carries 9 MB of the backbone's weights, which the kernel alone does not need.
        assertThat(megabytesOfJars()).isLessThan(30);
        ConnectionFile connection = TestClient.freePorts();
        Path log = folder.resolve("classes.log");
        Path errors = folder.resolve("errors.log");
        Process process = new ProcessBuilder(
                        command(TestClient.write(connection, folder.resolve("kernel-1.json")), log))
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        try (TestClient client = TestClient.of(connection)) {
            assertThat(client.run("1 + 1").value()).isEqualTo("2");
            // Gson is what the build has for sure in the local repository, and what the kernel itself hides from cells.
            String gson = gsonVersion();
            TestClient.Ran ran = client.run("%maven --offline com.google.code.gson:gson:" + gson
                    + "\nnew com.google.gson.Gson().toJson(List.of(1, 2))");
            assertThat(ran.value()).as(ran.reply().content().toString()).isEqualTo("[1,2]");
            assertThat(client.run("Class.forName(\"tech.tablesaw.api.Table\")")
                            .reply()
                            .text("ename"))
                    .contains("ClassNotFoundException");
            client.send(Channel.CONTROL, "shutdown_request", new JsonObject());
            client.receive(Channel.CONTROL);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(log)).containsPattern("dev\\.winnow\\.kernel\\.Wire source: shared objects file");
        assertThat(Files.readString(errors)).doesNotContain("[warning]", "Exception");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs a shell's script")
    void the_launcher_does_not_take_it_for_the_whole_program() throws Exception {
        install();
        Path target = Files.createDirectories(folder.resolve("checkout/target"));
        Files.copy(Path.of("winnow"), target.resolveSibling("winnow"));
        Files.copy(JAR, target.resolve("winnow.jar"));
        Path libraries = Files.createSymbolicLink(
                target.resolve("lib"), JAR.resolveSibling("lib").toAbsolutePath());
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", target.resolveSibling("winnow").toString(), "repl", "-c", "fo.listDatasets()")
                .redirectErrorStream(true);
        builder.environment().put("WINNOW_HOME", folder.resolve("home").toString());
        builder.environment()
                .put(
                        "JAVA_HOME",
                        Path.of(System.getProperty("winnow.java"))
                                .resolve("../..")
                                .normalize()
                                .toString());
        Process process = builder.start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("[]\n");
        assertThat(process.waitFor()).isZero();
        Files.delete(libraries);
    }

    private static String gsonVersion() throws IOException {
        try (Stream<Path> jars = Files.list(JAR.resolveSibling("lib"))) {
            return jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.startsWith("gson-"))
                    .map(name -> name.replaceAll("gson-|\\.jar", ""))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
