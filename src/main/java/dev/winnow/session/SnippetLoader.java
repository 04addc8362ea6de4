package dev.winnow.session;

import java.lang.instrument.ClassDefinition;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;

/** Loads the classes that snippets compile to, and jars that cells add. */
final class SnippetLoader extends URLClassLoader implements LoaderDelegate {
    private final Map<String, byte[]> pending = new HashMap<>();

    SnippetLoader(ClassLoader parent) {
        super(new URL[0], parent);
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        for (ClassBytecodes one : classes) {
            pending.put(one.name(), StopChecks.weave(one.bytecodes()));
        }
        boolean[] loaded = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            try {
                loadClass(classes[i].name());
                loaded[i] = true;
            } catch (ClassNotFoundException | LinkageError failure) {
                throw new ClassInstallException(String.valueOf(failure), loaded);
            }
        }
    }

    /** Replaces the code of classes that are loaded already. */
    void replace(ClassBytecodes[] classes) throws ClassInstallException {
        try {
            ClassDefinition[] definitions = new ClassDefinition[classes.length];
            for (int i = 0; i < classes.length; i++) {
                definitions[i] =
                        new ClassDefinition(findClass(classes[i].name()), StopChecks.weave(classes[i].bytecodes()));
            }
            Redefinition.replace(definitions);
        } catch (ReflectiveOperationException
                | java.lang.instrument.UnmodifiableClassException
                | RuntimeException
                | LinkageError refused) {
            throw new ClassInstallException(String.valueOf(refused), new boolean[classes.length]);
        }
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
            return loaded;
        }
        byte[] code = pending.remove(name);
        return code == null ? super.findClass(name) : defineClass(name, code, 0, code.length);
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {}

    @Override
    public void addToClasspath(String path) {
        try {
            for (String entry : path.split(java.io.File.pathSeparator)) {
                addURL(Path.of(entry).toUri().toURL());
            }
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException("No path: " + path, impossible);
        }
    }
}
