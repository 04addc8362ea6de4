package dev.winnow.store;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Locale;

/**
 * The sentence for a store that could not be opened, read or written. SQLite says "database is locked" and "unable to open" of causes
 * that another process or a missing file have nothing to do with; those are looked for and named.
 */
final class StoreFailure {
    private static final int BUSY = 5;

    /** Files that may still be opened where a failure is taken to come of there being none left. */
    private static final int SPARE = 8;

    private StoreFailure() {}

    /** @param what a verb, such as "write" */
    static RuntimeException of(String what, Path file, Exception failure) {
        String start = "Cannot " + what + " the dataset in " + file.getFileName();
        String cause = cause(file, failure);
        if (failure instanceof IOException unreadable) {
            return new UncheckedIOException(start + (cause.isEmpty() ? "" : ": " + cause), unreadable);
        }
        return new IllegalStateException(start + ": " + (cause.isEmpty() ? failure.getMessage() : cause), failure);
    }

    /** Locks that the file system does not give, as a network folder without a lock service. */
    static UncheckedIOException noLocks(Path folder, IOException failure) {
        String cause = tooManyFiles();
        return new UncheckedIOException(
                cause.isEmpty()
                        ? "Files in the folder '" + folder.normalize().getFileName() + "' cannot be locked ("
                                + failure.getMessage()
                                + "), so two processes could write at once. Is it a network folder without a lock service?"
                                + " Put WINNOW_HOME on a disk of this machine."
                        : cause,
                failure);
    }

    private static String cause(Path file, Exception failure) {
        String tooMany = tooManyFiles();
        if (!tooMany.isEmpty()) {
            return tooMany;
        }
        if (failure instanceof SQLException refused && (refused.getErrorCode() & 0xFF) == BUSY) {
            return locksFail(file);
        }
        return "";
    }

    /** A probe of its own: closing another channel of a file that is locked here would give its locks up. */
    private static String locksFail(Path file) {
        Path probe = file.resolveSibling("lock-" + ProcessHandle.current().pid() + ".probe");
        try {
            try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    lock.release();
                }
                // Locks work: it was another process.
                return "";
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException refused) {
            String said = String.valueOf(refused.getMessage());
            return said.toLowerCase(Locale.ROOT).contains("lock") || said.contains("not supported")
                    ? String.valueOf(noLocks(file.toAbsolutePath().resolveSibling("."), refused)
                            .getMessage())
                    : "";
        }
    }

    private static String tooManyFiles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getOpenFileDescriptorCount() >= system.getMaxFileDescriptorCount() - SPARE) {
            return "too many files are open in this process, " + system.getOpenFileDescriptorCount() + " of "
                    + system.getMaxFileDescriptorCount()
                    + ". Close what is not needed, or start it with a higher limit (ulimit -n).";
        }
        return "";
    }
}
