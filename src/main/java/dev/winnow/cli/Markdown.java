package dev.winnow.cli;

import java.util.List;

/** The Markdown that the notebooks use: headings, paragraphs, lists, tables, code, emphasis. Everything else is text. */
final class Markdown {
    private Markdown() {}

    static String html(String source) {
        StringBuilder html = new StringBuilder();
        List<String> lines = source.lines().toList();
        for (int i = 0; i < lines.size(); ) {
            String line = lines.get(i);
            int end = i;
            if (line.isBlank()) {
                i++;
            } else if (line.startsWith("#")) {
                int level = line.length() - line.replaceFirst("^#+", "").length();
                html.append(
                        block("h" + Math.min(6, level), line.substring(level).strip()));
                i++;
            } else if (line.startsWith("```")) {
                end = i + 1;
                StringBuilder code = new StringBuilder();
                while (end < lines.size() && !lines.get(end).startsWith("```")) {
                    code.append(lines.get(end++)).append('\n');
                }
                html.append("<pre class=\"code\">")
                        .append(HtmlReport.escape(code.toString()))
                        .append("</pre>\n");
                i = end + 1;
            } else if (line.startsWith("|")) {
                html.append("<table>");
                for (; end < lines.size() && lines.get(end).startsWith("|"); end++) {
                    if (!lines.get(end).matches("[|:\\- ]+")) {
                        row(lines.get(end), end == i ? "th" : "td", html);
                    }
                }
                html.append("</table>\n");
                i = end;
            } else if (line.matches("(- |\\d+\\. ).*")) {
                String tag = line.startsWith("-") ? "ul" : "ol";
                html.append('<').append(tag).append('>');
                for (; end < lines.size() && lines.get(end).matches("(- |\\d+\\. ).*"); end++) {
                    html.append(block("li", lines.get(end).replaceFirst("^(- |\\d+\\. )", "")));
                }
                html.append("</").append(tag).append(">\n");
                i = end;
            } else {
                StringBuilder text = new StringBuilder();
                while (end < lines.size()
                        && !lines.get(end).isBlank()
                        && !lines.get(end).matches("(#|```|\\||- |\\d+\\. ).*")) {
                    text.append(lines.get(end++)).append(' ');
                }
                html.append(block("p", text.toString().strip()));
                i = Math.max(end, i + 1);
            }
        }
        return html.toString();
    }

    private static void row(String line, String tag, StringBuilder html) {
        html.append("<tr>");
        for (String cell :
                line.replaceFirst("^\\|", "").replaceFirst("\\|$", "").split("\\|", -1)) {
            html.append(block(tag, cell.strip()).stripTrailing());
        }
        html.append("</tr>");
    }

    private static String block(String tag, String text) {
        String inline = HtmlReport.escape(text)
                .replaceAll("`([^`]+)`", "<code>$1</code>")
                .replaceAll("\\*\\*([^*]+)\\*\\*", "<strong>$1</strong>")
                .replaceAll("(?<![\\w*])\\*([^*]+)\\*(?![\\w*])", "<em>$1</em>");
        return "<" + tag + ">" + inline + "</" + tag + ">\n";
    }
}
