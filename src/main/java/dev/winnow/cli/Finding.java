package dev.winnow.cli;

import java.util.Locale;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param mend the command that puts it right; empty when nothing is wrong
 */
record Finding(Level level, String subject, String text, String mend) {
    enum Level {
        OK,
        NOTE,
        WRONG
    }

    static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text, "");
    }

    static Finding note(String subject, String text, String mend) {
        return new Finding(Level.NOTE, subject, text, mend);
    }

    static Finding wrong(String subject, String text, String mend) {
        return new Finding(Level.WRONG, subject, text, mend);
    }

    boolean isWrong() {
        return level == Level.WRONG;
    }

    @Override
    public String toString() {
        String name = isWrong() ? level.name() : level.name().toLowerCase(Locale.ROOT);
        String line = String.format(Locale.ROOT, "%-6s %-10s %s", name, subject, text);
        return mend.isEmpty() ? line : line + String.format(Locale.ROOT, "%n%-17s mend: %s", "", mend);
    }
}
