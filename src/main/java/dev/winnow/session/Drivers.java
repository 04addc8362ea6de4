package dev.winnow.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The drivers of databases in what cells add to their class path. {@code DriverManager} looks for drivers once in the life of a program,
 * so those that come later are loaded here, and register themselves as they do where they are named by hand.
 */
final class Drivers {
    private static final String SERVICE = "META-INF/services/java.sql.Driver";

    private final ClassLoader loader;
    private final Set<String> waiting = new LinkedHashSet<>();

    Drivers(ClassLoader loader) {
        this.loader = loader;
    }

    /** Loads the drivers that a jar or folder names, and those of before that waited for a class in it. */
    void added(Path entry) {
        named(entry);
        waiting.removeIf(this::isLoaded);
    }

    private void named(Path entry) {
        try (URLClassLoader own = new URLClassLoader(new URL[] {entry.toUri().toURL()}, null)) {
            URL service = own.findResource(SERVICE);
            if (service == null) {
                return;
            }
            try (InputStream names = own.getResourceAsStream(SERVICE)) {
                String text = names == null ? "" : new String(names.readAllBytes(), StandardCharsets.UTF_8);
                text.lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(name -> !name.isEmpty())
                        .forEach(waiting::add);
            }
        } catch (IOException unreadable) {
            // Whoever uses the jar is told.
        }
    }

    private boolean isLoaded(String name) {
        try {
            Class.forName(name, true, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError incomplete) {
            // What it needs may be in the next jar.
            return false;
        }
    }
}
