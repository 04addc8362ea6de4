package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Strings as codes into a dictionary; -1 is missing. */
record StringColumn(int[] codes, Codes dictionary) implements Column {
    static StringColumn empty(int rows) {
        int[] codes = new int[rows];
        Arrays.fill(codes, -1);
        return new StringColumn(codes, new Codes());
    }

    @Override
    public FieldType type() {
        return FieldType.STRING;
    }

    @Override
    public int rows() {
        return codes.length;
    }

    @Override
    public @Nullable String get(int row) {
        return codes[row] < 0 ? null : dictionary.value(codes[row]);
    }

    @Override
    public StringColumn with(Map<Integer, @Nullable Object> changes) {
        int[] changed = codes.clone();
        Codes grown = dictionary.copy();
        changes.forEach((row, value) -> {
            if (value == null) {
                changed[row] = -1;
            } else if (value instanceof String text) {
                changed[row] = grown.code(text);
            } else {
                throw Column.cannotHold(type(), value);
            }
        });
        return new StringColumn(changed, grown);
    }

    @Override
    public StringColumn select(int[] positions) {
        return new StringColumn(
                Arrays.stream(positions).map(p -> p < 0 ? -1 : codes[p]).toArray(), dictionary);
    }

    @Override
    public void write(DataOutput out, int from, int to) throws IOException {
        Codes used = new Codes();
        int[] renumbered = new int[to - from];
        for (int i = from; i < to; i++) {
            renumbered[i - from] = codes[i] < 0 ? -1 : used.code(dictionary.value(codes[i]));
        }
        used.write(out);
        for (int code : renumbered) {
            out.writeInt(code);
        }
    }

    static StringColumn read(DataInput in, int rows) throws IOException {
        Codes dictionary = Codes.read(in);
        int[] codes = new int[rows];
        for (int i = 0; i < rows; i++) {
            codes[i] = in.readInt();
        }
        return new StringColumn(codes, dictionary);
    }

    static StringColumn concat(List<Column> chunks) {
        int[] all = new int[Column.rows(chunks)];
        Codes dictionary = new Codes();
        int row = 0;
        for (Column chunk : chunks) {
            StringColumn strings = (StringColumn) chunk;
            int[] codes = dictionary.addAll(strings.dictionary);
            for (int code : strings.codes) {
                all[row++] = code < 0 ? -1 : codes[code];
            }
        }
        return new StringColumn(all, dictionary);
    }
}
