package dev.winnow.format;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads labels of known samples from a COCO file. A picture is known by its path, by the end of it where that names one sample
 * only, or by its path behind other folders: tools drop and add them.
 */
final class CocoReturn {
    private final CocoFile json;
    private final ImportReport report = new ImportReport("COCO labels");
    private final Map<Long, String> categories = new HashMap<>();
    private final Map<Long, Image> images = new LinkedHashMap<>();
    private final Map<String, Sample> byPath = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    private final SampleCollection view;
    private final Set<String> wanted = new HashSet<>();

    /** A sample, and the size that its boxes are meant in. */
    private record Image(Sample sample, double width, double height, List<Detection> labels) {}

    CocoReturn(Path file, SampleCollection view, SampleCollection among) {
        json = new CocoFile(file);
        this.view = view;
        wanted.addAll(view.ids());
        for (Sample sample : among.samples()) {
            for (String name = sample.filepath(); !name.isEmpty(); name = shorter(name)) {
                byPath.putIfAbsent(name, sample);
                uses.merge(name, 1, Integer::sum);
            }
        }
        for (Sample sample : among.samples()) {
            byPath.put(sample.filepath(), sample);
            uses.put(sample.filepath(), 1);
        }
    }

    /** The path without its first folder. */
    private static String shorter(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(slash + 1);
    }

    /** The sample whose path this is, or the end of, or which this is the end of. */
    private @Nullable Sample sample(String named) {
        String path = named.replace('\\', '/');
        if (uses.getOrDefault(path, 0) == 1) {
            return byPath.get(path);
        }
        for (String name = shorter(path); !name.isEmpty(); name = shorter(name)) {
            Sample sample = byPath.get(name);
            if (sample != null && sample.filepath().equals(name)) {
                return sample;
            }
        }
        return null;
    }

    ReturnedLabels read() {
        List<String> found = json.read(Map.of("categories", this::category, "images", this::image));
        if (!found.contains("images")) {
            throw json.notCoco();
        }
        json.read(Map.of("annotations", this::annotation));
        Map<String, List<Detection>> byId = new LinkedHashMap<>();
        for (Image image : images.values()) {
            String id = image.sample().id();
            if (broken.contains(id)) {
                report.skip(ReturnedLabels.UNREADABLE, image.sample().filepath());
            } else if (image.labels().isEmpty()) {
                report.skip(ReturnedLabels.EMPTY, image.sample().filepath());
            } else {
                byId.computeIfAbsent(id, first -> new ArrayList<>()).addAll(image.labels());
            }
        }
        return new ReturnedLabels(byId, report);
    }

    private void category(Map<String, Object> entry) {
        Long id = CocoFile.whole(entry, "id");
        if (id != null && entry.get("name") != null) {
            categories.putIfAbsent(id, String.valueOf(entry.get("name")));
        }
    }

    private void image(Map<String, Object> entry) {
        Long id = CocoFile.whole(entry, "id");
        if (id == null || !(entry.get("file_name") instanceof String name)) {
            report.skip("image without id or file_name", entry.toString());
            return;
        }
        Sample sample = sample(name);
        if (sample == null || !wanted.contains(sample.id())) {
            report.skip(ReturnedLabels.UNKNOWN, name);
            return;
        }
        Dimension size = ImageFolders.size(view, sample);
        images.put(
                id,
                new Image(
                        sample,
                        stated(entry, "width", size.width),
                        stated(entry, "height", size.height),
                        new ArrayList<>()));
    }

    private static double stated(Map<String, Object> entry, String name, double otherwise) {
        return entry.get(name) instanceof Number number && number.doubleValue() > 0 ? number.doubleValue() : otherwise;
    }

    private void annotation(Map<String, Object> entry) {
        Long imageId = CocoFile.whole(entry, "image_id");
        Image image = imageId == null ? null : images.get(imageId);
        if (image == null) {
            report.skip("annotation of an image that is not there or not among these samples", entry.toString());
            return;
        }
        Long category = CocoFile.whole(entry, "category_id");
        Box pixels = CocoFile.pixels(entry);
        String where = image.sample().filepath();
        if (category == null || pixels == null) {
            report.skip(category == null ? "annotation without category_id" : "no bbox of four numbers", where);
            broken.add(image.sample().id());
            return;
        }
        Box box = new Box(
                pixels.x() / image.width(),
                pixels.y() / image.height(),
                pixels.w() / image.width(),
                pixels.h() / image.height());
        Detection label =
                ReturnedLabels.label(categories.getOrDefault(category, String.valueOf(category)), box, where, report);
        for (Map.Entry<String, Object> more : entry.entrySet()) {
            if (!CocoReader.ANNOTATION.contains(more.getKey())) {
                label = label.with(more.getKey(), more.getValue());
            }
        }
        image.labels().add(label);
    }
}
