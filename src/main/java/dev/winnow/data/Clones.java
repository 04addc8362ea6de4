package dev.winnow.data;

import dev.winnow.label.FieldType;
import dev.winnow.store.Ids;
import dev.winnow.store.State;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Copies a collection, with all that its samples have, to a dataset of its own. Of a whole dataset the slices of its groups, saved
 * views and runs go along; of a view they do not, since they speak of samples that the copy lacks.
 */
final class Clones {
    private Clones() {}

    static Dataset of(SampleCollection collection, String newName, IfExists ifExists) {
        Dataset source = collection.dataset();
        boolean whole = collection instanceof Dataset;
        RowSelection rows = whole ? source.everyRow() : collection.rows();
        if (source.home().exists(newName) && ifExists == IfExists.LOAD) {
            return Dataset.load(source.home(), newName);
        }
        if (newName.equals(source.name())) {
            throw new IllegalArgumentException(
                    "cloneTo: '" + newName + "' is the dataset itself. A copy needs a name of its own.");
        }
        List<Run> runs = whole ? source.allRuns() : List.of();
        Dataset clone = Dataset.create(source.home(), newName, ifExists);
        try {
            clone.transaction("clone of " + source.name(), () -> {
                copy(source, rows, whole, clone);
                runs.forEach(run -> clone.putRun(run.kind(), run.key(), run.json(), run.blob()));
            });
        } catch (RuntimeException failed) {
            clone.delete();
            throw failed;
        }
        return clone;
    }

    private static void copy(Dataset source, RowSelection rows, boolean whole, Dataset clone) {
        State from = rows.state();
        clone.edit("copy " + rows.count() + " samples", draft -> {
            int[] positions = rows.rows().clone();
            boolean all =
                    Arrays.equals(positions, IntStream.range(0, from.rows()).toArray());
            from.fields().forEach((field, column) -> draft.fields.put(field, all ? column : column.select(positions)));
            if (whole) {
                draft.views.putAll(from.views());
            } else {
                nameRepeats(draft, rows);
            }
            boolean flat = !whole && rows.patches() == null && from.grouped() && rows.count() < from.rows();
            if (flat) {
                draft.fields.remove(State.SLICE);
            }
            Set<String> narrowed = new LinkedHashSet<>(rows.kept().keySet());
            if (rows.patches() != null) {
                narrowed.addAll(rows.patches().objects().keySet());
                NewFields.add(draft, source.name(), "sample_id", FieldType.STRING);
                Map<Integer, @Nullable Object> samples = new HashMap<>();
                for (int i = 0; i < rows.count(); i++) {
                    samples.put(i, rows.sampleId(i));
                }
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
                if (!(flat && key.equals("default_slice")) && (whole || !key.startsWith("view:"))) {
                    draft.settings.put(key, value);
                }
            });
            draft.settings.put("media_root", source.mediaRoot().toString());
            draft.info.putAll(from.info());
        });
    }

    /** A sample that comes more than once, as after {@code concat}, gets an id of its own each time, as a repeated picture does. */
    private static void nameRepeats(State.Draft draft, RowSelection rows) {
        Set<String> taken = new HashSet<>();
        Map<Integer, @Nullable Object> renamed = new HashMap<>();
        for (int i = 0; i < rows.count(); i++) {
            String id = rows.id(i);
            for (int ordinal = 2; !taken.add(id); ordinal++) {
                id = Ids.of(rows.id(i) + "#" + ordinal);
            }
            if (rows.patches() != null || !id.equals(rows.id(i))) {
                renamed.put(i, id);
            }
        }
        if (!renamed.isEmpty()) {
            draft.set(State.ID, renamed);
        }
    }
}
