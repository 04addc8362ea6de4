package dev.winnow.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Jupyter on this machine: where it looks for kernels, and the programs of it that are found. */
record Jupyter(Map<String, String> environment) {
    private static final int PATIENCE_SECONDS = 20;

    static Jupyter ofThisMachine() {
        return new Jupyter(System.getenv());
    }

    /** The user's own data folder. */
    Path userData() {
        String named = environment.get("JUPYTER_DATA_DIR");
        if (named != null) {
            return Path.of(named);
        }
        Path own = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return own.resolve("Library").resolve("Jupyter");
        }
        if (system.contains("win")) {
            String roaming = environment.get("APPDATA");
            return (roaming == null ? own : Path.of(roaming)).resolve("jupyter");
        }
        String data = environment.get("XDG_DATA_HOME");
        return (data == null ? own.resolve(".local").resolve("share") : Path.of(data)).resolve("jupyter");
    }

    /** The data folder of an environment. */
    static Path dataBelow(Path prefix) {
        return prefix.toAbsolutePath().normalize().resolve("share").resolve("jupyter");
    }

    /**
     * The prefix of the Python environment that is active, or of the Python that Jupyter runs on.
     *
     * @throws IllegalStateException if there is none
     */
    Path systemPrefix() {
        for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            String active = environment.get(variable);
            if (active != null && !active.isBlank()) {
                return Path.of(active);
            }
        }
        return find("jupyter")
                .map(jupyter -> FolderTree.above(jupyter, 2))
                .orElseThrow(() -> new IllegalStateException(
                        "No Python environment is active and no jupyter is on the PATH, so --sys-prefix names nothing."
                                + " Activate the environment, or give its folder with --prefix."));
    }

    /** A program on the PATH. */
    Optional<Path> find(String program) {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String name : List.of(program, program + ".exe")) {
                Path file = Path.of(folder.isEmpty() ? "." : folder, name);
                if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    /** What a program prints, or nothing if it fails or takes longer than {@value #PATIENCE_SECONDS} s. */
    static Optional<String> ask(Path program, String... arguments) {
        try {
            Path said = Files.createTempFile("winnow-ask", ".txt");
            try {
                List<String> command = new java.util.ArrayList<>(List.of(program.toString()));
                command.addAll(List.of(arguments));
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return Optional.empty();
                }
                return process.exitValue() == 0
                        ? Optional.of(Files.readString(said, StandardCharsets.UTF_8))
                        : Optional.empty();
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException failed) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
