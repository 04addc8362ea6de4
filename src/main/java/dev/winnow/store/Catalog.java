package dev.winnow.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.sqlite.JDBC;

/**
 * Which datasets a home holds: a small SQLite file with the name of each and the folder that it lies in. Where the file is missing
 * or damaged it is made anew from the folders, of which each has its name in a file beside the dataset.
 */
public final class Catalog {
    public static final String DATASETS = "datasets";

    private static final String NAME = "name";

    /** SQLite's numbers for a file that is damaged, or none of its own. */
    private static final Set<Integer> DAMAGED = Set.of(11, 26);

    private static final String TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'dataset'";

    private final Path home;
    private final Path cache;
    private final Path file;

    /** The catalogue of the home in a folder; SQLite's native library is unpacked into the cache. */
    public Catalog(Path home, Path cache) {
        this.home = home;
        this.cache = cache;
        file = home.resolve("catalog.sqlite");
    }

    /** A question to the catalogue. */
    public interface Query<T> {
        T ask(Connection db) throws SQLException;
    }

    public <T> T ask(Query<T> query) {
        try {
            createHome();
            SqliteLibrary.provide(cache);
            try {
                return connected(query);
            } catch (SQLException failure) {
                if (!DAMAGED.contains(failure.getErrorCode() & 0xFF)) {
                    throw failure;
                }
                setAside();
                return connected(query);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write to the home " + home.getFileName() + ".", failure);
        } catch (SQLException failure) {
            throw new IllegalStateException("Cannot use the catalogue of datasets: " + failure.getMessage(), failure);
        }
    }

    /** What a person's datasets say is nobody else's business: a new home can be entered by its owner only. */
    private void createHome() throws IOException {
        if (!Files.isDirectory(home)) {
            boolean posix = home.getFileSystem().supportedFileAttributeViews().contains("posix");
            Files.createDirectories(
                    home,
                    posix
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                            }
                            : new FileAttribute<?>[0]);
        }
    }

    private <T> T connected(Query<T> query) throws SQLException, IOException {
        try (Connection db = JDBC.createConnection("jdbc:sqlite:" + file, new Properties())) {
            try (Statement sql = db.createStatement()) {
                sql.execute("PRAGMA busy_timeout=10000");
                if (!has(sql, TABLE)) {
                    make(db, sql);
                }
                addPersistence(sql);
            }
            return query.ask(db);
        }
    }

    /** Catalogues made before datasets could pass know only datasets that stay. */
    private static void addPersistence(Statement sql) throws SQLException {
        String persistent = "SELECT 1 FROM pragma_table_info('dataset') WHERE name = 'persistent'";
        if (has(sql, persistent)) {
            return;
        }
        sql.execute("BEGIN IMMEDIATE");
        if (!has(sql, persistent)) {
            sql.execute("ALTER TABLE dataset ADD COLUMN persistent INTEGER NOT NULL DEFAULT 1");
        }
        sql.execute("COMMIT");
    }

    private static boolean has(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            return row.next();
        }
    }

    // ---- made anew

    /** Writes beside a dataset what it is called. */
    public static void label(Path dataset, String name) {
        try {
            Files.createDirectories(dataset);
            Files.writeString(dataset.resolve(NAME), name);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot create the folder of dataset '" + name + "'.", failure);
        }
    }

    /** The same for a dataset made before they had their names beside them. */
    public static void labelOnce(Path dataset, String name) {
        if (!Files.exists(dataset.resolve(NAME))) {
            try {
                label(dataset, name);
            } catch (UncheckedIOException full) {
                // A second witness only: what is stored can be read on a full disk too.
            }
        }
    }

    private void setAside() throws IOException {
        Path aside = file.resolveSibling("catalog.sqlite.damaged");
        for (int number = 2; Files.exists(aside); number++) {
            aside = file.resolveSibling("catalog.sqlite.damaged-" + number);
        }
        Files.move(file, aside);
        Files.deleteIfExists(file.resolveSibling("catalog.sqlite-journal"));
        System.out.println("The catalogue of datasets was damaged and is kept as " + aside.getFileName() + ".");
    }

    /** All of it or nothing: a catalogue that is there is taken to know every dataset. */
    private void make(Connection db, Statement sql) throws SQLException, IOException {
        sql.execute("BEGIN IMMEDIATE");
        if (!has(sql, TABLE)) {
            sql.execute("CREATE TABLE dataset(name TEXT PRIMARY KEY, uuid TEXT NOT NULL UNIQUE)");
            rebuild(db);
        }
        sql.execute("COMMIT");
    }

    /** Enters the datasets whose folders are there. */
    private void rebuild(Connection db) throws SQLException, IOException {
        Path all = home.resolve(DATASETS);
        if (!Files.isDirectory(all)) {
            return;
        }
        List<Path> folders;
        try (var listed = Files.list(all)) {
            folders = listed.filter(folder -> Files.exists(folder.resolve("dataset.sqlite")))
                    .sorted()
                    .toList();
        }
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (Path folder : folders) {
            String uuid = folder.getFileName().toString();
            Path label = folder.resolve(NAME);
            String name = Files.exists(label) ? Files.readString(label) : "recovered-" + uuid;
            while (!taken.add(name)) {
                name = name + "-" + uuid;
            }
            names.add(name);
            try (PreparedStatement sql =
                    db.prepareStatement("INSERT OR IGNORE INTO dataset(name, uuid) VALUES(?, ?)")) {
                sql.setString(1, name);
                sql.setString(2, uuid);
                sql.execute();
            }
        }
        if (!names.isEmpty()) {
            System.out.println("The catalogue of datasets was missing and was made anew from their folders: "
                    + String.join(", ", names) + ".");
        }
    }
}
