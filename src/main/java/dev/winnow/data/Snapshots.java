package dev.winnow.data;

import dev.winnow.store.State;
import dev.winnow.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Whole copies of a dataset's file under names, and the way back to them. */
final class Snapshots {
    /** Settings that a restore leaves as they are. */
    private static final Set<String> STAYS = Set.of(Dataset.KNOWN_TAGS, "media_root", "media_provider");

    private final Dataset dataset;
    private final Store store;
    private final Path folder;

    Snapshots(Dataset dataset, Store store, Path folder) {
        this.dataset = dataset;
        this.store = store;
        this.folder = folder;
    }

    /** Keeps everything that is committed under a name; one of the same name is replaced once this one is whole. */
    void take(String snapshot) {
        store.copyTo(file(snapshot));
    }

    /** Names of the snapshots, sorted. */
    List<String> names() {
        Path all = folder.resolve("snapshots");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (var files = Files.list(all)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".sqlite"))
                    .map(file -> file.substring(0, file.length() - ".sqlite".length()))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list the snapshots of '" + dataset.name() + "'.", failure);
        }
    }

    /** Deletes a snapshot. */
    void delete(String snapshot) {
        Path file = file(snapshot);
        if (!Files.exists(file)) {
            throw Names.unknown("snapshot", snapshot, "dataset '" + dataset.name() + "'", names());
        }
        try {
            for (String suffix : List.of("", "-wal", "-shm", ".version")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot delete the snapshot '" + snapshot + "'.", failure);
        }
    }

    /**
     * Takes samples, fields, views and info back to a snapshot, with descriptions and classes; runs, known tags and where the pictures
     * lie stay. Where that loses labels of people, what is now is kept in another first.
     */
    void restore(String snapshot) {
        Path file = file(snapshot);
        if (!Files.exists(file)) {
            throw Names.unknown("snapshot", snapshot, "dataset '" + dataset.name() + "'", names());
        }
        try (Store kept = Store.openCopy(file, folder.resolve("vectors"))) {
            State then = kept.load(null);
            dataset.edit("restore " + snapshot, "before-restoring-" + snapshot, draft -> {
                draft.fields.clear();
                draft.fields.putAll(then.fields());
                draft.views.clear();
                draft.views.putAll(then.views());
                draft.info.clear();
                draft.info.putAll(then.info());
                draft.settings.keySet().retainAll(STAYS);
                then.settings().forEach((key, value) -> {
                    if (!STAYS.contains(key)) {
                        draft.settings.put(key, value);
                    }
                });
            });
        }
    }

    /** Takes a snapshot under a name that is still free and prints the way back. */
    void keepPeoplesLabels(String reason) {
        String name = reason.replaceAll("[^A-Za-z0-9._-]", "-");
        name = name.substring(0, Math.min(70, name.length()));
        String kept = name;
        for (int number = 2; Files.exists(file(kept)); number++) {
            kept = name + "-" + number;
        }
        take(kept);
        System.out.println("Dataset '" + dataset.name()
                + "' holds labels made by people. To go back: dataset.restore(\"" + kept + "\")");
    }

    private Path file(String snapshot) {
        if (!snapshot.matches("[A-Za-z0-9._-]{1,80}")) {
            throw new IllegalArgumentException(
                    "'" + snapshot + "' is no name for a snapshot: use letters, digits, '.', '_' and '-'.");
        }
        return folder.resolve("snapshots").resolve(snapshot + ".sqlite");
    }
}
