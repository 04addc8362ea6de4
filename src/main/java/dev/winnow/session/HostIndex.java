package dev.winnow.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * The classes in a program's jars, by package, for a compiler, and the names of packages for completion.
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

    /**
     * The names that may follow {@code qualifier}, which is empty or ends with a dot, on the way to a package of the program or one that
     * the JDK exports: each with a dot.
     */
    Set<String> packagesAfter(String qualifier) {
        Stream<String> jdk = ModuleLayer.boot().modules().stream()
                .flatMap(module -> module.getDescriptor().exports().stream())
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source);
        return Stream.concat(packages().keySet().stream(), jdk)
                .filter(name -> name.startsWith(qualifier) && name.length() > qualifier.length())
                .map(name -> {
                    int dot = name.indexOf('.', qualifier.length());
                    return name.substring(qualifier.length(), dot < 0 ? name.length() : dot) + ".";
                })
                .collect(Collectors.toCollection(TreeSet::new));
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
            jar.stream().forEach(entry -> {
                String name = entry.getName();
                if (name.endsWith(CLASS) && !name.startsWith("META-INF/")) {
                    String packageName = name.substring(0, Math.max(name.lastIndexOf('/'), 0))
                            .replace('/', '.');
                    packages.computeIfAbsent(packageName, none -> new ArrayList<>())
                            .add(new ClassFile(jar, entry));
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + path + ", which cells compile against", unreadable);
        }
    }

    /** One class in a jar. */
    static final class ClassFile extends SimpleJavaFileObject {
        /** Its address is made when it is asked for: there are tens of thousands. */
        private static final URI SOMEWHERE = URI.create("file:///");

        private final ZipFile jar;
        private final ZipEntry entry;

        private ClassFile(ZipFile jar, ZipEntry entry) {
            super(SOMEWHERE, JavaFileObject.Kind.CLASS);
            this.jar = jar;
            this.entry = entry;
        }

        /** With dots between packages and {@code $} before a nested name. */
        String className() {
            String name = entry.getName();
            return name.substring(0, name.length() - CLASS.length()).replace('/', '.');
        }

        @Override
        public URI toUri() {
            return URI.create("jar:" + Path.of(jar.getName()).toUri() + "!/" + entry.getName());
        }

        @Override
        public String getName() {
            return jar.getName() + "(" + entry.getName() + ")";
        }

        @Override
        public boolean isNameCompatible(String simpleName, JavaFileObject.Kind kind) {
            String file = simpleName + CLASS;
            return kind == JavaFileObject.Kind.CLASS
                    && (entry.getName().equals(file) || entry.getName().endsWith("/" + file));
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
