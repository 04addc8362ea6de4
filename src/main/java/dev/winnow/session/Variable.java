package dev.winnow.session;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A variable, or a part of one, as a panel lists it.
 *
 * @param type its declared type as Java writes it; of a part, the class of its value where that says more
 * @param value its value in one short line
 * @param expandable whether {@link JavaSession#parts} has anything to say about it
 */
public record Variable(String name, String type, String value, boolean expandable) {
    /** Longer values end with an ellipsis. */
    static final int LONGEST = 120;

    /** More parts than these are counted and not listed. */
    static final int MOST_PARTS = 200;

    /** A part as an object. */
    record Part(String name, String type, @Nullable Object value) {
        Variable shown() {
            return new Variable(name, type, text(value), isExpandable(value));
        }
    }

    static String text(@Nullable Object value) {
        try {
            StringBuilder text = new StringBuilder();
            write(value, text);
            String line = text.toString().replaceAll("\\s+", " ");
            return line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
        } catch (Exception | StackOverflowError broken) {
            return "(toString fails: " + broken.getClass().getSimpleName() + ")";
        }
    }

    private static void write(@Nullable Object value, StringBuilder text) {
        if (value instanceof CharSequence string) {
            text.append('"')
                    .append(string, 0, Math.min(string.length(), LONGEST))
                    .append('"');
        } else if (value instanceof Collection<?> collection) {
            text.append(collection.size()).append(" × ");
            writeAll(collection.iterator(), text);
        } else if (value != null && value.getClass().isArray()) {
            text.append(Array.getLength(value)).append(" × ");
            writeAll(elements(value).iterator(), text);
        } else {
            text.append(value);
        }
    }

    private static void writeAll(Iterator<?> values, StringBuilder text) {
        text.append('[');
        while (values.hasNext() && text.length() < LONGEST) {
            write(values.next(), text);
            text.append(values.hasNext() ? ", " : "");
        }
        text.append(values.hasNext() ? "…" : "]");
    }

    private static List<@Nullable Object> elements(Object array) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < Math.min(Array.getLength(array), MOST_PARTS); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    static boolean isExpandable(@Nullable Object value) {
        return value != null
                && !(value instanceof CharSequence
                        || value instanceof Number
                        || value instanceof Boolean
                        || value instanceof Character
                        || value instanceof Class<?>
                        || value instanceof Enum<?>)
                && !partsOf(value).isEmpty();
    }

    /** Elements, entries, components or fields of a value; the fields of JDK classes stay closed. */
    static List<Part> partsOf(@Nullable Object value) {
        List<Part> parts = new ArrayList<>();
        if (value == null) {
            return parts;
        }
        if (value.getClass().isArray()) {
            String type = value.getClass().getComponentType().getSimpleName();
            for (Object element : elements(value)) {
                parts.add(new Part("[" + parts.size() + "]", type, element));
            }
            rest(Array.getLength(value), parts);
        } else if (value instanceof Collection<?> collection) {
            for (Object element : collection) {
                if (parts.size() == MOST_PARTS) {
                    break;
                }
                parts.add(new Part("[" + parts.size() + "]", typeOf(element), element));
            }
            rest(collection.size(), parts);
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (parts.size() == MOST_PARTS) {
                    break;
                }
                parts.add(new Part("[" + text(entry.getKey()) + "]", typeOf(entry.getValue()), entry.getValue()));
            }
            rest(map.size(), parts);
        } else {
            fields(value, parts);
        }
        return parts;
    }

    private static void rest(int size, List<Part> parts) {
        if (size > parts.size()) {
            parts.add(new Part("…", "", (size - parts.size()) + " more"));
        }
    }

    private static void fields(Object value, List<Part> parts) {
        for (Class<?> type = value.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic() && field.trySetAccessible()) {
                    try {
                        parts.add(new Part(field.getName(), field.getType().getSimpleName(), field.get(value)));
                    } catch (IllegalAccessException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                }
            }
        }
    }

    private static String typeOf(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getSimpleName();
    }
}
