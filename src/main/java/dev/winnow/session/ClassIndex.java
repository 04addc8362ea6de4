package dev.winnow.session;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The public-looking classes that a session could import, by simple name: those of {@code java.*} and of the jars and folders cells
 * compile against. Read in the background when first asked for.
 */
final class ClassIndex {
    private static final int MOST = 20;

    private static final List<String> MODULES =
            List.of("java.base", "java.desktop", "java.logging", "java.net.http", "java.sql", "java.xml");

    private final NavigableSet<String> names = new TreeSet<>();
    private final List<Path> waiting = new ArrayList<>();
    private @Nullable CompletableFuture<?> reading;

    /** Adds a jar or folder. */
    synchronized void add(Path entry) {
        waiting.add(entry);
        if (reading != null) {
            reading = null;
        }
    }

    /** Full names of classes whose simple name begins so; none while the index is still being read. */
    synchronized List<String> startingWith(String simple) {
        if (reading == null) {
            boolean first = names.isEmpty();
            List<Path> entries = List.copyOf(waiting);
            waiting.clear();
            reading = CompletableFuture.runAsync(() -> read(first, entries));
        }
        if (!reading.isDone()) {
            return List.of();
        }
        return names.tailSet(simple).stream()
                .takeWhile(name -> name.startsWith(simple))
                .limit(MOST)
                .map(name -> name.substring(name.indexOf(' ') + 1))
                .toList();
    }

    /** Full names of the classes of that simple name, once the index is read. */
    List<String> named(String simple) {
        await();
        synchronized (this) {
            return names.tailSet(simple + " ").stream()
                    .takeWhile(name -> name.startsWith(simple + " "))
                    .map(name -> name.substring(name.indexOf(' ') + 1))
                    .toList();
        }
    }

    /** Returns once the index is read. */
    void await() {
        startingWith("");
        CompletableFuture<?> now;
        synchronized (this) {
            now = reading;
        }
        if (now != null) {
            now.join();
        }
    }

    private void read(boolean jdk, List<Path> entries) {
        List<String> found = new ArrayList<>();
        try {
            if (jdk) {
                Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
                for (String module : MODULES) {
                    Path root = modules.resolve(module);
                    for (String top : List.of("java", "javax")) {
                        walk(root, root.resolve(top), found);
                    }
                }
            }
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    walk(entry, entry, found);
                } else if (Files.isRegularFile(entry)) {
                    try (JarFile jar = new JarFile(entry.toFile())) {
                        jar.stream().forEach(file -> add(file.getName(), found));
                    }
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            // What could be read is offered.
        }
        synchronized (this) {
            names.addAll(found);
        }
    }

    private static void walk(Path root, Path from, List<String> found) throws IOException {
        if (Files.isDirectory(from)) {
            try (Stream<Path> files = Files.walk(from)) {
                files.forEach(file -> add(root.relativize(file).toString().replace(File.separatorChar, '/'), found));
            }
        }
    }

    private static void add(String file, List<String> found) {
        if (file.endsWith(".class") && file.indexOf('$') < 0 && file.indexOf('-') < 0 && file.indexOf('/') > 0) {
            String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
            found.add(name.substring(name.lastIndexOf('.') + 1) + " " + name);
        }
    }
}
