package dev.winnow.display;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One value in several forms, by MIME type: texts as {@code String}, pictures as {@code byte[]}, JSON as maps and lists. There is
 * always a {@code text/plain}. Immutable.
 */
public final class MimeBundle {
    public static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    public static final String PNG = "image/png";
    public static final String VEGA_LITE = "application/vnd.vegalite.v5+json";

    private final Map<String, Object> data;

    private MimeBundle(Map<String, Object> data) {
        this.data = Collections.unmodifiableMap(data);
    }

    public static MimeBundle text(String text) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(TEXT, text);
        return new MimeBundle(data);
    }

    /** The same with one more form. */
    public MimeBundle with(String mime, Object form) {
        Map<String, Object> more = new LinkedHashMap<>(data);
        more.put(mime, form);
        return new MimeBundle(more);
    }

    public Map<String, Object> data() {
        return data;
    }

    /** What a terminal shows. */
    public String plain() {
        return (String) Objects.requireNonNull(data.get(TEXT));
    }

    @Override
    public String toString() {
        return plain();
    }
}
