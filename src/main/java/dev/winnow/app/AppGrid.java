package dev.winnow.app;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.show.Palette;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages of the grid and single samples, as the App reads them. */
final class AppGrid {
    private static final int MOST = 240;

    private AppGrid() {}

    /**
     * A page: what each tile shows beside its picture. A label is {@code [id, label, x, y, w, h, confidence, outcome]}.
     *
     * @param evalKey the evaluation whose outcomes colour the labels, or empty
     * @param scores fields whose values stand below the picture
     */
    static List<Map<String, Object>> page(
            SampleCollection view, int from, int count, List<String> fields, String evalKey, List<String> scores) {
        List<Map<String, Object>> page = new ArrayList<>();
        boolean patches = view instanceof View one && one.isPatches();
        List<String> shown = patches ? ((View) view).patchFields() : fields;
        int i = from;
        for (Sample sample : view.samples(from, Math.min(count, MOST))) {
            Map<String, Object> tile = new LinkedHashMap<>();
            tile.put("i", i++);
            tile.put("id", sample.id());
            tile.put("sampleId", sample.sampleId());
            tile.put("file", sample.fileName());
            tile.put("tags", sample.tags());
            Map<String, Object> labels = new LinkedHashMap<>();
            for (String field : shown) {
                labels.put(field, boxes(sample.detections(field), evalKey));
            }
            tile.put("labels", labels);
            Map<String, Object> values = new LinkedHashMap<>();
            for (String field : scores) {
                if (view.hasField(field)) {
                    values.put(field, sample.get(field));
                }
            }
            if (patches) {
                Object type = patchValue(sample, "type");
                if (type != null) {
                    values.put("type", type);
                    values.put("iou", patchValue(sample, "iou"));
                }
            }
            tile.put("values", values);
            page.add(tile);
        }
        return page;
    }

    private static @Nullable Object patchValue(Sample patch, String name) {
        try {
            return patch.get(name);
        } catch (IllegalArgumentException noEvaluation) {
            return null;
        }
    }

    private static List<Object[]> boxes(List<Detection> labels, String evalKey) {
        List<Object[]> boxes = new ArrayList<>(labels.size());
        for (Detection label : labels) {
            Palette.meet(label.label());
            Box box = label.box();
            Object outcome = evalKey.isEmpty() ? null : label.attributes().get(evalKey);
            boxes.add(new Object[] {
                label.id(), label.label(), box.x(), box.y(), box.w(), box.h(), label.confidence(), outcome
            });
        }
        return boxes;
    }

    /** The label that a patch is, {@code null} for a whole sample. */
    static @Nullable Box patchBox(SampleCollection view, Sample sample) {
        if (!(view instanceof View one) || !one.isPatches()) {
            return null;
        }
        return one.patchFields().stream()
                .flatMap(field -> sample.detections(field).stream())
                .findFirst()
                .map(Detection::box)
                .orElse(null);
    }

    /** Everything that is known of a sample; vectors by their length. */
    static Map<String, Object> sample(SampleCollection view, Sample sample) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", sample.id());
        all.put("filepath", sample.filepath());
        all.put("tags", sample.tags());
        Map<String, List<Map<String, Object>>> labels = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        view.schema().forEach((field, type) -> {
            if (type == FieldType.DETECTIONS) {
                labels.put(field, labels(sample.detections(field)));
            } else if (!List.of("id", "filepath", "tags").contains(field)) {
                Object value = sample.get(field);
                values.put(field, value instanceof float[] vector ? "vector of " + vector.length : value);
            }
        });
        all.put("values", values);
        all.put("labels", labels);
        return all;
    }

    static List<Map<String, Object>> labels(List<Detection> labels) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Detection label : labels) {
            Palette.meet(label.label());
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", label.id());
            one.put("label", label.label());
            one.put(
                    "box",
                    List.of(
                            label.box().x(),
                            label.box().y(),
                            label.box().w(),
                            label.box().h()));
            one.put("confidence", label.confidence());
            one.put("tags", label.tags());
            one.put("attributes", label.attributes());
            all.add(one);
        }
        return all;
    }

    /** The sample with all its labels, of whatever slice. */
    static Sample whole(Dataset dataset, String sampleId) {
        List<String> slices = dataset.groupSlices();
        SampleCollection all = slices.isEmpty() ? dataset : dataset.selectGroupSlices(slices.toArray(new String[0]));
        return all.select(sampleId).first();
    }
}
