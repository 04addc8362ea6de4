package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final Output QUIET = new Output() {
        @Override
        public void stdout(String text) {}

        @Override
        public void stderr(String text) {}
    };

    private static JavaSession session;

    @BeforeAll
    static void start() {
        session = JavaSession.builder().startup("import java.util.*;").build();
        session.run(
                "record Point(int x, double[] at) {}\nvar p = new Point(3, new double[] {.5, 1});\nString s = \"a\\nb\";\n"
                        + "var map = new TreeMap<String, List<Integer>>(Map.of(\"k\", List.of(1, 2)));\nObject none = null;",
                QUIET);
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    @Test
    void variables_are_listed_with_type_and_a_short_value() {
        assertThat(session.variables())
                .contains(
                        new Variable("s", "String", "\"a b\"", false),
                        new Variable("map", "TreeMap<String,List<Integer>>", "{k=[1, 2]}", true),
                        new Variable("none", "Object", "null", false))
                .anySatisfy(variable -> {
                    assertThat(variable.name()).isEqualTo("p");
                    assertThat(variable.type()).isEqualTo("Point");
                    assertThat(variable.expandable()).isTrue();
                });
    }

    @Test
    void parts_are_components_entries_and_elements() {
        assertThat(session.parts(List.of("p")))
                .containsExactly(
                        new Variable("x", "int", "3", false), new Variable("at", "double[]", "2 × [0.5, 1.0]", true));
        assertThat(session.parts(List.of("p", "at")))
                .extracting(Variable::value)
                .containsExactly("0.5", "1.0");
        assertThat(session.variableAt(List.of("map", "[\"k\"]", "[1]")))
                .hasValueSatisfying(part -> assertThat(part.value()).isEqualTo("2"));
        assertThat(session.parts(List.of("nothing", "here"))).isEmpty();
    }

    @Test
    void a_value_whose_toString_fails_is_still_listed() {
        session.run(
                "class Bad { public String toString() { throw new IllegalStateException(); } }\nvar bad = new Bad();",
                QUIET);
        assertThat(session.variableAt(List.of("bad"))).hasValueSatisfying(bad -> assertThat(bad.value())
                .isEqualTo("(toString fails: IllegalStateException)"));
    }

    @Test
    void a_long_list_is_cut_and_says_so() {
        session.run("var many = new ArrayList<Integer>(Collections.nCopies(1000, 7));", QUIET);
        assertThat(session.variableAt(List.of("many")).orElseThrow().value())
                .startsWith("1000 × [7, 7")
                .hasSizeLessThanOrEqualTo(Variable.LONGEST);
        List<Variable> parts = session.parts(List.of("many"));
        assertThat(parts).hasSize(Variable.MOST_PARTS + 1);
        assertThat(parts.get(Variable.MOST_PARTS).value()).isEqualTo("\"800 more\"");
    }
}
