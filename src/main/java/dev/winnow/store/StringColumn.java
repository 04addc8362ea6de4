package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings as codes into a dictionary; -1 is missing. */
public final class StringColumn implements Column {
    private final int rows;
    private final Lazy<Parts> parts;
    private volatile @Nullable RowIndex index;

    record Parts(int[] codes, StringDictionary dictionary) {}

    StringColumn(int[] codes, StringDictionary dictionary) {
        this(codes.length, Lazy.of(new Parts(codes, dictionary)));
    }

    StringColumn(int rows, Lazy<Parts> parts) {
        this.rows = rows;
        this.parts = parts;
    }

    static StringColumn empty(int rows) {
        int[] codes = new int[rows];
        Arrays.fill(codes, -1);
        return new StringColumn(codes, new StringDictionary());
    }

    Parts parts() {
        return parts.get();
    }

    public int[] codes() {
        return parts().codes;
    }

    public StringDictionary dictionary() {
        return parts().dictionary;
    }

    /** Finds the last row that has a string; made once. */
    RowIndex index() {
        RowIndex known = index;
        if (known == null) {
            known = new RowIndex(codes(), dictionary());
            index = known;
        }
        return known;
    }

    @Override
    public boolean isRead() {
        return parts.isRead();
    }

    @Override
    public FieldType type() {
        return FieldType.STRING;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public @Nullable String get(int row) {
        Parts own = parts.near(row);
        return own.codes[row] < 0 ? null : own.dictionary.value(own.codes[row]);
    }

    @Override
    public StringColumn with(int[] changedRows, List<? extends @Nullable Object> changes) {
        int[] changed = codes().clone();
        StringDictionary grown = dictionary().copy();
        for (int i = 0; i < changedRows.length; i++) {
            Object value = changes.get(i);
            if (value == null) {
                changed[changedRows[i]] = -1;
            } else if (value instanceof String text) {
                changed[changedRows[i]] = grown.code(text);
            } else {
                throw Column.cannotHold(type(), value);
            }
        }
        return new StringColumn(changed, grown);
    }

    @Override
    public StringColumn select(int[] positions) {
        int[] from = codes();
        int[] selected = new int[positions.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = positions[i] < 0 ? -1 : from[positions[i]];
        }
        return new StringColumn(selected, dictionary());
    }

    @Override
    public StringColumn grow(int count) {
        int[] grown = Arrays.copyOf(codes(), rows + count);
        Arrays.fill(grown, rows, grown.length, -1);
        return new StringColumn(grown, dictionary());
    }

    @Override
    public void write(ChunkWriter out, int from, int to) {
        dictionary().writeUsed(out, codes(), from, to);
    }

    @Override
    public int items(int from, int to) {
        return to - from;
    }

    @Override
    public boolean sameRows(Column before, int from, int to) {
        StringColumn other = (StringColumn) before;
        return Arrays.equals(codes(), from, to, other.codes(), from, to)
                && dictionary().startsWith(other.dictionary());
    }

    /** @param distinct whether no text comes twice, as with ids: then none needs to be looked for */
    static Assembly assembly(int rows, boolean distinct) {
        int[] codes = new int[rows];
        StringDictionary dictionary = new StringDictionary();
        return new Assembly() {
            private int row;

            @Override
            public void add(ChunkReader in, int count) {
                StringDictionary read = StringDictionary.read(in);
                int[] mapped = distinct ? dictionary.append(read) : dictionary.addAll(read);
                in.ints(codes, row, count);
                for (int end = row + count; row < end; row++) {
                    codes[row] = codes[row] < 0 ? -1 : mapped[codes[row]];
                }
            }

            @Override
            public Column done() {
                dictionary.trim();
                return new StringColumn(codes, dictionary);
            }
        };
    }
}
