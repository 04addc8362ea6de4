package dev.winnow.session;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Files and folders that a string literal may go on with. */
final class Paths {
    private static final int MOST = 200;

    private Paths() {}

    /** Completes the last name of the path that begins behind the quote at {@code quote}. */
    static Completion complete(String code, int quote, int cursor) {
        String typed = code.substring(quote + 1, cursor);
        int slash = typed.lastIndexOf('/');
        String folder = typed.substring(0, slash + 1);
        String name = typed.substring(slash + 1);
        List<Completion.Match> matches = new ArrayList<>();
        String home = folder.startsWith("~/") ? System.getProperty("user.home") + folder.substring(1) : folder;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(home.isEmpty() ? "." : home))) {
            for (Path file : files) {
                String found = file.getFileName().toString();
                if (found.startsWith(name) && (!found.startsWith(".") || name.startsWith("."))) {
                    matches.add(new Completion.Match(found + (Files.isDirectory(file) ? "/" : ""), "path"));
                }
            }
        } catch (IOException | InvalidPathException none) {
            // It is no folder: the string is something else.
        }
        matches.sort(Comparator.comparing(Completion.Match::text));
        return new Completion(quote + 1 + slash + 1, matches.subList(0, Math.min(MOST, matches.size())));
    }
}
