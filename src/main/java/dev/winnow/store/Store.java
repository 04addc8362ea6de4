package dev.winnow.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
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

    private final Connection db;
    private final Path file;
    private final VectorFiles vectors;
    private final LogEmptier log;
    private final List<StoreReader> readers = new ArrayList<>();
    private boolean inTransaction;
    private boolean doomed;

    private Store(Connection db, Path file, VectorFiles vectors) {
        this.db = db;
        this.file = file;
        this.vectors = vectors;
        log = new LogEmptier(file);
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
            Connection db = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
            try (Statement sql = db.createStatement()) {
                sql.execute("PRAGMA busy_timeout=10000");
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
            throw new UncheckedIOException("Cannot read " + seen().getFileName() + ".", unreadable);
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

    /** The stored state at one moment, reusing the columns of {@code known} that nobody changed since. */
    public State load(@Nullable State known) {
        if (!inTransaction) {
            requireFile();
        }
        try {
            long version = StoreFormat.version(db, file);
            if (known != null && known.version() == version) {
                return known;
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
        try (Statement sql = db.createStatement();
                ResultSet row = sql.executeQuery("PRAGMA quick_check(1)")) {
            if (!"ok".equals(row.getString(1))) {
                throw new IllegalStateException("The dataset in " + file.getFileName() + " is damaged: "
                        + row.getString(1) + ". Restore a snapshot or a backup.");
            }
        } catch (SQLException failure) {
            throw broken("check", file, failure);
        }
        State read = load(null);
        List<DamagedFieldException> damaged = new ArrayList<>();
        long values = 0;
        for (Map.Entry<String, Column> field : read.fields().entrySet()) {
            try {
                if (field.getValue().rows() > 0) {
                    field.getValue().get(0);
                }
                values += field.getValue().items(0, field.getValue().rows());
                if (field.getValue() instanceof VectorColumn vectors) {
                    vectors.parts().blocks().forEach(VectorBlock::floats);
                }
                if (field.getValue().rows() != read.rows()) {
                    throw new DamagedFieldException(
                            field.getKey(),
                            "it has " + field.getValue().rows() + " rows and the dataset " + read.rows() + ".",
                            new IllegalStateException());
                }
            } catch (DamagedFieldException named) {
                damaged.add(named);
            }
        }
        if (damaged.isEmpty()) {
            requireDistinctIds(read);
        } else {
            throw new DamagedFieldException(damaged);
        }
        return values;
    }

    private static void requireDistinctIds(State read) {
        for (int row = 0; row < read.rows(); row++) {
            if (read.index().find(read.id(row)) != row) {
                throw new DamagedFieldException(
                        State.ID, read.id(row) + " stands there more than once.", new IllegalStateException());
            }
        }
    }

    /** Takes the write lock; commits nest into the one outside. */
    public boolean begin() {
        if (inTransaction) {
            return false;
        }
        requireFile();
        execute("BEGIN IMMEDIATE");
        inTransaction = true;
        doomed = false;
        return true;
    }

    /** Another process may have deleted the dataset; SQLite would go on writing to a file that nobody finds again. */
    private void requireFile() {
        if (!Files.exists(file)) {
            throw new StaleDatasetException("The dataset is gone: another process deleted it. Its pictures stay.");
        }
    }

    /** Ends the transaction; one of which a part failed to be written is never kept. */
    public void end(boolean keep) {
        inTransaction = false;
        if (!keep || doomed) {
            execute("ROLLBACK");
            if (keep) {
                throw new IllegalStateException("A part of the transaction could not be written, so none of it was.");
            }
            return;
        }
        try {
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
        log.committed();
    }

    /** One transaction: the edit applied to the newest state, and what it changed written. */
    public State commit(String op, State known, UnaryOperator<State> edit) {
        boolean outermost = begin();
        boolean done = false;
        try {
            State fresh = load(known);
            State next = edit.apply(fresh);
            doomed = true;
            write(op, fresh, next);
            doomed = false;
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

    private void write(String op, State before, State after) throws SQLException, IOException {
        FieldWriter writer = new FieldWriter(db, vectors, log, after.version());
        List<String> positions = List.copyOf(before.fields().keySet());
        for (String gone : positions) {
            if (!after.fields().containsKey(gone)) {
                writer.delete(gone);
            }
        }
        int position = 0;
        for (Map.Entry<String, Column> field : after.fields().entrySet()) {
            Column stored = before.version() == 0 ? null : before.fields().get(field.getKey());
            if (stored != field.getValue()) {
                writer.write(field.getKey(), position, field.getValue(), stored);
            } else if (position >= positions.size() || !positions.get(position).equals(field.getKey())) {
                writer.move(field.getKey(), position);
            }
            position++;
        }
        writeItems("view", before.views(), after.views());
        writeItems("info", before.info(), after.info());
        writeItems("setting", before.settings(), after.settings());
        update("UPDATE meta SET v = ? WHERE k = 'version'", String.valueOf(after.version()));
        update(
                "INSERT INTO commit_log(version, op, pid) VALUES(?, ?, ?)",
                after.version(),
                op,
                ProcessHandle.current().pid());
    }

    private void writeItems(String kind, Map<String, String> before, Map<String, String> after) throws SQLException {
        for (String gone : before.keySet()) {
            if (!after.containsKey(gone)) {
                update("DELETE FROM item WHERE kind = ? AND k = ?", kind, gone);
            }
        }
        int position = 0;
        for (Map.Entry<String, String> item : after.entrySet()) {
            if (!item.getValue().equals(before.get(item.getKey()))) {
                update(
                        "INSERT INTO item VALUES(?, ?, ?, ?) ON CONFLICT(kind, k) DO UPDATE SET v = excluded.v",
                        kind,
                        item.getKey(),
                        position,
                        item.getValue());
            }
            position++;
        }
    }

    public void putRun(StoredRun run) {
        log.wrote(run.json().length() + run.blob().length);
        try {
            update(
                    "INSERT INTO run VALUES(?, ?, (SELECT COALESCE(MAX(seq), 0) + 1 FROM run), ?, ?)"
                            + " ON CONFLICT(kind, k) DO UPDATE SET json = excluded.json, data = excluded.data",
                    run.kind(),
                    run.key(),
                    run.json(),
                    run.blob());
        } catch (SQLException failure) {
            throw broken("write", file, failure);
        }
    }

    public void deleteRun(String kind, String key) {
        try {
            update("DELETE FROM run WHERE kind = ? AND k = ?", kind, key);
        } catch (SQLException failure) {
            throw broken("write", file, failure);
        }
    }

    public Optional<StoredRun> run(String kind, String key) {
        return runs(kind).stream().filter(run -> run.key().equals(key)).findFirst();
    }

    /** Runs of a kind in the order in which they were first stored. */
    public List<StoredRun> runs(String kind) {
        try (PreparedStatement sql = db.prepareStatement("SELECT k, json, data FROM run WHERE kind = ? ORDER BY seq")) {
            sql.setString(1, kind);
            try (ResultSet row = sql.executeQuery()) {
                List<StoredRun> runs = new ArrayList<>();
                while (row.next()) {
                    byte[] blob = row.getBytes(3);
                    runs.add(
                            new StoredRun(kind, row.getString(1), row.getString(2), blob == null ? new byte[0] : blob));
                }
                return runs;
            }
        } catch (SQLException failure) {
            throw broken("read", file, failure);
        }
    }

    /** All runs of whatever kind, in the order in which they were first stored. */
    public List<StoredRun> runs() {
        List<String> kinds = new ArrayList<>();
        try (Statement sql = db.createStatement();
                ResultSet row = sql.executeQuery("SELECT kind FROM run GROUP BY kind ORDER BY MIN(seq)")) {
            while (row.next()) {
                kinds.add(row.getString(1));
            }
        } catch (SQLException failure) {
            throw broken("read", file, failure);
        }
        return kinds.stream().flatMap(kind -> runs(kind).stream()).toList();
    }

    Path vectorFolder() {
        return vectors.folder();
    }

    /** Names of the files of vectors that this file refers to. */
    List<String> vectorFiles() {
        try (Statement sql = db.createStatement();
                ResultSet row = sql.executeQuery("SELECT DISTINCT file FROM vector WHERE data IS NULL ORDER BY file")) {
            List<String> names = new ArrayList<>();
            while (row.next()) {
                names.add(VectorFiles.checkedName(row.getString(1)));
            }
            return names;
        } catch (SQLException failure) {
            throw broken("read", file, failure);
        }
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
        Path unfinished = copy.resolveSibling(copy.getFileName() + ".unfinished");
        try (Connection reader = JDBC.createConnection("jdbc:sqlite:" + file, new Properties())) {
            Files.createDirectories(copy.getParent());
            Files.deleteIfExists(unfinished);
            try (PreparedStatement sql = reader.prepareStatement("VACUUM INTO ?")) {
                sql.setString(1, unfinished.toString());
                sql.execute();
            }
            try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.deleteIfExists(seen(copy));
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException | IOException failure) {
            throw broken("copy", file, failure);
        }
    }

    private void update(String statement, @Nullable Object... values) throws SQLException {
        update(db, statement, values);
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

    static IllegalStateException broken(String what, Path file, Exception failure) {
        if (failure instanceof IOException unreadable) {
            throw new UncheckedIOException("Cannot " + what + " the dataset in " + file.getFileName(), unreadable);
        }
        return new IllegalStateException(
                "Cannot " + what + " the dataset in " + file.getFileName() + ": " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        log.close();
        readers.forEach(StoreReader::close);
        readers.clear();
        try {
            if (!db.isClosed() && Files.exists(file)) {
                // Leaves one file that can be copied; where another process reads, the log stays for it.
                try (Statement sql = db.createStatement()) {
                    sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                }
            }
            db.close();
        } catch (SQLException failure) {
            throw broken("close", file, failure);
        }
    }
}
