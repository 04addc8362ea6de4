package dev.winnow.session;

/** What the text of a cell says about itself, read past comments and literals. */
final class JavaText {
    private JavaText() {}

    /** Whether the last thing that is not space or comment is a semicolon: the cell then shows no value. */
    static boolean endsQuiet(String code) {
        return lastCode(code) == ';';
    }

    /** Whether there is nothing but space and comments. */
    static boolean isBlank(String code) {
        return skipBlank(code, 0) == code.length();
    }

    private static char lastCode(String code) {
        char last = 0;
        int i = skipBlank(code, 0);
        while (i < code.length()) {
            last = code.charAt(i);
            i = skipBlank(code, skip(code, i));
        }
        return last;
    }

    /** The offset of the quote of the string that is open at {@code cursor}, or -1. */
    static int openString(String code, int cursor) {
        int i = 0;
        while (i < cursor) {
            int next = skip(code, i);
            if (code.charAt(i) == '"' && !code.startsWith("\"\"\"", i)) {
                boolean closed = next <= cursor && next > i + 1 && code.charAt(next - 1) == '"';
                if (!closed) {
                    return i;
                }
            }
            i = next;
        }
        return -1;
    }

    /** The offset of the first thing at or behind {@code from} that is neither space nor comment. */
    static int skipBlank(String code, int from) {
        int i = from;
        while (i < code.length()
                && (Character.isWhitespace(code.charAt(i)) || code.startsWith("//", i) || code.startsWith("/*", i))) {
            i = skip(code, i);
        }
        return i;
    }

    /** The offset behind the comment, literal or single character at {@code i}. */
    static int skip(String code, int i) {
        char c = code.charAt(i);
        if (code.startsWith("//", i)) {
            int end = code.indexOf('\n', i);
            return end < 0 ? code.length() : end;
        }
        if (code.startsWith("/*", i)) {
            int end = code.indexOf("*/", i + 2);
            return end < 0 ? code.length() : end + 2;
        }
        if (code.startsWith("\"\"\"", i)) {
            return literalEnd(code, i, "\"\"\"");
        }
        return c == '"' || c == '\'' ? literalEnd(code, i, String.valueOf(c)) : i + 1;
    }

    private static int literalEnd(String code, int start, String quote) {
        int i = start + quote.length();
        boolean block = quote.length() == 3;
        while (i < code.length() && !code.startsWith(quote, i)) {
            if (!block && code.charAt(i) == '\n') {
                return i;
            }
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(code.length(), i + quote.length());
    }

    /** The identifier that begins at {@code from}, empty when none does. */
    static String word(String code, int from) {
        int end = from;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        return code.substring(from, end);
    }

    /** The number, from 1, of the line that holds {@code offset}. */
    static int line(String code, int offset) {
        return 1 + lineBreaks(code, 0, Math.min(offset, code.length()));
    }

    static int lineBreaks(String text, int from, int to) {
        int breaks = 0;
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\n') {
                breaks++;
            }
        }
        return breaks;
    }

    static String lineText(String code, int line) {
        String[] lines = code.split("\n", -1);
        return line >= 1 && line <= lines.length ? lines[line - 1] : "";
    }
}
