package dev.winnow.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The world outside: environment variables and the shell. */
final class ShellMagics {
    /** What {@code %env} set. Java cannot change its own environment, so {@code %%bash} passes these on. */
    private static final Map<String, String> SET = new ConcurrentHashMap<>();

    static final List<Magic> ALL = List.of(
            Magic.line(
                            "%env [NAME | NAME=VALUE | NAME VALUE]",
                            """
                    Lists the environment, reads a variable, or sets one for %env and %%bash of this session.
                    System.getenv does not see what is set here: Java reads its environment once.
                    String home = %env HOME keeps the value.
                    """,
                            ShellMagics::env)
                    .completing((session, typed) -> environment().keySet().stream()
                            .filter(name -> name.startsWith(typed))
                            .toList()),
            Magic.cell(
                    "%%bash [ARGUMENTS]",
                    """
                    Runs the cell by bash; its output is the cell's, and a failing script fails the cell.
                    Arguments are $1, $2, …; the kernel's interrupt ends the script.
                    """,
                    call -> script("bash", call)),
            Magic.cell("%%sh [ARGUMENTS]", "Runs the cell by sh, like %%bash.", call -> script("sh", call)));

    private ShellMagics() {}

    private static Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>(System.getenv());
        all.putAll(SET);
        return all;
    }

    private static @Nullable Object env(MagicCall call) {
        List<String> words = call.arguments();
        String text = words.size() == 1 ? words.get(0) : call.text().strip();
        if (text.isEmpty()) {
            environment().forEach((name, value) -> System.out.println(name + "=" + value));
            return environment();
        }
        String[] pair = text.split("\\s*=\\s*|\\s+", 2);
        if (pair.length == 2) {
            if (pair[0].isEmpty()) {
                throw call.misuse("A variable needs a name.");
            }
            SET.put(pair[0], pair[1]);
            System.out.println(pair[0] + "=" + pair[1]);
            return pair[1];
        }
        String value = environment().get(pair[0]);
        if (value == null) {
            throw new MagicException("The environment has no variable " + pair[0] + ". %env " + pair[0]
                    + "=VALUE sets it for this session; %env lists all.");
        }
        System.out.println(value);
        return value;
    }

    private static Object script(String shell, MagicCall call) throws IOException, InterruptedException {
        String body = call.requireBody();
        List<String> command = new java.util.ArrayList<>(List.of(shell, "-s", "--"));
        command.addAll(call.arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(SET);
        Process process;
        try {
            process = builder.start();
        } catch (IOException missing) {
            throw new MagicException("%%" + shell + " needs the program " + shell + ", and it cannot be started: "
                    + missing.getMessage());
        }
        try {
            Thread out = copy(process.getInputStream(), System.out);
            Thread err = copy(process.getErrorStream(), System.err);
            try (var in = process.getOutputStream()) {
                in.write(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } catch (IOException endedEarly) {
                // The script ended before it was read to its end; its exit says how.
            }
            int exit = process.waitFor();
            out.join();
            err.join();
            if (exit != 0) {
                throw new MagicException("The script ended with exit code " + exit + ".");
            }
            return exit;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Passes on what a process prints, as it prints it; the thread belongs to the cell, so its output does. */
    private static Thread copy(InputStream from, PrintStream to) {
        Thread thread = new Thread(
                () -> {
                    byte[] bytes = new byte[8192];
                    try (from) {
                        for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
                            to.write(bytes, 0, n);
                            to.flush();
                        }
                    } catch (IOException ended) {
                        // The process is gone.
                    }
                },
                "script output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
