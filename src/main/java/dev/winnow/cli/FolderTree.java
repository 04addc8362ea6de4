package dev.winnow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders as wholes. */
final class FolderTree {
    private FolderTree() {}

    /** Deletes a folder and what is in it; false if there was none. */
    static boolean delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        return true;
    }

    /** The folder so many levels above a file or folder. */
    static Path above(Path path, int levels) {
        return path.toAbsolutePath().resolve("../".repeat(levels)).normalize();
    }

    /**
     * Puts a copy under its name only when it is whole: a kernel may start meanwhile, and running ones keep what they opened. A copy that
     * is there already keeps its time, by which class-data archives know the jars that they were made of.
     */
    static void copyFile(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.mismatch(from, to) < 0) {
            return;
        }
        Path unfinished = to.resolveSibling(to.getFileName() + ".unfinished");
        Files.copy(from, unfinished, StandardCopyOption.REPLACE_EXISTING);
        Files.move(unfinished, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
