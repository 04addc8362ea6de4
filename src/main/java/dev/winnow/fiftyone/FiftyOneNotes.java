package dev.winnow.fiftyone;

import dev.winnow.data.Dataset;
import dev.winnow.label.Skeleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a FiftyOneDataset says of the whole: description, tags, classes, mask targets, skeletons; and of a saved view beside its stages. */
final class FiftyOneNotes {
    private static final List<String> OF_VIEW = List.of("description", "color");

    private FiftyOneNotes() {}

    static void read(Dataset into, Map<String, @Nullable Object> metadata) {
        if (metadata.get("description") instanceof String description) {
            into.setDescription(description);
        }
        if (!texts(metadata.get("tags")).isEmpty()) {
            into.setTags(texts(metadata.get("tags")));
        }
        if (!texts(metadata.get("default_classes")).isEmpty()) {
            into.setDefaultClasses(texts(metadata.get("default_classes")));
        }
        map(metadata.get("classes")).forEach((field, classes) -> {
            if (into.hasField(field)) {
                into.setClasses(field, texts(classes));
            }
        });
        map(metadata.get("mask_targets")).forEach((field, targets) -> {
            if (into.hasField(field)) {
                Map<String, String> named = new LinkedHashMap<>();
                map(targets).forEach((value, name) -> named.put(value, String.valueOf(name)));
                into.setMaskTargets(field, named);
            }
        });
        map(metadata.get("skeletons")).forEach((field, skeleton) -> {
            Skeleton read = skeleton(map(skeleton));
            if (into.hasField(field) && read != null) {
                into.setSkeleton(field, read);
            }
        });
    }

    /** A skeleton; nothing where it joins points that it does not have, which then stays in the dataset's document alone. */
    private static @Nullable Skeleton skeleton(Map<String, @Nullable Object> doc) {
        List<List<Integer>> edges = new ArrayList<>();
        for (Object edge : doc.get("edges") instanceof List<?> list ? list : List.of()) {
            List<Integer> points = new ArrayList<>();
            for (Object point : edge instanceof List<?> list ? list : List.of()) {
                points.add(point instanceof Number number ? number.intValue() : -1);
            }
            edges.add(points);
        }
        try {
            return new Skeleton(texts(doc.get("labels")), edges);
        } catch (IllegalArgumentException noSkeleton) {
            return null;
        }
    }

    /** Puts what is said here over what stood in the document when it came. */
    static void write(Dataset dataset, Map<String, @Nullable Object> doc) {
        doc.put("description", dataset.description().isEmpty() ? null : dataset.description());
        doc.put("tags", dataset.tags());
        if (!dataset.defaultClasses().isEmpty()) {
            doc.put("default_classes", dataset.defaultClasses());
        }
        Map<String, @Nullable Object> classes = map(doc.get("classes"));
        Map<String, @Nullable Object> targets = map(doc.get("mask_targets"));
        Map<String, @Nullable Object> skeletons = map(doc.get("skeletons"));
        dataset.schema().keySet().forEach(field -> {
            if (!dataset.classes(field).equals(dataset.defaultClasses())) {
                classes.put(field, dataset.classes(field));
            }
            if (!dataset.maskTargets(field).isEmpty()) {
                targets.put(field, dataset.maskTargets(field));
            }
            dataset.skeleton(field).ifPresent(skeleton -> {
                Map<String, @Nullable Object> one = map(skeletons.get(field));
                one.put("labels", skeleton.labels().isEmpty() ? null : skeleton.labels());
                one.put("edges", skeleton.edges());
                skeletons.put(field, one);
            });
        });
        doc.put("classes", classes);
        doc.put("mask_targets", targets);
        doc.put("skeletons", skeletons);
    }

    static void readOfView(Dataset into, String name, Map<?, ?> view) {
        Map<String, String> said = new LinkedHashMap<>();
        for (String part : OF_VIEW) {
            if (view.get(part) instanceof String text) {
                said.put(part, text);
            }
        }
        if (!said.isEmpty()) {
            into.updateSavedViewInfo(name, said);
        }
    }

    static Map<String, @Nullable Object> ofView(Dataset dataset, String name) {
        Map<String, Object> info = dataset.savedViewInfo(name);
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        OF_VIEW.forEach(part -> said.put(part, info.get(part)));
        return said;
    }

    private static Map<String, @Nullable Object> map(@Nullable Object json) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> some) {
            some.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }

    private static List<String> texts(@Nullable Object json) {
        return json instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }
}
