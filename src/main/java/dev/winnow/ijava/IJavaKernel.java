package dev.winnow.ijava;

import dev.winnow.session.JavaSession;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.io.File;
import org.jspecify.annotations.Nullable;

/** The kernel object that libraries written for IJava set themselves up with; it serves no sockets. */
public final class IJavaKernel extends BaseKernel {
    private static @Nullable IJavaKernel newest;
    private static final IJavaRenderer RENDERER = new IJavaRenderer();

    private final JavaSession session;
    private final IJavaMagics magics;

    private IJavaKernel(JavaSession session) {
        this.session = session;
        magics = new IJavaMagics(session);
        renderer = RENDERER;
    }

    /** The one of a session. */
    static synchronized IJavaKernel of(JavaSession session) {
        IJavaKernel kernel = newest;
        if (kernel == null || kernel.session != session) {
            kernel = new IJavaKernel(session);
            newest = kernel;
        }
        return kernel;
    }

    static IJavaRenderer sharedRenderer() {
        return RENDERER;
    }

    /** The magics of the session's cells; those that exist can be called, and new ones registered. */
    public Magics getMagics() {
        return magics;
    }

    @Override
    public void display(DisplayData display) {
        IJava.show(display.hasDisplayId() ? display.getDisplayId() : "", DisplayBundles.ours(display, ""));
    }

    /** Adds jars and folders, separated as in a class path. */
    public void addToClasspath(String paths) {
        for (String path : paths.split(File.pathSeparator)) {
            session.addToClassPath(path);
        }
    }

    /** Runs code of a running cell; the value of its last expression. */
    public @Nullable Object evalRaw(String code) throws Exception {
        return IJava.eval(code);
    }

    @Override
    public DisplayData eval(String code) throws Exception {
        Object value = evalRaw(code);
        return value == null ? DisplayData.EMPTY : renderer.render(value);
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("java")
                .version(System.getProperty("java.version"))
                .mimetype("text/x-java")
                .fileExtension(".jshell")
                .build();
    }
}
