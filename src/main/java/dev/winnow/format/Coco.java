package dev.winnow.format;

import com.google.gson.stream.JsonWriter;
import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.awt.Dimension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * COCO detection: one JSON file with images, annotations and categories. Ids are read as they are, holes and all, and written from 1.
 * Other values of an image or annotation become fields and attributes; outlines are not kept, and counted.
 */
public final class Coco implements Importer, LabelFormat {
    /** The attribute of a label that stands for a crowd. */
    static final String CROWD = "iscrowd";

    /** The attribute that keeps COCO's area in pixels where it is not that of the box. */
    static final String AREA = "coco_area";

    /** What an annotation has beside its attributes, and what FiftyOne gives a label when it reads one. */
    private static final Set<String> TAKEN = Set.of(
            "id",
            "image_id",
            "category_id",
            "bbox",
            "area",
            "segmentation",
            "score",
            "keypoints",
            "num_keypoints",
            "attributes",
            "label",
            "bounding_box",
            "confidence",
            "tags",
            "index",
            "mask",
            "mask_path");

    private static final List<String> USUAL = List.of("labels.json", "_annotations.coco.json", "annotations.json");

    private final Path folder;
    private final @Nullable Path json;
    private final @Nullable Path data;
    private final String field;
    private final List<String> classes;
    private final @Nullable SampleCollection among;
    private final boolean evaluations;

    private Coco(
            Path folder,
            @Nullable Path json,
            @Nullable Path data,
            String field,
            List<String> classes,
            @Nullable SampleCollection among,
            boolean evaluations) {
        this.folder = folder;
        this.json = json;
        this.data = data;
        this.field = field;
        this.classes = classes;
        this.among = among;
        this.evaluations = evaluations;
    }

    /** A folder with {@code labels.json} (or another one JSON file) and pictures, or the JSON file itself; to write, a folder to be made. */
    public static Coco in(Path place) {
        if (place.toString().endsWith(".json")) {
            return new Coco(
                    Objects.requireNonNull(place.toAbsolutePath().getParent()),
                    place,
                    null,
                    "ground_truth",
                    List.of(),
                    null,
                    false);
        }
        return new Coco(place, null, null, "ground_truth", List.of(), null, false);
    }

    /** Where the pictures are, when they are not in {@code data} or beside the JSON file. */
    public Coco pictures(Path pictures) {
        return new Coco(folder, json, pictures, field, classes, among, evaluations);
    }

    @Override
    public Coco labels(String field) {
        return new Coco(folder, json, data, field, classes, among, evaluations);
    }

    /** The categories to write, in this order; without a list they are the classes of the labels. Labels of other classes are dropped and counted. */
    @Override
    public Coco classes(List<String> classes) {
        return new Coco(folder, json, data, field, List.copyOf(classes), among, evaluations);
    }

    /** Writes also what evaluations keep on labels: the outcome, the other side's id and the overlap, under the key of each. */
    public Coco withEvaluations() {
        return new Coco(folder, json, data, field, classes, among, true);
    }

    private Path file() {
        ImageFolders.require(folder);
        if (json != null) {
            return json;
        }
        for (String name : USUAL) {
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
            throw new IllegalArgumentException("There is no labels.json in " + folder.getFileName() + " (and "
                    + found.size() + " other JSON files). Name the file: Coco.in(Path.of(\"….json\")).");
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder.getFileName(), failure);
        }
    }

    @Override
    public Coco among(SampleCollection all) {
        return new Coco(folder, json, data, field, classes, all, evaluations);
    }

    /** The file, which is there. */
    private Path existing() {
        Path file = file();
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "There is no file " + file.getFileName() + " in " + folder.getFileName() + ".");
        }
        return file;
    }

    @Override
    public ReturnedLabels readLabels(SampleCollection view) {
        return new CocoReturn(existing(), view, among == null ? view : among).read();
    }

    @Override
    public ImportReport read(Dataset into, ImportOptions options) {
        Path file = existing();
        Path beside = Files.isDirectory(folder.resolve("data")) ? folder.resolve("data") : folder;
        Path pictures = data == null ? beside : data;
        return ImportBatch.run(
                into, options, "COCO", pictures, field, intake -> new CocoReader(file, field, intake).read());
    }

    // ---- out

    @Override
    public ExportReport write(SampleCollection from) {
        List<String> classes = this.classes.isEmpty() ? from.distinct(field + ".detections.label") : this.classes;
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size() + 1));
        List<Sample> samples = from.samples();
        Path pictures = data == null ? folder.resolve("data") : data;
        for (Sample sample : samples) {
            ImageFolders.copy(sample.media(), target(pictures, sample.filepath()));
        }
        int[] labels = new int[2]; // written, and dropped
        ExportedAttributes attributes = new ExportedAttributes(from, TAKEN, evaluations);
        ImageFolders.write(json == null ? folder.resolve("labels.json") : json, writer -> {
            JsonWriter out = new JsonWriter(writer);
            out.beginObject();
            out.name("info").beginObject().endObject();
            out.name("licenses").beginArray().endArray();
            categories(out, classes);
            images(out, from, samples);
            annotations(out, from, samples, numbers, attributes, labels);
            out.endObject();
            out.flush();
        });
        return new ExportReport("COCO", samples.size(), labels[0], labels[1], attributes.notes());
    }

    private static Path target(Path pictures, String name) {
        Path target = ImageFolders.inside(pictures, name);
        if (target == null) {
            throw new IllegalArgumentException("The picture '" + name
                    + "' lies outside of its dataset's folder and has no name that COCO could give it.");
        }
        return target;
    }

    private static void categories(JsonWriter out, List<String> classes) throws IOException {
        out.name("categories").beginArray();
        for (int i = 0; i < classes.size(); i++) {
            out.beginObject().name("id").value(i + 1).name("name").value(classes.get(i));
            out.name("supercategory").value("").endObject();
        }
        out.endArray();
    }

    private static void images(JsonWriter out, SampleCollection from, List<Sample> samples) throws IOException {
        List<String> extras =
                Stream.of("sequence", "scene").filter(from::hasField).toList();
        out.name("images").beginArray();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            Dimension size = ImageFolders.size(from, sample);
            out.beginObject().name("id").value(i + 1);
            out.name("file_name").value(sample.filepath());
            out.name("width").value(size.width).name("height").value(size.height);
            for (String extra : extras) {
                if (sample.string(extra) != null) {
                    out.name(extra).value(sample.string(extra));
                }
            }
            out.endObject();
        }
        out.endArray();
    }

    private void annotations(
            JsonWriter out,
            SampleCollection from,
            List<Sample> samples,
            Map<String, Integer> numbers,
            ExportedAttributes attributes,
            int[] counts)
            throws IOException {
        out.name("annotations").beginArray();
        for (int i = 0; i < samples.size(); i++) {
            Dimension size = ImageFolders.size(from, samples.get(i));
            for (Detection label : samples.get(i).detections(field)) {
                Integer number = numbers.get(label.label());
                if (number == null) {
                    counts[1]++;
                    continue;
                }
                out.beginObject().name("id").value(++counts[0]).name("image_id").value(i + 1);
                out.name("category_id").value(number);
                describe(out, label, attributes.of(label), size);
                out.endObject();
            }
        }
        out.endArray();
    }

    private static void describe(JsonWriter out, Detection label, Map<String, Object> attributes, Dimension size)
            throws IOException {
        Box box = label.box();
        double w = box.w() * size.width;
        double h = box.h() * size.height;
        out.name("bbox").beginArray();
        for (double value : new double[] {box.x() * size.width, box.y() * size.height, w, h}) {
            out.value(rounded(value));
        }
        out.endArray();
        out.name("area").value(rounded(area(label, w * h)));
        out.name("iscrowd").value(isCrowd(label) ? 1 : 0);
        if (label.hasConfidence()) {
            out.name("score").value(label.confidence());
        }
        for (Map.Entry<String, Object> more : attributes.entrySet()) {
            if (!more.getKey().equals(CROWD) && !more.getKey().equals(AREA)) {
                attribute(out, more.getKey(), more.getValue());
            }
        }
    }

    /** The area that a file gave an object whose outline is less than its box; else that of the box. In pixels. */
    private static double area(Detection label, double box) {
        return label.attributes().get(AREA) instanceof Number outline
                        && outline.doubleValue() >= 0
                        && outline.doubleValue() <= box
                ? outline.doubleValue()
                : box;
    }

    /** Whether a label stands for a crowd of objects: its attribute {@code iscrowd} is true, or a number that is not 0. */
    static boolean isCrowd(Detection label) {
        Object crowd = label.attributes().get(CROWD);
        return crowd instanceof Boolean flag && flag
                || crowd instanceof Number number && number.doubleValue() != 0
                || crowd instanceof String text && (text.equals("1") || text.equalsIgnoreCase("true"));
    }

    private static void attribute(JsonWriter out, String name, Object value) throws IOException {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            out.name(name).value(number);
        } else if (value instanceof Boolean flag) {
            out.name(name).value(flag);
        } else if (value instanceof String text) {
            out.name(name).value(text);
        } else if (value instanceof List<?> list
                && list.stream().allMatch(one -> one instanceof Number n && Double.isFinite(n.doubleValue()))) {
            out.name(name).beginArray();
            for (Object one : list) {
                out.value((Number) one);
            }
            out.endArray();
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
