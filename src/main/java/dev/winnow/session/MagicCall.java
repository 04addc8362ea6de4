package dev.winnow.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One use of a magic in a cell.
 *
 * @param session the session whose cell it is
 * @param magic what is called
 * @param text what follows its name on the line; of gathered magics all lines, one a line
 * @param code the cell, or the call's own text when Java made it
 * @param textFrom offset of {@code text} in the code
 * @param body the lines below a cell magic
 * @param bodyFrom offset of the body in the code
 */
public record MagicCall(
        JavaSession session, Magic magic, String text, String code, int textFrom, Optional<String> body, int bodyFrom) {

    /** The arguments: split at spaces, kept together by double quotes, up to a {@code //}. */
    public List<String> arguments() {
        return split(text);
    }

    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && "\"\\".indexOf(text.charAt(i + 1)) >= 0) {
                word.append(text.charAt(++i));
                begun = true;
            } else if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (Character.isWhitespace(c) && !quoted) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else if (!begun && text.startsWith("//", i)) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /** Runs Java that follows the name on the line; the value of its last expression, if any. */
    @Nullable
    Object evaluateText() {
        return session.evaluateWithin(MagicCell.only(code, textFrom, textFrom + text.length()));
    }

    /** Runs the body as Java. */
    @Nullable
    Object evaluateBody() {
        return session.evaluateWithin(MagicCell.only(code, bodyFrom, code.length()));
    }

    /** The body, which must say something. */
    public String requireBody() {
        return body.filter(lines -> !lines.isBlank())
                .orElseThrow(() ->
                        new MagicException("%%" + magic.name() + " works on the lines below it, and there are none."
                                + " Write them under the first line of the cell."));
    }

    /** A misuse, with how the magic is used. */
    public MagicException misuse(String what) {
        String use = body.isPresent() && !magic.cellUse().isEmpty() ? magic.cellUse() : magic.lineUse();
        return new MagicException(what + " Use: " + (use.isEmpty() ? magic.cellUse() : use));
    }
}
