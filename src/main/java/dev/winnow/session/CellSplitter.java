package dev.winnow.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * Cuts a cell into pieces. What a semicolon ends outside of all brackets is cut here; everything else (control statements, classes,
 * methods, an unended last line) is cut by JShell, whose answer takes a parse of all that follows.
 */
final class CellSplitter {
    private static final Set<String> ASK = Set.of(
            "abstract",
            "class",
            "default",
            "do",
            "enum",
            "final",
            "for",
            "if",
            "interface",
            "native",
            "non",
            "private",
            "protected",
            "public",
            "record",
            "sealed",
            "static",
            "strictfp",
            "switch",
            "synchronized",
            "transient",
            "try",
            "volatile",
            "while");

    private final String code;
    private final SourceCodeAnalysis analysis;
    private final List<int[]> ranges = new ArrayList<>();

    private CellSplitter(String code, SourceCodeAnalysis analysis) {
        this.code = code;
        this.analysis = analysis;
    }

    static List<Statement> of(String code, SourceCodeAnalysis analysis, Syntax syntax) {
        CellSplitter pieces = new CellSplitter(code, analysis);
        pieces.cut();
        List<String> texts = pieces.ranges.stream()
                .map(range -> code.substring(range[0], range[1]))
                .toList();
        List<Syntax.Form> forms = syntax.forms(texts);
        List<Statement> all = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++) {
            all.add(new Statement(pieces.ranges.get(i)[0], pieces.ranges.get(i)[1], forms.get(i)));
        }
        return all;
    }

    /** {@code complete}, {@code incomplete} or {@code invalid}. */
    static String completeness(String code, SourceCodeAnalysis analysis) {
        String rest = code;
        while (!JavaText.isBlank(rest)) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            switch (info.completeness()) {
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE:
                    return "incomplete";
                case UNKNOWN:
                    return "invalid";
                default:
                    break;
            }
            if (info.remaining().length() >= rest.length()) {
                break;
            }
            rest = info.remaining();
        }
        return "complete";
    }

    private void cut() {
        int at = JavaText.skipBlank(code, 0);
        while (at < code.length()) {
            int end = semicolon(at);
            if (end < 0) {
                CompletionInfo info = analysis.analyzeCompletion(code.substring(at));
                end = info.completeness().isComplete()
                        ? code.length() - info.remaining().length()
                        : code.length();
                end = Math.max(end, at + 1);
            }
            ranges.add(new int[] {at, end});
            at = JavaText.skipBlank(code, end);
        }
    }

    /** The offset behind the semicolon that ends the piece at {@code from}, or -1 when only a parser can tell. */
    private int semicolon(int from) {
        char first = code.charAt(from);
        if (first == '{' || first == '@' || ASK.contains(JavaText.word(code, from))) {
            return -1;
        }
        int depth = 0;
        char before = 0;
        int i = from;
        while (i < code.length()) {
            char c = code.charAt(i);
            int next = JavaText.skip(code, i);
            if (next == i + 1 && !Character.isWhitespace(c)) {
                // At the outside a brace continues a statement only after these.
                if (depth == 0 && c == '{' && before != '=' && before != ']' && !code.startsWith("->", lambda(i))) {
                    return -1;
                }
                if (c == '(' || c == '[' || c == '{') {
                    depth++;
                } else if (c == ')' || c == ']' || c == '}') {
                    depth--;
                } else if (c == ';' && depth == 0) {
                    return i + 1;
                }
                before = c;
            } else if (next > i + 1 && !code.startsWith("/", i)) {
                before = '"';
            }
            i = next;
        }
        return -1;
    }

    /** Where an arrow before {@code brace} would begin. */
    private int lambda(int brace) {
        int i = brace - 1;
        while (i > 0 && Character.isWhitespace(code.charAt(i))) {
            i--;
        }
        return Math.max(0, i - 1);
    }
}
