package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
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

    /** Runs cells as a notebook and gives what each showed: its {@code text/plain}, or what it printed. */
    private List<String> outputs(String... cells) throws Exception {
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
        List<String> shown = new ArrayList<>();
        for (JsonElement cell : all) {
            JsonArray outputs = cell.getAsJsonObject().getAsJsonArray("outputs");
            StringBuilder text = new StringBuilder();
            for (JsonElement each : outputs) {
                JsonObject output = each.getAsJsonObject();
                JsonElement lines = output.has("data")
                        ? output.getAsJsonObject("data").get("text/plain")
                        : output.has("text") ? output.get("text") : output.get("traceback");
                text.append(lines.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.joining()));
            }
            shown.add(text.toString());
        }
        return shown;
    }

    @Test
    void a_variable_survives_the_edit_of_what_it_was_made_from() throws Exception {
        List<String> shown = outputs(
                // dflib/jjava 53: a variable that was made from another.
                "String dt = \"first\";\nvar dt1 = dt.substring(2);",
                "String dt = \"override\";",
                "dt1 + \" \" + dt",
                // 119: a variable made by a method that is declared anew.
                "int g() { return 1; }\nvar v = g() + 4;",
                "int g() { return 2; }",
                "v + \" \" + g()",
                // 127: an import, and one above a comment.
                "int kept = 7; int f() { return kept; }\nvar list = new ArrayList<String>(List.of(\"q\"));",
                "int f() { return kept + 1; }",
                "// a comment\nimport java.text.*;\nimport java.time.*;",
                "kept + \" \" + f() + \" \" + list",
                // 128: the body of a class.
                "class P { int v = 3; int go() { return v; } }\nP p = new P(); p.v = 9;\nvar many = new ArrayList<P>(List.of(p));",
                "class P { int v = 3; int go() { return v * 10; } }",
                "p.go() + many.get(0).go()");
        assertThat(shown.get(2)).isEqualTo("rst override");
        assertThat(shown.get(5)).isEqualTo("5 2");
        assertThat(shown.get(9)).isEqualTo("7 8 [q]");
        assertThat(shown.get(12)).isEqualTo("180");
    }

    @Test
    void records_enums_interfaces_generics_and_lambdas_survive_too_and_what_cannot_is_named() throws Exception {
        List<String> shown = outputs(
                "int kept = 7;\nclass P { int v = 9; int go() { return v; } }\nP p = new P();\nvar many = new ArrayList<P>(List.of(p));",
                "interface Get { int get(); }\nGet lambda = () -> p.go() + kept;",
                "interface Twice<T> { T on(T t); default T twice(T t) { return on(on(t)); } }\nTwice<Integer> plus = x -> x + 1;",
                "record R(int a) { int times() { return 2 * a; } }\nvar r = new R(4);\nenum Color { RED, GREEN }\nvar c = Color.GREEN;",
                "class Node<T> { T value; Node(T v) { value = v; } T get() { return value; } }\nNode<String> node = new Node<>(\"n\");",
                "record R(int a) { int times() { return 3 * a; } }\nclass Node<T> { T value; Node(T v) { value = v; } T get() { return null; } }\n"
                        + "interface Twice<T> { T on(T t); default T twice(T t) { return on(on(on(t))); } }\nclass P { int v = 9; int go() { return -v; } }",
                "lambda.get() + \" \" + plus.twice(1) + \" \" + r.times() + \" \" + c + \" \" + node.get() + node.value",
                "class P { int v = 9; String name = \"a field more\"; int go() { return v; } }",
                "enum Color { RED, GREEN, BLUE }",
                "p + \" \" + many + \" \" + c + \" \" + kept",
                "int early() { return late + 1; }",
                "int late = 4;",
                "p = new P(); c = Color.BLUE;\nlambda = () -> p.go() + kept;\np.go() + lambda.get() + early() + \" \" + c",
                "class P { int v = 9; String name = \"a field more\"; int go() { return v; } int more() { return v + 1; } }",
                "p = new P();\np.more()");
        assertThat(shown.get(6)).isEqualTo("-2 4 12 GREEN nulln");
        assertThat(shown.get(7))
                .isEqualTo("Reset, because P changed its shape: many, p. To set them again, re-run cell 1.\n"
                        + "Still made with the old P: lambda. To set it again, re-run cell 2.\n");
        assertThat(shown.get(8))
                .isEqualTo("Reset, because Color changed its shape: c. To set it again, re-run cell 4.\n");
        assertThat(shown.get(9)).isEqualTo("null null null 7");
        assertThat(shown.get(10)).isEqualTo("Warning: early uses what is not declared yet: variable late\n");
        assertThat(shown.get(12)).isEqualTo("30 BLUE");
        assertThat(shown.get(13))
                .isEqualTo("Reset, because P changed its shape: p. To set it again, re-run cell 1.\n"
                        + "Still made with the old P: lambda. To set it again, re-run cell 2.\n");
        assertThat(shown.get(14)).isEqualTo("10");
    }

    @Test
    void the_jar_explains_its_own_names() throws Exception {
        try (java.util.jar.JarFile jar = new java.util.jar.JarFile(System.getProperty("winnow.jar"))) {
            assertThat(jar.getEntry("META-INF/sources/dev/winnow/data/Dataset.java"))
                    .isNotNull();
            assertThat(jar.getEntry("META-INF/sources/dev/winnow/session/JavaSession.java"))
                    .isNull();
        }
    }
}
