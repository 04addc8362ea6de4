package dev.winnow.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked into the cache once. Its own loader unpacks it at every start of a process, compares the copy byte by
 * byte and runs {@code uname}, a tenth of a second before the first dataset is open; it still does where this copy cannot be loaded.
 */
final class SqliteLibrary {
    private static final String FOLDER = "org.sqlite.lib.path";
    private static boolean provided;

    private SqliteLibrary() {}

    /** To be called before the first connection; does nothing where someone else named a library. */
    static synchronized void provide(Path cache) {
        if (provided || System.getProperty(FOLDER) != null) {
            return;
        }
        provided = true;
        String build = SQLiteJDBCLoader.getVersion() + "-" + System.getProperty("os.name") + "-"
                + System.getProperty("os.arch");
        Path folder = cache.resolve("sqlite").resolve(build.replaceAll("[^\\w.-]", "_"));
        if (Files.exists(folder.resolve(LibraryLoaderUtil.getNativeLibName())) || unpack(folder)) {
            System.setProperty(FOLDER, folder.toString());
        }
    }

    /** Puts it there whole or not at all, whoever else does the same. */
    private static boolean unpack(Path folder) {
        String name = LibraryLoaderUtil.getNativeLibName();
        String packed = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(packed)) {
            if (in == null) {
                return false;
            }
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, name, ".part");
            try {
                Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
                Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            return true;
        } catch (IOException noCache) {
            return false;
        }
    }
}
