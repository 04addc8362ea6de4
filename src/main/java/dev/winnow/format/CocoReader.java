package dev.winnow.format;

import dev.winnow.data.Box;
import dev.winnow.data.Detection;
import dev.winnow.data.SampleDraft;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a COCO file in two passes: images and categories, then the labels, which may stand before or behind them. What is held
 * between is what the dataset will hold: names of pictures, and labels.
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

    private static final Set<String> ANNOTATION = Set.of(
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
    private final Intake intake;
    private final Map<Long, String> categories = new LinkedHashMap<>();
    private final Map<Long, Image> images = new LinkedHashMap<>();

    CocoReader(Path file, String field, Intake intake) {
        this.file = file;
        this.field = field;
        this.intake = intake;
    }

    /** A picture, its size as the file's boxes mean it, and its labels so far. */
    private record Image(SampleDraft draft, double width, double height, List<Detection> labels) {}

    private static final Image LEFT_OUT = new Image(SampleDraft.of("left out"), 1, 1, List.of());

    void read() {
        CocoFile json = new CocoFile(file);
        Set<String> names = new HashSet<>();
        List<String> found = json.read(Map.of("categories", this::category, "images", entry -> image(entry, names)));
        if (!found.contains("images")) {
            throw json.notCoco();
        }
        names.clear();
        Seen ids = new Seen();
        json.read(Map.of("annotations", entry -> annotation(entry, ids)));
        // What the dataset has taken in is let go at once, so that it is not held twice.
        for (Iterator<Image> each = images.values().iterator(); each.hasNext(); ) {
            Image image = each.next();
            each.remove();
            if (image != LEFT_OUT) {
                intake.add(
                        image.draft().detections(field, image.labels()),
                        image.labels().size());
            }
        }
    }

    /** Ids that came before: one bit for each of the usual ones, which count from 1. */
    private static final class Seen {
        private static final long USUAL = 1 << 28;

        private final BitSet usual = new BitSet();
        private final Set<Long> others = new HashSet<>();

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
        Long id = CocoFile.whole(entry, "id");
        Object name = entry.get("name");
        if (id == null || name == null) {
            intake.report().skip("category without id or name", entry.toString());
        } else if (categories.putIfAbsent(id, String.valueOf(name)) != null) {
            intake.report().skip("category id comes twice", entry.toString());
        }
    }

    private void image(Map<String, Object> entry, Set<String> names) {
        Long id = CocoFile.whole(entry, "id");
        if (id == null || !(entry.get("file_name") instanceof String name)) {
            intake.report().skip("image without id or file_name", entry.toString());
            return;
        }
        if (images.containsKey(id)) {
            intake.report().skip("image id comes twice", name);
            return;
        }
        if (!names.add(name)) {
            intake.report().skip("picture is named twice", name);
            return;
        }
        Intake.Picture picture = intake.picture(name);
        if (picture == null) {
            images.put(id, LEFT_OUT);
            return;
        }
        SampleDraft draft = intake.draft(picture);
        entry.forEach((extra, value) -> {
            if (!IMAGE.contains(extra)
                    && !(value instanceof List<?>)
                    && NAME.matcher(extra).matches()) {
                intake.set(draft, extra, value);
            }
        });
        double width = entry.get("width") instanceof Number stated && stated.doubleValue() > 0
                ? stated.doubleValue()
                : picture.size().width;
        double height = entry.get("height") instanceof Number stated && stated.doubleValue() > 0
                ? stated.doubleValue()
                : picture.size().height;
        images.put(id, new Image(draft, width, height, new ArrayList<>()));
    }

    private void annotation(Map<String, Object> entry, Seen ids) {
        Long id = CocoFile.whole(entry, "id");
        String where = id == null ? entry.toString() : "annotation " + id;
        Long imageId = CocoFile.whole(entry, "image_id");
        Long category = CocoFile.whole(entry, "category_id");
        if (imageId == null || category == null) {
            intake.report().skip("annotation without image_id or category_id", where);
            return;
        }
        Image image = images.get(imageId);
        if (image == null) {
            intake.report().skip("annotation of an image that is not there", where);
            return;
        }
        if (image == LEFT_OUT) {
            intake.report().skip("annotation of an image that was left out", where);
            return;
        }
        if (id != null && !ids.add(id)) {
            intake.report().skip("annotation id comes twice", where);
            return;
        }
        Box pixels = CocoFile.pixels(entry);
        if (pixels == null) {
            intake.report().skip("no bbox of four numbers", where);
            return;
        }
        Detection label = label(entry, category, image, pixels, where);
        if (label != null) {
            image.labels().add(label);
        }
    }

    private @Nullable Detection label(Map<String, Object> entry, long category, Image image, Box pixels, String where) {
        Box box = new Box(
                pixels.x() / image.width(),
                pixels.y() / image.height(),
                pixels.w() / image.width(),
                pixels.h() / image.height());
        Detection label = intake.label(categories.getOrDefault(category, String.valueOf(category)), box, where);
        if (label == null) {
            return null;
        }
        if (entry.containsKey("segmentation")) {
            intake.report().skip("an outline; its box is kept", where);
        }
        Map<String, Object> more = new LinkedHashMap<>();
        entry.forEach((extra, value) -> {
            if (!ANNOTATION.contains(extra)) {
                more.put(extra, value);
            }
        });
        if (Long.valueOf(1).equals(CocoFile.whole(entry, "iscrowd"))) {
            more.put("iscrowd", 1L);
        }
        double score = entry.get("score") instanceof Number number ? number.doubleValue() : Double.NaN;
        return new Detection("", label.label(), label.box(), score, List.of(), more);
    }
}
