package dev.winnow.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values that cells gave: {@code $7} is the value of cell 7, one of the last {@value #KEPT} that gave any. It is declared when a
 * cell first mentions it and let go when that cell ends, so that nothing holds an older value.
 */
final class CellValues {
    static final int KEPT = 10;

    private static final Pattern NAME = Pattern.compile("(?<![\\w$])\\$(\\d{1,9})(?![\\w$])");

    private final Deque<Given> given = new ArrayDeque<>();

    /** A value, and the expression that gave it. */
    record Given(int cell, String expression, @Nullable Object value) {}

    synchronized void add(int cell, String expression, Object value) {
        given.removeIf(one -> one.cell() == cell);
        given.addLast(new Given(cell, expression, value));
        if (given.size() > KEPT) {
            given.removeFirst();
        }
    }

    synchronized void forget() {
        given.clear();
    }

    /** The kept values that a text mentions. */
    synchronized Set<Given> mentioned(String code) {
        Set<Given> found = new HashSet<>();
        if (code.indexOf('$') >= 0) {
            Matcher matcher = NAME.matcher(code);
            while (matcher.find()) {
                int cell = Integer.parseInt(matcher.group(1));
                given.stream().filter(one -> one.cell() == cell).forEach(found::add);
            }
        }
        return found;
    }
}
