package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Completion at {@code |} in a cell. */
class CompletionTest {
    private static JavaSession session;

    @BeforeAll
    static void start() {
        session = JavaSession.builder()
                .startup("import java.util.*;", "import java.util.stream.*;")
                .build();
        session.run(
                "int count = 3;\nvar names = List.of(\"a\");\nString greet(String who) { return who; }\n"
                        + "class Point { int across; int norm(int power) { return power; } }\nPoint p = new Point();",
                Output.NONE);
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    private static Completion complete(String marked) {
        int cursor = marked.indexOf('|');
        String code = marked.substring(0, cursor) + marked.substring(cursor + 1);
        Completion completion = session.complete(code, cursor);
        assertThat(completion.start()).isBetween(0, cursor);
        return completion;
    }

    private static List<String> texts(String marked) {
        return complete(marked).matches().stream().map(Completion.Match::text).toList();
    }

    private static Completion.Match match(String marked) {
        assertThat(complete(marked).matches()).hasSize(1);
        return complete(marked).matches().get(0);
    }

    @Test
    void members_have_their_signatures() {
        assertThat(match("names.stre|")).isEqualTo(new Completion.Match("stream()", "function", "Stream<E> stream()"));
        assertThat(match("p.nor|").signature()).isEqualTo("int norm(int power)");
        assertThat(match("p.acr|")).isEqualTo(new Completion.Match("across", "instance", "int"));
        assertThat(match("Integer.toUnsignedL|").signature()).startsWith("long toUnsignedLong(int");
        assertThat(match("Integer.MAX_V|")).isEqualTo(new Completion.Match("MAX_VALUE", "instance", "int"));
    }

    @Test
    void names_in_scope_have_kind_and_type() {
        assertThat(match("coun|")).isEqualTo(new Completion.Match("count", "instance", "int"));
        assertThat(match("gree|")).isEqualTo(new Completion.Match("greet(", "function", "greet(String)String"));
        assertThat(complete("Array|").matches()).contains(new Completion.Match("ArrayList", "class"));
    }

    @Test
    void a_cell_completes_behind_its_own_declarations() {
        assertThat(texts("var xs = List.of(1, 2);\nxs.stre|")).contains("stream()");
        assertThat(texts("int twice(int x) { return 2 * x; }\nvar big = List.of(twice(4));\nbig.str|"))
                .contains("stream()");
        assertThat(texts("class Foo { int barBaz() { return 1; } }\nFoo f = new Foo();\nf.bar|"))
                .contains("barBaz()");
        assertThat(texts("int twice(int x) { return 2 * x; }\ntwi|")).contains("twice(");
        assertThat(texts("record R(int alpha) {}\nint f(R r) {\n    return r.alp|"))
                .contains("alpha()");
        assertThat(texts("count = 4;\nnames.stream().map(x -> x.subs|")).contains("substring(");
    }

    @Test
    void a_cell_completes_behind_its_own_imports() {
        assertThat(texts("import java.time.*;\nDuration.ofMin|")).contains("ofMinutes(");
        assertThat(
                        texts(
                                "import java.util.concurrent.*;\nimport java.util.*;\nvar map = new ConcurrentHashMap<String, Point>();\nmap.get(\"\").nor|"))
                .contains("norm(");
        assertThat(texts("import java.ut|")).contains("util.");
        assertThat(texts("Duration.ofMin|")).isEmpty();
    }

    @Test
    void in_the_middle_of_a_cell_what_follows_does_not_matter() {
        Completion completion = complete("int a = 1;\nnames.si|;\nint b = 2;");
        assertThat(completion.start()).isEqualTo("int a = 1;\nnames.".length());
        assertThat(completion.matches()).extracting(Completion.Match::text).contains("size()");
    }

    @Test
    void a_class_that_is_not_imported_is_offered_with_its_import() {
        session.classes().await();
        assertThat(complete("new AtomicInteg|").matches())
                .contains(new Completion.Match(
                        "java.util.concurrent.atomic.AtomicInteger",
                        "class",
                        "not imported: import java.util.concurrent.atomic.AtomicInteger;"));
    }

    @Test
    void paths_complete_within_strings(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("images"));
        Files.writeString(folder.resolve("im.csv"), "");
        Files.writeString(folder.resolve("other.csv"), "");
        String at = folder.toString().replace('\\', '/');
        Completion completion = complete("var f = Path.of(\"" + at + "/im|\");");
        assertThat(completion.matches())
                .containsExactly(new Completion.Match("im.csv", "path"), new Completion.Match("images/", "path"));
        assertThat(completion.start()).isEqualTo(("var f = Path.of(\"" + at + "/").length());
        assertThat(texts("\"done\".leng|")).contains("length()");
    }

    @Test
    @Timeout(20)
    void completion_answers_while_a_cell_runs() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        List<CellResult> results = new ArrayList<>();
        Thread runner =
                new Thread(() -> results.add(session.run("System.out.print('.'); while (true) {}", new Output() {
                    @Override
                    public void stdout(String text) {
                        begun.countDown();
                    }

                    @Override
                    public void stderr(String text) {}
                })));
        runner.start();
        begun.await();
        long from = System.nanoTime();
        assertThat(texts("names.si|")).contains("size()");
        System.out.printf("completion during a cell: %.0f ms%n", (System.nanoTime() - from) / 1e6);
        session.interrupt();
        runner.join();
    }
}
