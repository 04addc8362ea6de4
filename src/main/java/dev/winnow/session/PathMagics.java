package dev.winnow.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Files that a cell brings in: jars, folders of classes, code. */
final class PathMagics {
    static final List<Magic> ALL = List.of(
            Magic.line(
                            "%jars PATH…",
                            """
                    Adds jars to what cells compile and run against.
                    PATH may hold * and ?; a folder stands for the jars in it. List<String> added = %jars lib/*.jar keeps their paths.
                    """,
                            PathMagics::jars)
                    .completing((session, typed) -> Globs.complete(typed)),
            Magic.line(
                            "%classpath [PATH…]",
                            """
                    Adds jars or folders of classes to what cells compile and run against; without PATH lists what was added.
                    PATH may hold * and ?.
                    """,
                            PathMagics::classPath)
                    .completing((session, typed) -> Globs.complete(typed)),
            Magic.line(
                            "%load FILE",
                            """
                    Runs the Java of a file as part of this cell: .java, .jshell or .jsh as one text, a notebook cell by cell.
                    The extension may be left out.
                    """,
                            PathMagics::load)
                    .alias("loadCode")
                    .completing((session, typed) -> Globs.complete(typed)));

    private static final List<String> EXTENSIONS = List.of("", ".jshell", ".jsh", ".java", ".ipynb");

    private PathMagics() {}

    private static List<String> jars(MagicCall call) throws IOException {
        List<String> arguments = call.arguments();
        if (arguments.isEmpty()) {
            throw call.misuse("%jars needs a jar.");
        }
        List<Path> jars = new ArrayList<>();
        for (String argument : arguments) {
            int before = jars.size();
            for (Path path : Globs.find(argument)) {
                if (Files.isDirectory(path)) {
                    try (Stream<Path> inside = Files.list(path)) {
                        inside.filter(PathMagics::isJar).sorted().forEach(jars::add);
                    }
                } else {
                    jars.add(path);
                }
            }
            if (jars.size() == before) {
                throw missing(argument, "no jar");
            }
        }
        for (Path jar : jars) {
            requireJar(jar);
        }
        return add(call.session(), jars);
    }

    private static List<String> classPath(MagicCall call) throws IOException {
        if (call.arguments().isEmpty()) {
            List<String> added = call.session().addedClassPath();
            added.forEach(System.out::println);
            return added;
        }
        List<Path> entries = new ArrayList<>();
        for (String argument : call.arguments()) {
            List<Path> found = Globs.find(argument);
            if (found.isEmpty()) {
                throw missing(argument, "nothing");
            }
            entries.addAll(found);
        }
        for (Path entry : entries) {
            if (!Files.isDirectory(entry)) {
                requireJar(entry);
            }
        }
        return add(call.session(), entries);
    }

    private static MagicException missing(String argument, String what) {
        Path folder = Path.of("").toAbsolutePath();
        boolean pattern = argument.contains("*") || argument.contains("?");
        return new MagicException(
                pattern || Files.isDirectory(Path.of(argument))
                        ? "There is " + what + " at " + argument + " (looked from " + folder + ")."
                        : "There is no file " + argument + " (looked from " + folder + ").");
    }

    private static boolean isJar(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    private static void requireJar(Path jar) throws IOException {
        try (ZipFile readable = new ZipFile(jar.toFile())) {
            readable.size();
        } catch (ZipException broken) {
            throw new MagicException("The file " + jar + " is no jar: " + broken.getMessage() + ".", broken);
        }
    }

    private static List<String> add(JavaSession session, List<Path> entries) {
        List<String> added = new ArrayList<>();
        for (Path entry : entries) {
            String path = entry.toAbsolutePath().normalize().toString();
            session.addToClassPath(path);
            added.add(path);
        }
        return added;
    }

    private static @Nullable Object load(MagicCall call) throws IOException {
        String asked = call.text().strip().replaceAll("^\"(.*)\"$", "$1");
        if (asked.isEmpty()) {
            throw call.misuse("%load needs a file.");
        }
        for (String extension : EXTENSIONS) {
            Path file = Path.of(asked + extension);
            if (Files.isRegularFile(file)) {
                return file.toString().endsWith(".ipynb")
                        ? notebook(call.session(), file)
                        : call.session().evaluateWithin(Files.readString(file));
            }
        }
        throw new MagicException("There is no file " + asked + ", nor with one of "
                + String.join(" ", EXTENSIONS.subList(1, EXTENSIONS.size())) + " (looked from "
                + Path.of("").toAbsolutePath() + ").");
    }

    private static @Nullable Object notebook(JavaSession session, Path file) throws IOException {
        Object value = null;
        for (String cell : session.notebookReader().cells(file)) {
            value = session.evaluateWithin(cell);
        }
        return value;
    }
}
