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
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.EnumSet;
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
    static final List<String> PICTURES =
            List.of(".jpg", ".jpeg", ".jfif", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp");

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
        PathList found = new PathList(folder);
        walk(folder, file -> {
            if (like.test(file)) {
                found.add(file);
            }
            return true;
        });
        return found.sorted();
    }

    /**
     * Visits the files below a folder until one answers false. Links are followed, that of the folder itself too; one that leads back
     * to a folder above it, or nowhere, is passed over.
     */
    static void walk(Path folder, Predicate<Path> goOn) {
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                            return !about.isRegularFile() || goOn.test(file)
                                    ? FileVisitResult.CONTINUE
                                    : FileVisitResult.TERMINATE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                            if (failure instanceof FileSystemLoopException || Files.isSymbolicLink(file)) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw failure;
                        }
                    });
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder.getFileName(), failure);
        }
    }

    /**
     * The first of these folders below another that holds a file of this kind, at any depth; else the first that is there; else that
     * other folder.
     */
    static Path holding(Path folder, List<String> names, Predicate<Path> like) {
        List<Path> there =
                names.stream().map(folder::resolve).filter(Files::isDirectory).toList();
        return there.stream()
                .filter(place -> any(place, like))
                .findFirst()
                .orElse(there.isEmpty() || first(folder, like).isPresent() ? folder : there.get(0));
    }

    /** Whether there is a file of this kind below a folder. */
    static boolean any(Path folder, Predicate<Path> like) {
        boolean[] found = new boolean[1];
        walk(folder, file -> {
            found[0] = like.test(file);
            return !found[0];
        });
        return found[0];
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
                String stripped = line.replace("\uFEFF", "").strip();
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
