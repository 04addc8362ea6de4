package dev.winnow.session;

import dev.winnow.display.Display;
import dev.winnow.display.MimeBundle;
import java.util.List;

/** Cells that are shown rather than run. */
final class MarkupMagics {
    static final List<Magic> ALL = List.of(
            shown("%%html", "Shows the cell as HTML.", MimeBundle.HTML),
            shown("%%markdown", "Shows the cell as Markdown.", "text/markdown").alias("md"),
            shown("%%latex", "Shows the cell as LaTeX.", "text/latex"),
            shown("%%svg", "Shows the cell as an SVG picture.", "image/svg+xml"),
            shown(
                            "%%javascript",
                            "Runs the cell in the browser, where the notebook allows it.", "application/javascript")
                    .alias("js"));

    private MarkupMagics() {}

    private static Magic shown(String use, String help, String mime) {
        return Magic.cell(use, help, call -> {
            String body = call.requireBody();
            return Display.show(MimeBundle.text(body.strip()).with(mime, body));
        });
    }
}
