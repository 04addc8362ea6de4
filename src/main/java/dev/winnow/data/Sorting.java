package dev.winnow.data;

import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.store.IntColumn;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Orders rows by a value: missing last in both directions, ties as they came. Numbers and coded texts become keys of 64 bits whose
 * plain order is the wanted one; few first rows are selected without ordering the rest.
 */
final class Sorting {
    private static final long LAST = Long.MAX_VALUE;

    private Sorting() {}

    /** The positions of the first {@code count} rows in the order of {@code by}. */
    static int[] order(RowSelection rows, Expr by, boolean descending, int count) {
        CompiledExpr asked = CompiledExpr.ofRows(rows);
        IntToDoubleFunction number = asked.number(by);
        int wanted = Math.min(count, rows.count());
        if (number != null) {
            long[] keys = new long[rows.count()];
            if (by instanceof Field field
                    && rows.patches() == null
                    && rows.state().fields().get(field.path()) instanceof IntColumn ints) {
                long[] values = ints.values();
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = key(values[rows.rows()[i]], descending);
                }
                return first(keys, wanted);
            }
            for (int i = 0; i < keys.length; i++) {
                keys[i] = key(number.applyAsDouble(i), descending);
            }
            return first(keys, wanted);
        }
        long[] coded = by instanceof Field field
                ? ranks(PathReader.ofRows(rows, field.path()), rows.count(), descending)
                : null;
        return coded != null ? first(coded, wanted) : Arrays.copyOf(boxed(asked, rows, by, descending), wanted);
    }

    /** A whole number itself, since a double would not hold every one. */
    private static long key(long number, boolean descending) {
        return number == IntColumn.MISSING ? LAST : descending ? ~number : number;
    }

    /** A whole number in the order of the numbers; -0 is 0. */
    private static long key(double number, boolean descending) {
        if (Double.isNaN(number)) {
            return LAST;
        }
        long bits = Double.doubleToRawLongBits(number + 0.0);
        bits ^= (bits >> 63) & Long.MAX_VALUE;
        return descending ? ~bits : bits;
    }

    private static long @Nullable [] ranks(PathReader reader, int rows, boolean descending) {
        if (reader.code() == null || reader.dictionary() == null) {
            return null;
        }
        List<String> words = reader.dictionary().values();
        Integer[] order = new Integer[words.size()];
        Arrays.setAll(order, code -> code);
        Arrays.sort(order, Comparator.comparing(words::get));
        long[] rankOfCode = new long[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            rankOfCode[order[rank]] = descending ? order.length - rank : rank;
        }
        long[] keys = new long[rows];
        for (int i = 0; i < rows; i++) {
            int code = reader.code().applyAsInt(i);
            keys[i] = code < 0 ? LAST : rankOfCode[code];
        }
        return keys;
    }

    private static int[] first(long[] keys, int count) {
        return count * 20L < keys.length ? smallest(keys, count) : Arrays.copyOf(sorted(keys), count);
    }

    /** The positions of the {@code count} smallest keys in order, ties by position, by a heap of that size with the worst on top. */
    private static int[] smallest(long[] keys, int count) {
        int[] heap = new int[count];
        int size = 0;
        for (int i = 0; i < keys.length && count > 0; i++) {
            if (size < count) {
                int at = size++;
                heap[at] = i;
                while (at > 0 && after(keys, heap[at], heap[(at - 1) / 2])) {
                    swap(heap, at, (at - 1) / 2);
                    at = (at - 1) / 2;
                }
            } else if (keys[i] < keys[heap[0]]) {
                heap[0] = i;
                sink(keys, heap, size);
            }
        }
        for (int end = size - 1; end > 0; end--) {
            swap(heap, 0, end);
            sink(keys, heap, end);
        }
        return heap;
    }

    private static boolean after(long[] keys, int a, int b) {
        return keys[a] > keys[b] || (keys[a] == keys[b] && a > b);
    }

    private static void sink(long[] keys, int[] heap, int size) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && after(keys, heap[child + 1], heap[child])) {
                child++;
            }
            if (!after(keys, heap[child], heap[at])) {
                return;
            }
            swap(heap, at, child);
            at = child;
        }
    }

    private static void swap(int[] heap, int a, int b) {
        int kept = heap[a];
        heap[a] = heap[b];
        heap[b] = kept;
    }

    /** All positions in the order of their keys: a radix sort, byte by byte from the lowest, so that ties stay as they are. */
    private static int[] sorted(long[] keys) {
        int n = keys.length;
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        int[] next = new int[n];
        int[][] counts = new int[8][256];
        for (long key : keys) {
            long bits = key ^ Long.MIN_VALUE;
            for (int digit = 0; digit < 8; digit++) {
                counts[digit][(int) (bits >>> (8 * digit)) & 255]++;
            }
        }
        for (int digit = 0; digit < 8; digit++) {
            int[] count = counts[digit];
            int shift = 8 * digit;
            if (n == 0 || count[(int) ((keys[0] ^ Long.MIN_VALUE) >>> shift) & 255] == n) {
                continue;
            }
            int before = 0;
            for (int value = 0; value < 256; value++) {
                int own = count[value];
                count[value] = before;
                before += own;
            }
            for (int position : order) {
                next[count[(int) ((keys[position] ^ Long.MIN_VALUE) >>> shift) & 255]++] = position;
            }
            int[] kept = order;
            order = next;
            next = kept;
        }
        return order;
    }

    private static int[] boxed(CompiledExpr asked, RowSelection rows, Expr by, boolean descending) {
        IntFunction<@Nullable Object> value = asked.value(by);
        @Nullable Object[] keys = new @Nullable Object[rows.count()];
        for (int i = 0; i < keys.length; i++) {
            Object key = value.apply(i);
            keys[i] = key instanceof Double number && number.isNaN() ? null : key;
        }
        Comparator<Object> order = Sorting::compare;
        Comparator<Object> present = descending ? order.reversed() : order;
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted((a, b) -> {
                    Object x = keys[a];
                    Object y = keys[b];
                    if (x == null || y == null) {
                        return x == y ? 0 : x == null ? 1 : -1;
                    }
                    return present.compare(x, y);
                })
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return Double.compare(x.doubleValue(), y.doubleValue());
        }
        if (a instanceof Comparable<?> && a.getClass() == b.getClass()) {
            return ((Comparable<Object>) a).compareTo(b);
        }
        throw new IllegalArgumentException(
                "sortBy: values of type " + a.getClass().getSimpleName() + " have no order.");
    }
}
