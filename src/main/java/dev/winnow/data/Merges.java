package dev.winnow.data;

import dev.winnow.label.FieldType;
import dev.winnow.label.Label;
import dev.winnow.store.Column;
import dev.winnow.store.State;
import java.nio.file.Path;
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

/** Samples that come from elsewhere: added, or merged into those that are there. */
final class Merges {
    private final Dataset dataset;

    Merges(Dataset dataset) {
        this.dataset = dataset;
    }

    /** The samples of a collection as drafts; paths are relative to this dataset's pictures where they lie there, else whole. */
    List<SampleDraft> drafts(SampleCollection other) {
        Path root = other.dataset().mediaRoot().toAbsolutePath().normalize();
        Path own = dataset.mediaRoot().toAbsolutePath().normalize();
        RowSelection rows = other.rows();
        List<SampleDraft> drafts = new ArrayList<>(rows.count());
        for (int i = 0; i < rows.count(); i++) {
            String path = Objects.requireNonNull((String) rows.value(i, State.FILEPATH));
            Path file = root.resolve(path).normalize();
            SampleDraft draft = root.equals(own)
                    ? SampleDraft.of(path)
                    : SampleDraft.of(file.startsWith(own) ? own.relativize(file) : file);
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
        String[] ids = new String[drafts.size()];
        dataset.transaction("merge " + drafts.size() + " samples", () -> {
            List<Integer> waiting = IntStream.range(0, drafts.size()).boxed().toList();
            while (!waiting.isEmpty()) {
                waiting = merge(drafts, waiting, ids);
            }
        });
        return List.of(ids);
    }

    /** Merges the first draft of each path; the others, which are to be merged into what that becomes, come back. */
    private List<Integer> merge(List<SampleDraft> drafts, List<Integer> waiting, String[] ids) {
        Map<String, Integer> rows = rowsByPath();
        Set<String> met = new HashSet<>();
        List<Integer> again = new ArrayList<>();
        List<Integer> fresh = new ArrayList<>();
        Map<String, Map<String, Object>> changes = new LinkedHashMap<>();
        Map<String, @Nullable Object> tags = new LinkedHashMap<>();
        for (int i : waiting) {
            SampleDraft draft = drafts.get(i);
            Integer row = rows.get(draft.filepath());
            if (!met.add(draft.filepath())) {
                again.add(i);
            } else if (row == null) {
                fresh.add(i);
            } else {
                String id = dataset.state().id(row);
                ids[i] = id;
                draft.values().forEach((field, value) -> changes.computeIfAbsent(field, f -> new LinkedHashMap<>())
                        .put(id, merged(there(field, row), value)));
                Set<String> union = new LinkedHashSet<>();
                if (there(State.TAGS, row) instanceof List<?> own) {
                    own.forEach(tag -> union.add(String.valueOf(tag)));
                }
                union.addAll(draft.tags());
                tags.put(id, List.copyOf(union));
            }
        }
        List<String> added = dataset.addSamples(fresh.stream().map(drafts::get).toList());
        for (int n = 0; n < added.size(); n++) {
            ids[fresh.get(n)] = added.get(n);
        }
        changes.forEach(dataset::setValues);
        new ValueWrites(dataset).write("merge tags", State.TAGS, FieldType.STRING_LIST, tags);
        return again;
    }

    /** The first sample of each path, whatever its id. */
    private Map<String, Integer> rowsByPath() {
        Column paths = dataset.state().column(State.FILEPATH);
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < paths.rows(); row++) {
            rows.putIfAbsent(String.valueOf(paths.get(row)), row);
        }
        return rows;
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
