package dev.winnow.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Copies rows, with all they have, to a dataset of their own. */
final class Clones {
    private Clones() {}

    static Dataset of(Dataset source, Rows rows, String newName, IfExists ifExists) {
        if (source.home().exists(newName) && ifExists == IfExists.LOAD) {
            return Dataset.load(source.home(), newName);
        }
        Dataset clone = Dataset.create(source.home(), newName, ifExists);
        State from = rows.state();
        clone.edit("clone of " + source.name(), draft -> {
            int[] positions = rows.rows().clone();
            boolean all =
                    Arrays.equals(positions, IntStream.range(0, from.rows()).toArray());
            from.fields().forEach((field, column) -> draft.fields.put(field, all ? column : column.select(positions)));
            boolean flat = rows.patches() == null && from.grouped() && rows.count() < from.rows();
            if (flat) {
                draft.fields.remove(State.SLICE);
            }
            Set<String> narrowed = new LinkedHashSet<>(rows.kept().keySet());
            if (rows.patches() != null) {
                narrowed.addAll(rows.patches().objects().keySet());
                NewFields.add(draft, source.name(), "sample_id", FieldType.STRING);
                Map<Integer, @Nullable Object> ids = new HashMap<>();
                Map<Integer, @Nullable Object> samples = new HashMap<>();
                for (int i = 0; i < rows.count(); i++) {
                    ids.put(i, rows.id(i));
                    samples.put(i, rows.sampleId(i));
                }
                draft.fields.put(
                        State.ID, Column.empty(FieldType.STRING, rows.count()).with(ids));
                draft.set("sample_id", samples);
            }
            narrowed.forEach(field -> {
                Map<Integer, @Nullable Object> filtered = new HashMap<>();
                for (int i = 0; i < rows.count(); i++) {
                    filtered.put(i, rows.value(i, field));
                }
                draft.set(field, filtered);
            });
            from.settings().forEach((key, value) -> {
                if (!(flat && key.equals("default_slice"))) {
                    draft.settings.put(key, value);
                }
            });
            draft.settings.put("media_root", source.mediaRoot().toString());
            draft.info.putAll(from.info());
        });
        return clone;
    }
}
