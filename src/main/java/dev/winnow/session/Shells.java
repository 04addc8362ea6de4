package dev.winnow.session;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/** Makes the JShells of one session: the one that runs its cells, and the one that completion tries things in. */
final class Shells {
    private final @Nullable List<Path> classPath;
    private final List<String> options;
    private final HostIndex index;

    /**
     * @param classPath what code compiles against; null for the class path of the program
     * @param options of the compiler
     */
    Shells(@Nullable List<Path> classPath, List<String> options) {
        this.classPath = classPath;
        this.options = options;
        index = new HostIndex(
                classPath == null
                        ? List.of()
                        : classPath.stream()
                                .filter(entry -> !Files.isDirectory(entry))
                                .toList());
    }

    HostIndex index() {
        return index;
    }

    /**
     * JShell takes no class path. Its compiler is told one here; what {@code addToClasspath} appends to later is read from
     * {@code java.class.path} when the shell is made.
     */
    JShell make(ExecutionControl control) {
        JShell.Builder shell = JShell.builder()
                .executionEngine(new Engine(control), Map.of())
                .compilerOptions(options.toArray(String[]::new));
        if (classPath == null) {
            return shell.build();
        }
        List<Path> folders = classPath.stream().filter(Files::isDirectory).toList();
        shell.fileManager(files -> {
            try {
                return new HostFiles(files, index, folders);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
        synchronized (Shells.class) {
            String own = System.getProperty("java.class.path");
            System.setProperty(
                    "java.class.path",
                    folders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
            try {
                return shell.build();
            } finally {
                System.setProperty("java.class.path", own);
            }
        }
    }

    private record Engine(ExecutionControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "winnow";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return control;
        }
    }
}
