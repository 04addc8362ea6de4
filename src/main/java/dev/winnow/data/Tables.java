package dev.winnow.data;

import dev.winnow.label.FieldType;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.State;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tablesaw tables made from rows: copies, which the reader may change. */
final class Tables {
    private Tables() {}

    static Table samples(RowSelection rows) {
        StringColumn ids = StringColumn.create("id");
        for (int i = 0; i < rows.count(); i++) {
            ids.append(rows.id(i));
        }
        Table table = Table.create(rows.datasetName(), ids);
        rows.state().fields().forEach((name, column) -> {
            if (!name.equals(State.ID) && column.type() != FieldType.VECTOR) {
                table.addColumns(column(rows, name, column.type()));
            }
        });
        return table;
    }

    private static tech.tablesaw.columns.Column<?> column(RowSelection rows, String name, FieldType type) {
        return switch (type) {
            case INT -> longs(rows, name, name);
            case FLOAT -> doubles(rows, name, name);
            case REGRESSION -> doubles(rows, name, name + ".value");
            case BOOLEAN -> {
                BooleanColumn values = BooleanColumn.create(name);
                for (int i = 0; i < rows.count(); i++) {
                    if (rows.value(i, name) instanceof Boolean value) {
                        values.append(value);
                    } else {
                        values.appendMissing();
                    }
                }
                yield values;
            }
            case CLASSIFICATION -> texts(rows, name, name + ".label");
            default -> type.isLabels() && !type.isOneLabel() ? sizes(rows, name) : texts(rows, name, name);
        };
    }

    private static LongColumn longs(RowSelection rows, String name, String path) {
        LongColumn values = LongColumn.create(name);
        for (int i = 0; i < rows.count(); i++) {
            if (rows.value(i, path) instanceof Number value) {
                values.append(value.longValue());
            } else {
                values.appendMissing();
            }
        }
        return values;
    }

    private static DoubleColumn doubles(RowSelection rows, String name, String path) {
        DoubleColumn values = DoubleColumn.create(name);
        for (int i = 0; i < rows.count(); i++) {
            values.append(rows.value(i, path) instanceof Number value ? value.doubleValue() : Double.NaN);
        }
        return values;
    }

    private static StringColumn texts(RowSelection rows, String name, String path) {
        StringColumn values = StringColumn.create(name);
        for (int i = 0; i < rows.count(); i++) {
            values.append(text(rows.value(i, path)));
        }
        return values;
    }

    /** How many labels each row has, missing where it has no list. */
    private static LongColumn sizes(RowSelection rows, String name) {
        LongColumn sizes = LongColumn.create(name);
        DetectionColumn column = rows.labels(name);
        for (int i = 0; i < rows.count(); i++) {
            if (column.present().get(rows.rows()[i])) {
                sizes.append(rows.countObjects(column, name, i));
            } else {
                sizes.appendMissing();
            }
        }
        return sizes;
    }

    private static String text(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(String::valueOf).toList());
        }
        return value == null ? "" : String.valueOf(value);
    }

    static Table objects(RowSelection rows, String field) {
        DetectionColumn column = rows.labels(field);
        StringColumn sampleIds = StringColumn.create("sample_id");
        StringColumn ids = StringColumn.create("id");
        StringColumn labels = StringColumn.create("label");
        DoubleColumn[] numbers = {
            DoubleColumn.create("x"),
            DoubleColumn.create("y"),
            DoubleColumn.create("w"),
            DoubleColumn.create("h"),
            DoubleColumn.create("confidence")
        };
        double[][] from = {column.x(), column.y(), column.w(), column.h(), column.confidence()};
        for (int i = 0; i < rows.count(); i++) {
            String sample = rows.sampleId(i);
            rows.eachObject(column, field, i, object -> {
                sampleIds.append(sample);
                ids.append(column.id(object));
                labels.append(column.labelOf(object));
                for (int n = 0; n < numbers.length; n++) {
                    numbers[n].append(from[n][object]);
                }
            });
        }
        Table table = Table.create(field).addColumns(sampleIds, ids, labels).addColumns(numbers);
        int[] objects = rows.allObjects(field);
        column.attributes().forEach((name, values) -> {
            boolean numeric = Arrays.stream(values).allMatch(value -> value == null || value instanceof Number);
            String free = table.containsColumn(name) ? name + "_" : name;
            if (numeric) {
                DoubleColumn doubles = DoubleColumn.create(free);
                for (int object : objects) {
                    doubles.append(values[object] instanceof Number number ? number.doubleValue() : Double.NaN);
                }
                table.addColumns(doubles);
            } else {
                StringColumn texts = StringColumn.create(free);
                for (int object : objects) {
                    texts.append(text(values[object]));
                }
                table.addColumns(texts);
            }
        });
        return table;
    }

    /** The cell of a column as a field stores it: missing as {@code null}, whole numbers as long, others as double. */
    static @Nullable Object cell(tech.tablesaw.columns.Column<?> column, int row) {
        if (column.isMissing(row)) {
            return null;
        }
        Object value = Objects.requireNonNull(column.get(row));
        if (value instanceof Integer || value instanceof Short || value instanceof Long) {
            return ((Number) value).longValue();
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        return value instanceof Boolean ? value : String.valueOf(value);
    }

    static List<String> texts(Table table, String column, String verb) {
        if (!table.containsColumn(column)) {
            throw new IllegalArgumentException(verb + ": the table has no column '" + column + "'. Columns: "
                    + String.join(", ", table.columnNames()) + ".");
        }
        tech.tablesaw.columns.Column<?> texts = table.column(column);
        return java.util.stream.IntStream.range(0, table.rowCount())
                .mapToObj(row -> String.valueOf(cell(texts, row)))
                .toList();
    }

    /** The type of field for a column. */
    static FieldType type(tech.tablesaw.columns.Column<?> column) {
        return Map.of(
                        "DOUBLE", FieldType.FLOAT,
                        "FLOAT", FieldType.FLOAT,
                        "INTEGER", FieldType.INT,
                        "SHORT", FieldType.INT,
                        "LONG", FieldType.INT,
                        "BOOLEAN", FieldType.BOOLEAN)
                .getOrDefault(column.type().name(), FieldType.STRING);
    }
}
