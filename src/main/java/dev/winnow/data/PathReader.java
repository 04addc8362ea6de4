package dev.winnow.data;

import dev.winnow.store.BooleanColumn;
import dev.winnow.store.Column;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.FloatColumn;
import dev.winnow.store.IntColumn;
import dev.winnow.store.ListColumn;
import dev.winnow.store.StringColumn;
import dev.winnow.store.StringDictionary;
import dev.winnow.store.VectorColumn;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How one path is read for a row of a view or for an object of a label field, resolved once: beside the boxed value a plain number
 * or the code in a dictionary where the path has one, so that loops over millions make no objects.
 *
 * @param number {@code NaN} where missing; {@code null} where the path holds no numbers
 * @param code the position in {@code dictionary}, -1 where missing; {@code null} where the path has no dictionary
 * @param lists asks lists of texts for codes; {@code null} where the path holds none
 * @param array the numbers ({@code double[]} or {@code long[]}) or codes ({@code int[]}) of all positions, {@code null} where they do
 *     not lie behind each other
 * @param size the number of elements of a list, 0 where missing; {@code null} where the path holds no list
 */
record PathReader(
        IntFunction<@Nullable Object> value,
        IntPredicate present,
        @Nullable IntToDoubleFunction number,
        @Nullable IntUnaryOperator code,
        @Nullable ListTest lists,
        @Nullable IntUnaryOperator size,
        @Nullable StringDictionary dictionary,
        @Nullable Object array) {

    /** Whether the list at a position has any of some codes. */
    interface ListTest {
        boolean anyOf(int i, int[] codes);
    }

    static PathReader of(IntFunction<@Nullable Object> value) {
        return new PathReader(value, i -> value.apply(i) != null, null, null, null, null, null, null);
    }

    static PathReader numbers(IntToDoubleFunction number) {
        return new PathReader(
                i -> {
                    double read = number.applyAsDouble(i);
                    return Double.isNaN(read) ? null : (Object) read;
                },
                i -> !Double.isNaN(number.applyAsDouble(i)),
                number,
                null,
                null,
                null,
                null,
                null);
    }

    static PathReader codes(IntUnaryOperator code, StringDictionary dictionary) {
        return new PathReader(
                i -> {
                    int read = code.applyAsInt(i);
                    return read < 0 ? null : dictionary.value(read);
                },
                i -> code.applyAsInt(i) >= 0,
                null,
                code,
                null,
                null,
                dictionary,
                null);
    }

    /** The same at the positions in {@code at}, of which a negative one is missing. */
    private PathReader through(int[] at) {
        IntToDoubleFunction numbers = number;
        IntUnaryOperator codes = code;
        return new PathReader(
                i -> at[i] < 0 ? null : value.apply(at[i]),
                i -> at[i] >= 0 && present.test(at[i]),
                numbers == null ? null : i -> at[i] < 0 ? Double.NaN : numbers.applyAsDouble(at[i]),
                codes == null ? null : i -> at[i] < 0 ? -1 : codes.applyAsInt(at[i]),
                null,
                null,
                dictionary,
                null);
    }

    private PathReader with(@Nullable Object values) {
        return new PathReader(value, present, number, code, lists, size, dictionary, values);
    }

    private PathReader withValue(IntFunction<@Nullable Object> boxed) {
        return new PathReader(boxed, present, number, code, lists, size, dictionary, array);
    }

    /** Reads {@code path} of the rows of a view by their position in it. */
    static PathReader ofRows(RowSelection rows, String asked) {
        String path = asked.startsWith("$") ? asked.substring(1) : asked;
        String field = rows.labelField(path);
        if (field != null && rows.patches() != null) {
            int[] own = rows.patches().objects().get(field);
            String attribute = RowSelection.attribute(path);
            if (own != null && !attribute.isEmpty()) {
                return ofObjects(rows.labels(field), attribute).through(own);
            }
        }
        if (rows.patches() != null || field != null || path.indexOf('.') >= 0) {
            IntFunction<@Nullable Object> value = i -> rows.scope(i).get(path);
            if (field == null || !RowSelection.attribute(path).isEmpty() || rows.patches() != null) {
                return of(value);
            }
            DetectionColumn labels = rows.labels(field);
            IntUnaryOperator size = i -> rows.countObjects(labels, field, i);
            return new PathReader(value, i -> labels.present().get(rows.rows()[i]), null, null, null, size, null, null);
        }
        int[] at = rows.rows();
        Column column = rows.state().column(path);
        IntFunction<@Nullable Object> value = i -> column.get(at[i]);
        if (column instanceof FloatColumn floats) {
            double[] values = floats.values();
            return numbers(i -> values[at[i]]).with(rows.isWhole() ? values : null);
        }
        if (column instanceof IntColumn ints) {
            long[] values = ints.values();
            return numbers(i -> values[at[i]] == IntColumn.MISSING ? Double.NaN : values[at[i]])
                    .withValue(value)
                    .with(rows.isWhole() ? values : null);
        }
        if (column instanceof StringColumn strings) {
            int[] codes = strings.codes();
            return codes(i -> codes[at[i]], strings.dictionary()).with(rows.isWhole() ? codes : null);
        }
        if (column instanceof ListColumn lists) {
            int[] start = lists.start();
            ListTest holds = (i, codes) -> {
                for (int code : codes) {
                    if (lists.has(at[i], code)) {
                        return true;
                    }
                }
                return false;
            };
            IntUnaryOperator size = i -> start[at[i] + 1] - start[at[i]];
            return new PathReader(
                    value, i -> lists.present().get(at[i]), null, null, holds, size, lists.dictionary(), null);
        }
        if (column instanceof BooleanColumn flags) {
            byte[] values = flags.values();
            return new PathReader(value, i -> values[at[i]] >= 0, null, null, null, null, null, null);
        }
        if (column instanceof VectorColumn vectors) {
            return new PathReader(value, i -> vectors.has(at[i]), null, null, null, null, null, null);
        }
        return of(value);
    }

    /** Reads {@code path} of the objects of a label field by their position in the column. */
    static PathReader ofObjects(DetectionColumn column, String path) {
        return switch (path) {
            case "label" -> {
                int[] codes = column.label();
                yield codes(object -> codes[object], column.labels()).with(codes);
            }
            case "confidence" -> {
                double[] confidence = column.confidence();
                yield numbers(object -> confidence[object]).with(confidence);
            }
            default -> of(object -> column.value(object, path));
        };
    }
}
