package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers with a fraction; {@code NaN} is missing. */
public final class FloatColumn implements Column {
    private final int rows;
    private final Lazy<double[]> values;

    public FloatColumn(double[] values) {
        this(values.length, Lazy.of(values));
    }

    FloatColumn(int rows, Lazy<double[]> values) {
        this.rows = rows;
        this.values = values;
    }

    static FloatColumn empty(int rows) {
        double[] values = new double[rows];
        Arrays.fill(values, Double.NaN);
        return new FloatColumn(values);
    }

    public double[] values() {
        return values.get();
    }

    @Override
    public boolean isRead() {
        return values.isRead();
    }

    @Override
    public FieldType type() {
        return FieldType.FLOAT;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public @Nullable Double get(int row) {
        double value = values.near(row)[row];
        return Double.isNaN(value) ? null : (Double) value;
    }

    @Override
    public FloatColumn with(int[] changedRows, List<? extends @Nullable Object> changes) {
        double[] changed = values().clone();
        for (int i = 0; i < changedRows.length; i++) {
            Object value = changes.get(i);
            if (value == null) {
                changed[changedRows[i]] = Double.NaN;
            } else if (value instanceof Number number) {
                changed[changedRows[i]] = number.doubleValue();
            } else {
                throw Column.cannotHold(type(), value);
            }
        }
        return new FloatColumn(changed);
    }

    @Override
    public FloatColumn select(int[] positions) {
        double[] from = values();
        double[] selected = new double[positions.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = positions[i] < 0 ? Double.NaN : from[positions[i]];
        }
        return new FloatColumn(selected);
    }

    @Override
    public FloatColumn grow(int count) {
        double[] grown = Arrays.copyOf(values(), rows + count);
        Arrays.fill(grown, rows, grown.length, Double.NaN);
        return new FloatColumn(grown);
    }

    @Override
    public void write(ChunkWriter out, int from, int to) {
        out.doubles(values(), from, to);
    }

    @Override
    public int items(int from, int to) {
        return to - from;
    }

    @Override
    public boolean sameRows(Column before, int from, int to) {
        return Arrays.equals(values(), from, to, ((FloatColumn) before).values(), from, to);
    }

    static Assembly assembly(int rows) {
        double[] values = new double[rows];
        return new Assembly() {
            private int row;

            @Override
            public void add(ChunkReader in, int count) {
                in.doubles(values, row, count);
                row += count;
            }

            @Override
            public Column done() {
                return new FloatColumn(values);
            }
        };
    }
}
