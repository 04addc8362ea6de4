package dev.winnow.cli;

import dev.winnow.data.Home;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The copy of the program that installed kernels start, in {@code app} of the home, so that they stay when the project moves.
 *
 * @param folder of the jar; its libraries are in {@code lib} below
 */
record InstalledProgram(Path folder) {
    /** Whose work it is and under which licence, as the jar carries it. */
    private static final List<String> LEGAL = List.of("LICENSE", "NOTICE", "LIBRARIES.txt");

    static InstalledProgram of(Home home, boolean bare) {
        return new InstalledProgram(apps(home).resolve(Main.version() + (bare ? "-bare" : "")));
    }

    static Path apps(Home home) {
        return home.folder().resolve("app");
    }

    Path jar() {
        return folder.resolve("winnow.jar");
    }

    /** Copies the jar and its libraries; of the bare program only what the kernel itself runs on. */
    void copyFrom(Path jar, boolean bare) throws IOException {
        Path libraries = folder.resolve("lib");
        Files.createDirectories(libraries);
        TreeSet<String> wanted = new TreeSet<>();
        try (Stream<Path> files = Files.list(jar.resolveSibling("lib"))) {
            for (Path file : files.toList()) {
                if (bare && !CellLibraries.isOfKernel(file)) {
                    continue;
                }
                wanted.add(file.getFileName().toString());
                Path target = libraries.resolve(file.getFileName().toString());
                FolderTree.copyFile(file, target);
            }
        }
        try (Stream<Path> files = Files.list(libraries)) {
            for (Path file : files.toList()) {
                if (!wanted.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        FolderTree.copyFile(jar, jar());
        for (String text : LEGAL) {
            try (InputStream in = InstalledProgram.class.getResourceAsStream("/META-INF/" + text)) {
                if (in != null) {
                    Files.write(folder.resolve(text), in.readAllBytes());
                }
            }
        }
    }

    /** Whether a jar is the one this was copied from. */
    boolean isCopyOf(Path jar) throws IOException {
        return Files.exists(jar()) && (!Files.isRegularFile(jar) || Files.mismatch(jar, jar()) < 0);
    }

    /** The size of the jars. */
    long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
