package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnippetScopeTest {
    private final JShell shell = JShell.builder().executionEngine("local").build();
    private final SnippetScope scope = new SnippetScope(shell).narrow();

    @AfterEach
    void close() {
        shell.close();
    }

    private List<SnippetEvent> eval(String source, String... declares) {
        return scope.of(source, Set.of(declares), () -> shell.eval(source));
    }

    private String compiled(Snippet snippet) {
        return shell.sourceCodeAnalysis().wrapper(snippet).wrapped();
    }

    @Test
    void a_piece_imports_what_it_names_and_all_types() {
        eval("record Kept(int a) {}", "Kept");
        for (int i = 0; i < 20; i++) {
            eval("int v" + i + " = " + i + ";", "v" + i);
        }
        eval("int half(int a) { return a / 2; }", "half");
        eval("int twice(int a) { return 2 * a; }", "twice");
        SnippetEvent made = eval("int made = twice(v7);", "made").get(0);
        assertThat(made.value()).isEqualTo("14");
        assertThat(compiled(made.snippet()))
                .contains(".v7;", ".twice;", ".Kept;")
                .doesNotContain(".v8;", ".half;");
    }

    @Test
    void what_is_compiled_anew_because_of_a_piece_sees_what_it_needs() {
        eval("int a = 1;", "a");
        eval("int b = 2;", "b");
        eval("int first() { return second() + a; }", "first");
        eval("int third() { return first() + b; }", "third");
        assertThat(eval("int second() { return 40; }", "second"))
                .extracting(event -> shell.status(event.snippet()))
                .containsOnly(Snippet.Status.VALID);
        assertThat(eval("third()", "").get(0).value()).isEqualTo("43");
        // A change of its type reaches what depends on it, and what depends on that.
        assertThat(eval("long second() { return 50; }", "second"))
                .filteredOn(event -> event.causeSnippet() != null)
                .extracting(event -> event.snippet().source())
                .contains("int first() { return second() + a; }");
        eval("long first() { return second() + a; }", "first");
        eval("long third() { return first() + b; }", "third");
        assertThat(eval("third()", "").get(0).value()).isEqualTo("53");
    }

    @Test
    void a_variable_may_have_a_type_that_it_does_not_name() {
        List<List<String>> pieces = List.of(
                List.of("class P { int x = 5; }", "P"),
                List.of("P make() { return new P(); }", "make"),
                List.of("var p = make();", "p"),
                List.of("var all = java.util.List.of(p, p);", "all"),
                List.of("class P { int x = 6; int y = 7; }", "P"),
                List.of("make().y", ""),
                List.of("var q = make();", "q"),
                List.of("q.y + q.x", ""));
        try (JShell plain = JShell.builder().executionEngine("local").build()) {
            for (List<String> piece : pieces) {
                String source = piece.get(0);
                assertThat(told(eval(source, piece.subList(1, piece.size()).toArray(String[]::new))))
                        .as(source)
                        .isEqualTo(told(plain.eval(source)));
            }
        }
    }

    private static List<String> told(List<SnippetEvent> events) {
        return events.stream()
                .map(event -> event.status() + " " + event.snippet().source() + " "
                        + String.valueOf(event.value()).replaceAll("@\\w+", ""))
                .toList();
    }

    @Test
    void an_import_has_everything_compiled_anew_and_sees_everything() {
        eval("int n = 3;", "n");
        eval("int twice() { return 2 * n; }", "twice");
        assertThat(eval("import java.util.function.*;"))
                .extracting(SnippetEvent::status)
                .containsOnly(Snippet.Status.VALID);
        assertThat(eval("twice()", "").get(0).value()).isEqualTo("6");
    }

    @Test
    void a_name_spelt_by_an_escape_is_found() {
        eval("int v = 3;", "v");
        assertThat(eval("int w = \\u0076 + 1;", "w").get(0).value()).isEqualTo("4");
    }
}
