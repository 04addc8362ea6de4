package dev.winnow.ijava;

import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.display.MimeBundle;
import dev.winnow.display.Renderers;
import dev.winnow.session.CellFailure;
import dev.winnow.session.JavaSession;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions that IJava's cells have; every session imports them statically. */
public final class IJava {
    /** How many displays can still be replaced; the oldest are forgotten. */
    private static final int REMEMBERED = 1000;

    private static final Map<String, DisplayHandle> SHOWN = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, DisplayHandle> eldest) {
            return size() > REMEMBERED;
        }
    };

    private IJava() {}

    /** Lets values that libraries written for IJava make be shown; called once when a session starts. */
    public static void join() {
        IJavaRenderer.join(IJavaKernel::sharedRenderer);
    }

    /** Shows a value before the cell ends; {@link #updateDisplay} replaces it by the id given back. */
    public static String display(@Nullable Object value) {
        return show("", Renderers.render(value));
    }

    /** Shows a value in some forms only, such as {@code text/html}. */
    public static String display(@Nullable Object value, String... as) {
        return show("", rendered(value, as));
    }

    /** Shows a bundle; the id is made when there is none. */
    static String show(String id, MimeBundle bundle) {
        String name = id.isEmpty() ? UUID.randomUUID().toString() : id;
        DisplayHandle handle = Display.show(bundle);
        synchronized (SHOWN) {
            SHOWN.put(name, handle);
        }
        return name;
    }

    /** Replaces what {@link #display} showed. */
    public static void updateDisplay(String id, @Nullable Object value) {
        handle(id).update(Renderers.render(value));
    }

    /** Replaces what {@link #display} showed, in some forms only. */
    public static void updateDisplay(String id, @Nullable Object value, String... as) {
        handle(id).update(rendered(value, as));
    }

    private static DisplayHandle handle(String id) {
        synchronized (SHOWN) {
            DisplayHandle handle = SHOWN.get(id);
            if (handle == null) {
                throw new IllegalArgumentException("Nothing was displayed as '" + id
                        + "'. updateDisplay takes what display(…) gave back, and the last " + REMEMBERED
                        + " are remembered.");
            }
            return handle;
        }
    }

    private static MimeBundle rendered(@Nullable Object value, String... as) {
        return value == null ? MimeBundle.text("null") : DisplayBundles.ours(render(value, as), value);
    }

    /** A value as IJava's bundle. */
    public static DisplayData render(Object value) {
        return IJavaKernel.sharedRenderer().render(value);
    }

    /** A value as IJava's bundle, in some forms only. */
    public static DisplayData render(Object value, String... as) {
        return IJavaKernel.sharedRenderer().renderAs(value, as);
    }

    /**
     * Runs code as part of this cell; the value of its last expression, as an object.
     *
     * @throws Exception what the code throws, or {@link CellFailure} when it does not compile
     */
    public static @Nullable Object eval(String code) throws Exception {
        try {
            return JavaSession.current().evaluateWithin(code);
        } catch (CellFailure failure) {
            if (failure.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            throw failure;
        }
    }

    /** Runs a line magic. */
    @SuppressWarnings("NullAway")
    public static <T> T lineMagic(String name, List<String> arguments) throws Exception {
        return JavaSession.current().lineMagic(asked(name, arguments));
    }

    /** Runs a cell magic. */
    @SuppressWarnings("NullAway")
    public static <T> T cellMagic(String name, List<String> arguments, String body) throws Exception {
        return JavaSession.current().cellMagic(asked(name, arguments), body);
    }

    private static String asked(String name, List<String> arguments) {
        return name + arguments.stream().map(word -> " " + quoted(word)).collect(Collectors.joining());
    }

    private static String quoted(String word) {
        boolean plain =
                !word.isEmpty() && word.chars().noneMatch(c -> Character.isWhitespace(c) || c == '"' || c == '\\');
        return plain ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The kernel object of this session, for libraries that set themselves up with it. */
    public static IJavaKernel getKernelInstance() {
        return IJavaKernel.of(JavaSession.current());
    }
}
