package dev.winnow.store;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one open store of each dataset's folder in this process. Who opens a folder again shares its connection, its lock and what was
 * read already; a store that nobody can reach any more gives its files back, and at the end of the process all do.
 *
 * <p>A store is reached through a {@link Handle}, which every dataset object has: the store itself is referred to by the cleaner too.
 */
public final class SharedStores {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final Map<Path, Entry> OPEN = new HashMap<>();

    private SharedStores() {}

    /** What keeps a store open. */
    public static final class Handle {
        private final Store store;

        private Handle(Store store) {
            this.store = store;
        }

        public Store store() {
            return store;
        }
    }

    private record Entry(WeakReference<Handle> handle, Store store) {}

    /**
     * The store of a dataset's folder, opened where it is not.
     *
     * @param atEnd what the home has left to do when the process ends
     */
    public static synchronized Handle open(Path home, Path folder, Runnable atEnd) {
        Entry known = OPEN.get(folder);
        Handle reached = known == null ? null : known.handle.get();
        if (reached != null && reached.store.isCurrent()) {
            return reached;
        }
        Path file = folder.resolve("dataset.sqlite");
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw StoreFailure.of("open", file, failure);
        }
        @Nullable Store[] alone = new Store[1];
        OpenDatasets.enter(
                home,
                folder,
                () -> {
                    Store first = Store.open(file);
                    alone[0] = first;
                    first.removeOrphans();
                },
                atEnd);
        try {
            Store store = alone[0] == null ? Store.open(file) : Objects.requireNonNull(alone[0]);
            Handle handle = new Handle(store);
            Entry entry = new Entry(new WeakReference<>(handle), store);
            OPEN.put(folder, entry);
            CLEANER.register(handle, () -> release(folder, entry));
            return handle;
        } catch (RuntimeException failed) {
            OpenDatasets.leave(folder);
            throw failed;
        }
    }

    private static void release(Path folder, Entry entry) {
        synchronized (SharedStores.class) {
            OPEN.remove(folder, entry);
            if (!entry.store.isClosed()) {
                entry.store.close(OpenDatasets.leave(folder));
            }
        }
    }

    /** Closes the store of a folder that is being deleted, for whoever has it here. */
    public static synchronized void discard(Path folder) {
        Entry known = OPEN.remove(folder);
        if (known != null && !known.store.isClosed()) {
            known.store.abandon(OpenDatasets.leave(folder));
        }
    }

    /** Leaves every dataset as one file: what the end of a process does. */
    static synchronized void closeAll() {
        for (Map.Entry<Path, Entry> one : List.copyOf(OPEN.entrySet())) {
            try {
                one.getValue().store.close(OpenDatasets.leave(one.getKey()));
            } catch (RuntimeException kept) {
                // Its log stays beside it, and nothing is lost.
            }
        }
        OPEN.clear();
    }
}
