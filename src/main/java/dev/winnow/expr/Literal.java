package dev.winnow.expr;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A constant: a text, number, boolean, list or map of these, or missing. Collections and arrays become lists, a character a text,
 * {@code float} becomes {@code double} and the short whole numbers {@code int}, so that a constant equals what its stored form
 * gives back. Anything else is refused, since it could be neither stored nor printed.
 */
public record Literal(@Nullable Object constant) implements Expr {
    public Literal {
        constant = settled(constant);
    }

    private static @Nullable Object settled(@Nullable Object constant) {
        if (constant == null
                || constant instanceof String
                || constant instanceof Boolean
                || constant instanceof Integer
                || constant instanceof Long
                || constant instanceof Double) {
            return constant;
        }
        if (constant instanceof Short || constant instanceof Byte) {
            return ((Number) constant).intValue();
        }
        if (constant instanceof Number number) {
            return number.doubleValue();
        }
        if (constant instanceof Character) {
            return String.valueOf(constant);
        }
        if (constant instanceof Collection<?> values) {
            List<@Nullable Object> list = new ArrayList<>(values.size());
            listed(values).forEach(value -> list.add(settled(value)));
            return Collections.unmodifiableList(list);
        }
        if (constant.getClass().isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = 0; i < Array.getLength(constant); i++) {
                list.add(settled(Array.get(constant, i)));
            }
            return Collections.unmodifiableList(list);
        }
        if (constant instanceof Map<?, ?> entries) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            entries.forEach((key, value) -> map.put(settled(key), settled(value)));
            return Collections.unmodifiableMap(map);
        }
        throw new IllegalArgumentException(
                constant + " of type " + constant.getClass().getSimpleName()
                        + " is no constant of an expression: texts, numbers, booleans, lists and maps of these are.");
    }

    /**
     * The values as a list; those of a set that keeps no order in the order of their texts, so that what is made of them reads the same
     * in every process.
     */
    public static <T extends @Nullable Object> List<T> listed(Collection<T> values) {
        List<T> list = new ArrayList<>(values);
        if (values instanceof Set<?> && !(values instanceof LinkedHashSet<?> || values instanceof SortedSet<?>)) {
            list.sort(Comparator.comparing(Literal::text));
        }
        return list;
    }

    @Override
    public @Nullable Object value(Scope scope) {
        return constant;
    }

    @Override
    public void paths(Set<String> into) {}

    @Override
    public String toString() {
        return text(constant);
    }

    /** The source of an expression that a method is called on: a constant needs wrapping for that. */
    static String receiver(Expr expr) {
        return expr instanceof Literal ? "Expr.of(" + expr + ")" : expr.toString();
    }

    /** The Java source of constants as separate arguments of a method that also takes a collection. */
    static String arguments(List<?> constants) {
        if (constants.size() == 1 && !(constants.get(0) instanceof String || constants.get(0) instanceof Number)) {
            return "Arrays.asList(" + (constants.get(0) == null ? "(Object) null" : text(constants.get(0))) + ")";
        }
        return constants.stream().map(Literal::text).collect(Collectors.joining(", "));
    }

    /** The Java source of a constant. */
    public static String text(@Nullable Object constant) {
        if (constant instanceof String string) {
            return quoted(string);
        }
        if (constant instanceof Long number) {
            return number + "L";
        }
        if (constant instanceof Double number && !Double.isFinite(number)) {
            return number.isNaN() ? "Double.NaN" : "Double." + (number > 0 ? "POSITIVE" : "NEGATIVE") + "_INFINITY";
        }
        if (constant instanceof List<?> list) {
            return list.stream()
                    .map(Literal::text)
                    .collect(Collectors.joining(
                            ", ", list.stream().anyMatch(one -> one == null) ? "Arrays.asList(" : "List.of(", ")"));
        }
        if (constant instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .sorted(Comparator.comparing(entry -> text(entry.getKey())))
                    .map(entry -> "Map.entry(" + text(entry.getKey()) + ", " + text(entry.getValue()) + ")")
                    .collect(Collectors.joining(", ", "Map.ofEntries(", ")"));
        }
        return String.valueOf(constant);
    }

    private static String quoted(String string) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c < ' ' || isHalf(string, i)) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** Whether there is half of a character (an unpaired surrogate), which no file can hold as it is. */
    private static boolean isHalf(String string, int i) {
        char c = string.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 == string.length() || !Character.isLowSurrogate(string.charAt(i + 1))
                : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(string.charAt(i - 1)));
    }
}
