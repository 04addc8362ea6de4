package dev.winnow.data;

import dev.winnow.store.StoredRun;
import org.jspecify.annotations.Nullable;

/**
 * A result kept with a dataset: an evaluation, a layout, a ledger row.
 *
 * @param json what the room that made it wrote; nobody else reads it
 * @param blob bytes beside it, empty when there are none
 */
public record Run(String kind, String key, String json, byte[] blob) {
    Run(StoredRun stored) {
        this(stored.kind(), stored.key(), stored.json(), stored.blob());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Run run
                && kind.equals(run.kind)
                && key.equals(run.key)
                && json.equals(run.json)
                && java.util.Arrays.equals(blob, run.blob);
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(kind, key, json);
    }

    @Override
    public String toString() {
        return kind + " run '" + key + "'";
    }
}
