package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaSessionTest {
    private static JavaSession session;

    private final StringBuffer out = new StringBuffer();
    private final Output output = new Output() {
        @Override
        public void stdout(String text) {
            out.append(text);
            printed.countDown();
        }

        @Override
        public void stderr(String text) {
            out.append("err:").append(text);
        }
    };
    private final CountDownLatch printed = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        session = JavaSession.builder()
                .startup("import java.util.*;", "import java.util.stream.*;")
                .build();
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    private CellResult run(String code) {
        return session.run(code, output);
    }

    private static String plain(CellResult result) {
        return String.join("\n", result.error().orElseThrow().traceback()).replaceAll("\u001b\\[\\d+m", "");
    }

    @Test
    void the_last_expression_is_the_value_as_an_object() {
        assertThat(run("var n = 20;\nn + 1").value()).contains(21);
        assertThat(run("n").value()).contains(20);
        assertThat(run("List.of(n)").value()).contains(List.of(20));
    }

    @Test
    void a_semicolon_after_which_only_comments_follow_keeps_quiet() {
        assertThat(run("1 + 1;").value()).isEmpty();
        assertThat(run("1 + 1; // done").value()).isEmpty();
        assertThat(run("\"a;\"").value()).contains("a;");
        assertThat(run("\"a\" // b;").value()).contains("a");
        assertThat(run("int declared = 3;").value()).isEmpty();
    }

    @Test
    void a_compile_error_names_cell_line_and_place() {
        CellResult result = session.run("var a = 1;\nint b = \"x\";", 7, output);
        assertThat(plain(result))
                .startsWith("CompilationError: Cell In [7], line 2\n    int b = \"x\";\n            ^^^")
                .contains("incompatible types");
    }

    @Test
    void a_missing_declaration_is_hinted_at() {
        assertThat(plain(run("plan = 3"))).contains("plan is not declared: write var plan = …");
    }

    @Test
    void an_exception_shows_its_class_its_causes_and_only_the_users_frames() {
        session.run(
                "void inner() {\n    throw new IllegalStateException(\"deep\", new RuntimeException(\"why\"));\n}",
                3,
                output);
        CellResult result = session.run("var x = 1;\ninner();", 4, output);
        assertThat(plain(result))
                .isEqualTo("java.lang.IllegalStateException: deep\n  at inner, Cell In [3], line 2\n"
                        + "    throw new IllegalStateException(\"deep\", new RuntimeException(\"why\"));\n"
                        + "  at Cell In [4], line 2\nCaused by: java.lang.RuntimeException: why\n"
                        + "  at inner, Cell In [3], line 2\n"
                        + "    throw new IllegalStateException(\"deep\", new RuntimeException(\"why\"));\n"
                        + "  at Cell In [4], line 2");
        assertThat(result.error().orElseThrow().name()).isEqualTo("IllegalStateException");
        assertThat(run("x").value()).contains(1);
    }

    @Test
    void printed_text_reaches_the_cell_whose_thread_prints_it() throws Exception {
        run(
                "var gate = new java.util.concurrent.CountDownLatch(1);\n"
                        + "new Thread(() -> { try { gate.await(); } catch (InterruptedException e) {} System.out.print(\"late é\"); }).start();");
        session.run("gate.countDown();", new Output() {
            @Override
            public void stdout(String text) {
                out.append("wrong cell");
            }

            @Override
            public void stderr(String text) {}
        });
        printed.await();
        assertThat(out.toString()).isEqualTo("late é");
    }

    @Test
    void a_method_with_an_unknown_symbol_warns_when_it_is_defined() {
        run("int later() { return notYet(); }");
        assertThat(out.toString())
                .contains("later uses what is not declared yet")
                .contains("notYet()");
    }

    @Test
    void what_a_later_piece_of_the_same_cell_declares_is_nothing_to_warn_of() {
        run("sealed interface Node permits Leaf {}\nrecord Leaf(int value) implements Node {}");
        run("int twice() { return 2 * once(); }\nint once() { return 21; }\ntwice()");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @Timeout(20)
    @ValueSource(
            strings = {
                "while (true) {}",
                "int c = 0; for (;;) { c++; }",
                "Thread.sleep(60_000);",
                "int down(int n) { return n == 0 ? 0 : down(n - 1) + down(n - 1); }\ndown(60)",
                "Stream.generate(() -> 1).forEach(x -> {});",
                "class Spin { void go() { while (true) {} } }\nnew Spin().go();",
                "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) {} }",
                "while (true) { try { while (true) {} } catch (Throwable t) {} }"
            })
    void an_interrupt_ends_the_cell_and_keeps_the_variables(String code) throws Exception {
        run("var kept = 7;");
        List<CellResult> results = new ArrayList<>();
        CountDownLatch started = new CountDownLatch(1);
        Thread runner = new Thread(() -> results.add(session.run("System.out.print(\"go\");\n" + code, new Output() {
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
        assertThat(results.get(0).error().map(CellError::name)).isEqualTo(Optional.of("Interrupted"));
        assertThat(run("kept").value()).contains(7);
    }

    @Test
    void deep_recursion_leaves_a_living_session() {
        CellResult result = run("int endless(int n) { return endless(n + 1); }\nendless(0)");
        assertThat(result.error().map(CellError::name)).contains("StackOverflowError");
        assertThat(run("1 + 1").value()).contains(2);
    }
}
