package dev.winnow.data;

import dev.winnow.label.Skeleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said of all labels of a field: their classes, what the values of masks mean, how keypoints are joined. */
final class LabelNotes {
    static final String CLASSES = "classes:";
    static final String MASK_TARGETS = "mask_targets:";
    static final String SKELETON = "skeleton:";

    /** What goes along where a field is copied, renamed or taken away. */
    static final List<String> ALL = List.of("model:", CLASSES, MASK_TARGETS, SKELETON);

    private final Dataset dataset;

    LabelNotes(Dataset dataset) {
        this.dataset = dataset;
    }

    void set(String kind, String field, Object value) {
        dataset.rows().requireField(field);
        String json = StageJson.write(value);
        dataset.edit("set " + kind + field, draft -> draft.settings.put(kind + field, json));
    }

    private @Nullable String stored(String kind, String field) {
        return dataset.state().settings().get(kind + field);
    }

    /** Those of the field, else those of every field. */
    List<String> classes(String field) {
        String own = stored(CLASSES, field);
        String json = own != null ? own : stored(CLASSES, "");
        return json == null ? List.of() : StageJson.texts(json);
    }

    Map<String, String> maskTargets(String field) {
        Map<String, String> targets = new LinkedHashMap<>();
        String json = stored(MASK_TARGETS, field);
        if (json != null && StageJson.read(json) instanceof Map<?, ?> map) {
            map.forEach((value, name) -> targets.put(String.valueOf(value), String.valueOf(name)));
        }
        return targets;
    }

    Optional<Skeleton> skeleton(String field) {
        String json = stored(SKELETON, field);
        return json == null ? Optional.empty() : Optional.of(Skeleton.of(StageJson.read(json)));
    }
}
