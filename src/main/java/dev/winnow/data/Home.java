package dev.winnow.data;

import dev.winnow.store.Backups;
import dev.winnow.store.Catalog;
import dev.winnow.store.OpenDatasets;
import dev.winnow.store.SharedStores;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The folder that holds a person's datasets: {@code WINNOW_HOME}, by default {@code .winnow} in their own folder. Names of
 * datasets stand in a {@link Catalog} and never become paths. The cache beside it holds what can be made again.
 */
public final class Home {
    private final Path folder;

    private Home(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The home named by {@code WINNOW_HOME}, or by the system property {@code winnow.home}. */
    public static Home current() {
        String property = System.getProperty("winnow.home", "");
        String named = property.isEmpty() ? System.getenv().getOrDefault("WINNOW_HOME", "") : property;
        return at(named.isEmpty() ? Path.of(System.getProperty("user.home"), ".winnow") : Path.of(named));
    }

    public static Home at(Path folder) {
        return new Home(folder);
    }

    public Path folder() {
        return folder;
    }

    /** {@code WINNOW_CACHE}, by default {@code cache} in the home: painted scenes, models, native libraries. */
    public Path cache() {
        String property = System.getProperty("winnow.cache", "");
        String named = property.isEmpty() ? System.getenv().getOrDefault("WINNOW_CACHE", "") : property;
        return named.isEmpty() ? folder.resolve("cache") : Path.of(named).toAbsolutePath();
    }

    /** Names of the datasets here, sorted. */
    public List<String> listDatasets() {
        return catalog(db -> {
            List<String> names = new ArrayList<>();
            try (Statement sql = db.createStatement();
                    ResultSet row = sql.executeQuery("SELECT name FROM dataset ORDER BY name")) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            return names;
        });
    }

    public boolean exists(String name) {
        return find(name).isPresent();
    }

    /** The folder of a dataset, if there is one of that name. */
    public Optional<Path> find(String name) {
        return catalog(db -> {
            try (PreparedStatement sql = db.prepareStatement("SELECT uuid FROM dataset WHERE name = ?")) {
                sql.setString(1, name);
                try (ResultSet row = sql.executeQuery()) {
                    return row.next() ? Optional.of(datasetFolder(row.getString(1))) : Optional.empty();
                }
            }
        });
    }

    /** A new folder for a dataset of this name, which enters the catalogue once {@code fill} has filled it. */
    Path add(String name, Consumer<Path> fill) {
        return addIfFree(name, fill)
                .orElseThrow(() -> new IllegalStateException(
                        "Dataset '" + name + "' exists: another process made it just now. Load it."));
    }

    /** The same, and nothing where the name is taken: the catalogue asks and enters in one step. */
    Optional<Path> addIfFree(String name, Consumer<Path> fill) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A dataset needs a name.");
        }
        String uuid = UUID.randomUUID().toString();
        Path own = datasetFolder(uuid);
        boolean added = false;
        try {
            fill.accept(own);
            Catalog.label(own, name);
            added = catalog(db -> {
                try (PreparedStatement sql =
                        db.prepareStatement("INSERT OR IGNORE INTO dataset(name, uuid) VALUES(?, ?)")) {
                    sql.setString(1, name);
                    sql.setString(2, uuid);
                    return sql.executeUpdate() > 0;
                }
            });
            return added ? Optional.of(own) : Optional.empty();
        } finally {
            if (!added) {
                SharedStores.discard(own);
                Backups.deleteFolder(own);
            }
        }
    }

    /** Gives a dataset another name; its folder stays. */
    void rename(String name, String newName) {
        find(name).ifPresent(own -> Catalog.label(own, newName));
        catalog(db -> {
            try (PreparedStatement sql = db.prepareStatement("UPDATE dataset SET name = ? WHERE name = ?")) {
                sql.setString(1, newName);
                sql.setString(2, name);
                return sql.execute();
            }
        });
    }

    boolean isPersistent(String name) {
        return catalog(db -> {
            try (PreparedStatement sql = db.prepareStatement("SELECT persistent FROM dataset WHERE name = ?")) {
                sql.setString(1, name);
                try (ResultSet row = sql.executeQuery()) {
                    return !row.next() || row.getInt(1) != 0;
                }
            }
        });
    }

    void setPersistent(String name, boolean persistent) {
        catalog(db -> {
            try (PreparedStatement sql = db.prepareStatement("UPDATE dataset SET persistent = ? WHERE name = ?")) {
                sql.setInt(1, persistent ? 1 : 0);
                sql.setString(2, name);
                return sql.execute();
            }
        });
    }

    /** Deletes the datasets that were not to stay and that no process has open any more. */
    public void removeAbandoned() {
        Map<String, Path> passing = catalog(db -> {
            Map<String, Path> found = new LinkedHashMap<>();
            try (Statement sql = db.createStatement();
                    ResultSet row = sql.executeQuery("SELECT name, uuid FROM dataset WHERE persistent = 0")) {
                while (row.next()) {
                    found.put(row.getString(1), datasetFolder(row.getString(2)));
                }
            }
            return found;
        });
        passing.forEach((name, own) -> {
            boolean alone = OpenDatasets.runIfAlone(own, () -> remove(name));
            if (alone) {
                Backups.deleteFolder(own);
            }
        });
    }

    void remove(String name) {
        catalog(db -> {
            try (PreparedStatement sql = db.prepareStatement("DELETE FROM dataset WHERE name = ?")) {
                sql.setString(1, name);
                return sql.execute();
            }
        });
    }

    private Path datasetFolder(String uuid) {
        return folder.resolve(Catalog.DATASETS).resolve(uuid);
    }

    private <T> T catalog(Catalog.Query<T> query) {
        return new Catalog(folder, cache()).ask(query);
    }

    @Override
    public String toString() {
        return "Home of " + listDatasets().size() + " datasets";
    }
}
