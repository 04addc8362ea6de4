package dev.winnow.data;

import java.util.List;
import java.util.Map;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tablesaw tables made from rows: copies, which the reader may change. */
final class Tables {
    private Tables() {}

    static Table samples(Rows rows) {
        Table table = Table.create(rows.datasetName());
        StringColumn ids = StringColumn.create("id");
        for (int i = 0; i < rows.count(); i++) {
            ids.append(rows.id(i));
        }
        table.addColumns(ids);
        rows.state().fields().forEach((name, column) -> {
            if (name.equals("id") || column.type() == FieldType.VECTOR) {
                return;
            }
            if (column.type() == FieldType.DETECTIONS) {
                LongColumn sizes = LongColumn.create(name);
                for (int i = 0; i < rows.count(); i++) {
                    if (rows.value(i, name) instanceof List<?> labels) {
                        sizes.append(labels.size());
                    } else {
                        sizes.appendMissing();
                    }
                }
                table.addColumns(sizes);
                return;
            }
            switch (column.type()) {
                case INT -> {
                    LongColumn values = LongColumn.create(name);
                    for (int i = 0; i < rows.count(); i++) {
                        Object value = rows.value(i, name);
                        if (value == null) {
                            values.appendMissing();
                        } else {
                            values.append((Long) value);
                        }
                    }
                    table.addColumns(values);
                }
                case FLOAT -> {
                    DoubleColumn values = DoubleColumn.create(name);
                    for (int i = 0; i < rows.count(); i++) {
                        Object value = rows.value(i, name);
                        values.append(value == null ? Double.NaN : (Double) value);
                    }
                    table.addColumns(values);
                }
                case BOOLEAN -> {
                    BooleanColumn values = BooleanColumn.create(name);
                    for (int i = 0; i < rows.count(); i++) {
                        Object value = rows.value(i, name);
                        if (value == null) {
                            values.appendMissing();
                        } else {
                            values.append((Boolean) value);
                        }
                    }
                    table.addColumns(values);
                }
                default -> {
                    StringColumn values = StringColumn.create(name);
                    for (int i = 0; i < rows.count(); i++) {
                        values.append(text(rows.value(i, name)));
                    }
                    table.addColumns(values);
                }
            }
        });
        return table;
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(String::valueOf).toList());
        }
        return value == null ? "" : String.valueOf(value);
    }

    static Table objects(Rows rows, String field) {
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
        Table table = Table.create(field).addColumns(sampleIds, ids, labels).addColumns(numbers);
        Map<String, Object[]> attributes = column.attributes();
        attributes.forEach((name, values) -> {
            boolean numeric =
                    java.util.Arrays.stream(values).allMatch(value -> value == null || value instanceof Number);
            String free = table.containsColumn(name) ? name + "_" : name;
            table.addColumns(numeric ? DoubleColumn.create(free) : StringColumn.create(free));
        });
        int fixed = 8;
        for (int i = 0; i < rows.count(); i++) {
            for (int object : rows.objects(field, i)) {
                sampleIds.append(rows.sampleId(i));
                ids.append(column.id(object));
                labels.append(column.labelOf(object));
                numbers[0].append(column.x()[object]);
                numbers[1].append(column.y()[object]);
                numbers[2].append(column.w()[object]);
                numbers[3].append(column.h()[object]);
                numbers[4].append(column.confidence()[object]);
                int next = fixed;
                for (Object[] values : attributes.values()) {
                    Object value = values[object];
                    if (table.column(next) instanceof DoubleColumn doubles) {
                        doubles.append(value == null ? Double.NaN : ((Number) value).doubleValue());
                    } else {
                        ((StringColumn) table.column(next)).append(text(value));
                    }
                    next++;
                }
            }
        }
        return table;
    }
}
