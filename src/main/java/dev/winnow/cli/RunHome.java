package dev.winnow.cli;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The home of a headless run: a folder that no other run uses at the same time, and that stays when the run has ended. A run of a whole
 * folder begins with an empty one; what lay there before and holds a person's work is moved beside it first.
 */
final class RunHome implements AutoCloseable {
    private static final int MOST = 100;

    /** Lies in a home into which a run brought data of the caller's. */
    private static final String OWN_DATA = "own-data";

    private final Path folder;
    private final FileLock lock;
    private final FileChannel channel;

    private RunHome(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * The first home below {@code parent} that no other run has.
     *
     * @param empty whether it must be empty; else what earlier runs made is found there
     * @param ownData whether the run works on data of the caller's, so that a later one must not empty it
     */
    static RunHome open(Path parent, boolean empty, boolean ownData) {
        try {
            Files.createDirectories(parent);
            for (int number = 1; number <= MOST; number++) {
                Path folder = parent.resolve(number == 1 ? "home" : "home-" + number);
                RunHome free = tryOpen(folder);
                if (free != null) {
                    if (number > 1) {
                        System.out.println(
                                "Another run uses " + parent.resolve("home") + "; this one has " + folder + ".");
                    }
                    free.prepare(empty, ownData);
                    return free;
                }
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(
                    "Cannot write to " + parent + ": " + unwritable.getMessage()
                            + ". Name folders that can be written: -o FOLDER and --home FOLDER.",
                    unwritable);
        }
        throw new IllegalStateException("All of " + MOST + " homes below " + parent + " are in use by other runs.");
    }

    private static @Nullable RunHome tryOpen(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolveSibling(folder.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RunHome(folder, channel, lock);
            }
        } catch (OverlappingFileLockException here) {
            // another run of this process
        }
        channel.close();
        return null;
    }

    private void prepare(boolean empty, boolean ownData) throws IOException {
        if (empty && Files.isDirectory(folder)) {
            if (holdsWork()) {
                Path kept = keptName();
                Files.move(folder, kept);
                System.out.println(
                        "An earlier run left work of a person in " + folder + ": it is kept as " + kept + ".");
            } else {
                delete(folder);
            }
        }
        if (ownData) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(OWN_DATA), "A run brought data of its caller's into this home.\n");
        }
    }

    /** Whether labels of people or data of the caller's are there; what cannot be read counts as such. */
    private boolean holdsWork() {
        if (Files.exists(folder.resolve(OWN_DATA))) {
            return true;
        }
        try {
            Home home = Home.at(folder);
            return Files.exists(folder.resolve("catalog.sqlite"))
                    && home.listDatasets().stream()
                            .anyMatch(name -> Dataset.load(home, name).labelsByPeople() > 0);
        } catch (RuntimeException unreadable) {
            return true;
        }
    }

    private Path keptName() {
        int number = 1;
        while (Files.exists(folder.resolveSibling("home-kept-" + number))) {
            number++;
        }
        return folder.resolveSibling("home-kept-" + number);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
