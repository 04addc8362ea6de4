package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code winnow repl} of the packaged jar without a terminal: {@code -c}, a script and a pipe. */
class ReplIT {
    private static final String JAR = System.getProperty("winnow.jar");
    private static final String JAVA = System.getProperty("winnow.java");

    @TempDir
    Path folder;

    private record Said(int exit, String out, String err) {}

    private Said repl(String piped, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-jar", JAR, "repl"));
        command.addAll(List.of(arguments));
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put("WINNOW_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        process.getOutputStream().write(piped.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void code_of_the_command_line_gives_its_last_value() throws Exception {
        assertThat(repl("", "-c", "int x = 20; x * 2 + 2")).isEqualTo(new Said(0, "42\n", ""));
    }

    @Test
    void a_script_may_begin_with_a_shebang_and_keeps_its_line_numbers_and_streams() throws Exception {
        Path script = Files.writeString(
                folder.resolve("script.java"),
                """
                #!/usr/bin/env winnow repl
                System.out.println("out");
                int[] none = {};
                none[3]
                """);
        Said said = repl("", script.toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).isEqualTo("out\n");
        assertThat(said.err())
                .startsWith("java.lang.ArrayIndexOutOfBoundsException: ")
                .contains("Cell In [1], line 4\n")
                .doesNotContain("\u001b");
    }

    @Test
    void what_comes_through_a_pipe_is_one_piece_of_code() throws Exception {
        assertThat(repl("int twice(int n) {\n  return 2 * n;\n}\ntwice(21)\n")).isEqualTo(new Said(0, "42\n", ""));
    }

    @Test
    void what_cannot_be_run_is_said_in_a_sentence() throws Exception {
        assertThat(repl("", "gone.java")).isEqualTo(new Said(1, "", "winnow: There is no script gone.java.\n"));
        assertThat(repl("", "-c", "1", "gone.java"))
                .isEqualTo(new Said(1, "", "winnow: Give -c CODE or a script, not both.\n"));
    }

    @Test
    void a_script_that_ends_well_gives_nothing_but_what_it_prints() throws Exception {
        Path script = Files.writeString(folder.resolve("fine.java"), "System.out.println(6 * 7);\nint kept = 1;\n");
        assertThat(repl("", script.toString())).isEqualTo(new Said(0, "42\n", ""));
    }

    /** Runs failing code in a terminal that {@code script} of util-linux makes; gives what the terminal got. */
    private String inTerminal(String option, String variable) throws IOException, InterruptedException {
        String command = String.join(" ", "'" + JAVA + "'", "-jar", "'" + JAR + "'", "repl", option, "-c '7 / 0'");
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null");
        builder.environment().remove("NO_COLOR");
        builder.environment().put("WINNOW_HOME", folder.resolve("home").toString());
        if (!variable.isEmpty()) {
            builder.environment().put(variable, "1");
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(text).as(variable).contains("ArithmeticException");
        return text;
    }

    @Test
    void a_terminal_is_given_colour_unless_it_is_told_not_to() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "There is no 'script' to make a terminal with.");
        assertThat(inTerminal("", "")).contains("\u001b[");
        assertThat(inTerminal("--no-color", "")).doesNotContain("\u001b[");
        assertThat(inTerminal("", "NO_COLOR")).doesNotContain("\u001b[");
    }
}
