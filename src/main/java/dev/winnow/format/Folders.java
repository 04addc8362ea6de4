package dev.winnow.format;

import dev.winnow.data.Media;
import java.awt.Dimension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Pictures in folders. */
final class Folders {
    private static final List<String> PICTURES = List.of(".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff");

    private Folders() {}

    static void require(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("There is no folder " + folder + ".");
        }
    }

    static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return PICTURES.stream().anyMatch(name::endsWith);
    }

    /** All pictures below a folder, sorted by path. */
    static List<Path> pictures(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(Folders::isPicture)
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder.getFileName(), failure);
        }
    }

    /** A name from a file, resolved inside a folder; {@code null} where it leads out of it. */
    static @org.jspecify.annotations.Nullable Path inside(Path folder, String name) {
        Path root = folder.toAbsolutePath().normalize();
        Path file = root.resolve(name.replace('\\', '/')).normalize();
        return file.startsWith(root) ? file : null;
    }

    /** Width and height, or {@code null} with the reason in the report. */
    static @org.jspecify.annotations.Nullable Dimension size(Path picture, ImportReport report) {
        try {
            return Media.size(picture);
        } catch (IllegalArgumentException unreadable) {
            report.skip("unreadable picture", String.valueOf(picture.getFileName()));
            return null;
        }
    }

    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName(), failure);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write " + file.getFileName(), failure);
        }
    }

    static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.toAbsolutePath().getParent());
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot copy " + from.getFileName(), failure);
        }
    }
}
