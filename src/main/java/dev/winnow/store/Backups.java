package dev.winnow.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/** A dataset as a folder of its own: its file and its vectors, without the pictures. What a backup is, and how it comes back. */
public final class Backups {
    private Backups() {}

    /** Writes a backup; it appears under its name only when it is whole. */
    public static void write(Store store, Path folder) {
        Path wanted = folder.toAbsolutePath().normalize();
        if (Files.exists(wanted)) {
            throw new IllegalArgumentException(
                    "'" + folder + "' exists. A backup goes to a new folder, so that it never mixes with another.");
        }
        Path unfinished = wanted.resolveSibling(wanted.getFileName() + ".unfinished");
        try {
            deleteFolder(unfinished);
            Files.createDirectories(unfinished);
            Path file = unfinished.resolve("dataset.sqlite");
            store.copyTo(file);
            Path vectors = unfinished.resolve("vectors");
            try (Store copy = Store.openCopy(file, vectors)) {
                for (String name : copy.vectorFiles()) {
                    Files.createDirectories(vectors);
                    Path target = vectors.resolve(name);
                    Files.copy(store.vectorFolder().resolve(name), target);
                    VectorFiles.sync(target);
                }
            }
            Files.move(unfinished, wanted, StandardCopyOption.ATOMIC_MOVE);
            VectorFiles.sync(java.util.Objects.requireNonNull(wanted.getParent()));
        } catch (IOException failure) {
            throw new UncheckedIOException("The backup to '" + folder + "' could not be written.", failure);
        }
    }

    /** Copies a backup to a dataset's new folder, after looking whether everything in it can be read. */
    public static void read(Path backup, Path folder) {
        if (!Files.exists(backup.resolve("dataset.sqlite"))) {
            throw new IllegalArgumentException(
                    "'" + backup + "' is no backup: it has no dataset.sqlite. Name the folder that backup(…) wrote.");
        }
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("dataset.sqlite");
            Files.copy(backup.resolve("dataset.sqlite"), file);
            Path log = backup.resolve("dataset.sqlite-wal");
            if (Files.exists(log)) {
                // No backup of ours but a copy of a dataset's folder: what was committed last stands in its log.
                Files.copy(log, folder.resolve("dataset.sqlite-wal"));
            }
            try (Store copy = Store.open(file)) {
                for (String name : copy.vectorFiles()) {
                    Files.createDirectories(copy.vectorFolder());
                    Files.copy(
                            backup.resolve("vectors").resolve(name),
                            copy.vectorFolder().resolve(name));
                }
                copy.verify();
            }
        } catch (IOException failure) {
            deleteFolder(folder);
            throw new UncheckedIOException("The backup in '" + backup + "' could not be read.", failure);
        } catch (RuntimeException damaged) {
            deleteFolder(folder);
            throw damaged;
        }
    }

    public static void deleteFolder(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot delete " + folder.getFileName() + ".", failure);
        }
    }
}
