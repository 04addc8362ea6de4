package dev.winnow.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A cell cut into Java and magics, read token by token: what Java can mean stays Java.
 *
 * <p>A magic is a {@code %name} that begins a line where no operand precedes it ({@code a} newline {@code % b} is a remainder), or
 * after an operand when what follows cannot be Java ({@code %maven g:a:v}); one that follows {@code =} gives its value to the
 * variable. {@code %%name} on a cell's first line makes all lines below its body. Text blocks, strings and comments hold no
 * magics.
 */
public final class MagicCell {
    private final String code;
    private final Predicate<String> known;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder java;
    private int position;
    private int javaFrom;
    private int depth;
    private Token last = Token.NOTHING;
    private boolean lineStart = true;

    private enum Token {
        /** The start of the cell, or of a statement. */
        NOTHING,
        /** After it a {@code %} is a remainder. */
        OPERAND,
        /** The end of a block, or of an expression that ends with one. */
        BRACE,
        ASSIGNMENT,
        OTHER
    }

    /** A piece of a cell, in order. */
    public sealed interface Part permits Java, Line, Body {}

    /** Java: the whole cell with everything else blanked, so that offsets and lines stay those of the cell. */
    record Java(String text) implements Part {}

    /**
     * A line magic.
     *
     * @param from offset of its {@code %}
     * @param argumentsFrom offset of what follows its name
     * @param to offset of the line's end
     */
    public record Line(String name, int from, int argumentsFrom, int to) implements Part {}

    /**
     * A cell magic.
     *
     * @param from offset of its {@code %%}
     * @param argumentsFrom offset of what follows its name
     * @param to offset of the first line's end
     * @param bodyFrom offset of its body, which reaches to the cell's end
     */
    record Body(String name, int from, int argumentsFrom, int to, int bodyFrom) implements Part {}

    private MagicCell(String code, Predicate<String> known) {
        this.code = code;
        this.known = known;
        this.java = new StringBuilder(code);
    }

    /** The pieces of a cell; {@code known} tells which names are magics, for the one case where Java could mean the same. */
    public static List<Part> parts(String code, Predicate<String> known) {
        return code.indexOf('%') < 0 ? List.of(new Java(code)) : new MagicCell(code, known).cut();
    }

    /** The code with everything outside the range blanked. */
    static String only(String code, int from, int to) {
        StringBuilder text = new StringBuilder(code);
        blank(text, 0, from);
        blank(text, to, text.length());
        return text.toString();
    }

    private static void blank(StringBuilder text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '\n' && text.charAt(i) != '\r') {
                text.setCharAt(i, ' ');
            }
        }
    }

    private List<Part> cut() {
        while (position < code.length()) {
            char c = code.charAt(position);
            if (c == '\n') {
                lineStart = true;
                position++;
            } else if (Character.isWhitespace(c)) {
                position++;
            } else if (c == '%' && (lineStart || last == Token.ASSIGNMENT) && magic()) {
                lineStart = true;
            } else {
                lineStart = false;
                token(c);
            }
        }
        java(code.length());
        return parts;
    }

    /** Steps over one token of Java. */
    private void token(char c) {
        if (code.startsWith("//", position)) {
            position = lineEnd(position);
        } else if (code.startsWith("/*", position)) {
            int end = code.indexOf("*/", position + 2);
            position = end < 0 ? code.length() : end + 2;
        } else if (code.startsWith("\"\"\"", position)) {
            literal("\"\"\"");
        } else if (c == '"' || c == '\'') {
            literal(String.valueOf(c));
        } else if (Character.isJavaIdentifierPart(c)) {
            while (position < code.length() && Character.isJavaIdentifierPart(code.charAt(position))) {
                position++;
            }
            last = Token.OPERAND;
        } else {
            last = symbol(c);
            position++;
        }
    }

    private Token symbol(char c) {
        switch (c) {
            case '{', '(', '[' -> depth++;
            case '}', ')', ']' -> depth = Math.max(0, depth - 1);
            default -> {}
        }
        return switch (c) {
            case ')', ']' -> Token.OPERAND;
            case '}' -> Token.BRACE;
            case ';', '{' -> Token.NOTHING;
            case '=' ->
                position > 0 && "=<>!+-*/%&|^".indexOf(code.charAt(position - 1)) >= 0 ? Token.OTHER : Token.ASSIGNMENT;
            // A postfix ++ or -- ends an operand.
            case '+', '-' ->
                position > 0 && code.charAt(position - 1) == c && last == Token.OTHER ? Token.OPERAND : Token.OTHER;
            default -> Token.OTHER;
        };
    }

    private void literal(String quote) {
        int i = position + quote.length();
        boolean block = quote.length() == 3;
        while (i < code.length() && !code.startsWith(quote, i) && (block || code.charAt(i) != '\n')) {
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        boolean closed = i < code.length() && code.startsWith(quote, i);
        position = Math.min(code.length(), closed ? i + quote.length() : i);
        last = Token.OPERAND;
    }

    /** Takes the magic at the position, if it is one. */
    private boolean magic() {
        int from = position;
        boolean cell = code.startsWith("%%", from);
        int nameFrom = from + (cell ? 2 : 1);
        int nameTo = nameFrom;
        while (nameTo < code.length() && Character.isJavaIdentifierPart(code.charAt(nameTo))) {
            nameTo++;
        }
        if (nameTo == nameFrom || !Character.isJavaIdentifierStart(code.charAt(nameFrom))) {
            return false;
        }
        String name = code.substring(nameFrom, nameTo);
        int to = lineEnd(nameTo);
        if (cell) {
            java(from);
            int bodyFrom = Math.min(code.length(), to + 1);
            parts.add(new Body(name, from, nameTo, to, bodyFrom));
            position = code.length();
            javaFrom = position;
            return true;
        }
        if (lineStart && mayBeRemainder(name, nameTo, to)) {
            return false;
        }
        if (depth > 0 || last == Token.ASSIGNMENT) {
            inline(from, nameFrom, to);
        } else {
            java(from);
            parts.add(new Line(name, from, nameTo, to));
            javaFrom = to;
        }
        position = to;
        last = Token.NOTHING;
        return true;
    }

    /** Whether Java could mean a remainder by this {@code %name}. */
    private boolean mayBeRemainder(String name, int nameTo, int lineTo) {
        if (last != Token.OPERAND && last != Token.BRACE) {
            return false;
        }
        String rest = code.substring(nameTo, lineTo);
        String argument = rest.strip();
        boolean spaced = !rest.isEmpty() && Character.isWhitespace(rest.charAt(0));
        boolean notJava = spaced
                && !argument.isEmpty()
                && (Character.isJavaIdentifierPart(argument.charAt(0)) || argument.charAt(0) == '"')
                && !argument.startsWith("instanceof ");
        return !notJava && !(last == Token.BRACE && known.test(name));
    }

    /** Puts a call in the place of a magic whose value is used, or which stands inside a block. */
    private void inline(int from, int nameFrom, int to) {
        String asked = code.substring(nameFrom, to).strip().replaceAll(";$", "");
        String quoted = asked.replace("\\", "\\\\").replace("\"", "\\\"");
        int shift = java.length() - code.length();
        String call = JavaSession.class.getName() + ".current().lineMagic(\"" + quoted + "\");";
        java.replace(from + shift, to + shift, call);
    }

    /** Ends the Java that began at {@code javaFrom}. */
    private void java(int to) {
        int shift = java.length() - code.length();
        StringBuilder text = new StringBuilder(java);
        blank(text, 0, javaFrom);
        blank(text, to + shift, text.length());
        if (!text.toString().isBlank()) {
            parts.add(new Java(text.toString()));
        }
        if (shift != 0) {
            java.setLength(0);
            java.append(code);
        }
    }

    private int lineEnd(int from) {
        int end = code.indexOf('\n', from);
        end = end < 0 ? code.length() : end;
        return end > from && code.charAt(end - 1) == '\r' ? end - 1 : end;
    }
}
