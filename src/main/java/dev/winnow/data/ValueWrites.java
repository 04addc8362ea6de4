package dev.winnow.data;

import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Edits of what is known of samples and labels, through the rows of a dataset or view. One transaction each. */
final class ValueWrites {
    private final Dataset dataset;

    ValueWrites(Dataset dataset) {
        this.dataset = dataset;
    }

    void tag(Rows rows, List<String> tags, boolean add) {
        Rows.Patches patches = rows.patches();
        if (patches != null) {
            tagLabels(rows, patches, tags, add);
            return;
        }
        List<String> ids =
                IntStream.range(0, rows.count()).mapToObj(rows::sampleId).toList();
        dataset.edit((add ? "tag " : "untag ") + String.join(", ", tags), draft -> {
            Map<Integer, @Nullable Object> changes = new HashMap<>();
            ListColumn column = (ListColumn) Objects.requireNonNull(draft.fields.get(State.TAGS));
            for (int row : positions(draft, ids)) {
                List<String> own = new ArrayList<>(Objects.requireNonNullElse(column.get(row), List.of()));
                boolean changed = false;
                for (String tag : tags) {
                    changed |= add ? !own.contains(tag) && own.add(tag) : own.remove(tag);
                }
                if (changed) {
                    changes.put(row, own);
                }
            }
            draft.set(State.TAGS, changes);
            Set<String> known = new LinkedHashSet<>(Dataset.knownTags(draft.settings));
            if (add && known.addAll(tags)) {
                draft.settings.put(Dataset.KNOWN_TAGS, Json.write(known));
            }
        });
    }

    private void tagLabels(Rows rows, Rows.Patches patches, List<String> tags, boolean add) {
        patches.objects().forEach((field, objects) -> {
            Set<String> ids = new HashSet<>();
            for (int object : objects) {
                if (object >= 0) {
                    ids.add(rows.labels(field).id(object));
                }
            }
            changeLabels(rows, field, label -> {
                if (!ids.contains(label.id())) {
                    return label;
                }
                List<String> own = new ArrayList<>(label.tags());
                tags.forEach(tag -> {
                    own.remove(tag);
                    if (add) {
                        own.add(tag);
                    }
                });
                return new Detection(
                        label.id(), label.label(), label.box(), label.confidence(), own, label.attributes());
            });
        });
    }

    private void changeLabels(Rows rows, String field, java.util.function.UnaryOperator<Detection> change) {
        Map<String, List<Detection>> changed = new LinkedHashMap<>();
        DetectionColumn column = rows.labels(field);
        for (int i = 0; i < rows.count(); i++) {
            List<Detection> own = column.get(rows.rows()[i]);
            if (own != null) {
                changed.put(rows.sampleId(i), own.stream().map(change).toList());
            }
        }
        write("change labels of " + field, field, FieldType.DETECTIONS, changed);
    }

    void setValues(Rows rows, String field, @Nullable Object value) {
        Map<String, @Nullable Object> byId = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            Set<String> here = new HashSet<>();
            for (int i = 0; i < rows.count(); i++) {
                here.add(rows.sampleId(i));
            }
            map.forEach((id, one) -> {
                if (!here.contains(String.valueOf(id))) {
                    throw new IllegalArgumentException("setValues: no sample of this view has the id " + id + ".");
                }
                byId.put(String.valueOf(id), one);
            });
        } else if (value instanceof List<?> list && !isOneValue(field, list)) {
            if (list.size() != rows.count()) {
                throw new IllegalArgumentException("setValues: " + list.size() + " values for " + rows.count()
                        + " samples. Give one value a sample, one value for all, or a map by id.");
            }
            for (int i = 0; i < list.size(); i++) {
                byId.put(rows.sampleId(i), list.get(i));
            }
        } else {
            for (int i = 0; i < rows.count(); i++) {
                byId.put(rows.sampleId(i), value);
            }
        }
        FieldType type = dataset.state().fields().containsKey(field)
                ? dataset.state().column(field).type()
                : byId.values().stream()
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(one -> NewFields.typeOf(dataset.state().fields(), field, one))
                        .orElseThrow(() -> new IllegalArgumentException("setValues: field '" + field
                                + "' is new and no value says its type. Use addSampleField first."));
        if (type == FieldType.DETECTIONS) {
            Map<String, List<Detection>> labels = new LinkedHashMap<>();
            byId.forEach((id, one) -> labels.put(id, labels(field, one)));
            setDetections(rows, field, labels);
        } else {
            write("set " + field, field, type, byId);
        }
    }

    private static List<Detection> labels(String field, @Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(one -> (Detection) one).toList();
        }
        throw new IllegalArgumentException("Field '" + field + "' holds lists of labels, not " + value + ".");
    }

    /** Whether a list is the value of one sample rather than one value a sample. */
    private boolean isOneValue(String field, List<?> list) {
        return dataset.state().fields().get(field) instanceof ListColumn
                && list.stream().allMatch(String.class::isInstance);
    }

    void setDetections(Rows rows, String field, Map<String, List<Detection>> byId) {
        Map<String, Object> checked = new LinkedHashMap<>();
        RowIndex index = dataset.state().index();
        byId.forEach((id, labels) -> {
            int row = index.find(id);
            if (row < 0) {
                throw new IllegalArgumentException("setDetections: no sample has the id " + id + ".");
            }
            String filepath =
                    String.valueOf(dataset.state().column(State.FILEPATH).get(row));
            checked.put(id, SampleWrites.checkedLabels(id, filepath, field, labels, false));
        });
        if (losesPeoplesLabels(field, byId, index)) {
            dataset.keepPeoplesLabels("before-setting-" + field);
        }
        write("set " + field, field, FieldType.DETECTIONS, checked);
    }

    /** Whether a sample with labels that a person made would be left with none of a person. */
    private boolean losesPeoplesLabels(String field, Map<String, List<Detection>> byId, RowIndex index) {
        return dataset.state().fields().get(field) instanceof DetectionColumn column
                && column.attributes().containsKey("annotator")
                && byId.entrySet().stream()
                        .anyMatch(set -> set.getValue().stream().noneMatch(ValueWrites::byPerson)
                                && Objects.requireNonNullElse(
                                                column.get(index.find(set.getKey())), List.<Detection>of())
                                        .stream()
                                        .anyMatch(ValueWrites::byPerson));
    }

    private static boolean byPerson(Detection label) {
        Object who = label.attributes().get("annotator");
        return who != null && !String.valueOf(who).startsWith("simulated");
    }

    void setLabelValues(Rows rows, String field, String attribute, List<?> perObject) {
        if (List.of("id", "label", "confidence", "tags", "bounding_box").contains(attribute)) {
            throw new IllegalArgumentException("setLabelValues: '" + attribute
                    + "' belongs to every label and is no attribute. Change it with setDetections.");
        }
        DetectionColumn column = rows.labels(field);
        int[] objects = rows.allObjects(field);
        if (objects.length != perObject.size()) {
            throw new IllegalArgumentException("setLabelValues: " + perObject.size() + " values for " + objects.length
                    + " labels of " + field + ".");
        }
        dataset.edit("set " + field + "." + attribute, draft -> {
            DetectionColumn fresh = (DetectionColumn) Objects.requireNonNull(draft.fields.get(field));
            int[] there = fresh == column ? objects : sameLabels(rows, field, attribute, column, fresh, draft.index());
            draft.fields.put(field, fresh.withAttribute(attribute, there, perObject));
        });
    }

    /** Where the labels of {@code rows} stand in a column that another process wrote since. */
    private int[] sameLabels(
            Rows rows, String field, String attribute, DetectionColumn column, DetectionColumn fresh, RowIndex index) {
        IntStream.Builder found = IntStream.builder();
        for (int i = 0; i < rows.count(); i++) {
            int row = index.find(rows.sampleId(i));
            for (int object : rows.objects(field, i)) {
                int there = row < 0 ? -1 : fresh.find(row, column.id(object));
                if (there < 0 || !Objects.equals(fresh.value(there, attribute), column.value(object, attribute))) {
                    throw new ConflictException("Label " + column.id(object) + " in " + field + " of '" + dataset.name()
                            + "' was changed by another process. Call dataset.reload(), look, and try again.");
                }
                found.add(there);
            }
        }
        return found.build().toArray();
    }

    void setEmbeddings(String field, Embeddings embeddings) {
        Map<String, Object> byId = new LinkedHashMap<>();
        for (int i = 0; i < embeddings.count(); i++) {
            byId.put(embeddings.ids().get(i), embeddings.row(i));
        }
        dataset.transaction("set " + field, () -> {
            write("set " + field, field, FieldType.VECTOR, byId);
            dataset.edit("model of " + field, draft -> draft.settings.put("model:" + field, embeddings.model()));
        });
    }

    /** Sets values by sample id, refusing where another process changed one of them since it was read here. */
    private void write(String op, String field, FieldType type, Map<String, ? extends @Nullable Object> byId) {
        State read = dataset.state();
        dataset.edit(op, draft -> {
            NewFields.add(draft, dataset.name(), field, type);
            Column fresh = Objects.requireNonNull(draft.fields.get(field));
            Column seen = read.fields().get(field);
            boolean othersWrote = fresh != seen && dataset.state() != read;
            RowIndex index = draft.index();
            RowIndex before = read.index();
            Map<Integer, @Nullable Object> changes = new HashMap<>();
            byId.forEach((id, value) -> {
                int row = index.find(id);
                if (row < 0) {
                    throw new ConflictException("Sample " + id + " of '" + dataset.name()
                            + "' is gone: another process deleted it. Call dataset.reload() and try again.");
                }
                int then = othersWrote ? before.find(id) : -1;
                if (then >= 0 && !Objects.deepEquals(seen == null ? null : seen.get(then), fresh.get(row))) {
                    throw new ConflictException("Field '" + field + "' of sample " + id + " of '" + dataset.name()
                            + "' was changed by another process. Call dataset.reload(), look, and try again.");
                }
                changes.put(row, value);
            });
            draft.set(field, changes);
        });
    }

    private static int[] positions(State.Draft draft, List<String> ids) {
        RowIndex index = draft.index();
        return ids.stream().mapToInt(index::find).filter(row -> row >= 0).toArray();
    }
}
