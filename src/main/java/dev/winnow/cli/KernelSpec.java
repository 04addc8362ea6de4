package dev.winnow.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A kernel as Jupyter knows it: a {@code kernel.json} with absolute paths, and logos.
 *
 * @param arguments the command that starts the kernel
 * @param title what people choose in a list
 */
record KernelSpec(List<String> arguments, String title) {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final List<String> LOGOS = List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");

    KernelSpec {
        arguments = List.copyOf(arguments);
    }

    /** Starts {@code jar} by {@code java}. */
    static KernelSpec of(Path java, List<String> flags, Path jar, String title) {
        List<String> arguments = new ArrayList<>();
        arguments.add(java.toString());
        arguments.addAll(flags);
        arguments.addAll(List.of("-jar", jar.toString(), "kernel", "{connection_file}"));
        return new KernelSpec(arguments, title);
    }

    Path java() {
        return Path.of(arguments.get(0));
    }

    /** The jar that is started, if the command names one. */
    Optional<Path> jar() {
        int at = arguments.indexOf("-jar");
        return at < 0 || at + 1 >= arguments.size() ? Optional.empty() : Optional.of(Path.of(arguments.get(at + 1)));
    }

    /** The class-data archive that is named, if one is. */
    Optional<Path> archive() {
        return arguments.stream()
                .filter(argument ->
                        argument.startsWith("-XX:SharedArchiveFile=") || argument.startsWith("-XX:AOTCache="))
                .map(argument -> Path.of(argument.substring(argument.indexOf('=') + 1)))
                .findFirst();
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        JsonObject json = new JsonObject();
        json.add("argv", GSON.toJsonTree(arguments));
        json.addProperty("display_name", title);
        json.addProperty("language", "java");
        json.addProperty("interrupt_mode", "message");
        json.addProperty("kernel_protocol_version", "5.5");
        // An arena for each of the compilers' threads, which glibc gives them, keeps what they no longer need.
        JsonObject environment = new JsonObject();
        environment.addProperty("MALLOC_ARENA_MAX", "1");
        json.add("env", environment);
        JsonObject metadata = new JsonObject();
        metadata.addProperty("debugger", true);
        json.add("metadata", metadata);
        for (String logo : LOGOS) {
            try (InputStream in = KernelSpec.class.getResourceAsStream("/dev/winnow/cli/" + logo)) {
                if (in != null) {
                    Files.copy(in, folder.resolve(logo), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.writeString(folder.resolve("kernel.json"), GSON.toJson(json) + "\n");
    }

    /**
     * Reads the kernel in {@code folder}.
     *
     * @throws IllegalArgumentException if its {@code kernel.json} is not what one is
     */
    static KernelSpec read(Path folder) throws IOException {
        Path file = folder.resolve("kernel.json");
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            List<String> arguments = new ArrayList<>();
            json.getAsJsonArray("argv").forEach(argument -> arguments.add(argument.getAsString()));
            if (arguments.isEmpty()) {
                throw new IllegalArgumentException(file + " names no command.");
            }
            return new KernelSpec(arguments, json.get("display_name").getAsString());
        } catch (JsonParseException | IllegalStateException | NullPointerException broken) {
            throw new IllegalArgumentException(file + " is broken: it needs argv and display_name.", broken);
        }
    }
}
