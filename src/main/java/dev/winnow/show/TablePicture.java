package dev.winnow.show;

import dev.winnow.display.MimeBundle;
import tech.tablesaw.api.Table;

/** The first rows of a table, as a page and as text. */
public final class TablePicture {
    private static final int ROWS = 12;
    private static final int LONGEST = 60;

    private TablePicture() {}

    /** Whether the picture shows less than there is. */
    public static boolean cuts(Table table) {
        return table.rowCount() > ROWS;
    }

    public static String size(Table table) {
        return table.rowCount() + " rows × " + table.columnCount() + " columns";
    }

    public static MimeBundle of(Table table) {
        String size = size(table);
        Table shown = cuts(table) ? table.first(ROWS) : table;
        StringBuilder html = new StringBuilder("<table><tr>");
        table.columnNames()
                .forEach(name -> html.append("<th>").append(Html.escape(name)).append("</th>"));
        html.append("</tr>");
        for (int row = 0; row < shown.rowCount(); row++) {
            html.append("<tr>");
            for (int column = 0; column < shown.columnCount(); column++) {
                String cell = shown.getString(row, column);
                html.append("<td>")
                        .append(Html.escape(cell.length() > LONGEST ? cell.substring(0, LONGEST - 1) + "…" : cell))
                        .append("</td>");
            }
            html.append("</tr>");
        }
        html.append("</table><div>")
                .append(cuts(table) ? "the first " + ROWS + " of " + size : size)
                .append("</div>");
        return MimeBundle.text(shown.print(ROWS) + "\n" + size).with(MimeBundle.HTML, html.toString());
    }
}
