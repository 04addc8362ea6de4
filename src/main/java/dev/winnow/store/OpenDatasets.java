package dev.winnow.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which processes have a dataset open: each holds a shared lock on a file in the dataset's folder, which the system takes back when
 * the process ends, however it ends. Whoever gets the lock for itself is alone with the dataset.
 */
public final class OpenDatasets {
    private static final Map<Path, Held> OPEN = new HashMap<>();

    /** The work that each home has left to do when the process ends. */
    private static final Map<Path, Runnable> AT_END = new HashMap<>();

    /** The lock on a folder and how often it was asked for here. */
    private record Held(FileChannel channel, int times) {}

    private OpenDatasets() {}

    /**
     * Says that this process has a dataset of {@code home} open. Runs {@code alone} first where no process had, and {@code atEnd} when
     * this process ends, once a home.
     */
    public static synchronized void enter(Path home, Path folder, Runnable alone, Runnable atEnd) {
        Held held = OPEN.get(folder);
        if (held != null) {
            OPEN.put(folder, new Held(held.channel, held.times + 1));
            return;
        }
        if (AT_END.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(OpenDatasets::leaveAll, "winnow-datasets-close"));
        }
        AT_END.put(home, atEnd);
        runIfAlone(folder, alone);
        try {
            FileChannel channel = open(folder);
            channel.lock(0, 1, true);
            OPEN.put(folder, new Held(channel, 1));
        } catch (IOException unlocked) {
            throw StoreFailure.noLocks(folder, unlocked);
        }
    }

    /** At the end of the process: what was not to stay and nobody else uses goes. */
    private static void leaveAll() {
        // First and without the lock here: who opens a store takes the two locks in this order.
        SharedStores.closeAll();
        leaveTheRest();
    }

    private static synchronized void leaveTheRest() {
        List.copyOf(OPEN.keySet()).forEach(OpenDatasets::leave);
        AT_END.forEach((home, work) -> {
            if (Files.exists(home.resolve("catalog.sqlite"))) {
                work.run();
            }
        });
    }

    /**
     * Takes back what {@link #enter} said, once as often as it was said.
     *
     * @return whether nobody has the dataset open any more
     */
    public static synchronized boolean leave(Path folder) {
        Held held = OPEN.remove(folder);
        if (held == null) {
            return false;
        }
        if (held.times > 1) {
            OPEN.put(folder, new Held(held.channel, held.times - 1));
            return false;
        }
        try {
            held.channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot say that the dataset is closed.", failure);
        }
        return runIfAlone(folder, () -> {});
    }

    /** Runs {@code work} where no process, this one included, has the dataset open; returns whether it ran. */
    public static synchronized boolean runIfAlone(Path folder, Runnable work) {
        // A second channel of a file that is open here would, when closed, give up this process's lock on it.
        if (OPEN.containsKey(folder) || !Files.isDirectory(folder)) {
            return false;
        }
        try (FileChannel channel = open(folder);
                FileLock lock = channel.tryLock(0, 1, false)) {
            if (lock == null) {
                return false;
            }
            work.run();
            return true;
        } catch (IOException unlocked) {
            throw StoreFailure.noLocks(folder, unlocked);
        }
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(
                folder.resolve("open.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }
}
