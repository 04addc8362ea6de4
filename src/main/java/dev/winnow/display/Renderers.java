package dev.winnow.display;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Which function shows which type; the nearest registered supertype wins, the latest registration among equals. */
public final class Renderers {
    private static final Map<Class<?>, Function<Object, MimeBundle>> BY_TYPE = new LinkedHashMap<>();
    private static final List<Runnable> PENDING = new ArrayList<>();

    static {
        register(BufferedImage.class, Renderers::picture);
        register(MimeBundle.class, bundle -> bundle);
        register(URL.class, Renderers::link);
        register(URI.class, Renderers::link);
        register(Optional.class, one -> one.isPresent() ? render(one.get()) : MimeBundle.text("Optional.empty"));
    }

    private Renderers() {}

    /** Runs {@code registrations} before the first value of a type that is not the JDK's is shown: a start pays nothing for them. */
    public static synchronized void whenNeeded(Runnable registrations) {
        PENDING.add(registrations);
    }

    private static synchronized void registerPending() {
        List<Runnable> now = List.copyOf(PENDING);
        PENDING.clear();
        now.forEach(Runnable::run);
    }

    /** Shows values of {@code type} and its subtypes by {@code render}. */
    @SuppressWarnings("unchecked")
    public static synchronized <T> void register(Class<T> type, Function<? super T, MimeBundle> render) {
        registerPending(); // A person's renderer comes after ours, so that it wins.
        BY_TYPE.put(type, value -> render.apply((T) value));
    }

    /** The bundle of a value; of one whose renderer fails its text and what failed. */
    public static MimeBundle render(@Nullable Object value) {
        if (value == null) {
            return MimeBundle.text("null");
        }
        if (value.getClass().getClassLoader() != null) {
            registerPending();
        }
        Function<Object, MimeBundle> best = find(value.getClass());
        if (best == null) {
            return MimeBundle.text(ValueText.of(value));
        }
        try {
            return best.apply(value);
        } catch (RuntimeException failure) {
            return MimeBundle.text(ValueText.of(value) + "\n(its picture failed: " + failure.getMessage() + ")");
        }
    }

    private static synchronized @Nullable Function<Object, MimeBundle> find(Class<?> type) {
        Class<?> best = null;
        for (Class<?> registered : BY_TYPE.keySet()) {
            if (registered.isAssignableFrom(type) && (best == null || best.isAssignableFrom(registered))) {
                best = registered;
            }
        }
        return best == null ? null : BY_TYPE.get(best);
    }

    /** An address of the web can be clicked; any other is text. */
    private static MimeBundle link(Object address) {
        String text = address.toString();
        if (!text.matches("https?://.*")) {
            return MimeBundle.text(text);
        }
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        return MimeBundle.text(text).with(MimeBundle.HTML, "<a href=\"" + escaped + "\">" + escaped + "</a>");
    }

    private static MimeBundle picture(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return MimeBundle.text("picture of " + image.getWidth() + " × " + image.getHeight() + " pixels")
                .with(MimeBundle.PNG, bytes.toByteArray());
    }
}
