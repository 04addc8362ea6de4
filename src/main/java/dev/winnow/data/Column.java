package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one field for every sample, as arrays. Immutable: a change gives a new column. */
sealed interface Column
        permits StringColumn, IntColumn, FloatColumn, BooleanColumn, ListColumn, DetectionColumn, VectorColumn {
    FieldType type();

    int rows();

    /** The value of a row, {@code null} when missing. */
    @Nullable
    Object get(int row);

    /** The column with the values of some rows replaced; {@code null} makes one missing. */
    Column with(Map<Integer, @Nullable Object> changes);

    /** The rows at {@code positions} in that order; a position of -1 gives a missing value. */
    Column select(int[] positions);

    /** Writes rows {@code from} (inclusive) to {@code to} (exclusive). */
    void write(DataOutput out, int from, int to) throws IOException;

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
        };
    }

    /** Reads what {@link #write} wrote for {@code rows} rows. */
    static Column read(FieldType type, DataInput in, int rows) throws IOException {
        return switch (type) {
            case STRING -> StringColumn.read(in, rows);
            case INT -> IntColumn.read(in, rows);
            case FLOAT -> FloatColumn.read(in, rows);
            case BOOLEAN -> BooleanColumn.read(in, rows);
            case STRING_LIST -> ListColumn.read(in, rows);
            case DETECTIONS -> DetectionColumn.read(in, rows);
            case VECTOR -> VectorColumn.read(in, rows);
        };
    }

    /** The chunks of one field, one behind the other. */
    static Column concat(FieldType type, List<Column> chunks) {
        if (chunks.size() == 1) {
            return chunks.get(0);
        }
        return switch (type) {
            case STRING -> StringColumn.concat(chunks);
            case INT -> IntColumn.concat(chunks);
            case FLOAT -> FloatColumn.concat(chunks);
            case BOOLEAN -> BooleanColumn.concat(chunks);
            case STRING_LIST -> ListColumn.concat(chunks);
            case DETECTIONS -> DetectionColumn.concat(chunks);
            case VECTOR -> VectorColumn.concat(chunks);
        };
    }

    /** The number of rows in all chunks. */
    static int rows(List<Column> chunks) {
        return chunks.stream().mapToInt(Column::rows).sum();
    }

    /** Refuses a value that the column cannot hold. */
    static IllegalArgumentException cannotHold(FieldType type, Object value) {
        return new IllegalArgumentException("A " + type + " field cannot hold " + value + " of type "
                + value.getClass().getSimpleName() + ".");
    }
}
