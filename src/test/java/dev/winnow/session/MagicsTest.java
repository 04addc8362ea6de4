package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.display.MimeBundle;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

public class MagicsTest {
    private static JavaSession session;

    @TempDir
    Path folder;

    private final StringBuffer out = new StringBuffer();
    private final List<MimeBundle> shown = new ArrayList<>();
    private final Output output = new Output() {
        @Override
        public void stdout(String text) {
            out.append(text);
        }

        @Override
        public void stderr(String text) {
            out.append("err:").append(text);
        }
    };

    @BeforeAll
    static void start() {
        session = JavaSession.builder()
                .startup("import java.util.*;")
                .classPath(classes())
                .notebookReader(file -> List.of("var fromNotebook = 4;", "fromNotebook * 2"))
                .build();
    }

    /** Where the engine's own classes are, whichever way the tests were started. */
    public static String classes() {
        return Path.of(URI.create(JavaSession.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    private CellResult run(String code) {
        Display display = bundle -> {
            shown.add(bundle);
            DisplayHandle handle = replacement -> {};
            return handle;
        };
        return session.run(code, 5, output, () -> Display.use(display));
    }

    private String error(String code) {
        return String.join("\n", run(code).error().orElseThrow().traceback()).replaceAll("\u001b\\[\\d+m", "");
    }

    private String typed(String code) {
        Completion completion = session.complete(code, code.length());
        return completion.start()
                + completion.matches().stream()
                        .map(Completion.Match::text)
                        .map(text -> " " + text)
                        .collect(Collectors.joining());
    }

    @Test
    void java_and_magics_run_in_the_order_they_stand_in() {
        CellResult result = run("var a = 20;\n%env WINNOW_TEST=x\nvar b = a + 1;\n%env WINNOW_TEST\nb");
        assertThat(result.value()).contains(21);
        assertThat(out.toString()).isEqualTo("WINNOW_TEST=x\nx\n");
    }

    @Test
    void an_error_below_a_magic_names_the_line_of_the_cell() {
        assertThat(error("%env A=b\nvar ok = 1;\n%env A\nint bad = \"x\";"))
                .startsWith("CompilationError: Cell In [5], line 4\n    int bad = \"x\";\n              ^^^");
        assertThat(error("%env A=b\n\nthrow new IllegalStateException(\"no\");"))
                .isEqualTo("java.lang.IllegalStateException: no\n  at Cell In [5], line 3\n"
                        + "    throw new IllegalStateException(\"no\");");
    }

    @Test
    void an_unknown_magic_names_those_that_exist() {
        assertThat(error("var a = 1;\n%tiem a"))
                .startsWith(
                        "MagicError: Cell In [5], line 2\n    %tiem a\n"
                                + "There is no magic %tiem. Did you mean %time? Magics: %classpath %env %help %jars %load %lsmagic")
                .endsWith("%help NAME explains one.");
        assertThat(error("%%htm\n<b>")).contains("There is no magic %%htm. Did you mean %%html?");
        assertThat(error("%html\n<b>")).contains("%%html is a cell magic, the first line of its cell: %%html");
        assertThat(error("var a = 1;\n%%html\n<b>")).contains("%%html must be the first line of its cell");
        assertThat(error("%%html")).contains("%%html works on the lines below it, and there are none.");
    }

    @Test
    void a_line_that_could_be_a_remainder_is_one() {
        run("int a = 7, time = 4;");
        assertThat(run("a\n  % time").value()).contains(3);
        assertThat(run("var text = \"\"\"\n    %time\n    %d\"\"\";\ntext").value())
                .contains("%time\n%d");
    }

    @Test
    void a_magics_value_can_be_kept() {
        assertThat(run("String v = %env WINNOW_KEPT=7\nv + v").value()).contains("77");
        run(
                "List<String> all = new ArrayList<>();\nfor (int i = 0; i < 2; i++) {\n    %env WINNOW_KEPT=8\n    all.add(\"x\");\n}");
        assertThat(run("all").value()).contains(List.of("x", "x"));
    }

    @Test
    void time_gives_the_value_and_the_duration() {
        assertThat(run("%time 6 * 7").value()).contains(42);
        assertThat(out.toString()).matches("Wall time: [\\d.]+ (s|ms|µs|ns), CPU time: [\\d.]+ (s|ms|µs|ns)\n");
        assertThat(run("%time 6 * 7;").value()).isEmpty();
        assertThat(run("%%time\nvar k = 5;\nk + 1").value()).contains(6);
        assertThat(error("%%time\nvar fine = 5;\nthrow new RuntimeException();"))
                .contains("Cell In [5], line 3");
    }

    @Test
    void timeit_runs_expressions_and_statements() {
        run("%timeit -n 10 -r 2 Math.sqrt(2)");
        assertThat(out.toString()).contains("repeats of 10 runs)");
        run("int count = 0;\n%timeit -n 5 -r 3 count++;");
        assertThat(run("count").value()).contains(15);
        assertThat(error("%timeit -n x 1")).contains("-n takes a number from 1, not 'x'. Use: %timeit");
    }

    @Test
    void durations_are_written_in_their_unit() {
        assertThat(TimeMagics.text(12.345)).isEqualTo("12.3 s");
        assertThat(TimeMagics.text(0.00123)).isEqualTo("1.23 ms");
        assertThat(TimeMagics.text(0.000_000_123)).isEqualTo("123 ns");
        assertThat(TimeMagics.report(new double[] {1e-6, 3e-6}, 1000))
                .isEqualTo("2.00 µs ± 1.00 µs a run (mean and deviation of 2 repeats of 1,000 runs)");
    }

    @Test
    void html_is_shown() {
        run("%%html\n<b>bold</b>");
        assertThat(shown.get(0).data())
                .containsEntry("text/html", "<b>bold</b>")
                .containsEntry("text/plain", "<b>bold</b>");
        run("%%markdown\n# Title");
        assertThat(shown.get(1).data()).containsEntry("text/markdown", "# Title");
    }

    @Test
    void bash_prints_as_the_cell_does_and_its_failure_fails_the_cell() {
        run("%env WINNOW_WORD=hello\n");
        CellResult result = run("%%bash one \"two three\"\necho \"$WINNOW_WORD $2\"\necho oops >&2");
        assertThat(result.ok()).isTrue();
        assertThat(out.toString()).contains("hello two three\n").contains("err:oops\n");
        assertThat(error("%%bash\nexit 3")).contains("The script ended with exit code 3.");
    }

    @Test
    @Timeout(20)
    void an_interrupt_ends_a_script() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        List<CellResult> results = new ArrayList<>();
        Thread runner = new Thread(() -> results.add(session.run(
                "%%bash\necho go\nsleep 600",
                new Output() {
                    @Override
                    public void stdout(String text) {
                        started.countDown();
                    }

                    @Override
                    public void stderr(String text) {}
                })));
        runner.start();
        started.await();
        session.interrupt();
        runner.join();
        assertThat(results.get(0).error().map(CellError::name)).contains("Interrupted");
    }

    @Test
    void a_jar_brings_its_classes_and_a_missing_one_is_named() throws Exception {
        Path jar = jar(
                "lib.jar",
                "probe.Probe",
                "package probe; public class Probe { public static int answer() { return 42; } }");
        CellResult result = run("List<String> added = %jars " + folder + "/*.jar\nprobe.Probe.answer() + added.size()");
        assertThat(result.value()).contains(43);
        run("%classpath");
        assertThat(out.toString()).contains(jar.toString());
        assertThat(error("%jars no/such.jar")).contains("There is no file no/such.jar (looked from ");
        assertThat(error("%jars " + folder + "/*.war")).contains("There is no jar at ");
        Path text = Files.writeString(folder.resolve("text.jar"), "no zip");
        assertThat(error("%jars " + text)).contains("is no jar: ");
    }

    private Path jar(String name, String type, String source) throws Exception {
        Path java = folder.resolve(type.substring(type.lastIndexOf('.') + 1) + ".java");
        Files.writeString(java, source);
        ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-d",
                        folder.resolve("classes").toString(),
                        java.toString());
        Path jar = folder.resolve(name);
        try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(jar))) {
            String entry = type.replace('.', '/') + ".class";
            zip.putNextEntry(new JarEntry(entry));
            zip.write(Files.readAllBytes(folder.resolve("classes").resolve(entry)));
        }
        return jar;
    }

    @Test
    void load_runs_a_file_as_part_of_the_cell() throws Exception {
        Files.writeString(folder.resolve("code.jsh"), "int loaded = 5;\nloaded + 1");
        run("%load " + folder.resolve("code"));
        assertThat(run("loaded").value()).contains(5);
        Files.writeString(folder.resolve("book.ipynb"), "{}");
        run("%load " + folder.resolve("book.ipynb"));
        assertThat(run("fromNotebook").value()).contains(4);
        assertThat(error("%load nothing"))
                .contains("There is no file nothing, nor with one of .jshell .jsh .java .ipynb");
    }

    @Test
    void code_can_run_code_of_the_cell() {
        assertThat(
                        run("int twice(int n) { return 2 * n; }\ndev.winnow.session.JavaSession.current().evaluateWithin(\"twice(21)\")")
                                .value())
                .contains(42);
        assertThat(error("dev.winnow.session.JavaSession.current().evaluateWithin(\"int q = ;\")"))
                .startsWith("dev.winnow.session.CellFailure: CompilationError: illegal start of expression");
    }

    @Test
    void names_and_arguments_complete() {
        assertThat(typed("var a = 1;\n%ls")).isEqualTo("11 %lsmagic");
        assertThat(typed("%ti")).isEqualTo("0 %time %timeit %%time %%timeit");
        assertThat(typed("%%ht")).isEqualTo("0 %%html");
        assertThat(typed("%help lsm")).isEqualTo("6 lsmagic");
        assertThat(typed("%env PAT")).startsWith("5").contains("PATH");
        assertThat(typed("%%html\n<b>Sys")).isEqualTo("13");
    }

    @Test
    void java_completes_beside_and_inside_magics() {
        run("var someWord = \"text\";");
        assertThat(typed("%env A=b\nsomeWord.toUpp")).contains(" toUpperCase(");
        assertThat(typed("%time someWord.toUpp")).contains(" toUpperCase(");
        assertThat(typed("%%time\nsomeWord.toUpp")).contains(" toUpperCase(");
    }

    @Test
    void a_magic_is_explained() {
        assertThat(session.inspect("%timeit", 3).orElseThrow()).startsWith("%timeit [-n LOOPS] [-r REPEATS] CODE\n");
        run("%help env");
        assertThat(out.toString()).startsWith("%env [NAME | NAME=VALUE | NAME VALUE]\n\nLists the environment");
    }

    @Test
    void all_magics_are_listed_with_what_they_do() {
        run("%lsmagic");
        assertThat(out.toString())
                .containsPattern("%%bash +Runs the cell by bash")
                .containsPattern("%time +Runs Java and prints .* Also %%time\\.\n");
    }

    @Test
    void magics_are_complete() {
        assertThat(session.isComplete("%env A=b")).isEqualTo("complete");
        assertThat(session.isComplete("%env A=b\nvoid f() {")).isEqualTo("incomplete");
        assertThat(session.isComplete("%%bash\necho")).isEqualTo("incomplete");
        assertThat(session.isComplete("%%bash\necho\n")).isEqualTo("complete");
    }
}
