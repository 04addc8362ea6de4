package dev.winnow.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.sqlite.JDBC;

/**
 * Copies what a dataset's write-ahead log has gathered into its file, in the background: a commit is on disk once its log is synced,
 * and who waits for it need not wait for all of it to be written a second time. Writers go on meanwhile.
 */
public final class LogEmptier implements AutoCloseable {
    /** After so many bytes: more often, and one write in four waits for the disk meanwhile; seldom, and the log grows. */
    public static final long GATHERED = 64 << 20;
    /** What a commit writes beside the rows that it changes. */
    private static final long PAGES_OF_A_COMMIT = 4;
    /** Pages of a log that a commit empties itself, a gigabyte of them: for writers who never leave the background a moment. */
    static final int MOST_PAGES = 1 << 16;

    private static final Executor BACKGROUND = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "winnow-log-emptier");
        thread.setDaemon(true);
        return thread;
    });

    private final Path file;
    private final AtomicLong gathered = new AtomicLong();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile boolean closed;

    public LogEmptier(Path file) {
        this.file = file;
    }

    /** A row with so many bytes is written and will be committed; the log has whole pages. */
    public void wrote(long bytes) {
        gathered.addAndGet(bytes + Store.PAGE);
    }

    public void committed() {
        gathered.addAndGet(PAGES_OF_A_COMMIT * Store.PAGE);
        if (gathered.get() >= GATHERED && waiting.compareAndSet(false, true)) {
            gathered.set(0);
            BACKGROUND.execute(this::empty);
        }
    }

    private synchronized void empty() {
        waiting.set(false);
        if (closed) {
            return;
        }
        // Never creates a file in the place of one that another process deleted.
        try (Connection db = JDBC.createConnection(
                        "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?mode=rw", new Properties());
                Statement sql = db.createStatement()) {
            sql.execute("PRAGMA trusted_schema=OFF");
            sql.execute("PRAGMA synchronous=FULL");
            sql.execute("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException failure) {
            // The log keeps what it has, and the next commit or close tries again: nothing is lost.
            gathered.addAndGet(GATHERED);
        }
    }

    /** Begins nothing any more, without waiting for what is under way: for a file that is being deleted. */
    void abandon() {
        closed = true;
    }

    /** Waits for what is under way; nothing is begun any more. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
