package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walls of the packaged jar: javac would follow its Class-Path, so only the package itself shows whether they hold. */
class IsolationIT {
    private static final Path JAR = Path.of(System.getProperty("winnow.jar"));

    @TempDir
    Path folder;

    @Test
    void a_notebook_sees_tablesaw_and_nd4j_and_none_of_the_kernels_libraries() throws Exception {
        Path in = folder.resolve("in.ipynb");
        Path out = folder.resolve("out.ipynb");
        JsonObject book = JsonParser.parseString("{\"cells\":[],\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}")
                .getAsJsonObject();
        for (String source : List.of(
                "Table.create(IntColumn.create(\"n\", 1, 2)).rowCount()",
                "INDArray.class.getSimpleName()",
                "com.google.gson.Gson.class",
                "dev.winnow.cli.Main.class",
                "Class.forName(\"picocli.CommandLine\")")) {
            JsonObject cell = JsonParser.parseString(
                            "{\"cell_type\":\"code\",\"metadata\":{\"tags\":[\"raises-exception\"]},\"outputs\":[]}")
                    .getAsJsonObject();
            cell.addProperty("source", source);
            book.getAsJsonArray("cells").add(cell);
        }
        Files.writeString(in, book.toString());
        List<String> command = new ArrayList<>(List.of(System.getProperty("winnow.java"), "-Djava.awt.headless=true"));
        command.addAll(List.of("-jar", JAR.toString(), "run-notebook", in.toString(), "-o", out.toString()));
        command.addAll(List.of("--report", folder.resolve("out.html").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String console = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(console).isZero();
        List<String> said = new ArrayList<>();
        for (JsonElement cell :
                JsonParser.parseString(Files.readString(out)).getAsJsonObject().getAsJsonArray("cells")) {
            JsonObject output =
                    cell.getAsJsonObject().getAsJsonArray("outputs").get(0).getAsJsonObject();
            said.add(
                    output.has("ename")
                            ? output.get("ename").getAsString()
                            : output.getAsJsonObject("data").get("text/plain").toString());
        }
        assertThat(said.subList(0, 2)).containsExactly("[\"2\"]", "[\"INDArray\"]");
        assertThat(said.subList(2, 4)).allMatch(name -> name.equals("CompilationError"));
        assertThat(said.get(4)).contains("ClassNotFoundException");
    }

    /** A library that comes new into the program is a decision: shown to cells, or theirs to bring. */
    @Test
    void every_library_that_cells_see_is_named_here() throws Exception {
        TreeSet<String> shown = new TreeSet<>();
        try (Stream<Path> jars = Files.list(JAR.resolveSibling("lib"))) {
            jars.filter(CellLibraries::isShown)
                    .map(jar -> jar.getFileName().toString().replaceAll("-[0-9].*", ""))
                    .forEach(shown::add);
        }
        assertThat(shown)
                .containsExactly(
                        "RoaringBitmap",
                        "commons-math3",
                        "fastutil",
                        "flatbuffers-java",
                        "guava",
                        "jackson",
                        "javacpp",
                        "jspecify",
                        "jupyter-jvm-basekernel",
                        "nd4j-api",
                        "nd4j-common",
                        "nd4j-native",
                        "nd4j-native-api",
                        "nd4j-native-preset",
                        "nd4j-presets-common",
                        "neoitertools",
                        "openblas",
                        "protobuf",
                        "tablesaw-core",
                        "univocity-parsers",
                        "winnow-api.jar");
    }
}
