package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variables through edits, in the packaged jar: only {@code java -jar} brings the means to replace code. */
class RedefinitionIT {
    @TempDir
    Path folder;

    /** Runs cells as a notebook and gives the last cell's {@code text/plain}. */
    private String last(String... cells) throws Exception {
        JsonObject notebook = JsonParser.parseString(
                        "{\"cells\":[],\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}")
                .getAsJsonObject();
        for (String source : cells) {
            JsonObject cell = new JsonObject();
            cell.addProperty("cell_type", "code");
            cell.addProperty("source", source);
            cell.add("metadata", new JsonObject());
            notebook.getAsJsonArray("cells").add(cell);
        }
        Path in = folder.resolve("in.ipynb");
        Path out = folder.resolve("out.ipynb");
        Files.writeString(in, notebook.toString());
        List<String> command = new ArrayList<>(List.of(System.getProperty("winnow.java"), "-Djava.awt.headless=true"));
        command.addAll(List.of("-jar", System.getProperty("winnow.jar"), "run-notebook", in.toString()));
        command.addAll(List.of(
                "-o", out.toString(), "--report", folder.resolve("out.html").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String console = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(console).isZero();
        var all =
                JsonParser.parseString(Files.readString(out)).getAsJsonObject().getAsJsonArray("cells");
        JsonObject output = all.get(all.size() - 1)
                .getAsJsonObject()
                .getAsJsonArray("outputs")
                .get(0)
                .getAsJsonObject();
        return output.getAsJsonObject("data").getAsJsonArray("text/plain").asList().stream()
                .map(JsonElement::getAsString)
                .collect(Collectors.joining());
    }

    @Test
    void a_variable_survives_the_edit_of_what_it_was_made_from() throws Exception {
        assertThat(last(
                        "String dt = \"first\";\nvar dt1 = dt.substring(2);",
                        "String dt = \"override\";",
                        "int f() { return 1; }\nvar v = f();",
                        "int f() { return 2; }",
                        "var list = new ArrayList<String>(List.of(\"q\"));",
                        "// a comment\nimport java.text.*;",
                        "import java.time.*;",
                        "class A { int x() { return 1; } }\nA aa = new A();",
                        "class A { int x() { return 2; } }",
                        "dt1 + \" \" + dt + \" \" + v + \" \" + f() + \" \" + list + \" \" + aa.x()"))
                .isEqualTo("rst override 1 2 [q] 2");
    }
}
