package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of strings, such as tags, as codes into one dictionary. A missing list and an empty one differ. */
record ListColumn(int[][] codes, Codes dictionary) implements Column {
    static ListColumn empty(int rows) {
        return new ListColumn(new int[rows][], new Codes());
    }

    @Override
    public FieldType type() {
        return FieldType.STRING_LIST;
    }

    @Override
    public int rows() {
        return codes.length;
    }

    @Override
    public @Nullable List<String> get(int row) {
        int[] own = codes[row];
        if (own == null) {
            return null;
        }
        List<String> values = new ArrayList<>(own.length);
        for (int code : own) {
            values.add(dictionary.value(code));
        }
        return values;
    }

    boolean has(int row, int code) {
        int[] own = codes[row];
        if (own != null) {
            for (int one : own) {
                if (one == code) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public ListColumn with(Map<Integer, @Nullable Object> changes) {
        int[][] changed = codes.clone();
        Codes grown = dictionary.copy();
        changes.forEach((row, value) -> {
            if (value == null) {
                changed[row] = null;
            } else if (value instanceof List<?> list) {
                changed[row] = list.stream()
                        .mapToInt(one -> grown.code(String.valueOf(one)))
                        .toArray();
            } else {
                throw Column.cannotHold(type(), value);
            }
        });
        return new ListColumn(changed, grown);
    }

    @Override
    public ListColumn select(int[] positions) {
        return new ListColumn(
                Arrays.stream(positions).mapToObj(p -> p < 0 ? null : codes[p]).toArray(int[][]::new), dictionary);
    }

    @Override
    public void write(DataOutput out, int from, int to) throws IOException {
        dictionary.write(out);
        for (int i = from; i < to; i++) {
            int[] own = codes[i];
            out.writeInt(own == null ? -1 : own.length);
            if (own != null) {
                for (int code : own) {
                    out.writeInt(code);
                }
            }
        }
    }

    static ListColumn read(DataInput in, int rows) throws IOException {
        Codes dictionary = Codes.read(in);
        int[][] codes = new int[rows][];
        for (int i = 0; i < rows; i++) {
            int length = in.readInt();
            if (length >= 0) {
                codes[i] = new int[length];
                for (int j = 0; j < length; j++) {
                    codes[i][j] = in.readInt();
                }
            }
        }
        return new ListColumn(codes, dictionary);
    }

    static ListColumn concat(List<Column> chunks) {
        int[][] all = new int[Column.rows(chunks)][];
        Codes dictionary = new Codes();
        int row = 0;
        for (Column chunk : chunks) {
            ListColumn lists = (ListColumn) chunk;
            int[] codes = dictionary.addAll(lists.dictionary);
            for (int[] own : lists.codes) {
                all[row++] = own == null
                        ? null
                        : Arrays.stream(own).map(code -> codes[code]).toArray();
            }
        }
        return new ListColumn(all, dictionary);
    }
}
