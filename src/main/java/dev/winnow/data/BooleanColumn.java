package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** True, false or missing (1, 0, -1). */
record BooleanColumn(byte[] values) implements Column {
    static BooleanColumn empty(int rows) {
        byte[] values = new byte[rows];
        Arrays.fill(values, (byte) -1);
        return new BooleanColumn(values);
    }

    @Override
    public FieldType type() {
        return FieldType.BOOLEAN;
    }

    @Override
    public int rows() {
        return values.length;
    }

    @Override
    public @Nullable Boolean get(int row) {
        return values[row] < 0 ? null : (Boolean) (values[row] == 1);
    }

    @Override
    public BooleanColumn with(Map<Integer, @Nullable Object> changes) {
        byte[] changed = values.clone();
        changes.forEach((row, value) -> {
            if (value == null) {
                changed[row] = -1;
            } else if (value instanceof Boolean flag) {
                changed[row] = (byte) (flag ? 1 : 0);
            } else {
                throw Column.cannotHold(type(), value);
            }
        });
        return new BooleanColumn(changed);
    }

    @Override
    public BooleanColumn select(int[] positions) {
        byte[] selected = new byte[positions.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = positions[i] < 0 ? -1 : values[positions[i]];
        }
        return new BooleanColumn(selected);
    }

    @Override
    public void write(DataOutput out, int from, int to) throws IOException {
        out.write(values, from, to - from);
    }

    static BooleanColumn read(DataInput in, int rows) throws IOException {
        byte[] values = new byte[rows];
        in.readFully(values);
        return new BooleanColumn(values);
    }

    static BooleanColumn concat(List<Column> chunks) {
        byte[] all = new byte[Column.rows(chunks)];
        int row = 0;
        for (Column chunk : chunks) {
            System.arraycopy(((BooleanColumn) chunk).values, 0, all, row, chunk.rows());
            row += chunk.rows();
        }
        return new BooleanColumn(all);
    }
}
