package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists or maps of texts, numbers, booleans, lists and maps. Whole numbers are kept as long, others as double. */
public final class ValueColumn implements Column {
    private final FieldType type;
    private final int rows;
    private final Lazy<@Nullable Object[]> values;

    private ValueColumn(FieldType type, @Nullable Object[] values) {
        this(type, values.length, Lazy.of(values));
    }

    ValueColumn(FieldType type, int rows, Lazy<@Nullable Object[]> values) {
        this.type = type;
        this.rows = rows;
        this.values = values;
    }

    static ValueColumn empty(FieldType type, int rows) {
        return new ValueColumn(type, new @Nullable Object[rows]);
    }

    @Nullable
    Object[] values() {
        return values.get();
    }

    @Override
    public FieldType type() {
        return type;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public boolean isRead() {
        return values.isRead();
    }

    @Override
    public @Nullable Object get(int row) {
        return values.near(row)[row];
    }

    @Override
    public ValueColumn with(int[] changedRows, List<? extends @Nullable Object> changes) {
        @Nullable Object[] changed = values().clone();
        for (int i = 0; i < changedRows.length; i++) {
            Object value = changes.get(i);
            boolean fits = type == FieldType.DICT ? value instanceof Map<?, ?> : value instanceof List<?>;
            if (value != null && !fits) {
                throw Column.cannotHold(type, value);
            }
            changed[changedRows[i]] = settled(value);
        }
        return new ValueColumn(type, changed);
    }

    /** A copy that nobody can change, with numbers as they come back from the store. */
    private static @Nullable Object settled(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(one -> copy.add(settled(one)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, one) -> copy.put(String.valueOf(key), settled(one)));
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw Column.cannotHold(FieldType.DICT, value);
    }

    @Override
    public ValueColumn select(int[] positions) {
        @Nullable Object[] from = values();
        @Nullable Object[] selected = new @Nullable Object[positions.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = positions[i] < 0 ? null : from[positions[i]];
        }
        return new ValueColumn(type, selected);
    }

    @Override
    public ValueColumn grow(int count) {
        return new ValueColumn(type, Arrays.copyOf(values(), rows() + count));
    }

    @Override
    public void write(ChunkWriter out, int from, int to) {
        @Nullable Object[] own = values();
        for (int i = from; i < to; i++) {
            out.value(own[i]);
        }
    }

    @Override
    public int items(int from, int to) {
        return to - from;
    }

    @Override
    public boolean sameRows(Column before, int from, int to) {
        @Nullable Object[] own = values();
        @Nullable Object[] other = ((ValueColumn) before).values();
        for (int i = from; i < to; i++) {
            if (!Objects.equals(own[i], other[i])) {
                return false;
            }
        }
        return true;
    }

    static Assembly assembly(FieldType type, int rows) {
        @Nullable Object[] values = new @Nullable Object[rows];
        return new Assembly() {
            private int row;

            @Override
            public void add(ChunkReader in, int count) {
                for (int end = row + count; row < end; row++) {
                    values[row] = settled(in.value());
                }
            }

            @Override
            public Column done() {
                return new ValueColumn(type, values);
            }
        };
    }
}
