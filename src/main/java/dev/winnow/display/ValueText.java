package dev.winnow.display;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as the text that a notebook keeps: its {@code toString}, with elements of arrays, and of lists, sets and maps of the JDK,
 * written one by one, so that a long one is cut and says how long it is, and one that holds itself ends. At most
 * {@value #MOST_CHARACTERS} characters and {@value #MOST_ELEMENTS} elements of one collection.
 */
final class ValueText {
    static final int MOST_CHARACTERS = 100_000;
    static final int MOST_ELEMENTS = 1_000;

    private static final int MOST_ARRAY_ELEMENTS = 100;

    private final StringBuilder text = new StringBuilder();
    private final Deque<Object> around = new ArrayDeque<>();

    private ValueText() {}

    static String of(@Nullable Object value) {
        ValueText writer = new ValueText();
        writer.write(value);
        if (writer.text.length() <= MOST_CHARACTERS) {
            return writer.text.toString();
        }
        String all = value instanceof CharSequence || value != null && !isWritten(value)
                ? "… " + writer.text.length() + " characters in all"
                : "…";
        return writer.text.substring(0, MOST_CHARACTERS) + all;
    }

    private void write(@Nullable Object value) {
        if (value == null || !isWritten(value)) {
            text.append((Object) (value == null ? null : value.toString()));
            return;
        }
        if (around.stream().anyMatch(outer -> outer == value)) {
            text.append(value instanceof Map<?, ?> ? "(this Map)" : "(this Collection)");
            return;
        }
        around.push(value);
        if (value instanceof Map<?, ?> map) {
            entries(map);
        } else if (value instanceof Collection<?> collection) {
            text.append('[');
            int written = 0;
            for (Iterator<?> each = collection.iterator(); each.hasNext(); written++) {
                if (isFull(written, MOST_ELEMENTS, collection.size())) {
                    break;
                }
                text.append(written == 0 ? "" : ", ");
                write(each.next());
            }
            text.append(']');
        } else {
            int length = Array.getLength(value);
            text.append('[');
            for (int i = 0; i < length && !isFull(i, MOST_ARRAY_ELEMENTS, length); i++) {
                text.append(i == 0 ? "" : ", ");
                write(Array.get(value, i));
            }
            text.append(']');
        }
        around.pop();
    }

    private void entries(Map<?, ?> map) {
        text.append('{');
        int written = 0;
        for (Map.Entry<?, ?> each : map.entrySet()) {
            if (isFull(written, MOST_ELEMENTS, map.size())) {
                break;
            }
            text.append(written++ == 0 ? "" : ", ");
            write(each.getKey());
            text.append('=');
            write(each.getValue());
        }
        text.append('}');
    }

    /** Whether no further element is written; says then how many there are. */
    private boolean isFull(int written, int most, int all) {
        if (written < most && text.length() < MOST_CHARACTERS) {
            return false;
        }
        text.append(", … ").append(all).append(" in all");
        return true;
    }

    /** Whether a value is written element by element: what a class of a person's own says of itself is never replaced. */
    private static boolean isWritten(Object value) {
        return value.getClass().isArray()
                || (value instanceof Collection<?> || value instanceof Map<?, ?>)
                        && value.getClass().getClassLoader() == null;
    }
}
