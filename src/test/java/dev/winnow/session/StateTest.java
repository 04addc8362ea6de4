package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateTest {
    private final StringBuffer printed = new StringBuffer();
    private final Output output = new Output() {
        @Override
        public void stdout(String text) {
            printed.append(text);
        }

        @Override
        public void stderr(String text) {
            printed.append("err:").append(text);
        }
    };
    private JavaSession session;

    @BeforeEach
    void start() {
        session = JavaSession.builder().startup("import java.util.*;").build();
    }

    @AfterEach
    void stop() {
        session.close();
    }

    private CellResult run(int number, String code) {
        CellResult result = session.run(code, number, output);
        assertThat(result.error()).as(code).isEmpty();
        return result;
    }

    @Test
    void a_cell_is_stale_when_a_name_it_read_was_declared_or_assigned_since() {
        run(1, "int n = 1;");
        run(2, "int twice() { return 2 * n; }");
        run(3, "int m = twice();");
        run(4, "int own = 3; own + 1");
        run(5, "m + 1");
        assertThat(session.stale()).isEmpty();
        run(6, "n = 5;");
        assertThat(session.stale())
                .containsExactly(
                        new StaleCell(2, "int twice() { return 2 * n; }", List.of("n")),
                        new StaleCell(3, "int m = twice();", List.of("twice")));
        run(7, "int twice() { return 2 * n; }");
        run(8, "int m = twice();");
        assertThat(session.stale()).extracting(StaleCell::number).containsExactly(5);
        run(9, "m + 1");
        assertThat(session.stale()).isEmpty();
    }

    @Test
    void a_reset_forgets_what_cells_declared_and_nothing_else() {
        run(1, "import java.time.*;\nint n = 1;\nint f() { return n; }\nclass A {}\nString s = \"kept\";");
        assertThat(session.methods()).containsExactly("f()");
        assertThat(session.types()).containsExactly("A");
        assertThat(session.reset(List.of("n", "none"))).containsExactly("n");
        assertThat(session.run("n", 2, output).ok()).isFalse();
        assertThat(run(3, "s").value()).contains("kept");
        assertThat(session.reset(List.of())).containsExactly("A", "f", "s");
        assertThat(session.variables()).isEmpty();
        assertThat(run(4, "List.of(1)").value()).contains(List.of(1));
        assertThat(session.run("Duration.ZERO", 5, output).ok()).isFalse();
    }

    @Test
    void a_cells_value_has_its_number_for_a_name_and_keeps_its_type() {
        run(3, "List.of(\"a\", \"b\")");
        assertThat(run(4, "$3.get(0).length() + $3.size()").value()).contains(3);
        assertThat(session.variables()).isEmpty();
        assertThat(run(5, "int viaMethod() { return $3.size(); }\nviaMethod()").value())
                .contains(2);
        assertThat(run(6, "viaMethod()").value()).contains(2);
    }

    @Test
    void a_value_that_no_name_reaches_is_released() {
        WeakReference<Object> value =
                new WeakReference<>(run(1, "new byte[1000]").value().orElseThrow());
        for (int i = 0; i < CellValues.KEPT; i++) {
            run(2 + i, i + " + 1");
        }
        System.gc();
        assertThat(value.get()).isNull();
    }

    @Test
    void a_variable_of_another_type_lets_go_of_the_old_value() {
        run(1, "byte[] big = new byte[1000];");
        WeakReference<Object> old = new WeakReference<>(session.variable("big"));
        run(2, "String big = \"\";");
        System.gc();
        assertThat(old.get()).isNull();
    }

    @Test
    void state_magics_list_what_there_is() {
        run(1, "int n = 1;");
        run(2, "n + 1");
        run(3, "%who");
        run(4, "n = 3;");
        run(5, "%stale");
        assertThat(printed.toString()).isEqualTo("n\nIn [2]: n + 1  (changed: n)\n");
    }
}
