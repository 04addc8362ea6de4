package dev.winnow.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Paths as IJava writes them: {@code *} and {@code ?} within one name, {@code /} between names on every system, and a {@code /} at
 * the end for all that a folder holds. {@code ~} is the home.
 */
public final class Globs {
    private Globs() {}

    /** What a pattern names, sorted; empty when nothing is there. */
    public static List<Path> find(String pattern) {
        String text = pattern.equals("~") || pattern.startsWith("~/")
                ? System.getProperty("user.home") + pattern.substring(1)
                : pattern;
        if (text.endsWith("/")) {
            text += "*";
        }
        if (text.indexOf('*') < 0 && text.indexOf('?') < 0) {
            Path path = Path.of(text);
            return Files.exists(path) ? List.of(path) : List.of();
        }
        String[] names = text.replace('\\', '/').split("/", -1);
        Path start = Path.of(text.startsWith("/") ? "/" : "");
        List<Path> found = List.of(start);
        for (String name : names) {
            if (!name.isEmpty()) {
                found = step(found, name);
            }
        }
        return found;
    }

    private static List<Path> step(List<Path> folders, String name) {
        boolean exact = name.indexOf('*') < 0 && name.indexOf('?') < 0;
        Pattern pattern = Pattern.compile(name.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining()));
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            if (exact) {
                if (Files.exists(folder.resolve(name))) {
                    found.add(folder.resolve(name));
                }
                continue;
            }
            Path listed = folder.toString().isEmpty() ? Path.of(".") : folder;
            if (!Files.isDirectory(listed)) {
                continue;
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(listed)) {
                for (Path entry : entries) {
                    String entryName = entry.getFileName().toString();
                    if (pattern.matcher(entryName).matches() && !(name.startsWith("*") && entryName.startsWith("."))) {
                        found.add(folder.resolve(entryName));
                    }
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException("Cannot list " + listed, unreadable);
            }
        }
        found.sort(null);
        return found;
    }

    /** Paths that a text may become, for completion; folders end with {@code /}. */
    public static List<String> complete(String typed) {
        int slash = typed.lastIndexOf('/');
        String folder = typed.substring(0, slash + 1);
        try {
            return find(typed + "*").stream()
                    .map(path -> folder + path.getFileName() + (Files.isDirectory(path) ? "/" : ""))
                    .toList();
        } catch (RuntimeException unreadable) {
            return List.of();
        }
    }
}
