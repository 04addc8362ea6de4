package dev.winnow.session;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A documentation comment as HTML and as plain text. */
final class Javadoc {
    private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)\\s*");
    private static final Pattern UNSAFE = Pattern.compile(
            "(?is)<(script|style|iframe|object)\\b.*?</\\1\\s*>|<(?:script|style|iframe|object|img|link|meta)\\b[^>]*>"
                    + "|\\son\\w+\\s*=\\s*(?:\"[^\"]*\"|'[^']*'|[^\\s>]+)|(?<==[\"'])\\s*javascript:[^\"']*");

    private Javadoc() {}

    /** Signatures with their comments, one after the other. */
    static Documentation of(List<String> signatures, List<String> comments) {
        StringBuilder html = new StringBuilder();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < signatures.size(); i++) {
            String body = html(comments.get(i));
            html.append("<pre><code>")
                    .append(escape(signatures.get(i)))
                    .append("</code></pre>\n")
                    .append(body)
                    .append('\n');
            texts.add(signatures.get(i) + (body.isBlank() ? "" : "\n\n" + text(body)));
        }
        return new Documentation(String.join("\n\n", texts), html.toString());
    }

    /** The comment with its inline and block tags as HTML. */
    static String html(String comment) {
        String inline = inline(comment);
        Matcher block = BLOCK.matcher(inline);
        StringBuilder html = new StringBuilder();
        int from = block.find() ? block.start() : inline.length();
        html.append(inline, 0, from);
        if (from < inline.length()) {
            html.append("\n<dl>");
            int at = from;
            while (at < inline.length()) {
                block.find(at);
                String tag = block.group(1);
                int begin = block.end();
                at = block.find(begin) ? block.start() : inline.length();
                html.append(entry(tag, inline.substring(begin, at).strip()));
            }
            html.append("</dl>");
        }
        return UNSAFE.matcher(html.toString().strip()).replaceAll("");
    }

    private static String entry(String tag, String body) {
        String[] words = body.split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (tag) {
            case "param" -> "<dt><code>" + words[0] + "</code></dt><dd>" + rest + "</dd>\n";
            case "return" -> "<dt>Returns</dt><dd>" + body + "</dd>\n";
            case "throws", "exception" -> "<dt>Throws <code>" + words[0] + "</code></dt><dd>" + rest + "</dd>\n";
            case "deprecated" -> "<dt>Deprecated</dt><dd>" + body + "</dd>\n";
            case "apiNote", "implNote", "implSpec" -> "<dt>Note</dt><dd>" + body + "</dd>\n";
            default -> "";
        };
    }

    private static String inline(String comment) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < comment.length()) {
            int open = comment.indexOf("{@", at);
            int close = open < 0 ? -1 : closing(comment, open);
            if (close < 0) {
                break;
            }
            out.append(comment, at, open);
            String[] tag = comment.substring(open + 2, close).strip().split("\\s+", 2);
            String body = tag.length > 1 ? tag[1] : "";
            out.append(
                    switch (tag[0]) {
                        case "code", "snippet" -> "<code>" + escape(body) + "</code>";
                        case "literal" -> escape(body);
                        case "link", "linkplain" -> "<code>" + escape(label(body)) + "</code>";
                        case "return" -> "Returns " + body + ".";
                        case "value" -> "<code>" + escape(body) + "</code>";
                        default -> inline(body);
                    });
            at = close + 1;
        }
        return out.append(comment, at, comment.length()).toString();
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                depth++;
            } else if (text.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String label(String link) {
        int end = 0;
        int depth = 0;
        while (end < link.length() && (depth > 0 || !Character.isWhitespace(link.charAt(end)))) {
            depth += link.charAt(end) == '(' ? 1 : link.charAt(end) == ')' ? -1 : 0;
            end++;
        }
        String label = link.substring(end).strip();
        return label.isEmpty() ? link.replaceFirst("^#", "").replace('#', '.') : label;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** HTML as lines of text. */
    static String text(String html) {
        return html.replaceAll(
                        "(?i)\\s*<(p|/p|ul|/ul|ol|/ol|dl|/dl|pre|/pre|blockquote|/blockquote|h\\d|table|tr)[^>]*>\\s*",
                        "\n\n")
                .replaceAll("(?i)\\s*<(li|dt)[^>]*>\\s*", "\n- ")
                .replaceAll("(?i)<dd[^>]*>", ": ")
                .replaceAll("<[^>]+>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&nbsp;", " ")
                .replace("&#64;", "@")
                .replace("&amp;", "&")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }
}
