package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class KernelCommandTest {
    @Test
    void what_jupyter_run_and_console_add_behind_the_connection_file_is_taken_and_ignored() {
        CommandLine.ParseResult parsed =
                new CommandLine(new KernelCommand()).parseArgs("kernel-1.json", "script.java", "more.java");
        assertThat(parsed.matchedPositional(0).<Path>getValue()).isEqualTo(Path.of("kernel-1.json"));
    }
}
