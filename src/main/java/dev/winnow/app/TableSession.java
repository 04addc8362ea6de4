package dev.winnow.app;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.winnow.display.Display;
import dev.winnow.display.MimeBundle;
import dev.winnow.show.TablePicture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A table that the App pages through: rows go to a front end by windows, in the table's order or in that of a column. It looks at the
 * table itself: what a cell changes there is in the next window.
 */
public final class TableSession extends AppSubject {
    /** Rows of a window, and characters of a cell, that are sent at most. */
    private static final int MOST_ROWS = 500;

    private static final int LONGEST = 400;

    /** Rows and characters that the width of a column is told by. */
    private static final int MEASURED = 50;

    private static final int WIDEST = 48;

    private final Table table;
    private @Nullable TableOrder order;

    public TableSession(Table table) {
        this.table = table;
        AppSessions.add(this);
    }

    /** Draws the table into the output of the cell. */
    public void show() {
        Display.show(bundle());
    }

    public MimeBundle bundle() {
        return AppComms.live(this, TablePicture.of(table));
    }

    @Override
    JsonObject hello() {
        JsonObject hello = AppJson.event("hello");
        hello.addProperty("session", id());
        hello.addProperty("panel", "table");
        hello.addProperty("dataset", String.valueOf(table.name()));
        hello.addProperty("stamp", 1);
        hello.addProperty("count", table.rowCount());
        hello.addProperty("total", table.rowCount());
        JsonArray columns = new JsonArray();
        for (int column = 0; column < table.columnCount(); column++) {
            columns.add(AppJson.of(column(column)));
        }
        hello.add("columns", columns);
        return hello;
    }

    private Map<String, Object> column(int column) {
        String name = table.column(column).name();
        int width = Math.max(4, name.length() + 3);
        for (int row = 0; row < Math.min(MEASURED, table.rowCount()); row++) {
            width = Math.max(width, table.getString(row, column).length());
        }
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("name", name);
        said.put("type", table.column(column).type().name().toLowerCase(Locale.ROOT));
        said.put("number", TableOrder.isNumber(table.column(column)));
        said.put("width", Math.min(WIDEST, width));
        return said;
    }

    @Override
    AppAnswers answers() {
        return (method, params, request, buffers) -> switch (method) {
            case "module" -> {
                buffers.add(Frontend.module());
                yield null;
            }
            case "rows" -> rows(params);
            default -> throw new IllegalArgumentException("A table is asked for 'rows', not for '" + method + "'.");
        };
    }

    /** Rows {@code from} … {@code from + count} as texts, and how many there are in all. */
    private Map<String, Object> rows(JsonObject params) {
        TableOrder order = order(AppJson.number(params, "sort", -1), AppJson.flag(params, "descending"));
        int n = table.rowCount();
        int from = Math.max(0, AppJson.number(params, "from", 0));
        int to = (int) Math.min(n, (long) from + Math.min(MOST_ROWS, AppJson.number(params, "count", 100)));
        List<List<String>> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int row = order.row(i);
            List<String> cells = new ArrayList<>(table.columnCount());
            for (int column = 0; column < table.columnCount(); column++) {
                String cell = table.getString(row, column);
                cells.add(cell.length() > LONGEST ? cell.substring(0, LONGEST - 1) + "…" : cell);
            }
            rows.add(cells);
        }
        return Map.of("rows", rows, "total", n);
    }

    /** The order that is asked for; the last one is kept, since a person pages through it. */
    private synchronized TableOrder order(int column, boolean descending) {
        if (column >= table.columnCount()) {
            throw new IllegalArgumentException(
                    "The table has " + table.columnCount() + " columns, none at " + column + ".");
        }
        if (column < 0) {
            return TableOrder.AS_IT_IS;
        }
        TableOrder kept = order;
        if (kept == null || !kept.fits(column, descending, table.rowCount())) {
            kept = TableOrder.by(table.column(column), column, descending);
            order = kept;
        }
        return kept;
    }

    @Override
    public String toString() {
        return "App looking at a table of " + TablePicture.size(table);
    }
}
