package dev.winnow.ijava;

import dev.winnow.display.MimeBundle;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.lang.reflect.Field;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bundles as IJava's libraries make them, and as Winnow shows them. */
final class DisplayBundles {
    private static final Field DATA = dataField();

    private DisplayBundles() {}

    /** {@code DisplayData} keeps its forms in a private map and names no key; the library has been as it is since 2019. */
    private static Field dataField() {
        try {
            Field field = DisplayData.class.getDeclaredField("data");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException changed) {
            throw new IllegalStateException("jupyter-jvm-basekernel is not version 2.3.0", changed);
        }
    }

    /** IJava's bundle as ours; {@code value} is its text when it has none. */
    static MimeBundle ours(DisplayData display, @Nullable Object value) {
        Map<?, ?> data;
        try {
            data = (Map<?, ?>) DATA.get(display);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
        Object plain = data.get(MimeBundle.TEXT);
        MimeBundle bundle = MimeBundle.text(plain == null ? String.valueOf(value) : plain.toString());
        for (Map.Entry<?, ?> form : data.entrySet()) {
            String mime = form.getKey().toString();
            if (!mime.equals(MimeBundle.TEXT) && form.getValue() != null) {
                bundle = bundle.with(mime, isPicture(mime) ? bytes(form.getValue()) : form.getValue());
            }
        }
        return bundle;
    }

    /** Our bundle as IJava's. */
    static DisplayData theirs(MimeBundle bundle) {
        DisplayData display = new DisplayData();
        bundle.data()
                .forEach((mime, form) -> display.putData(
                        mime, form instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : form));
        return display;
    }

    /** A bundle with the forms asked for, where {@code image/*} asks for any picture, and its text. */
    static MimeBundle only(MimeBundle bundle, List<String> mimes) {
        MimeBundle chosen = MimeBundle.text(bundle.plain());
        for (Map.Entry<String, Object> form : bundle.data().entrySet()) {
            for (String mime : mimes) {
                boolean asked = mime.endsWith("*")
                        ? form.getKey().startsWith(mime.substring(0, mime.length() - 1))
                        : form.getKey().equals(mime);
                if (asked) {
                    chosen = chosen.with(form.getKey(), form.getValue());
                }
            }
        }
        return chosen;
    }

    private static boolean isPicture(String mime) {
        return mime.startsWith("image/") && !mime.contains("svg");
    }

    private static Object bytes(Object picture) {
        try {
            return picture instanceof String text ? Base64.getMimeDecoder().decode(text) : picture;
        } catch (IllegalArgumentException noBase64) {
            return picture;
        }
    }
}
