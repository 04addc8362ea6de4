package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * A dataset's file as it was at one moment: a read transaction on a connection of its own, from which fields are read when they
 * are first used. So that the write-ahead log can be emptied, what nobody asked for within {@value #PATIENCE_MILLIS} ms is read in
 * the background and the transaction ended.
 */
final class StoreReader implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 1500;
    private static final ScheduledExecutorService BACKGROUND = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "winnow-store-reader");
        thread.setDaemon(true);
        return thread;
    });

    private final Path file;
    private final VectorFiles vectors;
    private final Connection db;
    private final long version;
    private final List<StoredField> unread = new ArrayList<>();
    private boolean closed;

    private StoreReader(Path file, VectorFiles vectors, Connection db, long version) {
        this.file = file;
        this.vectors = vectors;
        this.db = db;
        this.version = version;
    }

    /** Looks at what is committed now. */
    static StoreReader open(Path file, VectorFiles vectors) throws SQLException {
        Connection db = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
        try (Statement sql = db.createStatement()) {
            sql.execute("PRAGMA busy_timeout=10000");
            sql.execute("PRAGMA trusted_schema=OFF");
            sql.execute("PRAGMA cell_size_check=ON");
            sql.execute("BEGIN");
            return new StoreReader(file, vectors, db, StoreFormat.version(db, file));
        } catch (SQLException | RuntimeException failed) {
            db.close();
            throw failed;
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** The state at this moment, with the columns of {@code known} that nobody changed since. */
    State state(@Nullable State known) throws SQLException {
        Map<String, Column> fields = new LinkedHashMap<>();
        Map<String, Long> generations = new LinkedHashMap<>();
        try (Statement sql = db.createStatement();
                ResultSet row =
                        sql.executeQuery("SELECT name, type, rows, gen, codec FROM field ORDER BY position, rowid")) {
            while (row.next()) {
                String name = row.getString(1);
                long gen = row.getLong(4);
                Column same = known == null ? null : known.fields().get(name);
                if (same == null || known == null || known.generations().getOrDefault(name, -1L) != gen) {
                    same = stored(name, row.getString(2), row.getInt(3), row.getInt(5));
                }
                generations.put(name, gen);
                fields.put(name, same);
            }
        }
        State state = fields.isEmpty()
                ? State.empty()
                : new State(version, fields, generations, items("view"), items("info"), items("setting"));
        if (unread.isEmpty()) {
            close();
        } else {
            BACKGROUND.schedule(this::finish, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return state;
    }

    private Column stored(String name, String typeName, int rows, int codec) {
        FieldType type;
        try {
            type = FieldType.valueOf(typeName);
        } catch (IllegalArgumentException unknown) {
            throw new DamagedFieldException(name, "its type '" + typeName + "' is unknown.", unknown);
        }
        StoredField field = new StoredField(name, type, rows, codec);
        unread.add(field);
        return Column.stored(type, rows, field);
    }

    private Map<String, String> items(String kind) throws SQLException {
        Map<String, String> items = new LinkedHashMap<>();
        try (PreparedStatement sql =
                db.prepareStatement("SELECT k, v FROM item WHERE kind = ? ORDER BY position, rowid")) {
            sql.setString(1, kind);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    items.put(row.getString(1), row.getString(2));
                }
            }
        }
        return items;
    }

    /** Reads what is left; whoever uses a damaged field is told then. */
    private void finish() {
        while (true) {
            StoredField next;
            synchronized (this) {
                if (closed || unread.isEmpty()) {
                    return;
                }
                next = unread.get(0);
            }
            next.read();
        }
    }

    /** Ends the look; fields that were not read cannot be read any more. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            db.close();
        } catch (SQLException failure) {
            throw Store.broken("close", file, failure);
        }
    }

    /** A field whose arrays are still on disk. */
    private final class StoredField implements Column.Stored {
        private final String name;
        private final FieldType type;
        private final int rows;
        private final int codec;
        private @Nullable Column column;
        private volatile @Nullable Column leading;
        private @Nullable RuntimeException failure;

        StoredField(String name, FieldType type, int rows, int codec) {
            this.name = name;
            this.type = type;
            this.rows = rows;
            this.codec = codec;
        }

        @Override
        public Column whole() {
            synchronized (StoreReader.this) {
                read();
                if (failure instanceof DamagedFieldException damaged) {
                    throw new DamagedFieldException(damaged);
                }
                if (failure != null) {
                    throw failure;
                }
                return java.util.Objects.requireNonNull(column);
            }
        }

        @Override
        public @Nullable Column leading(int row) {
            Column known = leading;
            if (known == null) {
                synchronized (StoreReader.this) {
                    if (column != null || failure != null || closed) {
                        return null;
                    }
                    known = leading == null ? firstChunk(this) : leading;
                    leading = known;
                }
            }
            return row < known.rows() ? known : null;
        }

        void read() {
            synchronized (StoreReader.this) {
                if (column != null || failure != null) {
                    return;
                }
                if (closed) {
                    failure = new StaleDatasetException(
                            "Field '" + name + "' was not read before the dataset was closed. Load the dataset again.");
                    return;
                }
                try {
                    column = readField(this);
                } catch (DamagedFieldException damaged) {
                    failure = damaged;
                } catch (SQLException | RuntimeException unreadable) {
                    failure = new DamagedFieldException(name, String.valueOf(unreadable.getMessage()), unreadable);
                }
                leading = null;
                unread.remove(this);
                if (unread.isEmpty()) {
                    close();
                }
            }
        }
    }

    /** The rows of a field's first chunk; none where there is no other, or where it cannot be read, which reading all of it says. */
    private Column firstChunk(StoredField field) {
        Column none = Column.empty(field.type, 0);
        if (field.codec == FormatOneChunks.CODEC || field.type == FieldType.VECTOR) {
            return none;
        }
        try (PreparedStatement sql = db.prepareStatement(
                "SELECT rows, items, crc32c, data FROM chunk WHERE field = ? AND no = 0 AND rows < ?")) {
            sql.setString(1, field.name);
            sql.setInt(2, field.rows);
            try (ResultSet row = sql.executeQuery()) {
                if (!row.next()) {
                    return none;
                }
                int rows = row.getInt(1);
                int items = row.getInt(2);
                byte[] data = row.getBytes(4);
                if (data == null
                        || crc(data) != row.getLong(3)
                        || rows < 0
                        || items < 0
                        || !holds(field, rows, items, data.length)) {
                    return none;
                }
                Column.Assembly assembly = Column.assembly(field.name, field.type, rows, items);
                ChunkReader in = new ChunkReader(data);
                assembly.add(in, rows);
                in.end();
                return assembly.done();
            }
        } catch (SQLException | RuntimeException unreadable) {
            return none;
        }
    }

    /** Every value takes a byte at least, but for bits: to be asked before arrays of that length are made. */
    private static boolean holds(StoredField field, long rows, long items, long bytes) {
        return field.type == FieldType.BOOLEAN || Math.max(rows, items) <= bytes;
    }

    private Column readField(StoredField field) throws SQLException {
        long rows = sum("rows", field.name);
        long items = sum("items", field.name);
        if (rows != field.rows || items < 0 || items > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException(rows + " of its " + field.rows + " rows are there.");
        }
        if (field.codec != FormatOneChunks.CODEC && !holds(field, rows, items, sum("length(data)", field.name))) {
            throw new IllegalStateException("it says that it holds more than its bytes can.");
        }
        Column read = field.codec == FormatOneChunks.CODEC ? readFormatOne(field) : assemble(field, (int) items);
        return read instanceof VectorColumn positions && field.codec != FormatOneChunks.CODEC
                ? positions.in(blocks(field.name))
                : read;
    }

    private long sum(String what, String field) throws SQLException {
        try (PreparedStatement sql = db.prepareStatement("SELECT SUM(" + what + ") FROM chunk WHERE field = ?")) {
            sql.setString(1, field);
            try (ResultSet row = sql.executeQuery()) {
                return row.getLong(1);
            }
        }
    }

    private Column readFormatOne(StoredField field) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(field.rows);
        eachChunk(field.name, (bytes, rows) -> values.addAll(FormatOneChunks.read(field.type, bytes, rows)));
        int[] positions = new int[field.rows];
        java.util.Arrays.setAll(positions, row -> row);
        return Column.empty(field.type, field.rows).with(positions, values);
    }

    private Column assemble(StoredField field, int items) throws SQLException {
        Column.Assembly assembly = Column.assembly(field.name, field.type, field.rows, items);
        eachChunk(field.name, (bytes, rows) -> {
            ChunkReader in = new ChunkReader(bytes);
            assembly.add(in, rows);
            in.end();
        });
        return assembly.done();
    }

    private interface ChunkUser {
        void use(byte[] bytes, int rows);
    }

    /** Hands on the chunks of a field in order, each on another thread while the next one is read. */
    private void eachChunk(String field, ChunkUser user) throws SQLException {
        CompletableFuture<Void> used = CompletableFuture.completedFuture(null);
        try (PreparedStatement sql =
                db.prepareStatement("SELECT no, rows, crc32c, data FROM chunk WHERE field = ? ORDER BY no")) {
            sql.setString(1, field);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    int no = row.getInt(1);
                    int rows = row.getInt(2);
                    long crc = row.getLong(3);
                    byte[] data = row.getBytes(4);
                    used.join();
                    used = CompletableFuture.runAsync(() -> {
                        if (data == null || crc(data) != crc) {
                            throw new IllegalStateException("the checksum of chunk " + no + " does not match.");
                        }
                        user.use(data, rows);
                    });
                }
            }
            used.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException named ? named : failed;
        }
    }

    private List<VectorBlock> blocks(String field) throws SQLException {
        List<VectorBlock> blocks = new ArrayList<>();
        try (PreparedStatement sql =
                db.prepareStatement("SELECT file, rows, dim, crc32c, data FROM vector WHERE field = ? ORDER BY no")) {
            sql.setString(1, field);
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    byte[] data = row.getBytes(5);
                    int count = row.getInt(2);
                    int dim = row.getInt(3);
                    if (data == null) {
                        blocks.add(vectors.block(
                                field, new VectorFiles.Reference(row.getString(1), count, dim, row.getLong(4))));
                        continue;
                    }
                    if (crc(data) != row.getLong(4)) {
                        throw new IllegalStateException("the checksum of its vectors does not match.");
                    }
                    float[] floats = new float[Math.multiplyExact(count, dim)];
                    ChunkReader in = new ChunkReader(data);
                    in.rawFloats(floats, 0, floats.length);
                    in.end();
                    blocks.add(VectorBlock.of(floats, dim));
                }
            }
        }
        return blocks;
    }

    static long crc(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        return crc.getValue();
    }
}
