package dev.winnow.format;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file, one at a time: commas, quotes doubled inside quotes, line breaks inside quotes.
 *
 * <p>Source: RFC 4180.
 */
final class CsvLines {
    private static final int MAX_CELL = 1 << 20;

    private final Reader in;
    private int pushed = -2;

    CsvLines(Reader in) {
        this.in = in;
    }

    private int next() throws IOException {
        int c = pushed == -2 ? in.read() : pushed;
        pushed = -2;
        return c;
    }

    /** The cells of the next row; {@code null} behind the last. */
    @Nullable
    List<String> row() throws IOException {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int c = next(); ; c = next()) {
            if (quoted) {
                if (c == -1) {
                    throw new IllegalArgumentException("a quote is opened and never closed");
                }
                if (c != '"') {
                    cell.append((char) c);
                } else {
                    pushed = in.read();
                    quoted = pushed == '"';
                    if (quoted) {
                        cell.append((char) next());
                    }
                }
            } else if (c == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\n' || c == -1) {
                if (c == -1 && cells.isEmpty() && cell.isEmpty()) {
                    return null;
                }
                cells.add(cell.toString());
                return cells;
            } else if (c != '\r') {
                cell.append((char) c);
            }
            if (cell.length() > MAX_CELL) {
                throw new IllegalArgumentException("a cell is longer than a million characters");
            }
        }
    }

    /** A row; a text that a spreadsheet would run as a formula gets an apostrophe before it. */
    static String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            boolean number = cell.matches("-?[0-9.]+([eE][-+]?[0-9]+)?");
            String safe = !number && !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
            boolean quote = safe.matches("(?s).*[\",\r\n].*") || !safe.equals(safe.strip());
            line.append(i == 0 ? "" : ",").append(quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe);
        }
        return line.append('\n').toString();
    }
}
