package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real libraries from Maven Central in the cells of the packaged jar: other versions of those that the kernel itself runs on, and a
 * clash with one that cells share. After the first run they come from the local repository, without a network.
 */
class MavenIT {
    private static final String JAR_OF =
            ".class.getProtectionDomain().getCodeSource().getLocation().getPath()" + ".replaceAll(\".*/\", \"\")";

    @TempDir
    Path folder;

    private static boolean canReach(String host) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(host).toURL().openConnection();
            connection.setConnectTimeout(5000);
            connection.setReadTimeout(5000);
            connection.setRequestMethod("HEAD");
            return connection.getResponseCode() < 500;
        } catch (IOException unreachable) {
            return false;
        }
    }

    /** Whether what the cells ask for can be had. */
    private static void assumeLibraries() {
        boolean kept = Files.isDirectory(
                Path.of(System.getProperty("user.home"), ".m2/repository/ch/qos/logback/logback-classic/1.5.6"));
        assumeTrue(
                kept || canReach("https://repo.maven.apache.org/maven2/"),
                "Maven Central cannot be reached, and the local repository does not have the libraries yet.");
    }

    /** Runs cells as a notebook; the outputs of each as text. */
    private List<String> run(String... cells) throws Exception {
        JsonObject book = JsonParser.parseString("{\"cells\":[],\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}")
                .getAsJsonObject();
        for (String source : cells) {
            JsonObject cell = new JsonObject();
            cell.addProperty("cell_type", "code");
            cell.addProperty("source", source);
            cell.add("metadata", new JsonObject());
            book.getAsJsonArray("cells").add(cell);
        }
        Path in = Files.writeString(folder.resolve("in.ipynb"), book.toString());
        Path out = folder.resolve("out.ipynb");
        List<String> command = new ArrayList<>(List.of(System.getProperty("winnow.java"), "-Djava.awt.headless=true"));
        command.addAll(List.of("-jar", System.getProperty("winnow.jar"), "run-notebook", in.toString()));
        command.addAll(List.of(
                "-o", out.toString(), "--report", folder.resolve("out.html").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String console = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(console).isZero();
        List<String> texts = new ArrayList<>();
        for (JsonElement cell :
                JsonParser.parseString(Files.readString(out)).getAsJsonObject().getAsJsonArray("cells")) {
            texts.add(cell.getAsJsonObject().getAsJsonArray("outputs").asList().stream()
                    .map(output -> text(output.getAsJsonObject()))
                    .collect(Collectors.joining("\n")));
        }
        return texts;
    }

    private static String text(JsonObject output) {
        JsonArray lines = output.has("data")
                ? output.getAsJsonObject("data").getAsJsonArray("text/plain")
                : output.getAsJsonArray("text");
        return lines.asList().stream().map(JsonElement::getAsString).collect(Collectors.joining());
    }

    @Test
    void a_cell_may_bring_its_own_version_of_what_the_kernel_runs_on() throws Exception {
        assumeLibraries();
        List<String> said = run(
                "%maven com.google.code.gson:gson:2.8.9\nnew com.google.gson.Gson().toJson(List.of(1, 2)) + \" \" + com.google.gson.Gson"
                        + JAR_OF,
                "%maven org.ow2.asm:asm:9.2\norg.objectweb.asm.ClassReader" + JAR_OF,
                "%maven info.picocli:picocli:4.6.3\npicocli.CommandLine.VERSION",
                "%maven org.jline:jline:3.21.0\nnew org.jline.utils.AttributedString(\"x\").length() + \" \" +"
                        + " org.jline.utils.AttributedString" + JAR_OF,
                "%maven eu.maveniverse.maven.mima:context:2.4.42 --exclude *:*\neu.maveniverse.maven.mima.context.Runtimes"
                        + JAR_OF,
                "%maven ch.qos.logback:logback-classic:1.5.6\norg.slf4j.LoggerFactory.getILoggerFactory().getClass().getName()");
        assertThat(said.get(0)).startsWith("Added 1 jar: gson 2.8.9.").endsWith("[1,2] gson-2.8.9.jar");
        assertThat(said.get(1)).endsWith("asm-9.2.jar");
        assertThat(said.get(2)).endsWith("4.6.3");
        assertThat(said.get(3)).endsWith("1 jline-3.21.0.jar");
        assertThat(said.get(4)).endsWith("context-2.4.42.jar");
        assertThat(said.get(5)).endsWith("ch.qos.logback.classic.LoggerContext");
    }

    @Test
    void a_clash_with_what_cells_share_says_which_version_wins() throws Exception {
        assumeLibraries();
        List<String> said = run(
                "%maven tech.tablesaw:tablesaw-core:0.43.1 org.nd4j:nd4j-api:1.0.0-M2 --exclude *:*",
                "Table.create(IntColumn.create(\"n\", 1, 2)).rowCount() + \" \" + Table" + JAR_OF);
        assertThat(said.get(0))
                .isEqualTo("All of it is on the class path already.\n"
                        + "tablesaw-core 0.43.1 was asked for, but cells share 0.44.4 with Winnow, which wins.\n"
                        + "nd4j-api 1.0.0-M2 was asked for, but cells share 1.0.0-M2.1 with Winnow, which wins.");
        assertThat(said.get(1)).isEqualTo("2 tablesaw-core-0.44.4.jar");
    }

    @Test
    void a_notebook_written_for_ijava_runs_unchanged() throws Exception {
        assumeLibraries();
        List<String> said = run(
                "%mavenRepo central https://repo.maven.apache.org/maven2\n%maven org.apache.commons:commons-lang3:3.12.0",
                "import org.apache.commons.lang3.StringUtils;\nStringUtils.capitalize(\"winnow\")",
                "%%loadFromPOM\n<dependency>\n  <groupId>com.google.code.gson</groupId>\n  <artifactId>gson</artifactId>\n"
                        + "  <version>2.8.9</version>\n</dependency>",
                "String id = display(render(\"before\"));\nupdateDisplay(id, \"after\");\neval(\"1 + 1\")",
                "getKernelInstance().getRenderer().getClass().getSuperclass().getName()");
        assertThat(said)
                .containsExactly(
                        "Added 1 jar: commons-lang3 3.12.0.",
                        "Winnow",
                        "Added 1 jar: gson 2.8.9.",
                        "after\n2",
                        "io.github.spencerpark.jupyter.kernel.display.Renderer");
    }

    @Test
    void a_lock_stays_in_the_notebook_and_gives_the_same_again() throws Exception {
        assumeLibraries();
        List<String> said =
                run("// what this notebook needs\n%maven --lock com.google.code.gson:gson:2.8.9\nvar n = 1;\nn");
        assertThat(said.get(0))
                .startsWith("Added 1 jar: gson 2.8.9.\nLocked 1 artifact.")
                .endsWith("\n1");
        JsonObject kept = JsonParser.parseString(Files.readString(folder.resolve("out.ipynb")))
                .getAsJsonObject()
                .getAsJsonArray("cells")
                .get(0)
                .getAsJsonObject();
        String source = Notebook.source(kept);
        assertThat(source)
                .matches("// what this notebook needs\n// %maven com.google.code.gson:gson:2.8.9\n"
                        + "%maven --locked com.google.code.gson:gson:2.8.9 sha256:[0-9a-f]{64}\nvar n = 1;\nn");
        assertThat(run(source)).containsExactly("Added 1 jar: gson 2.8.9.\n1");
    }
}
