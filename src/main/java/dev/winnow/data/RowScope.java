package dev.winnow.data;

import dev.winnow.expr.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The scope of one row after another: each path is resolved to its column once. For one thread. */
final class RowScope implements Scope {
    private final Rows rows;
    private final Map<String, IntFunction<@Nullable Object>> readers = new HashMap<>();
    private int row;

    RowScope(Rows rows) {
        this.rows = rows;
    }

    RowScope at(int row) {
        this.row = row;
        return this;
    }

    @Override
    public @Nullable Object get(String path) {
        IntFunction<@Nullable Object> reader = readers.get(path);
        if (reader == null) {
            reader = reader(path);
            readers.put(path, reader);
        }
        return reader.apply(row);
    }

    private IntFunction<@Nullable Object> reader(String path) {
        if (rows.patches() != null || rows.labelField(path) != null) {
            return i -> rows.scope(i).get(path);
        }
        Column column = rows.state().column(path);
        int[] positions = rows.rows();
        return i -> column.get(positions[i]);
    }
}
