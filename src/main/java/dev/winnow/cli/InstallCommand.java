package dev.winnow.cli;

import com.google.gson.GsonBuilder;
import dev.winnow.data.Home;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the kernelspec and copies what it starts, so that the kernel stays when the project moves. */
@Command(name = "install", description = "Make the kernel known to Jupyter.", mixinStandardHelpOptions = true)
final class InstallCommand implements Callable<Integer> {
    static final String NAME = "winnow";

    @Option(
            names = "--prefix",
            description = "Install below PREFIX/share/jupyter, as for an environment, instead of for the user.")
    private @Nullable Path prefix;

    @Override
    public Integer call() throws IOException {
        String classPath = System.getProperty("java.class.path");
        Path jar = Path.of(classPath).toAbsolutePath();
        if (!classPath.endsWith(".jar")) {
            throw new IllegalStateException("Only the built jar can be installed: use ./winnow install.");
        }
        Path app = Home.current()
                .folder()
                .resolve("app")
                .resolve(new Main.Version().getVersion()[0].replace("winnow ", ""));
        copy(jar, app);
        Path spec = jupyter(prefix).resolve("kernels").resolve(NAME);
        Files.createDirectories(spec);
        Map<String, Object> json = new LinkedHashMap<>();
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        argv.addAll(List.of("-jar", app.resolve("winnow.jar").toString(), "kernel", "{connection_file}"));
        json.put("argv", argv);
        json.put("display_name", "Java (Winnow)");
        json.put("language", "java");
        json.put("interrupt_mode", "message");
        json.put("kernel_protocol_version", "5.5");
        json.put("metadata", Map.of());
        Files.writeString(
                spec.resolve("kernel.json"),
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(json) + "\n");
        for (String logo : List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg")) {
            try (InputStream in = InstallCommand.class.getResourceAsStream("/dev/winnow/cli/" + logo)) {
                if (in != null) {
                    Files.copy(in, spec.resolve(logo), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        System.out.println("Kernel 'Java (Winnow)' is installed in " + spec);
        return 0;
    }

    private static void copy(Path jar, Path app) throws IOException {
        Path libraries = jar.resolveSibling("lib");
        Files.createDirectories(app.resolve("lib"));
        try (Stream<Path> files = Files.list(libraries)) {
            for (Path file : files.toList()) {
                Path target = app.resolve("lib").resolve(file.getFileName());
                if (!Files.exists(target) || Files.size(target) != Files.size(file)) {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.copy(jar, app.resolve("winnow.jar"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Jupyter's data folder: of an environment, or of the user. */
    static Path jupyter(@Nullable Path prefix) {
        if (prefix != null) {
            return prefix.resolve("share").resolve("jupyter");
        }
        String named = System.getenv("JUPYTER_DATA_DIR");
        if (named != null) {
            return Path.of(named);
        }
        Path own = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
        if (system.contains("mac")) {
            return own.resolve("Library").resolve("Jupyter");
        }
        if (system.contains("win")) {
            String roaming = System.getenv("APPDATA");
            return (roaming == null ? own : Path.of(roaming)).resolve("jupyter");
        }
        String data = System.getenv("XDG_DATA_HOME");
        return (data == null ? own.resolve(".local").resolve("share") : Path.of(data)).resolve("jupyter");
    }
}
