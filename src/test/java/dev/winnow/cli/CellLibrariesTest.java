package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.session.CellResult;
import dev.winnow.session.Completion;
import dev.winnow.session.JavaSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cell can and cannot see of the libraries that the program runs on. */
class CellLibrariesTest {
    @TempDir
    static Path folder;

    private static JavaSession session;

    @BeforeAll
    static void start() {
        session = CellLibraries.session().startup("import tech.tablesaw.api.*;").build();
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    private static CellResult run(String code) {
        return session.run(code, new CellOutputs());
    }

    private static Object value(String code) {
        CellResult result = run(code);
        assertThat(result.error()).as(code).isEmpty();
        return result.value().orElseThrow();
    }

    @Test
    void tablesaw_and_nd4j_work_in_a_cell() {
        assertThat(value("Table.create(IntColumn.create(\"n\", 1, 2, 3)).intColumn(\"n\").sum()"))
                .isEqualTo(6.0);
        assertThat(value("org.nd4j.linalg.factory.Nd4j.ones(2, 3).sumNumber().intValue()"))
                .isEqualTo(6);
    }

    @Test
    void packages_of_the_libraries_are_completed_and_a_variable_of_a_packages_name_is_not_taken_for_it() {
        assertThat(completions("import tech.")).containsExactly("tablesaw.");
        assertThat(completions("var t = tech.tablesaw.a")).containsExactly("aggregate.", "analytic.", "api.");
        assertThat(completions("import org.nd4j.linalg.factory.Nd4")).contains("Nd4j");
        assertThat(completions("import com.google.gs")).isEmpty();
        assertThat(completions("java.ut")).containsExactly("util.");
        assertThat(completions("import java.util.con")).containsExactly("concurrent.");
        assertThat(completions("import java.util.concurrent.at")).containsExactly("atomic.");
        run("String tech = \"\";");
        assertThat(completions("tech.")).contains("length()").doesNotContain("tablesaw.");
        run("%reset tech");
    }

    @Test
    void an_error_names_the_import_that_it_wants() {
        assertThat(hint("INDArray a = null;")).contains("import org.nd4j.linalg.api.ndarray.INDArray;");
        assertThat(hint("var i = new AtomicInteger();")).contains("import java.util.concurrent.atomic.AtomicInteger;");
        // A class that is not public is none to import.
        assertThat(hint("RegularEnumSet s = null;")).doesNotContain("import java.util.RegularEnumSet");
    }

    private static String hint(String code) {
        return String.join("\n", run(code).error().orElseThrow().traceback());
    }

    private static List<String> completions(String code) {
        return session.complete(code, code.length()).matches().stream()
                .map(Completion.Match::text)
                .toList();
    }

    @Test
    void an_import_that_is_repeated_takes_nothing_away() {
        JavaSession.Builder three = CellLibraries.session()
                .startup("import java.util.*;", "import java.math.*;", "import static java.lang.Math.*;");
        try (JavaSession own = three.build()) {
            own.run("import java.util.*;", new CellOutputs());
            own.run("import java.util.List;", new CellOutputs());
            assertThat(own.run("max(1, 2) + BigInteger.TWO.intValue() + List.of().size()", new CellOutputs())
                            .value())
                    .contains(4);
        }
    }

    @Test
    void an_import_of_what_is_not_there_is_named() {
        JavaSession.Builder wrong = CellLibraries.session().startup("import java.util.*;", "import nowhere.*;");
        assertThatThrownBy(wrong::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'import nowhere.*;'")
                .hasMessageContaining("nowhere");
    }

    @Test
    void the_libraries_of_the_kernel_are_found_neither_by_the_compiler_nor_by_name() {
        for (String name : List.of(
                "com.google.gson.Gson",
                "org.objectweb.asm.ClassReader",
                "picocli.CommandLine",
                "org.jline.reader.LineReader",
                "org.zeromq.ZMQ",
                "org.slf4j.Logger",
                "org.apache.maven.model.Model",
                "org.sqlite.JDBC")) {
            CellResult compiled = run(name + ".class");
            assertThat(compiled.error()).as(name).isPresent();
            CellResult loaded = run("Class.forName(\"" + name + "\")");
            assertThat(loaded.error().orElseThrow().name()).as(name).contains("ClassNotFoundException");
        }
    }

    @Test
    void service_files_of_hidden_libraries_are_hidden_too() {
        assertThat(value("Thread.currentThread().getContextClassLoader()"
                        + ".getResources(\"META-INF/services/org.slf4j.spi.SLF4JServiceProvider\").hasMoreElements()"))
                .isEqualTo(false);
    }

    @Test
    void a_cell_brings_its_own_version_of_a_library_of_the_kernel() throws Exception {
        Path source = folder.resolve("Gson.java");
        Files.writeString(
                source,
                "package com.google.gson; public class Gson { public String toJson(Object o) { return \"mine\"; } }");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", folder.toString(), source.toString());
        assertThat(compiled).isZero();
        Path jar = folder.resolve("gson-1.0.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("com/google/gson/Gson.class"));
            Files.copy(folder.resolve("com/google/gson/Gson.class"), out);
        }
        try (JavaSession own = CellLibraries.session().build()) {
            own.addToClassPath(jar.toString());
            assertThat(own.run("new com.google.gson.Gson().toJson(1)", new CellOutputs())
                            .value())
                    .contains("mine");
        }
    }
}
