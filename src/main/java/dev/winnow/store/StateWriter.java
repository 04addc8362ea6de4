package dev.winnow.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The difference between two states, written within the transaction that is open: fields, saved views, info, settings, version. */
final class StateWriter {
    private final Connection db;
    private final VectorFiles vectors;
    private final LogEmptier log;

    StateWriter(Connection db, VectorFiles vectors, LogEmptier log) {
        this.db = db;
        this.vectors = vectors;
        this.log = log;
    }

    void write(String op, State before, State after) throws SQLException, IOException {
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
        Store.update(db, "UPDATE meta SET v = ? WHERE k = 'version'", String.valueOf(after.version()));
        Store.update(
                db,
                "INSERT INTO commit_log(version, op, pid) VALUES(?, ?, ?)",
                after.version(),
                op,
                ProcessHandle.current().pid());
    }

    private void writeItems(String kind, Map<String, String> before, Map<String, String> after) throws SQLException {
        for (String gone : before.keySet()) {
            if (!after.containsKey(gone)) {
                Store.update(db, "DELETE FROM item WHERE kind = ? AND k = ?", kind, gone);
            }
        }
        int position = 0;
        for (Map.Entry<String, String> item : after.entrySet()) {
            if (!item.getValue().equals(before.get(item.getKey()))) {
                Store.update(
                        db,
                        "INSERT INTO item VALUES(?, ?, ?, ?) ON CONFLICT(kind, k) DO UPDATE SET v = excluded.v",
                        kind,
                        item.getKey(),
                        position,
                        item.getValue());
            }
            position++;
        }
    }
}
