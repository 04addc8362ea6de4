package dev.winnow.fiftyone;

import com.google.gson.stream.JsonWriter;
import dev.winnow.data.Dataset;
import dev.winnow.data.Run;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.format.ExportReport;
import dev.winnow.format.ExtendedJson;
import dev.winnow.format.ImageFolders;
import dev.winnow.format.MediaNames;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.label.Label;
import dev.winnow.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes a FiftyOneDataset. The same samples give the same bytes: dates, which FiftyOne sets anew when it reads, are all one day. */
final class FiftyOneWriter {
    /** Beside a saved view as it came: the stages it became here, to see later whether it was changed. */
    static final String CHAIN = "winnow_stages";

    private static final Map<String, String> DATE = Map.of("$date", "2020-01-01T00:00:00Z");

    /** Fields that have a place of their own in a sample's document. */
    private static final Set<String> PLACED =
            Set.of("id", "filepath", "tags", "group", "slice", "width", "height", "metadata");

    private final Path folder;
    private final boolean media;
    private int labels;
    private final List<String> notes = new ArrayList<>();

    FiftyOneWriter(Path folder, boolean media) {
        this.folder = folder;
        this.media = media;
    }

    ExportReport write(SampleCollection from) {
        Dataset dataset = from.dataset();
        Map<String, @Nullable Object> before = before(dataset);
        boolean grouped = from instanceof Dataset && !dataset.groupSlices().isEmpty();
        SampleCollection all =
                grouped ? dataset.selectGroupSlices(dataset.groupSlices().toArray(String[]::new)) : from;
        String groupField = !grouped ? "" : before.get("group_field") instanceof String named ? named : "group";
        Map<String, Map<?, ?>> known = fields(before);
        List<Written> fields = written(from, known);
        List<Sample> samples = all.samples();
        Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
        samples(all, samples, groupField, fields, attributes);
        metadata(from, groupField, before, known, fields, attributes);
        if (media) {
            media(dataset, samples);
        }
        runs(dataset);
        return new ExportReport("FiftyOneDataset", samples.size(), labels, 0, notes);
    }

    /** What FiftyOne said of the dataset when it came, if it came from there. */
    private static Map<String, @Nullable Object> before(Dataset dataset) {
        Map<String, @Nullable Object> before = new LinkedHashMap<>();
        if (dataset.hasInfo(FiftyOneDataset.INFO)
                && ExtendedJson.read(String.valueOf(dataset.info(FiftyOneDataset.INFO))) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> before.put(String.valueOf(key), value));
        }
        return before;
    }

    private static Map<String, Map<?, ?>> fields(Map<String, @Nullable Object> before) {
        Map<String, Map<?, ?>> fields = new LinkedHashMap<>();
        if (before.get("sample_fields") instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> field) {
                    fields.put(String.valueOf(field.get("name")), field);
                }
            }
        }
        return fields;
    }

    // ---- samples

    /** A field as it is written: its type here, and whether its texts are JSON that came from FiftyOne. */
    private record Written(String name, FieldType type, boolean asJson) {}

    private List<Written> written(SampleCollection from, Map<String, Map<?, ?>> known) {
        List<Written> written = new ArrayList<>();
        from.schema().forEach((name, type) -> {
            Map<?, ?> field = known.get(name);
            boolean theirs = field != null && !FiftyOneSchema.OWN.contains(name);
            if (!PLACED.contains(name) || theirs && !name.equals("group")) {
                boolean asJson =
                        type == FieldType.STRING && field != null && FiftyOneSchema.type(field) != FieldType.STRING;
                written.add(new Written(name, type, asJson));
            }
        });
        return written;
    }

    private void samples(
            SampleCollection from,
            List<Sample> samples,
            String groupField,
            List<Written> fields,
            Map<String, Map<String, String>> attributes) {
        MediaNames names = new MediaNames(samples);
        ImageFolders.write(folder.resolve("samples.json"), writer -> {
            JsonWriter json = ExtendedJson.writer(writer);
            json.beginObject().name("samples").beginArray();
            for (Sample sample : samples) {
                json.beginObject();
                own(json, from, sample, names);
                if (!groupField.isEmpty()) {
                    json.name(groupField);
                    group(json, sample);
                }
                for (Written field : fields) {
                    json.name(field.name());
                    value(json, sample, field, attributes);
                }
                json.endObject();
            }
            json.endArray().endObject();
            json.flush();
        });
    }

    private void own(JsonWriter json, SampleCollection from, Sample sample, MediaNames names) throws IOException {
        json.name("_id");
        ExtendedJson.write(json, ExtendedJson.oid(sample.id()));
        json.name("filepath")
                .value(
                        media
                                ? "data/" + names.of(sample)
                                : sample.media().toAbsolutePath().normalize().toString());
        json.name("tags");
        ExtendedJson.write(json, sample.tags());
        json.name("_media_type").value("image");
        json.name("_rand").value(Long.parseLong(id(sample.id()).substring(12), 16) / (double) (1L << 48));
        json.name("_dataset_id");
        ExtendedJson.write(json, ExtendedJson.oid(id(from.dataset().name())));
        json.name("created_at");
        ExtendedJson.write(json, DATE);
        json.name("last_modified_at");
        ExtendedJson.write(json, DATE);
        json.name("metadata");
        ExtendedJson.write(json, picture(from, sample));
    }

    private static @Nullable Object picture(SampleCollection from, Sample sample) {
        if (from.hasField("metadata") && sample.get("metadata") instanceof String text) {
            return ExtendedJson.read(text);
        }
        if (!from.hasField("width") || sample.get("width") == null) {
            return null;
        }
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("_cls", "ImageMetadata");
        metadata.put("size_bytes", null);
        metadata.put("mime_type", null);
        metadata.put("width", sample.get("width"));
        metadata.put("height", sample.get("height"));
        metadata.put("num_channels", null);
        return metadata;
    }

    private static void group(JsonWriter json, Sample sample) throws IOException {
        String group = String.valueOf(sample.string("group"));
        json.beginObject().name("_id");
        ExtendedJson.write(json, ExtendedJson.oid(group.matches("[0-9a-f]{24}") ? group : id(group)));
        json.name("_cls")
                .value("Group")
                .name("name")
                .value(sample.string("slice"))
                .endObject();
    }

    private void value(JsonWriter json, Sample sample, Written field, Map<String, Map<String, String>> attributes)
            throws IOException {
        Object value = sample.get(field.name());
        FiftyOneOtherLabels.Form form = FiftyOneOtherLabels.form(field.type());
        if (value instanceof String text && field.asJson()) {
            json.jsonValue(text);
        } else if (value instanceof float[] vector) {
            ExtendedJson.write(json, NumpyBytes.write(vector));
        } else if (value != null && field.type() == FieldType.DETECTIONS) {
            List<Detection> own = sample.detections(field.name());
            count(field, own, attributes);
            FiftyOneLabels.write(json, own);
        } else if (value != null && form != null) {
            UnaryOperator<String> files = path -> beside(sample.dataset(), field.name(), path);
            count(field, FiftyOneOtherLabels.write(json, form, value, files), attributes);
        } else {
            ExtendedJson.write(json, value);
        }
    }

    private void count(Written field, List<? extends Label> own, Map<String, Map<String, String>> attributes) {
        Map<String, String> types = attributes.computeIfAbsent(field.name(), name -> new TreeMap<>());
        for (Label label : own) {
            label.attributes().forEach((name, one) -> {
                String theirs = FiftyOneOtherLabels.attribute(name);
                types.put(theirs, FiftyOneSchema.typeOf(one, types.get(theirs)));
            });
        }
        labels += own.size();
    }

    /** Copies a mask or heat map and says where it lies then, as FiftyOne would. What came from there goes with its folder. */
    private String beside(Dataset dataset, String field, String path) {
        Path file = path.isEmpty() ? null : ImageFolders.inside(dataset.mediaRoot(), path);
        if (file == null || !Files.exists(file)) {
            return path;
        }
        if (!media) {
            return file.toString();
        }
        if (path.startsWith("fields/")) {
            return path;
        }
        ImageFolders.copy(file, folder.resolve("fields").resolve(field).resolve(path));
        return "fields/" + field + "/" + path;
    }

    // ---- the dataset's own document

    private void metadata(
            SampleCollection from,
            String groupField,
            Map<String, @Nullable Object> before,
            Map<String, Map<?, ?>> known,
            List<Written> fields,
            Map<String, Map<String, String>> attributes) {
        Dataset dataset = from.dataset();
        Map<String, @Nullable Object> doc = new LinkedHashMap<>();
        doc.put("_id", ExtendedJson.oid(id(dataset.name())));
        doc.put("name", dataset.name());
        doc.put("slug", slug(dataset.name()));
        doc.put("version", FiftyOneDataset.VERSION);
        for (String date : List.of("created_at", "last_modified_at", "last_loaded_at")) {
            doc.put(date, DATE);
        }
        doc.put("sample_collection_name", "samples." + id(dataset.name()));
        doc.put("persistent", false);
        doc.put("media_type", groupField.isEmpty() ? "image" : "group");
        doc.put("tags", List.of());
        doc.put("app_config", Map.of());
        for (String empty : List.of(
                "classes", "mask_targets", "skeletons", "annotation_runs", "brain_methods", "evaluations", "runs")) {
            doc.put(empty, Map.of());
        }
        doc.put("frame_fields", List.of());
        doc.put("workspaces", List.of());
        before.forEach((key, value) -> {
            if (!key.equals("media_type") && !key.startsWith("group") && !key.equals("name") && !key.equals("slug")) {
                doc.put(key, value);
            }
        });
        FiftyOneNotes.write(dataset, doc);
        if (!groupField.isEmpty()) {
            Map<String, Object> types = new LinkedHashMap<>();
            dataset.groupSlices().forEach(slice -> types.put(slice, "image"));
            doc.put("group_field", groupField);
            doc.put("group_media_types", types);
            doc.putIfAbsent("default_group_slice", dataset.first().string("slice"));
        }
        Map<String, Object> info = new LinkedHashMap<>(dataset.infoMap());
        info.remove(FiftyOneDataset.INFO);
        doc.put("info", info);
        doc.put("sample_fields", sampleFields(groupField, known, fields, attributes));
        doc.put("saved_views", views(dataset, before));
        ImageFolders.write(folder.resolve("metadata.json"), ExtendedJson.text(doc));
    }

    private static List<Object> sampleFields(
            String groupField,
            Map<String, Map<?, ?>> known,
            List<Written> fields,
            Map<String, Map<String, String>> attributes) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> field : FiftyOneSchema.ownFields()) {
            String name = String.valueOf(field.get("name"));
            all.put(name, known.getOrDefault(name, field));
        }
        if (!groupField.isEmpty()) {
            all.put(groupField, known.getOrDefault(groupField, FiftyOneSchema.group(groupField)));
        }
        for (Written field : fields) {
            Map<?, ?> theirs = known.get(field.name());
            Map<String, @Nullable Object> ours =
                    FiftyOneSchema.field(field.name(), field.type(), attributes.getOrDefault(field.name(), Map.of()));
            if (theirs == null || !field.asJson() && FiftyOneSchema.type(theirs) != field.type()) {
                all.put(field.name(), ours);
            } else if (field.type().isLabels()) {
                all.put(field.name(), FiftyOneSchema.withAttributes(field.type(), theirs, ours));
            } else {
                all.put(field.name(), theirs);
            }
        }
        Map<String, Object> inTheirOrder = new LinkedHashMap<>(known);
        inTheirOrder.keySet().retainAll(all.keySet());
        inTheirOrder.putAll(all);
        return List.copyOf(inTheirOrder.values());
    }

    private List<Object> views(Dataset dataset, Map<String, @Nullable Object> before) {
        FiftyOneViews form = new FiftyOneViews(
                dataset.labelFields(FieldType.DETECTIONS),
                field ->
                        !dataset.hasField(field) || dataset.exists(field, false).count() > 0);
        Map<String, Object> views = new LinkedHashMap<>();
        if (before.get("saved_views") instanceof List<?> kept) {
            for (Object one : kept) {
                if (one instanceof Map<?, ?> view) {
                    String name = String.valueOf(view.get("name"));
                    boolean theirs = view.get(CHAIN) == null && !dataset.hasSavedView(name);
                    boolean unchanged = view.get(CHAIN) != null
                            && dataset.hasSavedView(name)
                            && view.get(CHAIN)
                                    .equals(dataset.loadSavedView(name).stages().toString());
                    if (theirs || unchanged) {
                        Map<Object, @Nullable Object> copy = new LinkedHashMap<>(view);
                        copy.remove(CHAIN);
                        if (unchanged) {
                            copy.putAll(FiftyOneNotes.ofView(dataset, name));
                        }
                        views.put(name, copy);
                    }
                }
            }
        }
        for (String name : dataset.listSavedViews()) {
            if (!views.containsKey(name)) {
                try {
                    views.put(name, view(dataset, name, dataset.loadSavedView(name), form));
                } catch (MongoExpr.NoForm noForm) {
                    notes.add("saved view '" + name + "': FiftyOne has nothing like " + noForm.getMessage());
                }
            }
        }
        return List.copyOf(views.values());
    }

    private static Map<String, @Nullable Object> view(Dataset dataset, String name, View chain, FiftyOneViews form) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("_id", ExtendedJson.oid(id(dataset.name() + "/" + name)));
        view.put("_dataset_id", ExtendedJson.oid(id(dataset.name())));
        view.put("name", name);
        view.put("slug", slug(name));
        view.putAll(FiftyOneNotes.ofView(dataset, name));
        view.put("view_stages", chain.stages().stream().map(form::write).toList());
        view.put("created_at", DATE);
        view.put("last_modified_at", DATE);
        view.put("last_loaded_at", null);
        return view;
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /** An id made from a name. */
    private static String id(String name) {
        UUID uuid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return uuid.toString().replace("-", "").substring(0, 24);
    }

    // ---- files beside

    private void media(Dataset dataset, List<Sample> samples) {
        MediaNames names = new MediaNames(samples);
        try (Progress.Task progress = Progress.task("copy pictures", samples.size())) {
            for (Sample sample : samples) {
                ImageFolders.copy(sample.media(), folder.resolve("data").resolve(names.of(sample)));
                progress.step(1);
            }
        }
        // Masks and other files that fields of FiftyOne name lie there.
        Path beside = dataset.mediaRoot().resolve("fields");
        if (Files.isDirectory(beside)) {
            for (Path file : ImageFolders.files(beside, "")) {
                ImageFolders.copy(file, folder.resolve("fields").resolve(beside.relativize(file)));
            }
        }
    }

    private void runs(Dataset dataset) {
        for (String kind : FiftyOneReader.RUNS) {
            for (Run run : dataset.runs("fiftyone/" + kind)) {
                ImageFolders.write(folder.resolve(kind).resolve(run.key() + ".json"), run.json());
            }
        }
    }
}
