package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers with a fraction; {@code NaN} is missing. */
record FloatColumn(double[] values) implements Column {
    static FloatColumn empty(int rows) {
        double[] values = new double[rows];
        Arrays.fill(values, Double.NaN);
        return new FloatColumn(values);
    }

    @Override
    public FieldType type() {
        return FieldType.FLOAT;
    }

    @Override
    public int rows() {
        return values.length;
    }

    @Override
    public @Nullable Double get(int row) {
        return Double.isNaN(values[row]) ? null : (Double) values[row];
    }

    @Override
    public FloatColumn with(Map<Integer, @Nullable Object> changes) {
        double[] changed = values.clone();
        changes.forEach((row, value) -> {
            if (value == null) {
                changed[row] = Double.NaN;
            } else if (value instanceof Number number) {
                changed[row] = number.doubleValue();
            } else {
                throw Column.cannotHold(type(), value);
            }
        });
        return new FloatColumn(changed);
    }

    @Override
    public FloatColumn select(int[] positions) {
        return new FloatColumn(Arrays.stream(positions)
                .mapToDouble(p -> p < 0 ? Double.NaN : values[p])
                .toArray());
    }

    @Override
    public void write(DataOutput out, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            out.writeDouble(values[i]);
        }
    }

    static FloatColumn read(DataInput in, int rows) throws IOException {
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = in.readDouble();
        }
        return new FloatColumn(values);
    }

    static FloatColumn concat(List<Column> chunks) {
        double[] all = new double[Column.rows(chunks)];
        int row = 0;
        for (Column chunk : chunks) {
            System.arraycopy(((FloatColumn) chunk).values, 0, all, row, chunk.rows());
            row += chunk.rows();
        }
        return new FloatColumn(all);
    }
}
