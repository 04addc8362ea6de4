package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole numbers; the smallest long is missing. */
public final class IntColumn implements Column {
    public static final long MISSING = Long.MIN_VALUE;

    private final int rows;
    private final Lazy<long[]> values;

    IntColumn(long[] values) {
        this(values.length, Lazy.of(values));
    }

    IntColumn(int rows, Lazy<long[]> values) {
        this.rows = rows;
        this.values = values;
    }

    static IntColumn empty(int rows) {
        long[] values = new long[rows];
        Arrays.fill(values, MISSING);
        return new IntColumn(values);
    }

    public long[] values() {
        return values.get();
    }

    @Override
    public boolean isRead() {
        return values.isRead();
    }

    @Override
    public FieldType type() {
        return FieldType.INT;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public @Nullable Long get(int row) {
        long value = values.near(row)[row];
        return value == MISSING ? null : (Long) value;
    }

    @Override
    public IntColumn with(int[] changedRows, List<? extends @Nullable Object> changes) {
        long[] changed = values().clone();
        for (int i = 0; i < changedRows.length; i++) {
            Object value = changes.get(i);
            if (value == null) {
                changed[changedRows[i]] = MISSING;
            } else if (value instanceof Number number && fits(number)) {
                changed[changedRows[i]] = number.longValue();
            } else {
                throw Column.cannotHold(type(), value);
            }
        }
        return new IntColumn(changed);
    }

    private static boolean fits(Number number) {
        double value = number.doubleValue();
        boolean whole = number instanceof Long
                || number instanceof Integer
                || (value == Math.rint(value) && Math.abs(value) < 0x1p63);
        return whole && number.longValue() != MISSING;
    }

    @Override
    public IntColumn select(int[] positions) {
        long[] from = values();
        long[] selected = new long[positions.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = positions[i] < 0 ? MISSING : from[positions[i]];
        }
        return new IntColumn(selected);
    }

    @Override
    public IntColumn grow(int count) {
        long[] grown = Arrays.copyOf(values(), rows + count);
        Arrays.fill(grown, rows, grown.length, MISSING);
        return new IntColumn(grown);
    }

    @Override
    public void write(ChunkWriter out, int from, int to) {
        out.longs(values(), from, to);
    }

    @Override
    public int items(int from, int to) {
        return to - from;
    }

    @Override
    public boolean sameRows(Column before, int from, int to) {
        return Arrays.equals(values(), from, to, ((IntColumn) before).values(), from, to);
    }

    static Assembly assembly(int rows) {
        long[] values = new long[rows];
        return new Assembly() {
            private int row;

            @Override
            public void add(ChunkReader in, int count) {
                in.longs(values, row, count);
                row += count;
            }

            @Override
            public Column done() {
                return new IntColumn(values);
            }
        };
    }
}
