package dev.winnow.format;

import dev.winnow.data.Media;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import java.awt.Dimension;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pictures in folders. */
public final class ImageFolders {
    static final List<String> PICTURES = List.of(".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff");

    private ImageFolders() {}

    public static void require(Path folder) {
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
        return files(folder, ImageFolders::isPicture);
    }

    /** All files below a folder whose name ends like this, sorted by path. */
    public static List<Path> files(Path folder, String ending) {
        return files(folder, file -> file.toString().endsWith(ending));
    }

    private static List<Path> files(Path folder, Predicate<Path> like) {
        try (Stream<Path> files = Files.walk(folder)) {
            PathList found = new PathList(folder);
            files.filter(like).filter(Files::isRegularFile).forEach(found::add);
            return found.sorted();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder.getFileName(), failure);
        }
    }

    /** Whether there is a file below a folder whose name ends like this. */
    static boolean any(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(ending) && Files.isRegularFile(file));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder.getFileName(), failure);
        }
    }

    /** The first file directly in a folder, by name, that is like this. */
    static Optional<Path> first(Path folder, Predicate<Path> like) {
        return all(folder, like).stream().findFirst();
    }

    /** The files directly in a folder that are like this, by name. */
    static List<Path> all(Path folder, Predicate<Path> like) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).filter(like).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder.getFileName(), failure);
        }
    }

    /** A name from a file, resolved inside a folder; {@code null} where it leads out of it or is no name. */
    public static @Nullable Path inside(Path folder, String name) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Path file = root.resolve(name.replace('\\', '/')).normalize();
            return file.startsWith(root) && !file.equals(root) ? file : null;
        } catch (InvalidPathException noName) {
            return null;
        }
    }

    /** What lies at a path: nothing that can be read as a file, a file, or a link to one. */
    enum Kind {
        MISSING,
        FILE,
        LINK
    }

    static Kind kind(Path file) {
        try {
            BasicFileAttributes there =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (there.isSymbolicLink()) {
                return Files.isRegularFile(file) ? Kind.LINK : Kind.MISSING;
            }
            return there.isRegularFile() ? Kind.FILE : Kind.MISSING;
        } catch (IOException none) {
            return Kind.MISSING;
        }
    }

    /** A path with its links followed. */
    static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException gone) {
            return file.toAbsolutePath().normalize();
        }
    }

    /** Width and height, or {@code null} with the reason in the report. */
    public static @Nullable Dimension size(Path picture, ImportReport report) {
        try {
            return Media.size(picture);
        } catch (IllegalArgumentException unreadable) {
            report.skip("unreadable picture", String.valueOf(picture.getFileName()));
            return null;
        }
    }

    /** The size of a sample's picture, as its fields say or else the picture. */
    public static Dimension size(SampleCollection from, Sample sample) {
        return from.hasField("width")
                        && from.hasField("height")
                        && sample.get("width") instanceof Number width
                        && sample.get("height") instanceof Number height
                ? new Dimension(width.intValue(), height.intValue())
                : Media.size(sample.media());
    }

    public static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName(), failure);
        }
    }

    public static void write(Path file, String text) {
        write(file, writer -> writer.write(text));
    }

    /** The lines of a text that say something, stripped, one at a time; bytes that are no UTF-8 come as replacement characters. */
    static void lines(Path file, Consumer<String> each) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String stripped = line.strip();
                if (!stripped.isEmpty()) {
                    each.accept(stripped);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName(), failure);
        }
    }

    /** The first line of a text, empty where there is none. */
    static String firstLine(Path file) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            char[] start = new char[10_000];
            int read = reader.read(start);
            return read <= 0
                    ? ""
                    : new String(start, 0, read).lines().findFirst().orElse("").strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName(), failure);
        }
    }

    /** What fills a file. */
    public interface Content {
        void to(Writer writer) throws IOException;
    }

    /** Writes a file that is there whole or not at all. */
    public static void write(Path file, Content content) {
        Path place = file.toAbsolutePath();
        Path unfinished = place.resolveSibling(place.getFileName() + ".part");
        try {
            Files.createDirectories(place.getParent());
            try (BufferedWriter writer = Files.newBufferedWriter(unfinished)) {
                content.to(writer);
            }
            Files.move(unfinished, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write " + file.getFileName(), failure);
        } finally {
            unfinished.toFile().delete();
        }
    }

    /** Takes a folder away with all that is in it. */
    static void delete(Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException failure) {
                throw new UncheckedIOException("Cannot delete " + folder.getFileName(), failure);
            }
        }
    }

    /**
     * Copies a picture to a place where there is none, or the same one.
     *
     * @throws IllegalArgumentException where another picture of this name is there, which an earlier export wrote
     */
    public static void copy(Path from, Path to) {
        try {
            Path folder = Objects.requireNonNull(to.toAbsolutePath().getParent());
            Files.createDirectories(folder);
            if (Files.exists(to)) {
                if (Files.mismatch(from, to) == -1) {
                    return;
                }
                throw new IllegalArgumentException("There is another picture " + to.getFileName() + " in "
                        + folder.getFileName()
                        + ", from an earlier export or another folder. It is left as it is: export to an empty folder, or"
                        + " where the format has them pass among(dataset), which tells names apart, or overwrite().");
            }
            Files.copy(from, to);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("The picture " + from.getFileName()
                    + " is missing and cannot be exported. Leave its sample out, or put the picture back.");
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot copy " + from.getFileName(), failure);
        }
    }
}
