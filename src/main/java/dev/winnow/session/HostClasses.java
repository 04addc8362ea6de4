package dev.winnow.session;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The classes and resources of the program as its cells see them: those of the JDK, and of the jars and folders that are shown.
 *
 * <p>What is not shown is not found, so a cell may bring another version of a library that the program itself runs on.
 */
final class HostClasses extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader program;
    private final Predicate<Path> shown;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    HostClasses(ClassLoader program, Predicate<Path> shown) {
        super("host", ClassLoader.getPlatformClassLoader());
        this.program = program;
        this.shown = shown;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Class<?> found = program.loadClass(name);
        CodeSource source = found.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation() != null && !isShown(source.getLocation())) {
            throw new ClassNotFoundException(name);
        }
        return found;
    }

    @Override
    public @Nullable URL getResource(String name) {
        try {
            Enumeration<URL> all = getResources(name);
            return all.hasMoreElements() ? all.nextElement() : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = Collections.list(program.getResources(name));
        all.removeIf(url -> !isShown(url));
        return Collections.enumeration(all);
    }

    private boolean isShown(URL url) {
        String where = url.toString();
        int inside = where.indexOf("!/");
        return known.computeIfAbsent(inside < 0 ? where : where.substring(0, inside), key -> {
            Path container = container(url);
            return container == null || shown.test(container);
        });
    }

    /** The jar of a URL or the folder itself; none for what the JDK brings. */
    private static @Nullable Path container(URL url) {
        try {
            if (url.getProtocol().equals("jar")) {
                URLConnection connection = url.openConnection();
                return connection instanceof JarURLConnection jar
                        ? Path.of(jar.getJarFileURL().toURI())
                        : null;
            }
            return url.getProtocol().equals("file") ? Path.of(URI.create(url.toString())) : null;
        } catch (IOException | java.net.URISyntaxException strange) {
            return null;
        }
    }
}
