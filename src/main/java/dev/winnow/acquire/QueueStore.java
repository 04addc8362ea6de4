package dev.winnow.acquire;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Run;
import dev.winnow.label.LabelSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A queue as it is stored: one head, with the schema and the fields that labels go to, and one entry an image, so that a save reads and
 * writes one entry however long the queue is. A queue that an earlier version kept as one value is taken apart when it is next written.
 */
final class QueueStore {
    private static final Gson GSON = new Gson();

    private final Dataset dataset;
    private final String field;

    /**
     * What all entries share. Earlier versions kept the entries in it.
     *
     * @param targets the fields that labels go to, the queue's own first
     */
    record Head(String field, String hidden, List<QueueEntry> entries, SchemaJson schema, List<String> targets) {
        Head {
            entries = entries == null ? List.of() : entries;
            targets = targets == null ? List.of(field) : targets;
        }
    }

    /** A label schema in plain lists. */
    record SchemaJson(List<String> classes, Map<String, List<String>> values) {
        LabelSchema toSchema() {
            LabelSchema schema = LabelSchema.of(classes);
            for (Map.Entry<String, List<String>> attribute : values.entrySet()) {
                schema = schema.attribute(
                        attribute.getKey(), attribute.getValue().toArray(new String[0]));
            }
            return schema;
        }

        static SchemaJson of(LabelSchema schema) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            schema.attributes().forEach(name -> values.put(name, schema.valuesOf(name)));
            return new SchemaJson(schema.classes(), values);
        }
    }

    QueueStore(Dataset dataset, String field) {
        this.dataset = dataset;
        this.field = field;
    }

    private String kind() {
        return RunKind.ANNOTATION_QUEUE.text() + ":" + field;
    }

    private static String key(String id, String target) {
        return id + " " + target;
    }

    Optional<Head> head() {
        return dataset.run(RunKind.ANNOTATION_QUEUE.text(), field).map(run -> GSON.fromJson(run.json(), Head.class));
    }

    /** Stores the head without entries; those it still held are stored one by one. Within a transaction. */
    void store(Head head) {
        head().map(Head::entries).orElse(List.of()).forEach(this::put);
        List<String> targets = new ArrayList<>(head.targets());
        dataset.putRun(
                RunKind.ANNOTATION_QUEUE.text(),
                field,
                GSON.toJson(new Head(head.field(), head.hidden(), List.of(), head.schema(), targets)));
    }

    /** Takes a queue of an earlier version apart. Within a transaction. */
    void takeApart() {
        Head head = head().orElseThrow();
        if (!head.entries().isEmpty()) {
            List<String> targets = new ArrayList<>(List.of(field));
            head.entries().stream()
                    .map(QueueEntry::target)
                    .filter(target -> !targets.contains(target))
                    .distinct()
                    .forEach(targets::add);
            store(new Head(head.field(), head.hidden(), head.entries(), head.schema(), targets));
        }
    }

    void put(QueueEntry entry) {
        dataset.putRun(kind(), key(entry.id(), entry.target()), GSON.toJson(entry));
    }

    /** All entries in the order in which they came. */
    List<QueueEntry> entries() {
        List<QueueEntry> old = head().map(Head::entries).orElse(List.of());
        return old.isEmpty()
                ? dataset.runs(kind()).stream()
                        .map(run -> GSON.fromJson(run.json(), QueueEntry.class))
                        .toList()
                : old;
    }

    /** The open entry of a sample, or the one of its entries that came last. */
    Optional<QueueEntry> entry(String id) {
        Head head = head().orElseThrow();
        QueueEntry found = null;
        if (head.entries().isEmpty()) {
            for (String target : head.targets()) {
                Optional<Run> run = dataset.run(kind(), key(id, target));
                if (run.isPresent() && (found == null || found.done())) {
                    found = GSON.fromJson(run.get().json(), QueueEntry.class);
                }
            }
        }
        for (QueueEntry entry : head.entries()) {
            if (entry.id().equals(id) && (found == null || found.done())) {
                found = entry;
            }
        }
        return Optional.ofNullable(found);
    }
}
