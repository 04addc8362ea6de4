package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of one field for every sample, as arrays. Immutable: a change gives a new column. The arrays of a stored column are
 * read at their first use; where they are damaged, each use says so, and type and number of rows are known all the same.
 */
public sealed interface Column
        permits StringColumn,
                IntColumn,
                FloatColumn,
                BooleanColumn,
                ListColumn,
                ObjectColumn,
                ValueColumn,
                VectorColumn {
    FieldType type();

    int rows();

    /** Whether the arrays are in memory. */
    boolean isRead();

    /** The value of a row, {@code null} when missing. */
    @Nullable
    Object get(int row);

    /** The column with the values of {@code rows} replaced, one for each; {@code null} makes one missing. */
    Column with(int[] rows, List<? extends @Nullable Object> values);

    /** The rows at {@code positions} in that order; a position of -1 gives a missing value. */
    Column select(int[] positions);

    /** The column with {@code count} more rows, missing. */
    Column grow(int count);

    /** Writes rows {@code from} (inclusive) to {@code to} (exclusive). */
    void write(ChunkWriter out, int from, int to);

    /** The number of values in these rows: of labels, of list elements, of rows themselves. */
    int items(int from, int to);

    /** Whether rows {@code from} to {@code to} are certainly those of {@code before}, a column of the same type. */
    boolean sameRows(Column before, int from, int to);

    /** The column with the values of some rows replaced; {@code null} makes one missing. */
    default Column with(Map<Integer, @Nullable Object> changes) {
        int[] rows = new int[changes.size()];
        List<@Nullable Object> values = new ArrayList<>(rows.length);
        int next = 0;
        for (Map.Entry<Integer, @Nullable Object> change : changes.entrySet()) {
            rows[next++] = change.getKey();
            values.add(change.getValue());
        }
        return with(rows, values);
    }

    /** A column of {@code rows} missing values. */
    static Column empty(FieldType type, int rows) {
        return switch (type) {
            case STRING -> StringColumn.empty(rows);
            case INT -> IntColumn.empty(rows);
            case FLOAT -> FloatColumn.empty(rows);
            case BOOLEAN -> BooleanColumn.empty(rows);
            case STRING_LIST -> ListColumn.empty(rows);
            case DETECTIONS -> DetectionColumn.empty(rows);
            case VECTOR -> VectorColumn.empty(rows);
            case LIST, DICT -> ValueColumn.empty(type, rows);
            default -> LabelColumn.empty(type, rows);
        };
    }

    /** A field whose arrays are on disk still. */
    interface Stored {
        /** All of it, read once. */
        Column whole();

        /** The first rows, as far as {@code row} at least, read without the rest; {@code null} where that is no shorter way. */
        @Nullable
        Column leading(int row);
    }

    /** A column whose arrays {@code from} brings when they are first used. */
    static Column stored(FieldType type, int rows, Stored from) {
        return switch (type) {
            case STRING -> new StringColumn(rows, parts(from, column -> ((StringColumn) column).parts()));
            case INT -> new IntColumn(rows, parts(from, column -> ((IntColumn) column).values()));
            case FLOAT -> new FloatColumn(rows, parts(from, column -> ((FloatColumn) column).values()));
            case BOOLEAN -> new BooleanColumn(rows, parts(from, column -> ((BooleanColumn) column).values()));
            case STRING_LIST -> new ListColumn(rows, parts(from, column -> ((ListColumn) column).parts()));
            case DETECTIONS -> new DetectionColumn(rows, parts(from, column -> ((DetectionColumn) column).parts()));
            case VECTOR -> new VectorColumn(rows, parts(from, column -> ((VectorColumn) column).parts()));
            case LIST, DICT -> new ValueColumn(type, rows, parts(from, column -> ((ValueColumn) column).values()));
            default ->
                new LabelColumn(type, new DetectionColumn(rows, parts(from, column -> ((LabelColumn) column)
                        .objects()
                        .parts())));
        };
    }

    private static <P> Lazy<P> parts(Stored from, Function<Column, P> of) {
        return Lazy.from(() -> of.apply(from.whole()), row -> {
            Column leading = from.leading(row);
            return leading == null ? null : of.apply(leading);
        });
    }

    /** Begins to read a field of {@code rows} rows and {@code items} values from its chunks. */
    static Assembly assembly(String field, FieldType type, int rows, int items) {
        return switch (type) {
            case STRING -> StringColumn.assembly(rows, field.equals(State.ID));
            case INT -> IntColumn.assembly(rows);
            case FLOAT -> FloatColumn.assembly(rows);
            case BOOLEAN -> BooleanColumn.assembly(rows);
            case STRING_LIST -> ListColumn.assembly(rows, items);
            case DETECTIONS -> DetectionColumn.assembly(rows, items);
            case VECTOR -> VectorColumn.assembly(rows);
            case LIST, DICT -> ValueColumn.assembly(type, rows);
            default -> LabelColumn.assembly(type, rows, items);
        };
    }

    /** A column that is being read chunk by chunk. */
    interface Assembly {
        /** Appends the rows of the next chunk. */
        void add(ChunkReader in, int rows);

        Column done();
    }

    /** By row the place in {@code rows} that changes it, -1 where it stays. */
    static int[] changeOfRow(int count, int[] rows) {
        int[] change = new int[count];
        Arrays.fill(change, -1);
        for (int i = 0; i < rows.length; i++) {
            change[rows[i]] = i;
        }
        return change;
    }

    /** Refuses a value that the column cannot hold. */
    static IllegalArgumentException cannotHold(FieldType type, Object value) {
        return new IllegalArgumentException("A " + type + " field cannot hold " + value + " of type "
                + value.getClass().getSimpleName() + ".");
    }
}
