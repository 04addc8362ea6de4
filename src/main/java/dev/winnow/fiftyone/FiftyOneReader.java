package dev.winnow.fiftyone;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import dev.winnow.data.Dataset;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.SampleDraft;
import dev.winnow.format.ExtendedJson;
import dev.winnow.format.ImageFolders;
import dev.winnow.format.ImportBatch;
import dev.winnow.format.ImportOptions;
import dev.winnow.format.ImportReport;
import dev.winnow.format.SeenTexts;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.label.Label;
import java.awt.Dimension;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a FiftyOneDataset: the dataset's own document first, then its samples one at a time. */
final class FiftyOneReader {
    static final List<String> RUNS = List.of("annotations", "brain", "evaluations", "runs");

    private final Path folder;
    private final ImportOptions options;
    private final Map<String, FieldType> types = new HashMap<>();
    private final Set<String> asJson = new HashSet<>();
    private final Map<String, Integer> lengths = new HashMap<>();
    private final SeenTexts ids = new SeenTexts();
    private String groupField = "";

    FiftyOneReader(Path folder, ImportOptions options) {
        this.folder = folder;
        this.options = options;
    }

    void read(Dataset into, ImportBatch intake) {
        Map<String, @Nullable Object> metadata = metadata();
        groupField = metadata.get("group_field") instanceof String name ? name : "";
        fields(into, metadata, intake.report());
        List<Path> files = Files.isDirectory(folder.resolve("samples"))
                ? ImageFolders.files(folder.resolve("samples"), ".json")
                : List.of(folder.resolve("samples.json"));
        for (Path file : files) {
            stream(file, intake);
        }
        if (Files.exists(folder.resolve("frames.json"))) {
            intake.report().skip("frames of videos", "frames.json");
        }
        intake.flush();
        if (metadata.get("info") instanceof Map<?, ?> info) {
            info.forEach((key, value) -> {
                if (value != null) {
                    into.setInfo(String.valueOf(key), value);
                }
            });
        }
        FiftyOneNotes.read(into, metadata);
        views(into, metadata, intake.report());
        runs(into);
        into.setInfo(FiftyOneDataset.INFO, ExtendedJson.text(metadata));
    }

    private Map<String, @Nullable Object> metadata() {
        Path file = folder.resolve("metadata.json");
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("There is no metadata.json in " + folder.getFileName()
                    + ": it is no FiftyOneDataset, or one written by FiftyOne before 0.15.");
        }
        try {
            if (ExtendedJson.read(ImageFolders.text(file)) instanceof Map<?, ?> map && map.get("version") != null) {
                Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
                map.forEach((key, value) -> metadata.put(String.valueOf(key), value));
                return metadata;
            }
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException("metadata.json: " + broken.getMessage(), broken);
        }
        throw new IllegalArgumentException("metadata.json names no version: it is no FiftyOneDataset, or an old one."
                + " Load it in FiftyOne and export it again.");
    }

    private void fields(Dataset into, Map<String, @Nullable Object> metadata, ImportReport report) {
        if (!(metadata.get("sample_fields") instanceof List<?> fields)) {
            return;
        }
        for (Object one : fields) {
            if (!(one instanceof Map<?, ?> field && field.get("name") instanceof String name)
                    || FiftyOneSchema.OWN.contains(name)
                    || name.equals(groupField)) {
                continue;
            }
            if (!FieldType.isName(name)) {
                report.skip("a field of this name cannot be stored", name);
                continue;
            }
            FieldType type = FiftyOneSchema.type(field);
            if (type == null) {
                asJson.add(name);
            }
            types.put(name, type == null ? FieldType.STRING : type);
            into.addSampleField(name, type == null ? FieldType.STRING : type);
        }
    }

    private void stream(Path file, ImportBatch intake) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "There is no " + file.getFileName() + " in " + folder.getFileName() + ".");
        }
        try (JsonReader json = new JsonReader(Files.newBufferedReader(file))) {
            json.setStrictness(com.google.gson.Strictness.LENIENT);
            if (!file.getFileName().toString().equals("samples.json")) {
                sample(json, intake);
                return;
            }
            if (!ExtendedJson.find(json, "samples")) {
                throw new IllegalArgumentException("samples.json has no list of \"samples\".");
            }
            json.beginArray();
            while (json.hasNext()) {
                sample(json, intake);
            }
            json.endArray();
        } catch (MalformedJsonException | EOFException | JsonParseException | IllegalStateException broken) {
            throw new IllegalArgumentException(
                    file.getFileName() + " is no JSON, or it is cut off: " + broken.getMessage(), broken);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName(), failure);
        }
    }

    private void sample(JsonReader json, ImportBatch intake) throws IOException {
        if (!(ExtendedJson.read(json) instanceof Map<?, ?> doc && doc.get("filepath") instanceof String path)) {
            intake.report().skip("a sample without a filepath", "samples.json");
            return;
        }
        Object kind = doc.get("_media_type");
        if (kind != null && !kind.equals("image")) {
            intake.report().skip("a sample that is no image but " + kind, path);
            return;
        }
        SampleDraft draft = place(path, doc.get("metadata"), intake);
        String id = ExtendedJson.id(doc.get("_id"));
        if (draft == null) {
            return;
        }
        if (id != null && id.matches("[0-9a-f]{24}")) {
            if (!ids.add(id)) {
                intake.report().skip("sample id comes twice", id);
                return;
            }
            draft.id(id);
        }
        if (doc.get("tags") instanceof List<?> tags) {
            tags.forEach(tag -> draft.tag(String.valueOf(tag)));
        }
        if (!groupField.isEmpty() && doc.get(groupField) instanceof Map<?, ?> group) {
            String member = ExtendedJson.id(group.get("_id"));
            if (member != null && group.get("name") instanceof String slice) {
                draft.slice(member, slice);
            }
        }
        int labels = 0;
        for (Map.Entry<?, ?> value : doc.entrySet()) {
            labels += set(draft, String.valueOf(value.getKey()), value.getValue(), path, intake);
        }
        intake.add(draft, labels);
    }

    /** The sample at its place with what is known of its picture. */
    private @Nullable SampleDraft place(String path, @Nullable Object metadata, ImportBatch intake) {
        Path file = intake.inside(path);
        if (file == null) {
            return null;
        }
        SampleDraft draft = intake.draft(file);
        Map<?, ?> known = metadata instanceof Map<?, ?> map ? map : Map.of();
        if (!known.isEmpty()) {
            draft.set("metadata", ExtendedJson.text(known));
        }
        boolean there = Files.isRegularFile(file);
        if (!there) {
            intake.report().changed("a picture is missing, what is known of it is kept", path);
        }
        if (known.get("width") instanceof Long width && known.get("height") instanceof Long height) {
            draft.size(width.intValue(), height.intValue());
        } else if (there) {
            Dimension size = ImageFolders.size(file, intake.report());
            if (size == null) {
                return null;
            }
            draft.size(size.width, size.height);
        }
        return draft;
    }

    /** Sets one field of a sample and says how many labels came with it. */
    private int set(SampleDraft draft, String name, @Nullable Object value, String path, ImportBatch intake) {
        if (value == null || FiftyOneSchema.OWN.contains(name) || name.equals(groupField) || !FieldType.isName(name)) {
            return 0;
        }
        FieldType type = types.get(name);
        if (type == null || asJson.contains(name)) {
            // A field that the schema does not name is invisible in FiftyOne too; its text is kept.
            draft.set(name, ExtendedJson.text(value));
            return 0;
        }
        switch (type) {
            case DETECTIONS -> {
                List<Detection> labels = FiftyOneLabels.read(value, path, options, intake.report());
                draft.detections(name, labels);
                return labels.size();
            }
            case VECTOR -> vector(draft, name, value, path, intake.report());
            case FLOAT -> {
                if (value instanceof Number number && !Double.isNaN(number.doubleValue())) {
                    draft.set(name, number.doubleValue());
                } else {
                    intake.report().changed("a number that is none (NaN) came as missing", path);
                }
            }
            case STRING_LIST -> {
                if (value instanceof List<?> list) {
                    draft.set(name, list.stream().map(String::valueOf).toList());
                }
            }
            default -> {
                FiftyOneOtherLabels.Form form = FiftyOneOtherLabels.form(type);
                if (form != null) {
                    return labels(draft, name, type, form, value, path, intake.report());
                }
                boolean fits = type == FieldType.STRING && value instanceof String
                        || type == FieldType.INT && value instanceof Long
                        || type == FieldType.BOOLEAN && value instanceof Boolean;
                if (fits) {
                    draft.set(name, value);
                } else {
                    intake.report().skip("a value of field '" + name + "' is no " + type, path);
                }
            }
        }
        return 0;
    }

    private static int labels(
            SampleDraft draft,
            String name,
            FieldType type,
            FiftyOneOtherLabels.Form form,
            Object value,
            String path,
            ImportReport report) {
        try {
            List<Label> labels = FiftyOneOtherLabelReader.read(type, form, value);
            draft.set(name, form.list().isEmpty() ? labels.get(0) : labels);
            return labels.size();
        } catch (IllegalArgumentException unreadable) {
            report.skip("a value of field '" + name + "' is no " + type, path);
            return 0;
        }
    }

    private void vector(SampleDraft draft, String name, Object value, String path, ImportReport report) {
        NumpyBytes.Vector vector = NumpyBytes.read(value);
        if (vector == null) {
            report.skip("a vector of field '" + name + "' cannot be read", path);
            return;
        }
        int length = lengths.computeIfAbsent(name, first -> vector.values().length);
        if (length != vector.values().length) {
            report.skip("vectors of field '" + name + "' are of different lengths", path);
            return;
        }
        if (!vector.exact()) {
            report.changed("a vector of doubles came as floats", name);
        }
        draft.set(name, vector.values());
    }

    /** Saved views with stages that exist here; the others stay in the dataset's document, to be written back. */
    private void views(Dataset into, Map<String, @Nullable Object> metadata, ImportReport report) {
        if (!(metadata.get("saved_views") instanceof List<?> views)) {
            return;
        }
        FiftyOneViews stages = new FiftyOneViews(List.of(), field -> false);
        List<Object> kept = new ArrayList<>();
        for (Object one : views) {
            if (!(one instanceof Map<?, ?> view && view.get("name") instanceof String name)) {
                continue;
            }
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            view.forEach((key, value) -> copy.put(String.valueOf(key), value));
            try {
                SampleCollection chain = into;
                for (Object stage : (List<?>) Objects.requireNonNullElse(view.get("view_stages"), List.of())) {
                    chain = stages.read(chain, String.valueOf(stage));
                }
                into.saveView(name, chain, IfExists.REPLACE);
                FiftyOneNotes.readOfView(into, name, view);
                copy.put(FiftyOneWriter.CHAIN, chain.stages().toString());
            } catch (RuntimeException noForm) {
                report.skip("a saved view has a stage that Winnow has not; it is kept for export", name);
            }
            kept.add(copy);
        }
        metadata.put("saved_views", kept);
    }

    /** Results of runs are kept as they are; nothing here reads them. */
    private void runs(Dataset into) {
        for (String kind : RUNS) {
            if (Files.isDirectory(folder.resolve(kind))) {
                for (Path file : ImageFolders.files(folder.resolve(kind), ".json")) {
                    into.putRun(
                            "fiftyone/" + kind,
                            ImageFolders.stem(file.getFileName().toString()),
                            ImageFolders.text(file));
                }
            }
        }
    }
}
