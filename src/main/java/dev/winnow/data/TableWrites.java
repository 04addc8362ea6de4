package dev.winnow.data;

import dev.winnow.label.FieldType;
import dev.winnow.store.BooleanColumn;
import dev.winnow.store.FloatColumn;
import dev.winnow.store.IntColumn;
import dev.winnow.store.State;
import dev.winnow.store.StringColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Values that come back from Tablesaw tables, as one transaction. */
final class TableWrites {
    private static final Set<String> LEFT =
            Set.of(State.ID, State.FILEPATH, State.TAGS, State.GROUP, State.SLICE, "sample_id");
    private static final Set<String> OF_LABELS = Set.of("sample_id", "id", "label", "x", "y", "w", "h", "confidence");

    private TableWrites() {}

    static void setValues(Dataset dataset, RowSelection rows, Table table) {
        List<String> ids = Tables.texts(table, State.ID, "setValues");
        if (rows.patches() != null) {
            throw new IllegalArgumentException("setValues: rows are labels here. Use setLabelValues(field, table).");
        }
        Set<String> here = new HashSet<>();
        for (int i = 0; i < rows.count(); i++) {
            here.add(rows.id(i));
        }
        if (new HashSet<>(ids).size() != ids.size()) {
            throw new IllegalArgumentException("setValues: the table has " + ids.size() + " rows, but only "
                    + new HashSet<>(ids).size() + " different ids. Give each sample one row.");
        }
        ids.stream().filter(id -> !here.contains(id)).findFirst().ifPresent(id -> {
            throw new IllegalArgumentException("setValues: no sample of this view has the id " + id + ".");
        });
        dataset.transaction("set values of a table", () -> {
            for (Column<?> column : table.columns()) {
                dev.winnow.store.Column there = dataset.state().fields().get(column.name());
                boolean plain = there == null
                        || there instanceof StringColumn
                        || there instanceof IntColumn
                        || there instanceof FloatColumn
                        || there instanceof BooleanColumn;
                if (LEFT.contains(column.name()) || !plain) {
                    continue;
                }
                Map<String, @Nullable Object> byId = new LinkedHashMap<>();
                for (int row = 0; row < ids.size(); row++) {
                    byId.put(ids.get(row), Tables.cell(column, row));
                }
                FieldType type = there == null ? Tables.type(column) : there.type();
                new ValueWrites(dataset).write("set " + column.name(), column.name(), type, byId);
            }
        });
    }

    static void setLabelValues(Dataset dataset, RowSelection rows, String field, Table table) {
        List<String> ids = Tables.texts(table, State.ID, "setLabelValues");
        dataset.transaction("set label values of a table", () -> {
            for (Column<?> column : table.columns()) {
                if (OF_LABELS.contains(column.name())) {
                    continue;
                }
                Map<String, @Nullable Object> byId = new LinkedHashMap<>();
                for (int row = 0; row < ids.size(); row++) {
                    byId.put(ids.get(row), Tables.cell(column, row));
                }
                new LabelWrites(dataset).setLabelValues(rows, field, column.name(), byId);
            }
        });
    }

    /** A row a sample: column {@code filepath} says where its picture lies, {@code tags} what it is tagged, by commas. */
    static List<SampleDraft> drafts(Table table) {
        List<String> paths = Tables.texts(table, State.FILEPATH, "fromTable");
        List<SampleDraft> drafts = new ArrayList<>(paths.size());
        for (int row = 0; row < paths.size(); row++) {
            if (table.column(State.FILEPATH).isMissing(row)) {
                throw new IllegalArgumentException("fromTable: row " + row + " has no filepath.");
            }
            SampleDraft draft = SampleDraft.of(paths.get(row));
            for (Column<?> column : table.columns()) {
                Object value = Tables.cell(column, row);
                if (column.name().equals(State.TAGS) && value != null) {
                    Arrays.stream(String.valueOf(value).split(","))
                            .map(String::strip)
                            .filter(tag -> !tag.isEmpty())
                            .forEach(draft::tag);
                } else if (!LEFT.contains(column.name())) {
                    draft.set(column.name(), value);
                }
            }
            drafts.add(draft);
        }
        return drafts;
    }
}
