package dev.winnow.data;

import dev.winnow.store.Column;
import dev.winnow.store.State;
import java.util.List;
import java.util.Objects;

/** Fields renamed, copied, emptied and taken away, with what belongs to them. One transaction each. */
final class FieldEdits {
    private static final List<String> ALWAYS = List.of(State.ID, State.FILEPATH, State.TAGS, State.GROUP, State.SLICE);

    private final Dataset dataset;

    FieldEdits(Dataset dataset) {
        this.dataset = dataset;
    }

    private void require(String verb, String field) {
        dataset.rows().requireField(field);
        if (ALWAYS.contains(field)) {
            throw new IllegalArgumentException(
                    verb + ": field '" + field + "' belongs to every sample and cannot be changed that way.");
        }
    }

    /** Asked of what is stored now, in the transaction that writes: another process may have added a field or taken one away. */
    private void requireNow(State.Draft draft, String field, String newName) {
        if (!draft.fields.containsKey(field)) {
            throw Names.unknown("field", field, "dataset '" + dataset.name() + "'", draft.fields.keySet());
        }
        if (draft.fields.containsKey(newName)) {
            throw new IllegalArgumentException(
                    "Field '" + newName + "' of " + dataset.name() + " is there already. Choose another name.");
        }
    }

    void delete(String field) {
        require("deleteSampleField", field);
        dataset.edit("delete field " + field, "before-deleting-" + field, draft -> {
            draft.fields.remove(field);
            LabelNotes.ALL.forEach(about -> draft.settings.remove(about + field));
        });
    }

    void clear(String field) {
        require("clearSampleField", field);
        dataset.edit("clear field " + field, "before-clearing-" + field, draft -> {
            Column there = draft.fields.get(field);
            if (there == null) {
                throw Names.unknown("field", field, "dataset '" + dataset.name() + "'", draft.fields.keySet());
            }
            draft.fields.put(field, Column.empty(there.type(), there.rows()));
        });
    }

    void rename(String field, String newName) {
        require("renameSampleField", field);
        dataset.edit("rename field " + field, draft -> {
            requireNow(draft, field, newName);
            copy(draft, field, newName);
            draft.fields.remove(field);
            LabelNotes.ALL.forEach(about -> draft.settings.remove(about + field));
        });
    }

    void copy(String field, String newName) {
        require("cloneSampleField", field);
        dataset.edit("clone field " + field, draft -> {
            requireNow(draft, field, newName);
            copy(draft, field, newName);
        });
    }

    private void copy(State.Draft draft, String field, String newName) {
        Column there = Objects.requireNonNull(draft.fields.get(field));
        NewFields.add(draft, dataset.name(), newName, there.type());
        draft.fields.put(newName, there);
        for (String about : LabelNotes.ALL) {
            String setting = draft.settings.get(about + field);
            if (setting != null) {
                draft.settings.put(about + newName, setting);
            }
        }
    }
}
