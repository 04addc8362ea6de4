package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** True, false or missing (1, 0, -1). */
public final class BooleanColumn implements Column {
    private static final byte MISSING = -1;

    private final int rows;
    private final Lazy<byte[]> values;

    BooleanColumn(byte[] values) {
        this(values.length, Lazy.of(values));
    }

    BooleanColumn(int rows, Lazy<byte[]> values) {
        this.rows = rows;
        this.values = values;
    }

    static BooleanColumn empty(int rows) {
        byte[] values = new byte[rows];
        Arrays.fill(values, MISSING);
        return new BooleanColumn(values);
    }

    public byte[] values() {
        return values.get();
    }

    @Override
    public boolean isRead() {
        return values.isRead();
    }

    @Override
    public FieldType type() {
        return FieldType.BOOLEAN;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public @Nullable Boolean get(int row) {
        byte value = values.near(row)[row];
        return value < 0 ? null : (Boolean) (value == 1);
    }

    @Override
    public BooleanColumn with(int[] changedRows, List<? extends @Nullable Object> changes) {
        byte[] changed = values().clone();
        for (int i = 0; i < changedRows.length; i++) {
            Object value = changes.get(i);
            if (value == null) {
                changed[changedRows[i]] = MISSING;
            } else if (value instanceof Boolean flag) {
                changed[changedRows[i]] = (byte) (flag ? 1 : 0);
            } else {
                throw Column.cannotHold(type(), value);
            }
        }
        return new BooleanColumn(changed);
    }

    @Override
    public BooleanColumn select(int[] positions) {
        byte[] from = values();
        byte[] selected = new byte[positions.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = positions[i] < 0 ? MISSING : from[positions[i]];
        }
        return new BooleanColumn(selected);
    }

    @Override
    public BooleanColumn grow(int count) {
        byte[] grown = Arrays.copyOf(values(), rows + count);
        Arrays.fill(grown, rows, grown.length, MISSING);
        return new BooleanColumn(grown);
    }

    @Override
    public void write(ChunkWriter out, int from, int to) {
        out.bytes(values(), from, to);
    }

    @Override
    public int items(int from, int to) {
        return to - from;
    }

    @Override
    public boolean sameRows(Column before, int from, int to) {
        return Arrays.equals(values(), from, to, ((BooleanColumn) before).values(), from, to);
    }

    static Assembly assembly(int rows) {
        byte[] values = new byte[rows];
        return new Assembly() {
            private int row;

            @Override
            public void add(ChunkReader in, int count) {
                in.bytes(values, row, count);
                row += count;
            }

            @Override
            public Column done() {
                return new BooleanColumn(values);
            }
        };
    }
}
