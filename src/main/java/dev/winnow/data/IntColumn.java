package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whole numbers; the smallest long is missing. */
record IntColumn(long[] values) implements Column {
    private static final long MISSING = Long.MIN_VALUE;

    static IntColumn empty(int rows) {
        long[] values = new long[rows];
        Arrays.fill(values, MISSING);
        return new IntColumn(values);
    }

    @Override
    public FieldType type() {
        return FieldType.INT;
    }

    @Override
    public int rows() {
        return values.length;
    }

    @Override
    public @Nullable Long get(int row) {
        return values[row] == MISSING ? null : (Long) values[row];
    }

    @Override
    public IntColumn with(Map<Integer, @Nullable Object> changes) {
        long[] changed = values.clone();
        changes.forEach((row, value) -> {
            if (value == null) {
                changed[row] = MISSING;
            } else if (value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())) {
                changed[row] = number.longValue();
            } else {
                throw Column.cannotHold(type(), value);
            }
        });
        return new IntColumn(changed);
    }

    @Override
    public IntColumn select(int[] positions) {
        return new IntColumn(Arrays.stream(positions)
                .mapToLong(p -> p < 0 ? MISSING : values[p])
                .toArray());
    }

    @Override
    public void write(DataOutput out, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            out.writeLong(values[i]);
        }
    }

    static IntColumn read(DataInput in, int rows) throws IOException {
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = in.readLong();
        }
        return new IntColumn(values);
    }

    static IntColumn concat(List<Column> chunks) {
        long[] all = new long[Column.rows(chunks)];
        int row = 0;
        for (Column chunk : chunks) {
            System.arraycopy(((IntColumn) chunk).values, 0, all, row, chunk.rows());
            row += chunk.rows();
        }
        return new IntColumn(all);
    }
}
