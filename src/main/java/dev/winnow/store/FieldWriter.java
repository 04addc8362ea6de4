package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes fields into the open transaction: of a field that changed the chunks that hold a changed row.
 *
 * <p>A chunk is as long as one edit of one sample may cost: 65,536 numbers, 16,384 lists, 4,096 lists of labels, some hundred
 * kilobytes each. SQLite leaves out the pages of a chunk of the same length that stay as they are.
 */
final class FieldWriter {
    static final int CODEC = 2;
    /** So many chunks are encoded at once, by as many threads as there are, while none of them is written. */
    private static final int BATCH = 16;
    /** Vectors of fewer bytes are kept in the table: a file of its own costs three syncs. */
    private static final int SMALL = 1 << 18;

    private final Connection db;
    private final VectorFiles vectors;
    private final LogEmptier log;
    private final long generation;

    FieldWriter(Connection db, VectorFiles vectors, LogEmptier log, long generation) {
        this.db = db;
        this.vectors = vectors;
        this.log = log;
        this.generation = generation;
    }

    private static int chunkRows(FieldType type) {
        return switch (type) {
            case STRING_LIST, LIST, DICT -> 16_384;
            default -> type.isLabels() ? 4_096 : 65_536;
        };
    }

    /** Writes a column that takes the place of {@code before}, which is what the file holds, if anything. */
    void write(String name, int position, Column column, @Nullable Column before) throws SQLException, IOException {
        int size = chunkRows(column.type());
        boolean sameLayout = before != null && before.type() == column.type() && hasLayout(name, size);
        if (!sameLayout) {
            update("DELETE FROM chunk WHERE field = ?", name);
            update("DELETE FROM vector WHERE field = ?", name);
        }
        update(
                "INSERT INTO field VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET"
                        + " position = excluded.position, type = excluded.type, rows = excluded.rows,"
                        + " gen = excluded.gen, codec = excluded.codec, chunk_rows = excluded.chunk_rows",
                name,
                position,
                column.type().name(),
                column.rows(),
                generation,
                CODEC,
                size);
        int chunks = (column.rows() + size - 1) / size;
        Column comparable = sameLayout && before != null && before.isRead() ? before : null;
        int[] changed = IntStream.range(0, chunks)
                .filter(no -> comparable == null || !sameChunk(column, comparable, no * size, size))
                .toArray();
        for (int first = 0; first < changed.length; first += BATCH) {
            List<byte[]> encoded = IntStream.range(first, Math.min(changed.length, first + BATCH))
                    .parallel()
                    .mapToObj(i -> encode(column, changed[i] * size, size))
                    .toList();
            for (int i = 0; i < encoded.size(); i++) {
                writeChunk(name, changed[first + i], size, column, encoded.get(i));
            }
        }
        update("DELETE FROM chunk WHERE field = ? AND no >= ?", name, chunks);
        if (column instanceof VectorColumn own) {
            writeVectors(
                    name,
                    own.parts().blocks(),
                    comparable == null
                            ? List.of()
                            : ((VectorColumn) comparable).parts().blocks());
        }
    }

    private boolean hasLayout(String name, int size) throws SQLException {
        try (PreparedStatement sql = db.prepareStatement("SELECT codec, chunk_rows FROM field WHERE name = ?")) {
            sql.setString(1, name);
            try (ResultSet row = sql.executeQuery()) {
                return row.next() && row.getInt(1) == CODEC && row.getInt(2) == size;
            }
        }
    }

    private static boolean sameChunk(Column column, Column before, int from, int size) {
        int to = Math.min(column.rows(), from + size);
        return Math.min(before.rows(), from + size) == to && column.sameRows(before, from, to);
    }

    private static byte[] encode(Column column, int from, int size) {
        ChunkWriter out = new ChunkWriter();
        column.write(out, from, Math.min(column.rows(), from + size));
        return out.toArray();
    }

    private void writeChunk(String name, int no, int size, Column column, byte[] data) throws SQLException {
        int from = no * size;
        int to = Math.min(column.rows(), from + size);
        log.wrote(data.length);
        update(
                "INSERT INTO chunk VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(field, no) DO UPDATE SET"
                        + " rows = excluded.rows, crc32c = excluded.crc32c, data = excluded.data,"
                        + " items = excluded.items, gen = excluded.gen",
                name,
                no,
                to - from,
                StoreReader.crc(data),
                data,
                column.items(from, to),
                generation);
    }

    private void writeVectors(String name, List<VectorBlock> blocks, List<VectorBlock> before)
            throws SQLException, IOException {
        int same = 0;
        while (same < blocks.size() && same < before.size() && blocks.get(same) == before.get(same)) {
            same++;
        }
        update("DELETE FROM vector WHERE field = ? AND no >= ?", name, same);
        for (int no = same; no < blocks.size(); no++) {
            VectorBlock block = blocks.get(no);
            int floats = Math.multiplyExact(block.count(), block.dim());
            if (floats < SMALL / Float.BYTES && block.stored() == null) {
                float[] values = new float[floats];
                block.floats().get(0, values);
                ChunkWriter out = new ChunkWriter();
                out.rawFloats(values, 0, floats);
                byte[] data = out.toArray();
                insertVector(
                        name,
                        no,
                        new VectorFiles.Reference("", block.count(), block.dim(), StoreReader.crc(data)),
                        data);
            } else {
                insertVector(name, no, vectors.write(block), null);
            }
        }
    }

    private void insertVector(String name, int no, VectorFiles.Reference reference, byte @Nullable [] data)
            throws SQLException {
        log.wrote(data == null ? 0 : data.length);
        update(
                "INSERT INTO vector VALUES(?, ?, ?, ?, ?, ?, ?)",
                name,
                no,
                reference.name(),
                reference.count(),
                reference.dim(),
                reference.crc(),
                data);
    }

    void delete(String name) throws SQLException {
        update("DELETE FROM chunk WHERE field = ?", name);
        update("DELETE FROM vector WHERE field = ?", name);
        update("DELETE FROM field WHERE name = ?", name);
    }

    void move(String name, int position) throws SQLException {
        update("UPDATE field SET position = ? WHERE name = ?", position, name);
    }

    private void update(String statement, @Nullable Object... values) throws SQLException {
        Store.update(db, statement, values);
    }
}
