package dev.winnow.cli;

import dev.winnow.session.JavaSession;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Which of the libraries that Winnow runs on its cells see: Tablesaw, ND4J and what their public signatures name, and the types of
 * renderers written for IJava. The others (Gson, ASM, picocli, Maven's, JLine, slf4j, SQLite, …) are not found by a cell, which may
 * bring its own version.
 */
public final class CellLibraries {
    private static final Pattern SHOWN = Pattern.compile("(winnow"
            + "|tablesaw-core|fastutil|RoaringBitmap|guava|univocity-parsers"
            + "|nd4j-.*|jackson-1\\.0\\.0|protobuf-1\\.0\\.0|flatbuffers-java|neoitertools|commons-math3|javacpp|openblas"
            + "|jupyter-jvm-basekernel|jspecify)[-.].*");
    /** Jars of native code and natives' names only: nothing to compile against, and slow to index. */
    private static final Pattern NATIVE = Pattern.compile(".*-(linux|macosx|windows)-.*");

    /** What the kernel alone runs on: the wire, the engine, Maven resolution, the terminal. */
    private static final Pattern OF_KERNEL = Pattern.compile(
            "(winnow|gson|jeromq|jnacl|asm|picocli|commonmark|jline|slf4j|jcl-over-slf4j"
                    + "|context|standalone|maven|plexus|httpclient|httpcore|commons-codec|jupyter-jvm-basekernel|jspecify)[-.].*");

    private static final List<Path> PROGRAM = entries();

    private CellLibraries() {}

    /** Whether this is the whole program, or the kernel alone as {@code install --bare} leaves it. */
    static boolean hasDataLibrary() {
        return program().stream()
                .anyMatch(entry -> entry.getFileName().toString().startsWith("tablesaw-core"));
    }

    static boolean isOfKernel(Path jar) {
        return OF_KERNEL.matcher(jar.getFileName().toString()).matches();
    }

    static boolean isShown(Path entry) {
        String name = entry.getFileName().toString();
        return !name.endsWith(".jar") || SHOWN.matcher(name).matches();
    }

    /** A session whose cells see what they should. */
    public static JavaSession.Builder session() {
        List<Path> compile = program().stream()
                .filter(entry -> isShown(entry)
                        && !NATIVE.matcher(entry.getFileName().toString()).matches())
                .map(CellLibraries::withoutClassPath)
                .toList();
        return JavaSession.builder().host(compile, CellLibraries::isShown);
    }

    /** The class path of this program: its entries, and those that the manifest of a jar among them names. */
    static List<Path> program() {
        return PROGRAM;
    }

    private static List<Path> entries() {
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (!Files.exists(path)) {
                continue;
            }
            entries.add(path);
            if (entry.endsWith(".jar")) {
                entries.addAll(named(path));
            }
        }
        return entries;
    }

    private static List<Path> named(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String named =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            List<Path> entries = new ArrayList<>();
            if (named != null) {
                for (String entry : named.strip().split(" +")) {
                    Path path = Path.of(jar.toUri().resolve(entry));
                    if (Files.exists(path)) {
                        entries.add(path);
                    }
                }
            }
            return entries;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + jar, unreadable);
        }
    }

    /**
     * The same types in a jar whose manifest names no others: javac would follow the manifest to the libraries that are not shown.
     */
    private static Path withoutClassPath(Path entry) {
        Path twin = entry.resolveSibling("lib").resolve("winnow-api.jar");
        return entry.endsWith("winnow.jar") && Files.exists(twin) ? twin : entry;
    }
}
