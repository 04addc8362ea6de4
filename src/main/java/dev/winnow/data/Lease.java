package dev.winnow.data;

import dev.winnow.store.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Work that one process holds; closing gives it back, and so does the end of the process. */
public final class Lease implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final Path file;

    private Lease(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    static Lease take(Dataset dataset, String lease) {
        Path file = dataset.folder(".").resolve(Ids.of(lease) + ".lease");
        Path holder = dataset.folder(".").resolve(Ids.of(lease) + ".holder");
        // Closing any channel of a file gives up all locks of this process on it: never open one that is held here.
        if (!HELD.add(file)) {
            throw held(dataset, lease, "this process");
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw held(dataset, lease, Files.exists(holder) ? Files.readString(holder) : "another process");
            }
            Files.writeString(holder, "process " + ProcessHandle.current().pid());
            taken = true;
            return new Lease(channel, file);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot take the lease '" + lease + "'.", failure);
        } finally {
            if (!taken) {
                HELD.remove(file);
            }
        }
    }

    private static IllegalStateException held(Dataset dataset, String lease, String who) {
        return new IllegalStateException(
                "'" + lease + "' of dataset '" + dataset.name() + "' is held by " + who + ". Wait for it, or end it.");
    }

    @Override
    public void close() {
        try {
            channel.close();
            HELD.remove(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("A lease cannot be given back.", failure);
        }
    }
}
