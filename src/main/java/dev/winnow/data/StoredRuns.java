package dev.winnow.data;

import dev.winnow.store.Column;
import dev.winnow.store.DetectionColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Stored evaluations and results of the brain, with the fields that an evaluation wrote. */
final class StoredRuns {
    private static final List<String> COUNTS = List.of("_tp", "_fp", "_fn");
    private static final List<String> ATTRIBUTES = List.of("", "_id", "_iou");

    private final Dataset dataset;
    private final String kind;

    StoredRuns(Dataset dataset, String kind) {
        this.dataset = dataset;
        this.kind = kind;
    }

    List<String> keys() {
        return dataset.runs(kind).stream().map(Run::key).toList();
    }

    private Run require(String key) {
        Optional<Run> run = dataset.run(kind, key);
        return run.orElseThrow(() -> Names.unknown(kind, key, "dataset '" + dataset.name() + "'", keys()));
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> info(String key) {
        return (Map<String, Object>)
                Objects.requireNonNull(StageJson.read(require(key).json()));
    }

    void rename(String key, String newKey) {
        dataset.transaction("rename " + key, () -> {
            Run run = require(key);
            if (dataset.run(kind, newKey).isPresent()) {
                throw new IllegalArgumentException(
                        "There is a stored " + kind + " '" + newKey + "' already. Choose another name.");
            }
            Map<String, Object> json = new LinkedHashMap<>(info(key));
            json.replaceAll((name, value) -> value.equals(key) ? newKey : value);
            dataset.putRun(kind, newKey, StageJson.plain(json), run.blob());
            dataset.deleteRun(kind, key);
            dataset.edit("rename fields of " + key, draft -> {
                Column own = newKey.equals(json.get("field")) ? draft.fields.remove(key) : null;
                if (own != null) {
                    draft.fields.put(newKey, own);
                }
                for (String count : COUNTS) {
                    Column column = draft.fields.remove(key + count);
                    if (column != null) {
                        draft.fields.put(newKey + count, column);
                    }
                }
                draft.fields.replaceAll((field, column) -> renamed(column, key, newKey));
            });
        });
    }

    /** Takes a stored result away, the counts and attributes that an evaluation wrote, and the field that a score of the brain wrote. */
    void delete(String key) {
        dataset.transaction("delete " + key, () -> {
            Object scored = kind.equals("brain") ? info(key).get("field") : null;
            require(key);
            dataset.deleteRun(kind, key);
            dataset.edit("delete fields of " + key, draft -> {
                draft.fields.remove(String.valueOf(scored));
                COUNTS.forEach(count -> draft.fields.remove(key + count));
                draft.fields.replaceAll((field, column) -> renamed(column, key, ""));
            });
        });
    }

    private static Column renamed(Column column, String key, String newKey) {
        if (!(column instanceof DetectionColumn labels) || !labels.attributes().containsKey(key)) {
            return column;
        }
        DetectionColumn changed = labels;
        for (String attribute : ATTRIBUTES) {
            changed = changed.withoutAttribute(key + attribute, newKey.isEmpty() ? "" : newKey + attribute);
        }
        return changed;
    }
}
