package dev.winnow.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The table of stored results, such as evaluations, layouts and ledgers: a kind and a key, JSON for people, bytes for the rest. */
final class RunTable {
    private final Connection db;

    RunTable(Connection db) {
        this.db = db;
    }

    /** Stores a result; one of the same kind and key keeps its place in the order and gets this content. */
    void put(StoredRun run) throws SQLException {
        Store.update(
                db,
                "INSERT INTO run VALUES(?, ?, (SELECT COALESCE(MAX(seq), 0) + 1 FROM run), ?, ?)"
                        + " ON CONFLICT(kind, k) DO UPDATE SET json = excluded.json, data = excluded.data",
                run.kind(),
                run.key(),
                run.json(),
                run.blob());
    }

    void delete(String kind, String key) throws SQLException {
        Store.update(db, "DELETE FROM run WHERE kind = ? AND k = ?", kind, key);
    }

    /** Results of a kind in the order in which they were first stored. */
    List<StoredRun> of(String kind) throws SQLException {
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
        }
    }

    /** The kinds, in the order in which their first results were stored. */
    List<String> kinds() throws SQLException {
        List<String> kinds = new ArrayList<>();
        try (Statement sql = db.createStatement();
                ResultSet row = sql.executeQuery("SELECT kind FROM run GROUP BY kind ORDER BY MIN(seq)")) {
            while (row.next()) {
                kinds.add(row.getString(1));
            }
        }
        return kinds;
    }
}
