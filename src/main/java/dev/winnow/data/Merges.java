package dev.winnow.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Samples that come from elsewhere: added, or merged into those that are there. */
final class Merges {
    private final Dataset dataset;

    Merges(Dataset dataset) {
        this.dataset = dataset;
    }

    /** The samples of a collection as drafts; paths are made absolute where the datasets keep their pictures apart. */
    List<SampleDraft> drafts(SampleCollection other) {
        Path root = other.dataset().mediaRoot();
        boolean apart = !root.equals(dataset.mediaRoot());
        Rows rows = other.rows();
        List<SampleDraft> drafts = new ArrayList<>(rows.count());
        for (int i = 0; i < rows.count(); i++) {
            String path = Objects.requireNonNull((String) rows.value(i, State.FILEPATH));
            SampleDraft draft = SampleDraft.of(apart ? root.resolve(path).toString() : path);
            for (String field : rows.state().fields().keySet()) {
                Object value = rows.value(i, field);
                if (value == null
                        || List.of(State.ID, State.FILEPATH, State.SLICE).contains(field)) {
                    continue;
                }
                if (field.equals(State.TAGS)) {
                    ((List<?>) value).forEach(tag -> draft.tag(String.valueOf(tag)));
                } else if (field.equals(State.GROUP)) {
                    draft.slice(String.valueOf(value), String.valueOf(rows.value(i, State.SLICE)));
                } else {
                    draft.set(field, value);
                }
            }
            drafts.add(draft.keepInvalid());
        }
        return drafts;
    }

    /** Adds those whose path is new; of the others sets the values, adds the tags, and merges labels by their ids. */
    List<String> merge(List<SampleDraft> drafts) {
        List<String> ids = new ArrayList<>();
        dataset.transaction("merge " + drafts.size() + " samples", () -> {
            RowIndex index = dataset.state().index();
            List<SampleDraft> fresh = new ArrayList<>();
            Map<String, Map<String, Object>> changes = new LinkedHashMap<>();
            Map<String, List<String>> tags = new LinkedHashMap<>();
            for (SampleDraft draft : drafts) {
                String id = Ids.of(draft.filepath());
                if (index.find(id) < 0) {
                    fresh.add(draft);
                    continue;
                }
                int row = index.find(id);
                draft.values().forEach((field, value) -> changes.computeIfAbsent(field, f -> new LinkedHashMap<>())
                        .put(id, merged(there(field, row), value)));
                tags.put(id, draft.tags());
            }
            List<String> added = dataset.addSamples(fresh);
            changes.forEach(dataset::setValues);
            ValueWrites writes = new ValueWrites(dataset);
            Map<String, @Nullable Object> union = new LinkedHashMap<>();
            tags.forEach((id, more) -> {
                List<String> own = new ArrayList<>();
                if (there(State.TAGS, dataset.state().index().find(id)) instanceof List<?> had) {
                    had.forEach(tag -> own.add(String.valueOf(tag)));
                }
                more.stream().filter(tag -> !own.contains(tag)).forEach(own::add);
                union.put(id, own);
            });
            writes.write("merge tags", State.TAGS, FieldType.STRING_LIST, union);
            int next = 0;
            for (SampleDraft draft : drafts) {
                String id = Ids.of(draft.filepath());
                ids.add(index.find(id) < 0 ? added.get(next++) : id);
            }
        });
        return ids;
    }

    private @Nullable Object there(String field, int row) {
        Column column = dataset.state().fields().get(field);
        return column == null ? null : column.get(row);
    }

    /** A label takes the place of the one with its id, others come behind; other values are replaced. */
    private static Object merged(@Nullable Object there, Object value) {
        if (!(value instanceof List<?> labels)
                || !(there instanceof List<?> own)
                || labels.isEmpty()
                || !(labels.get(0) instanceof Label)) {
            return value;
        }
        Map<String, Label> byId = new LinkedHashMap<>();
        own.forEach(label -> byId.put(((Label) label).id(), (Label) label));
        List<Label> unnamed = new ArrayList<>();
        for (Object one : labels) {
            Label label = (Label) one;
            if (label.id().isEmpty()) {
                unnamed.add(label);
            } else {
                byId.put(label.id(), label);
            }
        }
        List<Label> all = new ArrayList<>(byId.values());
        all.addAll(unnamed);
        return all;
    }
}
