package dev.winnow.app;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.winnow.acquire.AnnotationQueue;
import dev.winnow.data.Sample;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import dev.winnow.show.Palette;
import dev.winnow.show.Thumbnails;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A queue as the App shows it: the pictures, what the person drew, the schema, and nothing else of the dataset. Every save says what it
 * was made from, so that two tabs cannot overwrite each other in silence.
 */
final class AppQueue {
    private final AnnotationQueue queue;

    AppQueue(AnnotationQueue queue) {
        this.queue = queue;
    }

    AnnotationQueue queue() {
        return queue;
    }

    /** What waits and what is done, and what a label may be. */
    Map<String, Object> overview() {
        Set<String> pending = new HashSet<>(queue.pending());
        List<Map<String, Object>> items = new ArrayList<>();
        for (String id : queue.ids()) {
            items.add(Map.of("id", id, "done", !pending.contains(id)));
        }
        LabelSchema schema = queue.schema();
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        schema.attributes().forEach(name -> attributes.put(name, schema.valuesOf(name)));
        Map<String, Object> overview = new LinkedHashMap<>();
        overview.put("items", items);
        overview.put("done", queue.done());
        overview.put("size", queue.size());
        overview.put("field", queue.field());
        schema.classes().forEach(Palette::meet);
        overview.put("classes", schema.classes());
        overview.put("attributes", attributes);
        overview.put("person", System.getProperty("user.name", ""));
        return overview;
    }

    /** The labels of one image as the person left them. */
    Map<String, Object> item(String id) {
        require(id);
        List<Detection> labels = queue.labels(id);
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", id);
        item.put("labels", AppGrid.labels(labels));
        item.put("seconds", queue.seconds(id));
        item.put("revision", revision(labels));
        return item;
    }

    private void require(String id) {
        if (!queue.contains(id)) {
            throw new IllegalArgumentException("Sample " + id + " is not in this queue.");
        }
    }

    AppMedia.Picture picture(String id) {
        require(id);
        return AppMedia.of(AppGrid.whole(queue.dataset(), id));
    }

    Thumbnails.Thumbnail thumbnail(String id, int side) {
        require(id);
        Sample sample = AppGrid.whole(queue.dataset(), id);
        return Thumbnails.shared().of(sample, null, side);
    }

    /**
     * Keeps the labels of an image; they are on disk when this returns.
     *
     * @throws IllegalStateException if what is stored is not what the person began with
     * @throws IllegalArgumentException for a label that breaks the schema, saying how; nothing is written then
     */
    synchronized Map<String, Object> save(JsonObject params) {
        String id = AppJson.text(params, "id");
        require(id);
        String stored = revision(queue.labels(id));
        if (!stored.equals(AppJson.text(params, "revision", ""))) {
            throw new IllegalStateException(
                    "The labels of this image were changed elsewhere since this page read them. Nothing was written: reload the image.");
        }
        List<Detection> labels = new ArrayList<>();
        JsonArray drawn = params.getAsJsonArray("labels");
        Map<String, Detection> before = new LinkedHashMap<>();
        queue.labels(id).forEach(label -> before.put(label.id(), label));
        drawn.forEach(one -> labels.add(DrawnLabel.of(one.getAsJsonObject()).on(before)));
        String person = AppJson.text(params, "person", "").strip();
        double seconds = params.get("seconds").getAsDouble();
        if (AppJson.flag(params, "done")) {
            queue.submit(id, labels, person, seconds);
        } else {
            queue.save(id, labels, person, seconds);
        }
        return Map.of(
                "revision",
                revision(queue.labels(id)),
                "done",
                queue.done(),
                "size",
                queue.size(),
                "text",
                queue.toString());
    }

    private static String revision(List<Detection> labels) {
        return Integer.toHexString(labels.hashCode());
    }
}
