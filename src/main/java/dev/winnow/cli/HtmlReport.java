package dev.winnow.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An executed notebook as one HTML page that needs nothing else: pictures inside, charts as their picture, no scripts. */
final class HtmlReport {
    private static final List<String> PREFERRED = List.of("text/html", "image/png", "image/jpeg", "text/plain");
    private static final Pattern ANSI = Pattern.compile("\u001b\\[(\\d+)m");
    private static final String STYLE =
            """
            :root{color-scheme:light dark}
            body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
            pre{font:13px/1.45 ui-monospace,monospace;margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
            .code{background:#8881;border-left:3px solid #888;padding:.4rem .8rem;margin-top:1rem}
            .out{padding:.1rem .8rem .4rem}
            .n{color:#888;font-size:12px}
            .err{color:#c0392b}.loc{color:#2874a6}
            table{border-collapse:collapse}td,th{border:1px solid #8885;padding:.15rem .5rem;vertical-align:top}
            img{max-width:100%;height:auto}
            """;

    private HtmlReport() {}

    static void write(Notebook book, String title, Path file) {
        StringBuilder html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
                .append(escape(title))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n");
        for (JsonObject cell : book.cells()) {
            if (Notebook.isCode(cell)) {
                code(cell, html);
            } else {
                html.append(Markdown.html(Notebook.source(cell), name -> attachment(cell, name)));
            }
        }
        html.append("</body></html>\n");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, html);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write " + file, failure);
        }
    }

    /** A picture that a Markdown cell carries, as an address; empty if it carries none of that name. */
    private static String attachment(JsonObject cell, String name) {
        if (cell.get("attachments") instanceof JsonObject all && all.get(name) instanceof JsonObject forms) {
            for (String type : forms.keySet()) {
                if (type.startsWith("image/") && forms.get(type).isJsonPrimitive()) {
                    return "data:" + type + ";base64,"
                            + forms.get(type).getAsString().replaceAll("\\s", "");
                }
            }
        }
        return "";
    }

    private static void code(JsonObject cell, StringBuilder html) {
        JsonElement count = cell.get("execution_count");
        String number = count == null || count.isJsonNull() ? " " : count.getAsString();
        html.append("<div class=\"code\"><span class=\"n\">In [").append(number).append("]</span><pre>");
        html.append(escape(Notebook.source(cell))).append("</pre></div>\n");
        if (!cell.has("outputs")) {
            return;
        }
        for (JsonElement one : cell.getAsJsonArray("outputs")) {
            JsonObject output = one.getAsJsonObject();
            html.append("<div class=\"out\">");
            if (output.has("text")) {
                html.append("<pre>")
                        .append(ansi(Notebook.text(output.get("text"))))
                        .append("</pre>");
            } else if (output.has("traceback")) {
                StringBuilder lines = new StringBuilder();
                output.getAsJsonArray("traceback")
                        .forEach(line -> lines.append(line.getAsString()).append('\n'));
                html.append("<pre>").append(ansi(lines.toString())).append("</pre>");
            } else {
                data(output.getAsJsonObject("data"), html);
            }
            html.append("</div>\n");
        }
    }

    private static void data(JsonObject data, StringBuilder html) {
        for (String mime : PREFERRED) {
            if (!data.has(mime)) {
                continue;
            }
            String form = Notebook.text(data.get(mime));
            if (mime.equals("text/html")) {
                html.append(form);
            } else if (mime.startsWith("image/")) {
                html.append("<img alt=\"")
                        .append(escape(data.has("text/plain") ? Notebook.text(data.get("text/plain")) : ""))
                        .append("\" style=\"max-height:34rem\" src=\"data:")
                        .append(mime)
                        .append(";base64,")
                        .append(form.strip())
                        .append("\">");
            } else {
                html.append("<pre>").append(ansi(form)).append("</pre>");
            }
            return;
        }
    }

    private static String ansi(String text) {
        Matcher colour = ANSI.matcher(escape(text));
        StringBuilder html = new StringBuilder();
        boolean open = false;
        while (colour.find()) {
            String tag = (open ? "</span>" : "");
            open = !colour.group(1).equals("0");
            tag += open ? "<span class=\"" + (colour.group(1).equals("31") ? "err" : "loc") + "\">" : "";
            colour.appendReplacement(html, Matcher.quoteReplacement(tag));
        }
        colour.appendTail(html);
        return html + (open ? "</span>" : "");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
