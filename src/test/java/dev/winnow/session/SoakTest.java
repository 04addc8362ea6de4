package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A thousand cells in a row: the session stays as fast and as small as it was. Minutes long: {@code -Dwinnow.soak=true}. */
@EnabledIfSystemProperty(named = "winnow.soak", matches = "true")
class SoakTest {
    private static final int CELLS = 1000;
    private static final long MEGABYTE = 1 << 20;

    /** Cells as people write them: most look at something, some set or declare the same names anew. */
    private static String cell(int i) {
        switch (i % 10) {
            case 0:
                return "int n = " + i + ";";
            case 1:
                return "n + " + i;
            case 2:
                return "var list = new ArrayList<Integer>(List.of(n, " + i + "));\nlist.add(3);\nlist";
            case 3:
                return "list.stream().map(x -> x + " + i + ").toList()";
            case 4:
                return "int twice(int x) { return 2 * x + " + i + " - " + i + "; }";
            case 5:
                return "twice(n) + list.size()";
            case 6:
                return "for (int i = 0; i < 10; i++) {\n    list.add(i + " + i
                        + ");\n}\nSystem.out.println(list.size());";
            case 7:
                return "record Pair(int a, int b) {}\nnew Pair(n, " + i + ")";
            case 8:
                return "new byte[100_000]";
            default:
                return "String text = \"cell " + i + "\";\ntext.length()";
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static double median(double[] times, int from, int to) {
        double[] part = Arrays.copyOfRange(times, from, to);
        Arrays.sort(part);
        return part[part.length / 2];
    }

    @Test
    void a_thousand_cells_leave_the_session_fast_and_small() {
        try (JavaSession session =
                JavaSession.builder().startup("import java.util.*;").build()) {
            double[] millis = new double[CELLS];
            List<WeakReference<Object>> values = new ArrayList<>();
            long before = 0;
            for (int i = 0; i < CELLS; i++) {
                if (i == 100) {
                    before = used();
                }
                long from = System.nanoTime();
                CellResult result = session.run(cell(i), i + 1, Output.NONE);
                millis[i] = (System.nanoTime() - from) / 1e6;
                assertThat(result.error()).as(cell(i)).isEmpty();
                result.value()
                        .filter(value -> value instanceof byte[])
                        .ifPresent(value -> values.add(new WeakReference<>(value)));
            }
            long after = used();
            double early = median(millis, 100, 200);
            double late = median(millis, 900, 1000);
            long alive = values.stream().filter(value -> value.get() != null).count();
            System.out.printf(
                    "cells 101-200: median %.1f ms, 901-1000: %.1f ms (%.2f times); heap after collection %.1f -> %.1f MB (%+.1f); "
                            + "%d of %d old values alive%n",
                    early, late, late / early, before / 1e6, after / 1e6, (after - before) / 1e6, alive, values.size());
            // Those among the last ten values.
            assertThat(alive).isLessThanOrEqualTo(2);
            assertThat(after - before).isLessThanOrEqualTo(20 * MEGABYTE);
        }
    }
}
