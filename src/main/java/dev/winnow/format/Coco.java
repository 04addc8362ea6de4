package dev.winnow.format;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.winnow.data.Box;
import dev.winnow.data.Dataset;
import dev.winnow.data.Detection;
import dev.winnow.data.FieldType;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.SampleDraft;
import java.awt.Dimension;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** COCO detection: one JSON file with images, annotations and categories. Ids are read as they are, holes and all, and written from 1. */
public final class Coco implements Importer, Exporter {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final Path folder;
    private final @Nullable Path json;
    private final String field;

    private Coco(Path folder, @Nullable Path json, String field) {
        this.folder = folder;
        this.json = json;
        this.field = field;
    }

    /** A folder with {@code labels.json} (or another one JSON file) and pictures, or the JSON file itself; to write, a folder to be made. */
    public static Coco in(Path place) {
        if (place.toString().endsWith(".json")) {
            return new Coco(Objects.requireNonNull(place.toAbsolutePath().getParent()), place, "ground_truth");
        }
        return new Coco(place, null, "ground_truth");
    }

    public Coco labels(String field) {
        return new Coco(folder, json, field);
    }

    private Path file() {
        if (json != null) {
            return json;
        }
        Folders.require(folder);
        for (String name : List.of("labels.json", "_annotations.coco.json", "annotations.json")) {
            if (Files.exists(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(one -> one.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            throw new IllegalArgumentException("There is no labels.json in " + folder + " (and " + found.size()
                    + " other JSON files). Name the file: Coco.in(Path.of(\"….json\")).");
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder, failure);
        }
    }

    @Override
    public ImportReport read(Dataset into) {
        ImportReport report = new ImportReport("COCO");
        JsonObject root = parse(file());
        Map<Long, String> categories = new LinkedHashMap<>();
        each(
                root,
                "categories",
                one -> categories.put(number(one, "id"), one.get("name").getAsString()));
        Map<Long, JsonObject> images = new LinkedHashMap<>();
        each(root, "images", one -> {
            if (images.putIfAbsent(number(one, "id"), one) != null) {
                report.skip("image id comes twice", String.valueOf(one.get("id")));
            }
        });
        Map<Long, List<JsonObject>> annotations = new LinkedHashMap<>();
        each(root, "annotations", one -> {
            long image = number(one, "image_id");
            if (images.containsKey(image)) {
                annotations.computeIfAbsent(image, id -> new ArrayList<>()).add(one);
            } else {
                report.skip("annotation of an image that is not there", "annotation " + one.get("id"));
            }
        });
        Path pictures = Files.isDirectory(folder.resolve("data")) ? folder.resolve("data") : folder;
        List<SampleDraft> drafts = new ArrayList<>();
        images.forEach((id, image) -> {
            SampleDraft draft = sample(pictures, image, report);
            if (draft != null) {
                List<Detection> labels =
                        labels(annotations.getOrDefault(id, List.of()), image, pictures, categories, report);
                drafts.add(draft.detections(field, labels));
                report.add(1, labels.size());
            }
        });
        into.transaction("import COCO", () -> {
            into.setMediaRoot(pictures);
            into.addSampleField(field, FieldType.DETECTIONS);
            into.addSamples(drafts);
        });
        return report;
    }

    private static JsonObject parse(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            JsonElement root = JsonParser.parseReader(reader);
            if (root.isJsonObject() && root.getAsJsonObject().has("images")) {
                return root.getAsJsonObject();
            }
            throw new IllegalArgumentException(file.getFileName() + " is no COCO file: it has no \"images\".");
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName(), failure);
        } catch (JsonParseException broken) {
            throw new IllegalArgumentException(file.getFileName() + " is no JSON: " + broken.getMessage(), broken);
        }
    }

    private static void each(JsonObject root, String name, java.util.function.Consumer<JsonObject> action) {
        if (root.get(name) instanceof JsonArray array) {
            array.forEach(one -> action.accept(one.getAsJsonObject()));
        }
    }

    private static long number(JsonObject object, String name) {
        return object.get(name).getAsLong();
    }

    private @Nullable SampleDraft sample(Path pictures, JsonObject image, ImportReport report) {
        String name = image.get("file_name").getAsString();
        Path file = Folders.inside(pictures, name);
        if (file == null) {
            report.skip("file name leads out of the folder", name);
            return null;
        }
        if (!Files.isRegularFile(file)) {
            report.skip("picture is missing", name);
            return null;
        }
        Dimension size = Folders.size(file, report);
        if (size == null) {
            return null;
        }
        SampleDraft draft = SampleDraft.of(pictures.toAbsolutePath().normalize().relativize(file))
                .size(size.width, size.height);
        for (String extra : List.of("sequence", "scene")) {
            if (image.has(extra)) {
                draft.set(extra, image.get(extra).getAsString());
            }
        }
        return draft;
    }

    private static List<Detection> labels(
            List<JsonObject> annotations,
            JsonObject image,
            Path pictures,
            Map<Long, String> categories,
            ImportReport report) {
        double width = image.has("width") ? image.get("width").getAsDouble() : 0;
        double height = image.has("height") ? image.get("height").getAsDouble() : 0;
        if (width <= 0 || height <= 0) {
            Path file = Folders.inside(pictures, image.get("file_name").getAsString());
            Dimension size = Folders.size(Objects.requireNonNull(file), report);
            width = size == null ? 1 : size.width;
            height = size == null ? 1 : size.height;
        }
        List<Detection> labels = new ArrayList<>();
        for (JsonObject one : annotations) {
            String where = "annotation " + one.get("id");
            if (!(one.get("bbox") instanceof JsonArray bbox) || bbox.size() != 4) {
                report.skip("no bbox of four numbers", where);
                continue;
            }
            Box box = new Box(
                    bbox.get(0).getAsDouble() / width,
                    bbox.get(1).getAsDouble() / height,
                    bbox.get(2).getAsDouble() / width,
                    bbox.get(3).getAsDouble() / height);
            Box valid = box.problem().startsWith("reaches") ? box.clipped() : box;
            if (!valid.problem().isEmpty()) {
                report.skip("box is " + valid.problem(), where);
                continue;
            }
            long category = number(one, "category_id");
            Detection label = Detection.of(categories.getOrDefault(category, String.valueOf(category)), valid);
            if (one.has("score")) {
                label = label.withConfidence(one.get("score").getAsDouble());
            }
            if (one.has("iscrowd") && one.get("iscrowd").getAsInt() == 1) {
                label = label.with("iscrowd", 1L);
            }
            for (String extra : List.of("occluded", "truncated")) {
                if (one.has(extra) && one.get(extra).isJsonPrimitive()) {
                    label = label.with(extra, one.get(extra).getAsDouble());
                }
            }
            labels.add(label);
        }
        return labels;
    }

    @Override
    public ExportReport write(SampleCollection from) {
        List<String> classes = from.distinct(field + ".detections.label");
        JsonArray categories = new JsonArray();
        for (int i = 0; i < classes.size(); i++) {
            JsonObject category = new JsonObject();
            category.addProperty("id", i + 1);
            category.addProperty("name", classes.get(i));
            categories.add(category);
        }
        JsonArray images = new JsonArray();
        JsonArray annotations = new JsonArray();
        for (Sample sample : from.samples()) {
            Path picture = sample.media();
            Dimension size = sample.get("width") != null
                    ? new Dimension((int) sample.number("width"), (int) sample.number("height"))
                    : dev.winnow.data.Media.size(picture);
            String name = sample.filepath();
            Folders.copy(picture, folder.resolve("data").resolve(name));
            JsonObject image = new JsonObject();
            image.addProperty("id", images.size() + 1);
            image.addProperty("file_name", name);
            image.addProperty("width", size.width);
            image.addProperty("height", size.height);
            for (String extra : List.of("sequence", "scene")) {
                if (from.hasField(extra) && sample.string(extra) != null) {
                    image.addProperty(extra, sample.string(extra));
                }
            }
            images.add(image);
            for (Detection label : sample.detections(field)) {
                annotations.add(annotation(label, annotations.size() + 1, images.size(), classes, size));
            }
        }
        JsonObject root = new JsonObject();
        root.add("info", new JsonObject());
        root.add("licenses", new JsonArray());
        root.add("categories", categories);
        root.add("images", images);
        root.add("annotations", annotations);
        try (BufferedWriter writer =
                Files.newBufferedWriter(Files.createDirectories(folder).resolve("labels.json"))) {
            GSON.toJson(root, writer);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write labels.json", failure);
        }
        return new ExportReport("COCO", images.size(), annotations.size(), 0);
    }

    private static JsonObject annotation(Detection label, int id, int image, List<String> classes, Dimension size) {
        JsonObject one = new JsonObject();
        Box box = label.box();
        double w = box.w() * size.width;
        double h = box.h() * size.height;
        JsonArray bbox = new JsonArray();
        for (double value : new double[] {box.x() * size.width, box.y() * size.height, w, h}) {
            bbox.add(Math.round(value * 1e6) / 1e6);
        }
        one.addProperty("id", id);
        one.addProperty("image_id", image);
        one.addProperty("category_id", classes.indexOf(label.label()) + 1);
        one.add("bbox", bbox);
        one.addProperty("area", Math.round(w * h * 1e6) / 1e6);
        one.addProperty("iscrowd", label.attributes().containsKey("iscrowd") ? 1 : 0);
        if (label.hasConfidence()) {
            one.addProperty("score", label.confidence());
        }
        for (String extra : List.of("occluded", "truncated")) {
            if (label.attributes().get(extra) instanceof Number number) {
                one.addProperty(extra, number);
            }
        }
        return one;
    }
}
