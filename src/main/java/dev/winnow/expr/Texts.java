package dev.winnow.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Operations on texts; positions and lengths count characters as a reader sees them (code points). */
final class Texts {
    private static final Set<String> OPS = Set.of(
            "add",
            "lower",
            "upper",
            "strip",
            "lstrip",
            "rstrip",
            "replace",
            "substr",
            "strlen",
            "split",
            "rsplit",
            "concat",
            "toInt",
            "toDouble",
            "toBool",
            "at",
            "slice");

    private Texts() {}

    static boolean has(String op) {
        return OPS.contains(op);
    }

    static Object compute(Calc calc, String text, List<@Nullable Object> rest) {
        return switch (calc.op()) {
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "strip" -> rest.isEmpty() ? text.strip() : trim(text, String.valueOf(rest.get(0)), true, true);
            case "lstrip" ->
                rest.isEmpty() ? text.stripLeading() : trim(text, String.valueOf(rest.get(0)), true, false);
            case "rstrip" ->
                rest.isEmpty() ? text.stripTrailing() : trim(text, String.valueOf(rest.get(0)), false, true);
            case "add", "concat" -> text + rest.stream().map(Texts::of).collect(Collectors.joining());
            case "replace" -> text.replace(String.valueOf(rest.get(0)), String.valueOf(rest.get(1)));
            case "substr" -> substr(calc, text, rest);
            case "strlen" -> (long) text.codePointCount(0, text.length());
            case "split" -> split(text, String.valueOf(rest.get(0)), limit(calc, rest));
            case "rsplit" -> rsplit(text, String.valueOf(rest.get(0)), limit(calc, rest));
            case "toInt" -> whole(calc, text.strip());
            case "toDouble" -> number(calc, text.strip());
            case "toBool" -> !text.isEmpty();
            default -> throw calc.cannot(text);
        };
    }

    private static double number(Calc calc, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException none) {
            throw calc.cannot(text);
        }
    }

    private static long whole(Calc calc, String text) {
        return text.matches("[-+]?\\d{1,18}") ? Long.parseLong(text) : (long) number(calc, text);
    }

    /** A value as text: whole numbers without a fraction. */
    static String of(@Nullable Object value) {
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf(number.longValue())
                : String.valueOf(value);
    }

    private static String trim(String text, String chars, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && chars.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (right && to > from && chars.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static String substr(Calc calc, String text, List<@Nullable Object> rest) {
        int[] points = text.codePoints().toArray();
        int from = Math.min((int) calc.number(java.util.Objects.requireNonNull(rest.get(0))), points.length);
        from = from < 0 ? Math.max(0, points.length + from) : from;
        int count = rest.size() > 1
                ? (int) calc.number(java.util.Objects.requireNonNull(rest.get(1)))
                : points.length - from;
        return new String(points, from, Math.max(0, Math.min(count, points.length - from)));
    }

    private static int limit(Calc calc, List<@Nullable Object> rest) {
        return rest.size() > 1 ? (int) calc.number(java.util.Objects.requireNonNull(rest.get(1))) : Integer.MAX_VALUE;
    }

    /** At most {@code splits} cuts, from the left. */
    private static List<String> split(String text, String separator, int splits) {
        List<String> all = new ArrayList<>(Arrays.asList(text.split(Pattern.quote(separator), -1)));
        return all.size() <= splits + 1L ? all : joined(all, splits, all.size(), separator);
    }

    /** At most {@code splits} cuts, from the right. */
    private static List<String> rsplit(String text, String separator, int splits) {
        List<String> all = new ArrayList<>(Arrays.asList(text.split(Pattern.quote(separator), -1)));
        return all.size() <= splits + 1L ? all : joined(all, 0, all.size() - splits, separator);
    }

    private static List<String> joined(List<String> all, int from, int to, String separator) {
        List<String> some = new ArrayList<>(all.subList(0, from));
        some.add(String.join(separator, all.subList(from, to)));
        some.addAll(all.subList(to, all.size()));
        return some;
    }
}
