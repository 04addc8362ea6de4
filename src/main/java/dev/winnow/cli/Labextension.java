package dev.winnow.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The extension that JupyterLab loads from {@code labextensions/winnow} of its data folder: the files of one folder in the jar. */
final class Labextension {
    private static final String IN_JAR = "dev/winnow/cli/labextension/";

    private Labextension() {}

    static Path folder(Path data) {
        return data.resolve("labextensions").resolve("winnow");
    }

    /** Replaces the extension in a data folder by the jar's; false if the jar has none. */
    static boolean copy(Path jar, Path data) throws IOException {
        try (JarFile program = new JarFile(jar.toFile())) {
            List<JarEntry> files = program.stream()
                    .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(IN_JAR))
                    .toList();
            if (files.isEmpty()) {
                return false;
            }
            Path folder = folder(data);
            FolderTree.delete(folder);
            for (JarEntry entry : files) {
                Path file = folder.resolve(entry.getName().substring(IN_JAR.length()));
                Files.createDirectories(file.getParent());
                try (InputStream in = program.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
            return true;
        }
    }
}
