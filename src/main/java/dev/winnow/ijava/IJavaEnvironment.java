package dev.winnow.ijava;

import dev.winnow.session.Globs;
import dev.winnow.session.JavaSession;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the environment asks of a session, by the names {@code WINNOW_…}, or {@code JJAVA_…} and {@code IJAVA_…} as fallbacks:
 * {@code CLASSPATH} and {@code STARTUP_SCRIPTS_PATH} (paths, with {@code *} and {@code ?}), {@code COMPILER_OPTS},
 * {@code STARTUP_SCRIPT} (code) and {@code TIMEOUT} (of a cell: {@code 5000} milliseconds, {@code 30 SECONDS}).
 */
public final class IJavaEnvironment {
    private static final List<String> PREFIXES = List.of("WINNOW_", "JJAVA_", "IJAVA_");
    private static final Pattern TIMEOUT = Pattern.compile("(-?\\d+)\\s*([A-Za-z]*)");

    private IJavaEnvironment() {}

    /** Sets a session up as the variables say; {@code warn} hears of those that say nothing sensible. */
    public static JavaSession.Builder apply(
            Map<String, String> environment, JavaSession.Builder session, java.util.function.Consumer<String> warn) {
        find(environment, "CLASSPATH", (name, value) -> paths(name, value, warn)
                .forEach(path -> session.classPath(path.toAbsolutePath().toString())));
        find(
                environment,
                "COMPILER_OPTS",
                (name, value) -> session.compilerOptions(value.strip().split("\\s+")));
        find(environment, "STARTUP_SCRIPTS_PATH", (name, value) -> {
            for (Path script : paths(name, value, warn)) {
                try {
                    session.startupCell(script.toString(), Files.readString(script));
                } catch (IOException unreadable) {
                    warn.accept(name + ": cannot read " + script + ".");
                }
            }
        });
        find(environment, "STARTUP_SCRIPT", session::startupCell);
        find(environment, "TIMEOUT", (name, value) -> timeout(value)
                .ifPresentOrElse(
                        time -> session.timeout(time, name),
                        () -> warn.accept(name + "=" + value
                                + " is no time: a number of milliseconds was expected, or one with a unit such as"
                                + " '30 SECONDS'.")));
        return session;
    }

    private interface Use {
        void with(String name, String value);
    }

    private static void find(Map<String, String> environment, String name, Use use) {
        for (String prefix : PREFIXES) {
            String value = environment.get(prefix + name);
            if (value != null && !value.isBlank()) {
                use.with(prefix + name, value);
                return;
            }
        }
    }

    private static List<Path> paths(String name, String value, java.util.function.Consumer<String> warn) {
        return java.util.Arrays.stream(value.split(File.pathSeparator))
                .filter(pattern -> !pattern.isBlank())
                .flatMap(pattern -> {
                    List<Path> found = Globs.find(pattern);
                    if (found.isEmpty()) {
                        warn.accept(name + ": there is nothing at " + pattern + ".");
                    }
                    return found.stream();
                })
                .toList();
    }

    /** A time as IJava writes it; empty when it is none. A number below one sets no limit. */
    static Optional<Duration> timeout(String value) {
        Matcher matcher = TIMEOUT.matcher(value.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        if (amount < 1) {
            return Optional.of(Duration.ZERO);
        }
        try {
            ChronoUnit unit = matcher.group(2).isEmpty()
                    ? ChronoUnit.MILLIS
                    : TimeUnit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT))
                            .toChronoUnit();
            return Optional.of(Duration.of(amount, unit));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
