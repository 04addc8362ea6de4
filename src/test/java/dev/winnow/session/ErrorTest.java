package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Errors as people read them, whole. */
class ErrorTest {
    private static JavaSession session;

    @BeforeAll
    static void start() {
        session = JavaSession.builder().startup("import java.util.*;").build();
        session.run("var numbers = new ArrayList<Integer>(List.of(1, 2));\nint total = 3;", 1, Output.NONE);
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    private static String error(int number, String code) {
        CellError error = session.run(code, number, Output.NONE).error().orElseThrow();
        return String.join("\n", error.traceback()).replaceAll("\u001b\\[\\d+m", "");
    }

    @Test
    void a_misspelt_variable() {
        assertThat(error(3, "int x = 1;\nx + totla"))
                .isEqualTo(
                        """
                CompilationError: Cell In [3], line 2
                    x + totla
                        ^^^^^
                cannot find symbol
                  symbol:   variable totla
                  location: class
                Did you mean total?""");
    }

    @Test
    void a_misspelt_method_class_or_keyword() {
        assertThat(error(3, "numbers.strem()")).endsWith("\nDid you mean stream?");
        assertThat(error(3, "numbers.stream().fliter(n -> n > 1).count()")).endsWith("\nDid you mean filter?");
        assertThat(error(3, "new ArrayLst<String>()")).endsWith("\nDid you mean ArrayList?");
        assertThat(error(3, "Strng s = \"\";")).endsWith("\nDid you mean String?");
    }

    @Test
    void a_class_that_is_not_imported() {
        assertThat(error(3, "new AtomicInteger(1)"))
                .endsWith("\nNot imported yet: import java.util.concurrent.atomic.AtomicInteger;");
    }

    @Test
    void a_variable_that_is_not_declared() {
        assertThat(error(3, "plan = 5")).endsWith("\nplan is not declared: write var plan = …");
        assertThat(error(3, "totl = 5;"))
                .endsWith("\ntotl is not declared: write var totl = …, or did you mean total?");
    }

    @Test
    void a_missing_semicolon() {
        assertThat(error(3, "total = 4\ntotal = 5"))
                .startsWith("CompilationError: Cell In [3], line 1\n    total = 4")
                .endsWith("Each statement of a cell but the last needs a ; at its end.");
    }

    @Test
    void an_exception_of_a_users_class_has_the_name_the_user_gave() {
        assertThat(error(
                        4,
                        "class Broken extends RuntimeException {\n    Broken(Throwable why) { super(\"it broke\", why); }\n}\n"
                                + "void run(int n) {\n    numbers.forEach(x -> { if (x == n) throw new Broken(new IllegalStateException(\"inner\")); });\n}\n"
                                + "run(2)"))
                .isEqualTo(
                        """
                Broken: it broke
                  at Cell In [4], line 5
                    numbers.forEach(x -> { if (x == n) throw new Broken(new IllegalStateException("inner")); });
                  at run, Cell In [4], line 5
                  at Cell In [4], line 7
                Caused by: java.lang.IllegalStateException: inner
                  at Cell In [4], line 5
                    numbers.forEach(x -> { if (x == n) throw new Broken(new IllegalStateException("inner")); });
                  at run, Cell In [4], line 5
                  at Cell In [4], line 7""");
    }

    @Test
    void a_call_of_what_does_not_compile_yet() {
        session.run("int later() {\n    return notYet();\n}", 5, Output.NONE);
        assertThat(error(6, "later()"))
                .isEqualTo(
                        """
                Unresolved: later uses what is not declared yet: method notYet()
                  at later, Cell In [5], line 1
                    int later() {
                  at Cell In [6], line 1""");
    }

    @Test
    void an_initializer_that_throws_names_its_line() {
        assertThat(error(7, "// first\nint a = 1;\n\nint b =\n    a / 0;"))
                .isEqualTo(
                        """
                java.lang.ArithmeticException: / by zero
                  at Cell In [7], line 4
                    int b =""");
    }

    @Test
    void recursion_without_end_is_told_briefly() {
        assertThat(error(8, "int down(int n) { return down(n + 1); }\ndown(0)"))
                .startsWith("java.lang.StackOverflowError\n  at down, Cell In [8], line 1\n")
                .contains("… and ")
                .hasLineCount(4);
    }
}
