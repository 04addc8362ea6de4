package dev.winnow.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One dataset's file: SQLite as a transactional container of binary column chunks.
 *
 * <p>Every chunk of {@value #CHUNK} rows has a CRC32C and every field a generation. A commit takes the write lock, brings the
 * state up to date with what other processes wrote, applies the edit to that, and writes the chunks whose bytes changed, so that
 * disjoint edits of two processes both stay. WAL with {@code synchronous=FULL}: what {@link #commit} acknowledged survives a kill.
 */
final class Store implements AutoCloseable {
    static final int FORMAT = 1;
    private static final int CHUNK = 65_536;

    private final Connection db;
    private final Path file;
    private boolean inTransaction;
    private boolean doomed;

    private Store(Connection db, Path file) {
        this.db = db;
        this.file = file;
    }

    /** Opens the file, creating it when absent. */
    static Store open(Path file) {
        try {
            Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement sql = db.createStatement()) {
                sql.execute("PRAGMA busy_timeout=10000");
                sql.execute("PRAGMA page_size=16384");
                sql.execute("PRAGMA journal_mode=WAL");
                sql.execute("PRAGMA synchronous=FULL");
                sql.execute("PRAGMA trusted_schema=OFF");
                sql.execute("PRAGMA cell_size_check=ON");
            }
            Store store = new Store(db, file);
            store.prepare();
            store.warnOfLostCommits();
            return store;
        } catch (SQLException failure) {
            throw broken("open", file, failure);
        }
    }

    private void prepare() throws SQLException {
        requireEngine();
        requireFormat();
        try (Statement sql = db.createStatement()) {
            sql.execute("BEGIN IMMEDIATE");
            sql.execute("CREATE TABLE IF NOT EXISTS meta(k TEXT PRIMARY KEY, v TEXT NOT NULL)");
            sql.execute("CREATE TABLE IF NOT EXISTS field(name TEXT PRIMARY KEY, position INTEGER NOT NULL,"
                    + " type TEXT NOT NULL, rows INTEGER NOT NULL, gen INTEGER NOT NULL)");
            sql.execute(
                    "CREATE TABLE IF NOT EXISTS chunk(field TEXT NOT NULL, no INTEGER NOT NULL, rows INTEGER NOT NULL,"
                            + " crc32c INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(field, no))");
            sql.execute(
                    "CREATE TABLE IF NOT EXISTS item(kind TEXT NOT NULL, k TEXT NOT NULL, position INTEGER NOT NULL,"
                            + " v TEXT NOT NULL, PRIMARY KEY(kind, k))");
            sql.execute("CREATE TABLE IF NOT EXISTS run(kind TEXT NOT NULL, k TEXT NOT NULL, seq INTEGER NOT NULL,"
                    + " json TEXT NOT NULL, data BLOB, PRIMARY KEY(kind, k))");
            sql.execute("CREATE TABLE IF NOT EXISTS commit_log(version INTEGER PRIMARY KEY, op TEXT NOT NULL,"
                    + " pid INTEGER NOT NULL, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)");
            sql.execute("INSERT OR IGNORE INTO meta VALUES('format', '" + FORMAT + "')");
            sql.execute("INSERT OR IGNORE INTO meta VALUES('version', '0')");
            sql.execute("COMMIT");
        }
    }

    /** Looks before anything is created, so that a newer Winnow's file stays untouched. */
    private void requireFormat() throws SQLException {
        try (Statement sql = db.createStatement();
                ResultSet table = sql.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'meta'")) {
            if (!table.next()) {
                return;
            }
        }
        String format = meta("format");
        if (!format.isEmpty() && Integer.parseInt(format) > FORMAT) {
            throw new IllegalStateException("The dataset in " + file.getFileName() + " was written in format " + format
                    + "; this Winnow reads up to " + FORMAT + ". Use the Winnow that wrote it, or a newer one.");
        }
    }

    /** The last acknowledged version also stands beside the file: SQLite takes a damaged log back without a word. */
    private void warnOfLostCommits() throws SQLException {
        long version = Long.parseLong(meta("version"));
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
            Files.writeString(seen(), String.valueOf(version));
        } catch (IOException full) {
            // The note is a second witness; the commit itself is safe without it.
        }
    }

    /** Older engines can lose a commit when two connections write and checkpoint at once. */
    private void requireEngine() throws SQLException {
        try (Statement sql = db.createStatement();
                ResultSet row = sql.executeQuery("SELECT sqlite_version()")) {
            String[] version = row.getString(1).split("\\.");
            int number = Integer.parseInt(version[0]) * 1_000_000
                    + Integer.parseInt(version[1]) * 1_000
                    + Integer.parseInt(version[2]);
            if (number < 3_051_003) {
                throw new IllegalStateException(
                        "SQLite " + row.getString(1) + " is too old; 3.51.3 or newer is needed.");
            }
        }
    }

    /** The stored state at one moment, reusing the columns of {@code known} that nobody changed since. */
    State load(@Nullable State known) {
        if (inTransaction) {
            return read(known);
        }
        requireFile();
        execute("BEGIN");
        try {
            return read(known);
        } finally {
            execute("COMMIT");
        }
    }

    private State read(@Nullable State known) {
        try {
            long version = Long.parseLong(meta("version"));
            if (known != null && known.version() > version) {
                throw new StaleDatasetException(
                        "The dataset in " + file.getFileName() + " went back from version " + known.version() + " to "
                                + version + ": another process restored or damaged it. Load it again.");
            }
            if (known != null && known.version() == version) {
                return known;
            }
            Map<String, Column> fields = new LinkedHashMap<>();
            Map<String, Long> generations = new LinkedHashMap<>();
            try (Statement sql = db.createStatement();
                    ResultSet row = sql.executeQuery("SELECT name, type, rows, gen FROM field ORDER BY position")) {
                while (row.next()) {
                    String name = row.getString(1);
                    long gen = row.getLong(4);
                    Column same = known == null ? null : known.fields().get(name);
                    if (same == null || known == null || known.generations().getOrDefault(name, -1L) != gen) {
                        same = readField(name, FieldType.valueOf(row.getString(2)), row.getInt(3));
                    }
                    generations.put(name, gen);
                    fields.put(name, same);
                }
            }
            if (fields.isEmpty()) {
                return State.empty();
            }
            return new State(version, fields, generations, items("view"), items("info"), items("setting"));
        } catch (SQLException failure) {
            throw broken("read", file, failure);
        }
    }

    private Column readField(String name, FieldType type, int rows) throws SQLException {
        List<Column> chunks = new ArrayList<>();
        try (PreparedStatement sql =
                db.prepareStatement("SELECT no, rows, crc32c, data FROM chunk WHERE field = ? ORDER BY no")) {
            sql.setString(1, name);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    byte[] data = row.getBytes(4);
                    if (crc(data) != row.getLong(3)) {
                        throw new IllegalStateException("Field '" + name + "', chunk " + row.getInt(1)
                                + " is damaged: its checksum does not match. Restore a snapshot or a backup.");
                    }
                    chunks.add(Column.read(type, new DataInputStream(new ByteArrayInputStream(data)), row.getInt(2)));
                }
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "Field '" + name + "' cannot be read: " + unreadable.getMessage(), unreadable);
        }
        Column column = Column.concat(type, chunks);
        if (column.rows() != rows) {
            throw new IllegalStateException("Field '" + name + "' has " + column.rows() + " of its " + rows
                    + " rows. Restore a snapshot or a backup.");
        }
        return column;
    }

    /** Takes the write lock; commits nest into the one outside. */
    boolean begin() {
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
    void end(boolean keep) {
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
            noteSeen(Long.parseLong(meta("version")));
        } catch (SQLException failure) {
            throw broken("read", file, failure);
        }
    }

    /** One transaction: the edit applied to the newest state, and what it changed written. */
    State commit(String op, State known, UnaryOperator<State> edit) {
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
        for (String gone : before.fields().keySet()) {
            if (!after.fields().containsKey(gone)) {
                update("DELETE FROM chunk WHERE field = ?", gone);
                update("DELETE FROM field WHERE name = ?", gone);
            }
        }
        int position = 0;
        for (Map.Entry<String, Column> field : after.fields().entrySet()) {
            if (before.version() == 0 || before.fields().get(field.getKey()) != field.getValue()) {
                writeField(field.getKey(), position, field.getValue(), after.version());
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

    private void writeField(String name, int position, Column column, long gen) throws SQLException, IOException {
        update(
                "INSERT INTO field VALUES(?, ?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET type = excluded.type,"
                        + " rows = excluded.rows, gen = excluded.gen",
                name,
                position,
                column.type().name(),
                column.rows(),
                gen);
        int chunks = (column.rows() + CHUNK - 1) / CHUNK;
        for (int no = 0; no < chunks; no++) {
            int from = no * CHUNK;
            int to = Math.min(column.rows(), from + CHUNK);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            column.write(new DataOutputStream(bytes), from, to);
            byte[] data = bytes.toByteArray();
            update(
                    "INSERT INTO chunk VALUES(?, ?, ?, ?, ?) ON CONFLICT(field, no) DO UPDATE SET rows = excluded.rows,"
                            + " crc32c = excluded.crc32c, data = excluded.data"
                            + " WHERE crc32c <> excluded.crc32c OR rows <> excluded.rows",
                    name,
                    no,
                    to - from,
                    crc(data),
                    data);
        }
        update("DELETE FROM chunk WHERE field = ? AND no >= ?", name, chunks);
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

    private Map<String, String> items(String kind) throws SQLException {
        Map<String, String> items = new LinkedHashMap<>();
        try (PreparedStatement sql = db.prepareStatement("SELECT k, v FROM item WHERE kind = ? ORDER BY position, k")) {
            sql.setString(1, kind);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    items.put(row.getString(1), row.getString(2));
                }
            }
        }
        return items;
    }

    void putRun(Run run) {
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

    void deleteRun(String kind, String key) {
        try {
            update("DELETE FROM run WHERE kind = ? AND k = ?", kind, key);
        } catch (SQLException failure) {
            throw broken("write", file, failure);
        }
    }

    Optional<Run> run(String kind, String key) {
        return runs(kind).stream().filter(run -> run.key().equals(key)).findFirst();
    }

    /** Runs of a kind in the order in which they were first stored. */
    List<Run> runs(String kind) {
        try (PreparedStatement sql = db.prepareStatement("SELECT k, json, data FROM run WHERE kind = ? ORDER BY seq")) {
            sql.setString(1, kind);
            try (ResultSet row = sql.executeQuery()) {
                List<Run> runs = new ArrayList<>();
                while (row.next()) {
                    byte[] blob = row.getBytes(3);
                    runs.add(new Run(kind, row.getString(1), row.getString(2), blob == null ? new byte[0] : blob));
                }
                return runs;
            }
        } catch (SQLException failure) {
            throw broken("read", file, failure);
        }
    }

    /** Writes a copy of what is committed, whole and needing no other file; it appears under its name only when complete. */
    void copyTo(Path copy) {
        Path unfinished = copy.resolveSibling(copy.getFileName() + ".unfinished");
        try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file)) {
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

    private String meta(String key) throws SQLException {
        try (PreparedStatement sql = db.prepareStatement("SELECT v FROM meta WHERE k = ?")) {
            sql.setString(1, key);
            try (ResultSet row = sql.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    private void update(String statement, Object... values) throws SQLException {
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

    private static long crc(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        return crc.getValue();
    }

    private static IllegalStateException broken(String what, Path file, Exception failure) {
        if (failure instanceof IOException unreadable) {
            throw new UncheckedIOException("Cannot " + what + " the dataset in " + file.getFileName(), unreadable);
        }
        return new IllegalStateException(
                "Cannot " + what + " the dataset in " + file.getFileName() + ": " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        try {
            db.close();
        } catch (SQLException failure) {
            throw broken("close", file, failure);
        }
    }
}
