package dev.winnow.cli;

import dev.winnow.data.Home;
import dev.winnow.session.JavaSession;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Java cells in a terminal, from a script, from {@code -c} or from a pipe: the kernel's own engine. */
@Command(
        name = "repl",
        description = {
            "Run Java in the terminal, with all that a notebook's cell has.",
            "",
            "  winnow repl                     a prompt: Tab completes, Tab again documents, Ctrl-R searches history",
            "  winnow repl -c '1 + 1'          one piece of code",
            "  winnow repl script.java         a script of statements",
            "  echo '1 + 1' | winnow repl      what comes through a pipe",
            ""
        },
        mixinStandardHelpOptions = true)
final class ReplCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", description = "A script of Java statements; magics work too.")
    private @Nullable Path script;

    @Option(names = "-c", paramLabel = "CODE", description = "Run this code and end.")
    private @Nullable String code;

    @Option(names = "--no-color", description = "No colours (also when NO_COLOR is set).")
    private boolean noColor;

    @Override
    public Integer call() throws IOException {
        boolean color = !noColor && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        Optional<String> given = given();
        if (given.isPresent()) {
            return run(given.get(), color && isTerminal(SystemStream.Output));
        }
        CompletableFuture<JavaSession> session =
                CompletableFuture.supplyAsync(() -> Preload.session().build());
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).color(color).build()) {
            new Repl(terminal, session, Home.current().folder().resolve("repl-history"), color).run();
        }
        session.join().close();
        return 0;
    }

    /** The code that is to run without a prompt. */
    private Optional<String> given() throws IOException {
        if (code != null && script != null) {
            throw new IllegalArgumentException("Give -c CODE or a script, not both.");
        }
        if (code != null) {
            return Optional.of(code);
        }
        if (script != null) {
            if (!Files.isRegularFile(script)) {
                throw new IllegalArgumentException("There is no script " + script + ".");
            }
            String text = Files.readString(script);
            return Optional.of(text.startsWith("#!") ? "//" + text : text);
        }
        return isTerminal(SystemStream.Input) && isTerminal(SystemStream.Output)
                ? Optional.empty()
                : Optional.of(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
    }

    /** Asked of the system, since Java's console knows both ends only together and from Java 22 on always exists. */
    private static boolean isTerminal(SystemStream stream) {
        for (String provider : List.of("jni", "exec")) {
            try {
                return TerminalProvider.load(provider).isSystemStream(stream);
            } catch (IOException | LinkageError notOnThisSystem) {
                // The next one may be.
            }
        }
        return false;
    }

    private static int run(String code, boolean color) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (JavaSession session = Preload.session().build()) {
            TerminalOutput output = TerminalOutput.of(out, err, color);
            return output.run(session, code, 1) ? 0 : 1;
        }
    }
}
