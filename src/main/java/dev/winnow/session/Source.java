package dev.winnow.session;

/** What the text of a cell says about itself, read past comments and literals. */
final class Source {
    private Source() {}

    /** Whether the last thing that is not space or comment is a semicolon: the cell then shows no value. */
    static boolean endsQuiet(String code) {
        return lastCode(code) == ';';
    }

    /** Whether there is nothing but space and comments. */
    static boolean isBlank(String code) {
        return lastCode(code) == 0;
    }

    private static char lastCode(String code) {
        char last = 0;
        int i = 0;
        while (i < code.length()) {
            char c = code.charAt(i);
            if (code.startsWith("//", i)) {
                int end = code.indexOf('\n', i);
                i = end < 0 ? code.length() : end;
            } else if (code.startsWith("/*", i)) {
                int end = code.indexOf("*/", i + 2);
                i = end < 0 ? code.length() : end + 2;
            } else if (code.startsWith("\"\"\"", i)) {
                last = c;
                i = literalEnd(code, i, "\"\"\"");
            } else if (c == '"' || c == '\'') {
                last = c;
                i = literalEnd(code, i, String.valueOf(c));
            } else {
                if (!Character.isWhitespace(c)) {
                    last = c;
                }
                i++;
            }
        }
        return last;
    }

    private static int literalEnd(String code, int start, String quote) {
        int i = start + quote.length();
        while (i < code.length() && !code.startsWith(quote, i)) {
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(code.length(), i + quote.length());
    }

    /** The number, from 1, of the line that holds {@code offset}. */
    static int line(String code, int offset) {
        int line = 1;
        for (int i = 0; i < Math.min(offset, code.length()); i++) {
            if (code.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    static String lineText(String code, int line) {
        String[] lines = code.split("\n", -1);
        return line >= 1 && line <= lines.length ? lines[line - 1] : "";
    }
}
