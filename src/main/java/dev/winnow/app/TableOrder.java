package dev.winnow.app;

import java.util.Comparator;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;

/**
 * The order of a table's rows by one column: numbers by size, all else by its text; what is missing last in both directions, ties as they
 * came.
 */
record TableOrder(int column, boolean descending, int[] rows) {
    /** The table's own order. */
    static final TableOrder AS_IT_IS = new TableOrder(-1, false, new int[0]);

    static TableOrder by(Column<?> values, int column, boolean descending) {
        Comparator<Integer> order = isNumber(values) ? numbers((NumericColumn<?>) values) : texts(values);
        Comparator<Integer> missingLast = Comparator.comparing(values::isMissing);
        int[] rows = IntStream.range(0, values.size())
                .boxed()
                .parallel()
                .sorted(missingLast.thenComparing(descending ? order.reversed() : order))
                .mapToInt(Integer::intValue)
                .toArray();
        return new TableOrder(column, descending, rows);
    }

    static boolean isNumber(Column<?> values) {
        return values instanceof NumericColumn;
    }

    private static Comparator<Integer> numbers(NumericColumn<?> values) {
        double[] keys = new double[values.size()];
        for (int row = 0; row < keys.length; row++) {
            keys[row] = values.getDouble(row);
        }
        return Comparator.comparingDouble(row -> keys[row]);
    }

    private static Comparator<Integer> texts(Column<?> values) {
        String[] keys = new String[values.size()];
        for (int row = 0; row < keys.length; row++) {
            keys[row] = values.getUnformattedString(row);
        }
        return Comparator.comparing(row -> keys[row]);
    }

    boolean fits(int wanted, boolean down, int count) {
        return wanted == column && down == descending && rows.length == count;
    }

    /** The row of the table at a position of this order. */
    int row(int position) {
        return column < 0 ? position : rows[position];
    }
}
