package dev.winnow.format;

import dev.winnow.data.SampleDraft;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a COCO file in two passes, three where labels stand before pictures: the first sets the labels down on disk, the last reads the
 * pictures in their order, each with its labels. Held are the ids of all pictures and labels, as numbers, what tells a picture that is
 * named twice, and the labels of one lot.
 */
final class CocoReader {
    /** Names of an image or annotation that are not kept as further values: they are read, or can be made again. */
    private static final Set<String> IMAGE = Set.of(
            "id",
            "file_name",
            "width",
            "height",
            "license",
            "coco_url",
            "flickr_url",
            "date_captured",
            "filepath",
            "tags");

    static final Set<String> ANNOTATION = Set.of(
            "id",
            "image_id",
            "category_id",
            "bbox",
            "area",
            "segmentation",
            "score",
            "iscrowd",
            "label",
            "tags",
            "confidence",
            "bounding_box");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Path file;
    private final String field;
    private final ImportBatch intake;
    private final Map<Long, String> categories = new LinkedHashMap<>();
    private final LongIndex images = new LongIndex();
    private final Seen ids = new Seen();
    private final SeenTexts names;
    private final String tag;
    private final List<String> places;
    /** Ids that are texts, with the numbers that they got. */
    private final Map<String, Long> texts = new HashMap<>();

    private @Nullable CocoLabels labels;
    private int next;

    CocoReader(Path file, String field, ImportBatch intake) {
        this(file, field, intake, new SeenTexts(), "", List.of(""));
    }

    /**
     * One of several files.
     *
     * @param names the pictures that came before, in this file or others
     * @param tag what each sample is tagged with, or empty
     * @param places the folders, relative to that of the pictures, in which a picture is looked for; it counts as one of the first if it is in none
     */
    CocoReader(Path file, String field, ImportBatch intake, SeenTexts names, String tag, List<String> places) {
        this.file = file;
        this.field = field;
        this.intake = intake;
        this.names = names;
        this.tag = tag;
        this.places = places;
    }

    void read() {
        CocoFile json = new CocoFile(file);
        try {
            List<String> found = json.read(Map.of(
                    "categories", this::category,
                    "images", this::number,
                    "annotations",
                            entry -> {
                                if (images.size() > 0) {
                                    annotation(entry);
                                }
                            }));
            if (!found.contains("images")) {
                throw json.notCoco();
            }
            if (labels == null) {
                json.read(Map.of("annotations", this::annotation));
            }
            json.read(Map.of("images", this::image));
        } finally {
            if (labels != null) {
                labels.close();
            }
        }
    }

    /** Ids that came before: one bit for each of the usual ones, which count from 1. */
    private static final class Seen {
        private static final long USUAL = 1 << 28;

        private final BitSet usual = new BitSet();
        private final LongIndex others = new LongIndex();

        /** Whether the id is new. */
        boolean add(long id) {
            if (id < 0 || id >= USUAL) {
                return others.add(id);
            }
            boolean before = usual.get((int) id);
            usual.set((int) id);
            return !before;
        }
    }

    private void category(Map<String, Object> entry) {
        Long id = id(entry, "id");
        Object name = entry.get("name");
        if (id == null || name == null) {
            intake.report().skip("category without id or name", entry.toString());
        } else if (categories.putIfAbsent(id, String.valueOf(name)) != null) {
            intake.report().skip("category id comes twice", entry.toString());
        }
    }

    /** Gives a picture its place among all. */
    private void number(Map<String, Object> entry) {
        Long id = id(entry, "id");
        if (id != null && entry.get("file_name") instanceof String) {
            images.add(id);
        }
    }

    private void annotation(Map<String, Object> entry) {
        if (labels == null) {
            labels = new CocoLabels(images.size());
        }
        Long id = id(entry, "id");
        String where = id == null ? entry.toString() : "annotation " + id;
        Long imageId = id(entry, "image_id");
        Long category = id(entry, "category_id");
        if (imageId == null || category == null) {
            intake.report().skip("annotation without image_id or category_id", where);
            return;
        }
        int image = images.find(imageId);
        if (image < 0) {
            intake.report().skip("annotation of an image that is not there", where);
            return;
        }
        if (id != null && !ids.add(id)) {
            intake.report().changed("annotation id comes twice; both labels are kept", where);
        }
        Box pixels = CocoFile.pixels(entry);
        if (pixels == null) {
            intake.report().skip("no bbox of four numbers", where);
            return;
        }
        Map<String, Object> more = new LinkedHashMap<>();
        entry.forEach((extra, value) -> {
            if (!ANNOTATION.contains(extra)) {
                more.put(extra, value);
            }
        });
        if (entry.get("attributes") instanceof Map<?, ?> named) {
            more.remove("attributes");
            named.forEach((name, value) -> {
                String free = ANNOTATION.contains(String.valueOf(name)) ? name + "_attribute" : String.valueOf(name);
                more.putIfAbsent(free, Objects.requireNonNull(value));
            });
        }
        if (Boolean.TRUE.equals(entry.get("iscrowd")) || Long.valueOf(1).equals(CocoFile.whole(entry, "iscrowd"))) {
            more.put(Coco.CROWD, 1L);
        }
        if (entry.get("area") instanceof Number area && !sameArea(area.doubleValue(), pixels)) {
            more.put(Coco.AREA, area.doubleValue());
        }
        double score = entry.get("score") instanceof Number number ? number.doubleValue() : Double.NaN;
        boolean outlined = entry.containsKey("segmentation");
        labels.add(image, new CocoLabels.Row(where, category, pixels, score, outlined, more));
    }

    /** Whether an area is that of the box, and so need not be kept; one that is no area is not kept either. */
    private static boolean sameArea(double area, Box pixels) {
        double box = pixels.w() * pixels.h();
        return !(area >= 0) || Math.abs(area - box) <= 1e-3 * Math.max(1, box);
    }

    /** An id as a number; one that is a text gets a number of its own. */
    private @Nullable Long id(Map<String, Object> entry, String name) {
        Long number = CocoFile.whole(entry, name);
        return number == null && entry.get(name) instanceof String text && !text.isBlank()
                ? Long.valueOf(texts.computeIfAbsent(text, none -> Long.MIN_VALUE + texts.size()))
                : number;
    }

    /** A name in the first of the places that has it; in the first of all where none has. */
    private String placed(String name) {
        for (String place : places.size() > 1 ? places : List.<String>of()) {
            String inside = place.isEmpty() ? name : place + "/" + name;
            if (intake.has(inside)) {
                return inside;
            }
        }
        return places.get(0).isEmpty() ? name : places.get(0) + "/" + name;
    }

    private void image(Map<String, Object> entry) {
        Long id = id(entry, "id");
        if (id == null || !(entry.get("file_name") instanceof String given)) {
            intake.report().skip("image without id or file_name", entry.toString());
            return;
        }
        String name = placed(given);
        // Places were given in the order of the file, so that an earlier one means that the id came before.
        if (images.find(id) != next) {
            intake.report().skip("image id comes twice", name);
            return;
        }
        List<CocoLabels.Row> own = labels == null ? List.of() : labels.of(next);
        next++;
        ImportBatch.Picture picture = null;
        if (names.add(name)) {
            picture = intake.picture(name);
        } else {
            intake.report().skip("picture is named twice", name);
        }
        if (picture == null) {
            own.forEach(row -> intake.report().skip("annotation of an image that was left out", row.where()));
            return;
        }
        SampleDraft draft = intake.draft(picture);
        if (!tag.isEmpty()) {
            draft.tag(tag);
        }
        entry.forEach((extra, value) -> {
            if (!IMAGE.contains(extra)
                    && !(value instanceof List<?>)
                    && NAME.matcher(extra).matches()) {
                intake.set(draft, extra, value);
            }
        });
        // The boxes mean the picture's size as the file states it.
        double width = entry.get("width") instanceof Number stated && stated.doubleValue() > 0
                ? stated.doubleValue()
                : picture.size().width;
        double height = entry.get("height") instanceof Number stated && stated.doubleValue() > 0
                ? stated.doubleValue()
                : picture.size().height;
        List<Detection> placed = new ArrayList<>();
        for (CocoLabels.Row row : own) {
            Detection label = label(row, width, height);
            if (label != null) {
                placed.add(label);
            }
        }
        intake.add(draft.detections(field, placed), placed.size());
    }

    private @Nullable Detection label(CocoLabels.Row row, double width, double height) {
        Box pixels = row.pixels();
        Box box = new Box(pixels.x() / width, pixels.y() / height, pixels.w() / width, pixels.h() / height);
        String name = categories.getOrDefault(row.category(), String.valueOf(row.category()));
        Detection label = intake.label(name, box, row.where());
        if (label == null) {
            return null;
        }
        if (row.outlined()) {
            intake.report().skip("an outline; its box is kept", row.where());
        }
        return new Detection("", label.label(), label.box(), row.score(), List.of(), row.more());
    }
}
