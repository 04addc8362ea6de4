package dev.winnow.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables of a dataset's file, and the way from each older format to the newest: numbered steps, each one transaction.
 *
 * <p>Format 1: chunks of 65,536 rows, big-endian. Format 2: little-endian arrays, a size of chunk and a codec for each field, a
 * version for each chunk, vectors in files of their own. A migration changes the tables; a field keeps its codec until it is next
 * written, so that a step takes no longer than its tables and cannot fail on a damaged field.
 */
final class StoreFormat {
    static final int FORMAT = 2;
    /** Marks the file as ours for tools that look at SQLite's application id. */
    private static final int APPLICATION = 0x57694E77;

    private StoreFormat() {}

    /** Makes the tables of a new file, or brings an older one up to date. */
    static void prepare(Connection db, Path file, Runnable beforeMigration) throws SQLException {
        requireEngine(db);
        requireTables(db, file);
        int format = format(db, file);
        if (format == FORMAT) {
            return;
        }
        if (format > 0) {
            beforeMigration.run();
        }
        try (Statement sql = db.createStatement()) {
            sql.execute("BEGIN IMMEDIATE");
            try {
                // Another process may have done it while this one waited for the lock.
                int now = format(db, file);
                if (now == 0) {
                    create(sql);
                } else if (now == 1) {
                    fromOneToTwo(sql);
                }
                sql.execute("COMMIT");
            } catch (SQLException | RuntimeException failed) {
                sql.execute("ROLLBACK");
                throw failed;
            }
        }
    }

    private static void create(Statement sql) throws SQLException {
        sql.execute("PRAGMA application_id=" + APPLICATION);
        sql.execute("CREATE TABLE meta(k TEXT PRIMARY KEY, v TEXT NOT NULL)");
        sql.execute("CREATE TABLE field(name TEXT PRIMARY KEY, position INTEGER NOT NULL, type TEXT NOT NULL,"
                + " rows INTEGER NOT NULL, gen INTEGER NOT NULL, codec INTEGER NOT NULL DEFAULT 1,"
                + " chunk_rows INTEGER NOT NULL DEFAULT 65536)");
        sql.execute("CREATE TABLE chunk(field TEXT NOT NULL, no INTEGER NOT NULL, rows INTEGER NOT NULL,"
                + " crc32c INTEGER NOT NULL, data BLOB NOT NULL, items INTEGER NOT NULL DEFAULT 0,"
                + " gen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(field, no))");
        createSizes(sql);
        sql.execute("CREATE TABLE item(kind TEXT NOT NULL, k TEXT NOT NULL, position INTEGER NOT NULL,"
                + " v TEXT NOT NULL, PRIMARY KEY(kind, k))");
        sql.execute("CREATE TABLE run(kind TEXT NOT NULL, k TEXT NOT NULL, seq INTEGER NOT NULL,"
                + " json TEXT NOT NULL, data BLOB, PRIMARY KEY(kind, k))");
        sql.execute("CREATE TABLE commit_log(version INTEGER PRIMARY KEY, op TEXT NOT NULL,"
                + " pid INTEGER NOT NULL, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)");
        createVector(sql);
        sql.execute("INSERT INTO meta VALUES('format', '" + FORMAT + "')");
        sql.execute("INSERT INTO meta VALUES('version', '0')");
    }

    private static void createVector(Statement sql) throws SQLException {
        sql.execute("CREATE TABLE vector(field TEXT NOT NULL, no INTEGER NOT NULL, file TEXT NOT NULL,"
                + " rows INTEGER NOT NULL, dim INTEGER NOT NULL, crc32c INTEGER NOT NULL, data BLOB,"
                + " PRIMARY KEY(field, no))");
    }

    private static void fromOneToTwo(Statement sql) throws SQLException {
        sql.execute("PRAGMA application_id=" + APPLICATION);
        sql.execute("ALTER TABLE field ADD COLUMN codec INTEGER NOT NULL DEFAULT 1");
        sql.execute("ALTER TABLE field ADD COLUMN chunk_rows INTEGER NOT NULL DEFAULT 65536");
        sql.execute("ALTER TABLE chunk ADD COLUMN items INTEGER NOT NULL DEFAULT 0");
        sql.execute("ALTER TABLE chunk ADD COLUMN gen INTEGER NOT NULL DEFAULT 0");
        createSizes(sql);
        createVector(sql);
        sql.execute("UPDATE meta SET v = '2' WHERE k = 'format'");
    }

    /** How long a field is, beside the table: SQLite reads all of a chunk's data to come to the columns that stand behind it. */
    private static void createSizes(Statement sql) throws SQLException {
        sql.execute("CREATE INDEX chunk_size ON chunk(field, no, rows, items)");
    }

    /** The format of the file, 0 of an empty one; looks before anything is created, so that a newer one stays untouched. */
    private static int format(Connection db, Path file) throws SQLException {
        if (!hasTables(db)) {
            return 0;
        }
        String text = meta(db, "format");
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalStateException("Cannot read the dataset in " + file.getFileName()
                    + ": it does not say which format it has. Restore a snapshot or a backup.");
        }
        int format = Integer.parseInt(text);
        if (format > FORMAT) {
            throw new IllegalStateException("The dataset in " + file.getFileName() + " was written in format " + format
                    + "; this Winnow reads up to " + FORMAT + ". Use the Winnow that wrote it, or a newer one.");
        }
        return format;
    }

    /** Refuses a format that a newer Winnow has brought the file to. */
    static void requireKnown(Connection db, Path file) throws SQLException {
        format(db, file);
    }

    static boolean hasTables(Connection db) throws SQLException {
        try (Statement sql = db.createStatement();
                ResultSet table = sql.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'meta'")) {
            return table.next();
        }
    }

    static String meta(Connection db, String key) throws SQLException {
        try (PreparedStatement sql = db.prepareStatement("SELECT v FROM meta WHERE k = ?")) {
            sql.setString(1, key);
            try (ResultSet row = sql.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    /** The number of commits; a damaged one is named. */
    static long version(Connection db, Path file) throws SQLException {
        String text = meta(db, "version");
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalStateException("Cannot read the dataset in " + file.getFileName()
                    + ": its version is damaged. Restore a snapshot or a backup.");
        }
        return Long.parseLong(text);
    }

    /** Refuses what runs when it is only looked at or written to: a file may come from anywhere, and ours hold nothing but tables. */
    private static void requireTables(Connection db, Path file) throws SQLException {
        try (Statement sql = db.createStatement();
                ResultSet other =
                        sql.executeQuery("SELECT type, name FROM sqlite_master WHERE type IN ('view', 'trigger')"
                                + " OR sql LIKE 'CREATE VIRTUAL%' OR sql LIKE '%GENERATED ALWAYS%'")) {
            if (other.next()) {
                throw new IllegalStateException("The dataset in " + file.getFileName() + " is not opened: its "
                        + other.getString(1) + " '" + other.getString(2)
                        + "' is none that Winnow makes. Restore a snapshot or a backup.");
            }
        }
    }

    /** Older engines can lose a commit when two connections write and checkpoint at once. */
    private static void requireEngine(Connection db) throws SQLException {
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
}
