package dev.winnow.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours Java as it is typed: comments, strings, numbers, annotations, keywords and types; magics as a whole line. */
final class JavaHighlighter implements Highlighter {
    private static final Pattern TOKEN = Pattern.compile("(?<comment>//[^\\n]*|/\\*(?s:.*?)(?:\\*/|$))"
            + "|(?<string>\"\"\"(?s:.*?)(?:\"\"\"|$)|\"(?:\\\\.|[^\"\\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\\n])*'?)"
            + "|(?<magic>(?m:^)%%?\\w[^\\n]*)"
            + "|(?<annotation>@\\w+)"
            + "|(?<number>\\b\\d[\\w.]*)"
            + "|(?<keyword>\\b(?:abstract|assert|boolean|break|byte|case|catch|char|class|const|continue|default|do|double|else"
            + "|enum|extends|final|finally|float|for|if|implements|import|instanceof|int|interface|long|native|new|package"
            + "|permits|private|protected|public|record|return|sealed|short|static|strictfp|super|switch|synchronized|this"
            + "|throw|throws|transient|try|var|void|volatile|while|yield|true|false|null)\\b)"
            + "|(?<type>\\b[A-Z]\\w*)");
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

    private final boolean color;

    JavaHighlighter(boolean color) {
        this.color = color;
    }

    @Override
    public AttributedString highlight(LineReader reader, String code) {
        return highlight(code);
    }

    AttributedString highlight(String code) {
        if (!color) {
            return new AttributedString(code);
        }
        AttributedStringBuilder styled = new AttributedStringBuilder();
        int done = 0;
        for (Matcher token = TOKEN.matcher(code); token.find(); done = token.end()) {
            styled.append(code.substring(done, token.start())).append(token.group(), style(token));
        }
        return styled.append(code.substring(done)).toAttributedString();
    }

    /** Colours that read on black and on white. */
    private static AttributedStyle style(Matcher token) {
        if (token.group("comment") != null) {
            return PLAIN.faint().italic();
        }
        if (token.group("string") != null) {
            return PLAIN.foreground(AttributedStyle.GREEN);
        }
        if (token.group("number") != null || token.group("type") != null) {
            return PLAIN.foreground(AttributedStyle.CYAN);
        }
        return token.group("keyword") != null
                ? PLAIN.foreground(AttributedStyle.MAGENTA).bold()
                : PLAIN.foreground(AttributedStyle.MAGENTA);
    }
}
