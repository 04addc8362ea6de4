package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All of a dataset at one version: its columns, saved views, info and settings. Immutable; {@link #change} gives the next.
 *
 * @param generations by field the version that wrote its column
 * @param settings {@code media_root}, {@code media_provider}, {@code default_slice} and the like
 */
public record State(
        long version,
        Map<String, Column> fields,
        Map<String, Long> generations,
        Map<String, String> views,
        Map<String, String> info,
        Map<String, String> settings) {

    public static final String ID = "id";
    public static final String FILEPATH = "filepath";
    public static final String TAGS = "tags";
    public static final String GROUP = "group";
    public static final String SLICE = "slice";

    static State empty() {
        Map<String, Column> fields = new LinkedHashMap<>();
        fields.put(ID, Column.empty(FieldType.STRING, 0));
        fields.put(FILEPATH, Column.empty(FieldType.STRING, 0));
        fields.put(TAGS, Column.empty(FieldType.STRING_LIST, 0));
        return new State(0, fields, Map.of(), Map.of(), Map.of(), Map.of());
    }

    public int rows() {
        return column(ID).rows();
    }

    public Column column(String field) {
        return Objects.requireNonNull(fields.get(field), field);
    }

    public String id(int row) {
        return Objects.requireNonNull(((StringColumn) column(ID)).get(row));
    }

    public boolean grouped() {
        return fields.containsKey(SLICE);
    }

    /** Finds rows by id. */
    public RowIndex index() {
        return ((StringColumn) column(ID)).index();
    }

    /** This state as stages show it: other columns over the same rows. Never stored. */
    public State seen(Map<String, Column> columns) {
        return new State(version, Collections.unmodifiableMap(columns), generations, views, info, settings);
    }

    /** This state with changes made to mutable copies of its maps, one version later. */
    public State change(Consumer<Draft> edit) {
        Draft draft = new Draft(this);
        edit.accept(draft);
        Map<String, Long> next = new HashMap<>();
        draft.fields.forEach((field, column) -> {
            boolean same = version > 0 && column == fields.get(field);
            next.put(field, same ? generations.getOrDefault(field, version) : version + 1);
        });
        return new State(
                version + 1,
                Collections.unmodifiableMap(draft.fields),
                Map.copyOf(next),
                Collections.unmodifiableMap(draft.views),
                Collections.unmodifiableMap(draft.info),
                Collections.unmodifiableMap(draft.settings));
    }

    /** A state in the making. */
    public static final class Draft {
        public final Map<String, Column> fields;
        public final Map<String, String> views;
        public final Map<String, String> info;
        public final Map<String, String> settings;

        private Draft(State from) {
            fields = new LinkedHashMap<>(from.fields);
            views = new LinkedHashMap<>(from.views);
            info = new LinkedHashMap<>(from.info);
            settings = new LinkedHashMap<>(from.settings);
        }

        public RowIndex index() {
            return ((StringColumn) Objects.requireNonNull(fields.get(ID))).index();
        }

        public int rows() {
            return Objects.requireNonNull(fields.get(ID)).rows();
        }

        /** Sets values by row; the field must exist. */
        public void set(String field, Map<Integer, @Nullable Object> values) {
            fields.put(field, Objects.requireNonNull(fields.get(field)).with(values));
        }

        /** Adds {@code count} rows, missing in every field. */
        public void grow(int count) {
            fields.replaceAll((name, column) -> column.grow(count));
        }

        public void select(int[] positions) {
            fields.replaceAll((name, column) -> column.select(positions));
        }
    }
}
