package dev.winnow.session;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** The files of a compiler whose class path begins with the program's jars: those from a {@link HostIndex}, all others as javac has them. */
final class HostFiles extends ForwardingJavaFileManager<StandardJavaFileManager> implements StandardJavaFileManager {
    private final HostIndex index;

    /**
     * @param others folders of the program, and whatever else stands behind its jars on the class path
     */
    HostFiles(StandardJavaFileManager javac, HostIndex index, List<Path> others) throws IOException {
        super(javac);
        this.index = index;
        javac.setLocationFromPaths(StandardLocation.CLASS_PATH, others);
    }

    @Override
    public Iterable<JavaFileObject> list(
            Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse) throws IOException {
        Iterable<JavaFileObject> others = super.list(location, packageName, kinds, recurse);
        if (location != StandardLocation.CLASS_PATH || !kinds.contains(JavaFileObject.Kind.CLASS)) {
            return others;
        }
        List<JavaFileObject> all = new ArrayList<>(recurse ? index.below(packageName) : index.in(packageName));
        others.forEach(all::add);
        return all;
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof HostIndex.ClassFile own ? own.className() : super.inferBinaryName(location, file);
    }

    @Override
    public @Nullable JavaFileObject getJavaFileForInput(Location location, String className, JavaFileObject.Kind kind)
            throws IOException {
        JavaFileObject own = location == StandardLocation.CLASS_PATH && kind == JavaFileObject.Kind.CLASS
                ? index.find(className)
                : null;
        return own == null ? super.getJavaFileForInput(location, className, kind) : own;
    }

    @Override
    public boolean isSameFile(FileObject a, FileObject b) {
        return a instanceof HostIndex.ClassFile || b instanceof HostIndex.ClassFile
                ? a.toUri().equals(b.toUri())
                : super.isSameFile(a, b);
    }

    @Override
    public boolean contains(Location location, FileObject file) throws IOException {
        return file instanceof HostIndex.ClassFile
                ? location == StandardLocation.CLASS_PATH
                : super.contains(location, file);
    }

    /** None of the class path's: javac would look through all of it for plugins before each snippet. */
    @Override
    public @Nullable ClassLoader getClassLoader(Location location) {
        return location == StandardLocation.CLASS_PATH
                ? ClassLoader.getPlatformClassLoader()
                : super.getClassLoader(location);
    }

    /** JShell names the whole class path anew whenever something is added to it. */
    @Override
    public boolean handleOption(String option, Iterator<String> remaining) {
        if (!option.equals("-classpath")) {
            return super.handleOption(option, remaining);
        }
        List<Path> others = Arrays.stream(remaining.next().split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
        try {
            fileManager.setLocationFromPaths(StandardLocation.CLASS_PATH, others);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("The class path cannot be " + others, unreadable);
        }
        return true;
    }

    /** JShell walks what it is told here to learn the names of packages. Those of the program and the JDK the index knows. */
    @Override
    public @Nullable Iterable<? extends Path> getLocationAsPaths(Location location) {
        return location == StandardLocation.PLATFORM_CLASS_PATH ? null : fileManager.getLocationAsPaths(location);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }

    @Override
    public void setLocation(Location location, @Nullable Iterable<? extends File> files) throws IOException {
        fileManager.setLocation(location, files);
    }

    @Override
    public void setLocationFromPaths(Location location, Collection<? extends Path> paths) throws IOException {
        fileManager.setLocationFromPaths(location, paths);
    }

    @Override
    public @Nullable Iterable<? extends File> getLocation(Location location) {
        return fileManager.getLocation(location);
    }

    @Override
    public Path asPath(FileObject file) {
        return fileManager.asPath(file);
    }
}
