package dev.winnow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The class-data archive of an installed program: classes as the JVM wants them in memory, which takes a good part off each start.
 *
 * <p>It belongs to one build of one JDK and to the jars as they were when it was made, so it is made on the user's machine, and its
 * name says for which build. Java 25 and newer have the AOT cache, older ones the dynamic archive.
 */
final class ClassDataArchive {
    private static final int HAS_AOT_CACHE = 25;
    private static final int PATIENCE_MINUTES = 3;

    private ClassDataArchive() {}

    static Path file(Path app) {
        return app.resolve(name(Runtime.version()));
    }

    /** The archive's name for a build such as {@code 17.0.15+6}. */
    static String name(Runtime.Version java) {
        return "winnow-" + java + (java.feature() >= HAS_AOT_CACHE ? ".aot" : ".jsa");
    }

    static String flag(Path file) {
        return (file.toString().endsWith(".aot") ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file;
    }

    /** Plays a session of the program in {@code app} and archives what it loaded. None if this Java cannot: starts are slower then. */
    static Optional<Path> make(Path app, List<String> flags) throws IOException, InterruptedException {
        Path file = file(app);
        Path unfinished = app.resolve("unfinished" + file.getFileName());
        Path home = Files.createTempDirectory("winnow-rehearsal");
        List<String> command = new ArrayList<>();
        command.add(JavaFlags.java().toString());
        command.addAll(flags);
        command.add("-Dwinnow.home=" + home);
        command.add(
                (file.toString().endsWith(".aot") ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + unfinished);
        command.addAll(List.of("-jar", app.resolve("winnow.jar").toString(), "rehearse"));
        Path log = app.resolve("archive.log");
        Process rehearsal = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!rehearsal.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)
                    || rehearsal.exitValue() != 0
                    || !Files.exists(unfinished)) {
                return Optional.empty();
            }
            Files.move(unfinished, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(log);
            return Optional.of(file);
        } finally {
            rehearsal.destroyForcibly();
            Files.deleteIfExists(unfinished);
            FolderTree.delete(home);
        }
    }
}
