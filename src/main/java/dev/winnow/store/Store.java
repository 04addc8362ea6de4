package dev.winnow.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * One dataset's file: SQLite as a transactional container of binary column chunks.
 *
 * <p>Every chunk has a CRC32C, every field and chunk the version that wrote it. A commit takes the write lock, brings the state up
 * to date with what other processes wrote, applies the edit to that, and writes the chunks with changed rows, so that disjoint
 * edits of two processes both stay. WAL with {@code synchronous=FULL}: what {@link #commit} acknowledged survives a kill.
 */
public final class Store implements AutoCloseable {
    /** Bytes of a page of the file. */
    static final int PAGE = 16_384;

    /** In the table {@code meta}: 1 in a file of which the newest commits may be in its log only. */
    static final String LOG = "log";

    /** How long the end of the process waits for a transaction that is under way. */
    private static final long PATIENCE_MILLIS = 2_000;

    /** How long the end of a process waits for readers elsewhere before it leaves the log beside the file. */
    private static final long CLOSING_MILLIS = 250;

    private final Connection db;
    private final Path file;
    private final @Nullable Object fileKey;
    private final VectorFiles vectors;
    private final LogEmptier log;
    private final RunTable runs;
    private final List<StoreReader> readers = new ArrayList<>();

    /** Held by a thread for as long as its transaction lasts, and for each look at the connection. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean inTransaction;
    private boolean doomed;
    private boolean marked;
    private volatile boolean gone;

    /** What was written in the transaction that is open, and what is to be done where it is not kept. */
    private @Nullable State written;

    private final List<Runnable> undo = new ArrayList<>();

    /** The newest committed state that somebody here asked for, with SQLite's number for it. */
    private @Nullable State newest;

    private long newestData;

    private Store(Connection db, Path file, VectorFiles vectors) {
        this.db = db;
        this.file = file;
        this.vectors = vectors;
        fileKey = keyOf(file);
        log = new LogEmptier(file);
        runs = new RunTable(db);
    }

    private static @Nullable Object keyOf(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                    : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** Whether this can still be used: open, and the file under its name still the one that was opened. */
    boolean isCurrent() {
        return !gone && Files.exists(file) && Objects.equals(fileKey, keyOf(file));
    }

    /** What must be one step for other threads too: several looks, or a look and what comes of it. */
    public <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private interface Sql<T> {
        T ask() throws SQLException;
    }

    private <T> T ask(String what, Sql<T> sql) {
        return locked(() -> {
            try {
                return sql.ask();
            } catch (SQLException failure) {
                throw broken(what, file, failure);
            }
        });
    }

    /** Opens a dataset's file, creating it when absent; an older format is brought up to date, with a snapshot first. */
    public static Store open(Path file) {
        Path snapshots = file.resolveSibling("snapshots");
        return open(file, file.resolveSibling("vectors"), store -> {
            Path kept = snapshots.resolve("before-format-" + StoreFormat.FORMAT + ".sqlite");
            if (!Files.exists(kept)) {
                store.copyTo(kept);
            }
        });
    }

    /** Opens a file that is itself a copy and refers to the vectors in {@code vectors}. */
    public static Store openCopy(Path file, Path vectors) {
        return open(file, vectors, store -> {});
    }

    private static Store open(Path file, Path vectors, Consumer<Store> beforeMigration) {
        try {
            boolean lone = isLone(file);
            Connection db = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
            try (Statement sql = db.createStatement()) {
                sql.execute("PRAGMA busy_timeout=10000");
                if (lone) {
                    requireWhole(db, file);
                }
                sql.execute("PRAGMA page_size=" + PAGE);
                sql.execute("PRAGMA journal_mode=WAL");
                sql.execute("PRAGMA synchronous=FULL");
                sql.execute("PRAGMA wal_autocheckpoint=" + LogEmptier.MOST_PAGES);
                sql.execute("PRAGMA trusted_schema=OFF");
                sql.execute("PRAGMA cell_size_check=ON");
                Store store = new Store(db, file, new VectorFiles(vectors));
                StoreFormat.prepare(db, file, () -> beforeMigration.accept(store));
                store.warnOfLostCommits();
                return store;
            } catch (SQLException | RuntimeException failed) {
                db.close();
                throw failed;
            }
        } catch (SQLException failure) {
            throw broken("open", file, failure);
        }
    }

    /** A file with something in it and no log beside it. */
    private static boolean isLone(Path file) {
        return file.toFile().length() > 0 && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    }

    /** A file of which the last commits are in a log that did not come along; one whose last version is known to be there is whole. */
    private static void requireWhole(Connection db, Path file) throws SQLException {
        boolean empty = !StoreFormat.hasTables(db);
        if (!empty && !StoreFormat.meta(db, LOG).equals("1")) {
            return;
        }
        if (!empty && Files.exists(seen(file))) {
            // What was acknowledged is compared, and what is lost said, once it is open.
            return;
        }
        throw new IllegalStateException(
                "The dataset in " + file.getFileName() + " is not whole: it was copied without its log, "
                        + file.getFileName()
                        + "-wal, which holds the newest commits. Copy the log too, or end the program that has"
                        + " the dataset open first, or take a copy with dataset.backup(folder).");
    }

    /** The last acknowledged version also stands beside the file: SQLite takes a damaged log back without a word. */
    private void warnOfLostCommits() throws SQLException {
        long version = StoreFormat.version(db, file);
        try {
            String seen = Files.exists(seen()) ? Files.readString(seen()).strip() : "";
            if (seen.matches("\\d{1,18}") && Long.parseLong(seen) > version) {
                System.out.println(
                        "The dataset in " + file.getFileName() + " is at version " + version + ", but version "
                                + seen + " was acknowledged: its write-ahead log was damaged or removed, and "
                                + (Long.parseLong(seen) - version)
                                + " commits are lost. Restore a snapshot or a backup if needed.");
                noteSeen(version);
            }
        } catch (IOException unreadable) {
            throw broken("read", seen(), unreadable);
        }
    }

    private Path seen() {
        return seen(file);
    }

    private static Path seen(Path file) {
        return file.resolveSibling(file.getFileName() + ".version");
    }

    private void noteSeen(long version) {
        try {
            // In place: a file that is emptied first is waited for by some file systems until it is on disk.
            try (FileChannel note = FileChannel.open(seen(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                note.write(ByteBuffer.wrap(
                        String.format(Locale.ROOT, "%-20d%n", version).getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (IOException full) {
            // The note is a second witness; the commit itself is safe without it.
        }
    }

    /** The newest state, of which others in this process may have read parts already. */
    public State load() {
        return ask("read", () -> {
            long data = dataVersion();
            State known = newest;
            if (data != newestData) {
                StoreFormat.requireKnown(db, file);
            }
            // A file that was changed by other means than ours is read anew.
            boolean same = known != null && (data == newestData || known.version() != StoreFormat.version(db, file));
            State now = load(same ? known : null);
            if (!inTransaction) {
                newest = now;
                newestData = data;
            }
            return now;
        });
    }

    /** A number that changes where another connection wrote to the file. */
    private long dataVersion() throws SQLException {
        try (Statement sql = db.createStatement();
                ResultSet row = sql.executeQuery("PRAGMA data_version")) {
            return row.getLong(1);
        }
    }

    /** The stored state at one moment, reusing the columns of {@code known} that nobody changed since. */
    public State load(@Nullable State known) {
        return locked(() -> loaded(known));
    }

    private State loaded(@Nullable State known) {
        if (!inTransaction) {
            requireFile();
        }
        try {
            long version = StoreFormat.version(db, file);
            if (known != null && known.version() == version) {
                return known;
            }
            if (inTransaction && written != null && written.version() == version) {
                return written;
            }
            if (known != null && known.version() > version) {
                throw new StaleDatasetException(
                        "The dataset in " + file.getFileName() + " went back from version " + known.version() + " to "
                                + version + ": another process restored or damaged it. Load it again.");
            }
            StoreReader reader = StoreReader.open(file, vectors);
            readers.removeIf(StoreReader::isClosed);
            readers.add(reader);
            return reader.state(known);
        } catch (SQLException failure) {
            throw broken("read", file, failure);
        }
    }

    /** Reads all that is stored and checks it; returns how many values there are. */
    public long verify() {
        return StoreCheck.values(ask("check", () -> {
            try (Statement sql = db.createStatement();
                    ResultSet row = sql.executeQuery("PRAGMA quick_check(1)")) {
                if (!"ok".equals(row.getString(1))) {
                    throw new IllegalStateException("The dataset in " + file.getFileName() + " is damaged: "
                            + row.getString(1) + ". Restore a snapshot or a backup.");
                }
            }
            return load(null);
        }));
    }

    /**
     * Takes the write lock, of this thread among the others and of this process among the others; commits nest into the one outside.
     *
     * @return whether it was taken now: who is told so calls {@link #end}
     */
    public boolean begin() {
        lock.lock();
        boolean begun = false;
        try {
            if (inTransaction) {
                return false;
            }
            requireFile();
            execute("BEGIN IMMEDIATE");
            begun = true;
            inTransaction = true;
            doomed = false;
            return true;
        } finally {
            if (!begun) {
                lock.unlock();
            }
        }
    }

    /** What is to be done, last first, where the transaction that is open is not kept; nothing outside of one. */
    public void ifNotKept(Runnable work) {
        if (lock.isHeldByCurrentThread() && inTransaction) {
            undo.add(work);
        }
    }

    /** Another process may have deleted the dataset; SQLite would go on writing to a file that nobody finds again. */
    private void requireFile() {
        if (gone || !Files.exists(file)) {
            throw new StaleDatasetException(
                    "The dataset is gone: this program or another process deleted it. Its pictures stay.");
        }
    }

    /** Ends the transaction; one of which a part failed to be written is never kept. */
    public void end(boolean keep) {
        boolean kept = false;
        try {
            kept = ended(keep);
            if (kept && written != null) {
                newest = written;
            }
        } finally {
            if (!kept) {
                for (int last = undo.size() - 1; last >= 0; last--) {
                    undo.get(last).run();
                }
            }
            undo.clear();
            written = null;
            lock.unlock();
        }
    }

    private boolean ended(boolean keep) {
        inTransaction = false;
        if (!keep || doomed) {
            execute("ROLLBACK");
            if (keep) {
                throw new IllegalStateException("A part of the transaction could not be written, so none of it was.");
            }
            return false;
        }
        boolean first = !marked;
        try {
            if (first) {
                mark("1");
            }
            execute("COMMIT");
        } catch (RuntimeException refused) {
            try {
                execute("ROLLBACK");
            } catch (RuntimeException ended) {
                refused.addSuppressed(ended);
            }
            throw refused;
        }
        try {
            noteSeen(StoreFormat.version(db, file));
        } catch (SQLException failure) {
            throw broken("read", file, failure);
        }
        if (first) {
            // So that the file itself says that there is a log: one that is copied alone is refused.
            marked = fold("PASSIVE");
        }
        log.committed();
        return true;
    }

    private void mark(String log) {
        ask("write", () -> {
            update(db, "INSERT INTO meta VALUES('" + LOG + "', ?) ON CONFLICT(k) DO UPDATE SET v = excluded.v", log);
            return log;
        });
    }

    /** How long SQLite waits for others from now on. */
    private void waitAtMost(long millis) throws SQLException {
        try (Statement sql = db.createStatement()) {
            sql.execute("PRAGMA busy_timeout=" + millis);
        }
    }

    /** Copies the log into the file; one that cannot be stays, and nothing is lost. */
    private boolean fold(String how) {
        try (Statement sql = db.createStatement()) {
            sql.execute("PRAGMA wal_checkpoint(" + how + ")");
            return true;
        } catch (SQLException later) {
            return false;
        }
    }

    /** One transaction: the edit applied to the newest state, and what it changed written. */
    public State commit(String op, State known, UnaryOperator<State> edit) {
        boolean outermost = begin();
        boolean done = false;
        try {
            State fresh = load(known);
            State next = edit.apply(fresh);
            doomed = true;
            new StateWriter(db, vectors, log).write(op, fresh, next);
            doomed = false;
            written = next;
            done = true;
            return next;
        } catch (SQLException | IOException failure) {
            throw broken("write", file, failure);
        } finally {
            if (outermost) {
                end(done);
            }
        }
    }

    /** Stores a result in a transaction, the one that is open or one of its own. */
    public void putRun(StoredRun run) {
        log.wrote(run.json().length() + run.blob().length);
        changeRuns(() -> {
            runs.put(run);
            return run;
        });
    }

    public void deleteRun(String kind, String key) {
        changeRuns(() -> {
            runs.delete(kind, key);
            return key;
        });
    }

    private void changeRuns(Sql<?> change) {
        boolean outermost = begin();
        boolean done = false;
        try {
            ask("write", change);
            done = true;
        } finally {
            if (outermost) {
                end(done);
            }
        }
    }

    public Optional<StoredRun> run(String kind, String key) {
        return runs(kind).stream().filter(run -> run.key().equals(key)).findFirst();
    }

    /** Runs of a kind in the order in which they were first stored. */
    public List<StoredRun> runs(String kind) {
        return ask("read", () -> runs.of(kind));
    }

    /** All runs of whatever kind, in the order in which they were first stored. */
    public List<StoredRun> runs() {
        return ask("read", runs::kinds).stream()
                .flatMap(kind -> runs(kind).stream())
                .toList();
    }

    Path vectorFolder() {
        return vectors.folder();
    }

    /** Names of the files of vectors that this file refers to. */
    List<String> vectorFiles() {
        return ask("read", () -> {
            try (Statement sql = db.createStatement();
                    ResultSet row =
                            sql.executeQuery("SELECT DISTINCT file FROM vector WHERE data IS NULL ORDER BY file")) {
                List<String> names = new ArrayList<>();
                while (row.next()) {
                    names.add(VectorFiles.checkedName(row.getString(1)));
                }
                return names;
            }
        });
    }

    /** Deletes files of vectors to which neither this file nor a snapshot refers. For a process that is alone with the dataset. */
    public void removeOrphans() {
        if (!Files.isDirectory(vectors.folder())) {
            return;
        }
        Set<String> referenced = new HashSet<>(vectorFiles());
        Path snapshots = file.resolveSibling("snapshots");
        if (Files.isDirectory(snapshots)) {
            try (var files = Files.list(snapshots)) {
                for (Path one : files.filter(each -> each.toString().endsWith(".sqlite"))
                        .toList()) {
                    try (Store copy = openCopy(one, vectors.folder())) {
                        referenced.addAll(copy.vectorFiles());
                    } catch (IllegalStateException damaged) {
                        // What it refers to is unknown, so everything stays.
                        return;
                    }
                }
            } catch (IOException failure) {
                throw broken("look through", file, failure);
            }
        }
        vectors.removeOrphans(referenced);
    }

    /** Writes a copy of what is committed, whole and needing no other file; it appears under its name only when complete. */
    public void copyTo(Path copy) {
        // A name of its own: two processes may copy to one place at once.
        Path unfinished = copy.resolveSibling(copy.getFileName() + "-" + UUID.randomUUID() + ".unfinished");
        try (Connection reader = JDBC.createConnection("jdbc:sqlite:" + file, new Properties())) {
            Files.createDirectories(copy.getParent());
            Files.deleteIfExists(unfinished);
            try (PreparedStatement sql = reader.prepareStatement("VACUUM INTO ?")) {
                sql.setString(1, unfinished.toString());
                sql.execute();
            }
            unmark(unfinished);
            try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.deleteIfExists(seen(copy));
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException | IOException failure) {
            deleteQuietly(unfinished);
            throw broken("copy", file, failure);
        }
    }

    private static void deleteQuietly(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException stays) {
            // It is no copy under any name, and the failure that is reported says more.
        }
    }

    /** A copy needs no log. */
    private static void unmark(Path copy) throws SQLException {
        try (Connection db = JDBC.createConnection("jdbc:sqlite:" + copy, new Properties());
                Statement sql = db.createStatement()) {
            sql.execute("PRAGMA journal_mode=MEMORY");
            sql.execute("PRAGMA synchronous=OFF");
            sql.execute("UPDATE meta SET v = '0' WHERE k = '" + LOG + "'");
        }
    }

    static void update(Connection db, String statement, @Nullable Object... values) throws SQLException {
        try (PreparedStatement sql = db.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                sql.setObject(i + 1, values[i]);
            }
            sql.execute();
        }
    }

    private void execute(String statement) {
        try (Statement sql = db.createStatement()) {
            sql.execute(statement);
        } catch (SQLException failure) {
            throw broken("write", file, failure);
        }
    }

    static RuntimeException broken(String what, Path file, Exception failure) {
        return StoreFailure.of(what, file, failure);
    }

    /** Leaves one file that can be copied; where another process has it open, the log stays for it. */
    @Override
    public void close() {
        close(true);
    }

    /**
     * Gives back what is open. A store that is not whole in its file, as on a full disk, keeps its log beside it.
     *
     * @param alone whether no other process has the dataset open
     */
    void close(boolean alone) {
        try {
            // A transaction of another thread is cut off by the end of the process; its log says what was committed.
            if (!lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (gone) {
                return;
            }
            log.close();
            if (Files.exists(file) && !inTransaction && Objects.equals(fileKey, keyOf(file))) {
                if (alone && StoreFormat.meta(db, LOG).equals("1")) {
                    try (Statement sql = db.createStatement()) {
                        // Folding the log in syncs it.
                        sql.execute("PRAGMA synchronous=NORMAL");
                        mark("0");
                    } catch (SQLException | RuntimeException full) {
                        // Then the log is what holds the newest commits, and stays.
                    }
                }
                waitAtMost(CLOSING_MILLIS);
                fold("TRUNCATE");
            }
            shut();
        } catch (SQLException failure) {
            throw broken("close", file, failure);
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what is open of a dataset that is being deleted: its log is emptied, not copied to where nobody looks again. */
    void abandon(boolean alone) {
        lock.lock();
        try {
            if (gone) {
                return;
            }
            log.abandon();
            closeReaders();
            Path wal = file.resolveSibling(file.getFileName() + "-wal");
            if (alone && Files.exists(wal)) {
                try (FileChannel emptied = FileChannel.open(wal, StandardOpenOption.WRITE)) {
                    emptied.truncate(0);
                } catch (IOException kept) {
                    // It goes with the folder.
                }
            }
            shut();
        } catch (SQLException failure) {
            throw broken("close", file, failure);
        } finally {
            lock.unlock();
        }
    }

    private void shut() throws SQLException {
        gone = true;
        closeReaders();
        db.close();
    }

    private void closeReaders() {
        readers.forEach(StoreReader::close);
        readers.clear();
    }

    boolean isClosed() {
        return gone;
    }
}
