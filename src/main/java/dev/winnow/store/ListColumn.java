package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of strings, such as tags, as codes into one dictionary: the list of row r is {@code codes[start[r]]} to
 * {@code codes[start[r + 1] - 1]}. A missing list and an empty one differ.
 */
public final class ListColumn implements Column {
    private final int rows;
    private final Lazy<Parts> parts;

    record Parts(int[] start, int[] codes, BitSet present, StringDictionary dictionary) {}

    ListColumn(int[] start, int[] codes, BitSet present, StringDictionary dictionary) {
        this(start.length - 1, Lazy.of(new Parts(start, codes, present, dictionary)));
    }

    ListColumn(int rows, Lazy<Parts> parts) {
        this.rows = rows;
        this.parts = parts;
    }

    static ListColumn empty(int rows) {
        return new ListColumn(new int[rows + 1], new int[0], new BitSet(), new StringDictionary());
    }

    Parts parts() {
        return parts.get();
    }

    public int[] start() {
        return parts().start;
    }

    public int[] codes() {
        return parts().codes;
    }

    public BitSet present() {
        return parts().present;
    }

    public StringDictionary dictionary() {
        return parts().dictionary;
    }

    @Override
    public boolean isRead() {
        return parts.isRead();
    }

    @Override
    public FieldType type() {
        return FieldType.STRING_LIST;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public @Nullable List<String> get(int row) {
        Parts own = parts.near(row);
        if (!own.present.get(row)) {
            return null;
        }
        List<String> values = new ArrayList<>(own.start[row + 1] - own.start[row]);
        for (int i = own.start[row]; i < own.start[row + 1]; i++) {
            values.add(own.dictionary.value(own.codes[i]));
        }
        return values;
    }

    public boolean has(int row, int code) {
        Parts own = parts();
        for (int i = own.start[row]; i < own.start[row + 1]; i++) {
            if (own.codes[i] == code) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ListColumn with(int[] changedRows, List<? extends @Nullable Object> changes) {
        int[] change = Column.changeOfRow(rows, changedRows);
        Builder builder = new Builder(dictionary().copy(), rows, codes().length + changedRows.length);
        for (int row = 0; row < rows; row++) {
            if (change[row] < 0) {
                builder.copy(this, row);
                continue;
            }
            Object value = changes.get(change[row]);
            if (value == null) {
                builder.missing();
            } else if (value instanceof List<?> list) {
                list.forEach(one -> builder.add(builder.dictionary.code(String.valueOf(one))));
                builder.end();
            } else {
                throw Column.cannotHold(type(), value);
            }
        }
        return builder.build();
    }

    /** The lists of {@code changedRows} with {@code texts} added at their end where they lack them, or taken out. */
    public ListColumn with(int[] changedRows, List<String> texts, boolean add) {
        Parts own = parts();
        BitSet changed = new BitSet(rows);
        for (int row : changedRows) {
            changed.set(row);
        }
        StringDictionary grown = own.dictionary.copy();
        int[] wanted = texts.stream().distinct().mapToInt(grown::code).toArray();
        BitSet present = (BitSet) own.present.clone();
        int[] start = new int[rows + 1];
        int[] codes = new int[own.codes.length + (add ? changedRows.length * wanted.length : 0)];
        int size = 0;
        int row = 0;
        while (row < rows) {
            int next = changed.nextSetBit(row);
            int until = next < 0 ? rows : next;
            int from = own.start[row];
            System.arraycopy(own.codes, from, codes, size, own.start[until] - from);
            for (int shift = size - from; row < until; row++) {
                start[row + 1] = own.start[row + 1] + shift;
            }
            size = start[row];
            if (row < rows) {
                for (int i = own.start[row]; i < own.start[row + 1]; i++) {
                    if (add || !contains(wanted, own.codes[i])) {
                        codes[size++] = own.codes[i];
                    }
                }
                for (int code : wanted) {
                    if (add && !has(row, code)) {
                        codes[size++] = code;
                    }
                }
                if (add) {
                    present.set(row);
                }
                start[++row] = size;
            }
        }
        return new ListColumn(start, Arrays.copyOf(codes, size), present, grown);
    }

    private static boolean contains(int[] codes, int wanted) {
        for (int code : codes) {
            if (code == wanted) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ListColumn select(int[] positions) {
        Builder builder = new Builder(dictionary(), positions.length, codes().length);
        for (int position : positions) {
            if (position < 0) {
                builder.missing();
            } else {
                builder.copy(this, position);
            }
        }
        return builder.build();
    }

    @Override
    public ListColumn grow(int count) {
        int[] grown = Arrays.copyOf(start(), rows + count + 1);
        Arrays.fill(grown, rows + 1, grown.length, grown[rows]);
        return new ListColumn(grown, codes(), present(), dictionary());
    }

    @Override
    public void write(ChunkWriter out, int from, int to) {
        Parts own = parts();
        ListOffsets.write(out, own.start, own.present, from, to);
        own.dictionary.writeUsed(out, own.codes, own.start[from], own.start[to]);
    }

    @Override
    public int items(int from, int to) {
        return start()[to] - start()[from];
    }

    @Override
    public boolean sameRows(Column before, int from, int to) {
        Parts own = parts();
        Parts other = ((ListColumn) before).parts();
        int first = own.start[from];
        int last = own.start[to];
        int otherFirst = other.start[from];
        return ListOffsets.same(own.start, own.present, other.start, other.present, from, to)
                && Arrays.equals(own.codes, first, last, other.codes, otherFirst, otherFirst + last - first)
                && own.dictionary.startsWith(other.dictionary);
    }

    static Assembly assembly(int rows, int items) {
        int[] start = new int[rows + 1];
        int[] codes = new int[items];
        BitSet present = new BitSet(rows);
        StringDictionary dictionary = new StringDictionary();
        return new Assembly() {
            private int row;

            @Override
            public void add(ChunkReader in, int count) {
                ListOffsets.read(in, start, present, row, count);
                int[] mapped = dictionary.addAll(StringDictionary.read(in));
                int first = start[row];
                int last = start[row + count];
                in.ints(codes, first, last - first);
                for (int i = first; i < last; i++) {
                    codes[i] = mapped[codes[i]];
                }
                row += count;
            }

            @Override
            public Column done() {
                return new ListColumn(start, codes, present, dictionary);
            }
        };
    }

    /** Gathers lists row by row. */
    private static final class Builder {
        private final StringDictionary dictionary;
        private final int[] start;
        private final BitSet present = new BitSet();
        private int[] codes;
        private int row;
        private int size;

        Builder(StringDictionary dictionary, int rows, int expected) {
            this.dictionary = dictionary;
            start = new int[rows + 1];
            codes = new int[Math.max(16, expected)];
        }

        void add(int code) {
            if (size == codes.length) {
                codes = Arrays.copyOf(codes, size + (size >> 1));
            }
            codes[size++] = code;
        }

        void end() {
            present.set(row);
            missing();
        }

        void missing() {
            start[++row] = size;
        }

        void copy(ListColumn from, int fromRow) {
            Parts own = from.parts();
            for (int i = own.start[fromRow]; i < own.start[fromRow + 1]; i++) {
                add(own.codes[i]);
            }
            if (own.present.get(fromRow)) {
                end();
            } else {
                missing();
            }
        }

        ListColumn build() {
            return new ListColumn(start, Arrays.copyOf(codes, size), present, dictionary);
        }
    }
}
