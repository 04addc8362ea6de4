package dev.winnow.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * The classes in a program's jars, by package, for a compiler.
 *
 * <p>javac walks every file of every jar on its class path before it compiles the first line, which takes longer than all else that
 * a session starts with. The jars' own tables of contents say the same.
 */
final class HostIndex {
    private static final String CLASS = ".class";

    private final List<Path> jars;
    private @Nullable Map<String, List<ClassFile>> packages;

    HostIndex(List<Path> jars) {
        this.jars = List.copyOf(jars);
    }

    /** What this is an index of. */
    List<Path> jars() {
        return jars;
    }

    /** The classes of one package, in the order of the jars. */
    List<ClassFile> in(String packageName) {
        return packages().getOrDefault(packageName, List.of());
    }

    /** The classes of a package and of those below it. */
    List<ClassFile> below(String packageName) {
        List<ClassFile> found = new ArrayList<>();
        packages().forEach((name, classes) -> {
            if (packageName.isEmpty() || name.equals(packageName) || name.startsWith(packageName + ".")) {
                found.addAll(classes);
            }
        });
        return found;
    }

    /** The first class of that name. */
    @Nullable
    ClassFile find(String className) {
        return in(className.substring(0, Math.max(className.lastIndexOf('.'), 0))).stream()
                .filter(file -> file.className().equals(className))
                .findFirst()
                .orElse(null);
    }

    private synchronized Map<String, List<ClassFile>> packages() {
        Map<String, List<ClassFile>> known = packages;
        if (known == null) {
            known = new HashMap<>();
            for (Path jar : jars) {
                read(jar, known);
            }
            packages = known;
        }
        return known;
    }

    // The jar stays open for as long as the program runs: its class loader has it open anyway.
    @SuppressWarnings("resource")
    private static void read(Path path, Map<String, List<ClassFile>> packages) {
        if (!Files.isRegularFile(path)) {
            return;
        }
        try {
            ZipFile jar = new ZipFile(path.toFile());
            String root = "jar:" + path.toUri() + "!/";
            jar.stream().forEach(entry -> {
                String name = entry.getName();
                if (name.endsWith(CLASS) && !name.startsWith("META-INF/")) {
                    String packageName = name.substring(0, Math.max(name.lastIndexOf('/'), 0))
                            .replace('/', '.');
                    packages.computeIfAbsent(packageName, none -> new ArrayList<>())
                            .add(new ClassFile(jar, root, entry));
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + path + ", which cells compile against", unreadable);
        }
    }

    /** One class in a jar. */
    static final class ClassFile extends SimpleJavaFileObject {
        private final ZipFile jar;
        private final ZipEntry entry;

        private ClassFile(ZipFile jar, String root, ZipEntry entry) {
            super(URI.create(root + entry.getName()), JavaFileObject.Kind.CLASS);
            this.jar = jar;
            this.entry = entry;
        }

        /** With dots between packages and {@code $} before a nested name. */
        String className() {
            String name = entry.getName();
            return name.substring(0, name.length() - CLASS.length()).replace('/', '.');
        }

        @Override
        public InputStream openInputStream() throws IOException {
            return jar.getInputStream(entry);
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }
    }
}
