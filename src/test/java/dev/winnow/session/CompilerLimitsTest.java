package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is larger than a class file can hold is refused, and never counts as done. */
class CompilerLimitsTest {
    private static final int TOO_MANY = 9_000;
    private static final int TOO_LONG = 70_000;

    private JavaSession session;

    @BeforeEach
    void start() {
        session = JavaSession.builder().startup("import java.util.*;").build();
    }

    @AfterEach
    void stop() {
        session.close();
    }

    private CellResult run(String code) {
        return session.run(code, Output.NONE);
    }

    private static String counts() {
        return IntStream.range(0, TOO_MANY)
                .mapToObj(i -> "n += " + (100_000 + i) + ";\n")
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ %s }", "for (int i = 0; i < 1; i++) { %s }", "try { %s } finally { flag = 1; }"})
    void a_statement_that_passes_64_kilobytes_is_an_error_and_nothing_after_it_runs(String around) {
        run("int n = 0; int flag = 0;");
        CellResult result = run(around.formatted(counts()) + "\nflag = 2; n");
        assertThat(result.error())
                .hasValueSatisfying(error -> assertThat(error.message()).startsWith("code too large"));
        assertThat(run("flag").value()).contains(0);
        assertThat(run("n").value()).contains(0);
    }

    @Test
    void a_method_that_passes_64_kilobytes_is_an_error_and_is_not_declared() {
        run("int n = 0;");
        CellResult result = run("void fill() { " + counts() + " }");
        assertThat(result.error())
                .hasValueSatisfying(error -> assertThat(error.message()).isEqualTo("code too large"));
        assertThat(session.methods()).isEmpty();
        assertThat(run("int after = 3; after").value()).contains(3);
    }

    @Test
    void an_array_of_too_many_written_numbers_is_an_error() {
        String numbers =
                IntStream.range(0, 12_000).mapToObj(i -> "" + (i + 100_000)).collect(Collectors.joining(", "));
        assertThat(run("int[] t = {" + numbers + "};").error()).isPresent();
        assertThat(run("int after = 3; after").value()).contains(3);
    }

    @Test
    void a_text_that_no_class_file_can_hold_is_an_error_and_later_cells_run() {
        CellResult result = run("var big = \"" + "x".repeat(TOO_LONG) + "\";");
        assertThat(result.error()).hasValueSatisfying(error -> assertThat(String.join("\n", error.traceback()))
                .contains("70000 bytes", "65535", "Files.readString")
                .hasSizeLessThan(2_000));
        assertThat(run("int after = 2;").error()).isEmpty();
        assertThat(run("class Point3 { int x = after; }").error()).isEmpty();
        assertThat(run("var big = \"ok\"; big + new Point3().x").value()).contains("ok2");
    }

    @Test
    void a_long_text_counts_in_bytes_and_a_block_as_what_it_holds() {
        String block = "\"\"\"\n" + "        über Öl\n".repeat(4_500) + "        \"\"\"";
        assertThat(run("var text = " + block + "; text.length()").value()).contains(4_500 * 8);
        assertThat(run("var two = \"" + "ü".repeat(40_000) + "\";").error()).isPresent();
        assertThat(run("int after = 2; after").value()).contains(2);
    }

    @Test
    void texts_that_are_too_long_only_together_do_not_spoil_later_cells() {
        String half = "x".repeat(TOO_LONG / 2);
        assertThat(run("var sum = \"" + half + "\" + \"" + half + "\";").error())
                .isPresent();
        assertThat(run("int after = 2; after").value()).contains(2);
    }

    @Test
    void a_method_that_waits_for_another_is_still_no_error() {
        assertThat(run("int twice() { return 2 * later(); }").error()).isEmpty();
        assertThat(run("int later() { return 4; }\ntwice()").value()).contains(8);
    }
}
