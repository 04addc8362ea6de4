package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last line of a cell, as {@code jshell} takes it: without its semicolon. */
class LastLineTest {
    private JavaSession session;

    @BeforeEach
    void start() {
        session = JavaSession.builder().build();
    }

    @AfterEach
    void stop() {
        session.close();
    }

    private CellResult run(String code) {
        return session.run(code, Output.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int x = 3 | x",
                "var x = 3 // so many | x",
                "int a = 1; int x = a + 2 | x",
                "int a = 1, x = 3 | x",
                "import java.util.concurrent.* | TimeUnit.HOURS.toMinutes(3) / 60",
                "import java.time.Duration /* spans */ | Duration.ofHours(3).toHours()",
                "java.util.function.IntSupplier s = () -> 3 | s.getAsInt()",
                "java.util.function.IntSupplier s = () -> { return 3; } | s.getAsInt()",
                "int[] x = {1, 3} | x[1]",
                "String t | t == null ? 3 : 0",
            })
    void declarations_and_imports_need_no_semicolon_at_the_end(String cell, String asked) {
        assertThat(run(cell).error()).isEmpty();
        assertThat(run(asked).value()).hasValueSatisfying(value -> assertThat(((Number) value).intValue())
                .isEqualTo(3));
    }

    @Test
    void a_line_before_a_magic_is_a_last_line_too() {
        assertThat(run("int a = 7\n%time a").error()).isEmpty();
        assertThat(run("a").value()).contains(7);
    }

    @Test
    void a_missing_semicolon_in_the_middle_is_still_an_error_there() {
        assertThat(run("int x = 3\nint y = 4;").error())
                .hasValueSatisfying(error -> assertThat(error.message()).contains("';' expected"));
    }
}
