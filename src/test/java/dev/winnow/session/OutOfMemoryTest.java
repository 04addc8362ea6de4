package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A full heap, in a JVM of its own. */
class OutOfMemoryTest {
    /** The program of that JVM: runs cells and prints what came of each. */
    public static final class Cells {
        public static void main(String[] cells) {
            try (JavaSession session =
                    JavaSession.builder().startup("import java.util.*;").build()) {
                for (String cell : cells) {
                    CellResult result = session.run(cell, Output.NONE);
                    System.out.println(result.value().map(String::valueOf).orElse("")
                            + result.error()
                                    .map(error -> error.name() + ": "
                                            + error.traceback()
                                                    .get(error.traceback().size() - 1))
                                    .orElse(""));
                }
            }
            System.exit(0);
        }
    }

    private static List<String> run(String... cells) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx192m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Cells.class.getName()));
        command.addAll(List.of(cells));
        // Threads of the JDK that meet the full heap may say so there.
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.lines().toList();
    }

    @Test
    void a_list_of_small_objects_that_fills_the_heap_leaves_a_living_session() throws Exception {
        assertThat(run(
                        "int kept = 7; Object[] head = null; var list = new ArrayList<Object>();",
                        "while (true) head = new Object[] {head};",
                        "kept + 1",
                        "while (true) list.add(new byte[1000]);",
                        "kept + 2",
                        "byte[] huge = new byte[Integer.MAX_VALUE];",
                        "kept + 3"))
                .containsExactly(
                        "",
                        "OutOfMemoryError: Set to null to make room: head. There is room again.",
                        "8",
                        "OutOfMemoryError: Set to null to make room: list. There is room again.",
                        "9",
                        "OutOfMemoryError: There is room again.",
                        "10");
    }
}
