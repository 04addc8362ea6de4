package dev.winnow.acquire;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Detection;
import dev.winnow.data.FieldType;
import dev.winnow.data.LabelSchema;
import dev.winnow.data.SampleCollection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Images waiting for a person. Kept with the dataset: what was submitted is on disk when {@link #submit} returns, and the queue goes on where
 * it stood after days or a kill.
 */
public final class AnnotationQueue {
    private static final Gson GSON = new Gson();
    private static final String KIND = "queue";

    private final Dataset dataset;
    private final Content content;

    record Content(
            String field, String hidden, List<String> ids, Map<String, Double> seconds, LabelSchemaJson schema) {}

    record LabelSchemaJson(List<String> classes, Map<String, List<String>> values) {
        LabelSchema toSchema() {
            LabelSchema schema = LabelSchema.of(classes);
            for (Map.Entry<String, List<String>> attribute : values.entrySet()) {
                schema = schema.attribute(
                        attribute.getKey(), attribute.getValue().toArray(new String[0]));
            }
            return schema;
        }

        static LabelSchemaJson of(LabelSchema schema) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            schema.attributes().forEach(name -> values.put(name, schema.valuesOf(name)));
            return new LabelSchemaJson(schema.classes(), values);
        }
    }

    private AnnotationQueue(Dataset dataset, Content content) {
        this.dataset = dataset;
        this.content = content;
    }

    /** What a queue is made of. */
    public static final class Builder {
        private final String field;
        private final LabelSchema schema;
        private String hidden = "";

        Builder(String field, LabelSchema schema) {
            this.field = field;
            this.schema = schema;
        }

        /** A field whose labels the person must not see. */
        public Builder hide(String field) {
            hidden = field;
            return this;
        }

        /** Opens the queue of these samples, or goes on with the one that was opened for this field before. */
        public AnnotationQueue queue(SampleCollection view) {
            Dataset dataset = view.dataset();
            dataset.addSampleField(field, FieldType.DETECTIONS);
            Content stored = dataset.run(KIND, field)
                    .map(run -> GSON.fromJson(run.json(), Content.class))
                    .orElse(new Content(field, hidden, List.of(), Map.of(), LabelSchemaJson.of(schema)));
            List<String> ids = new ArrayList<>(stored.ids());
            view.ids().stream().filter(id -> !ids.contains(id)).forEach(ids::add);
            Content content = new Content(field, hidden, ids, stored.seconds(), LabelSchemaJson.of(schema));
            AnnotationQueue queue = new AnnotationQueue(dataset, content);
            queue.store(content);
            return queue;
        }
    }

    private void store(Content next) {
        dataset.putRun(KIND, next.field(), GSON.toJson(next));
    }

    /** Goes on with a queue that was opened before. */
    public static AnnotationQueue load(Dataset dataset, String field) {
        return dataset.run(KIND, field)
                .map(run -> new AnnotationQueue(dataset, GSON.fromJson(run.json(), Content.class)))
                .orElseThrow(() -> new IllegalArgumentException("No queue was opened for '" + field
                        + "'. Open one with Annotator.app(\"" + field + "\", schema).queue(view)."));
    }

    private Content now() {
        return dataset.run(KIND, content.field())
                .map(run -> GSON.fromJson(run.json(), Content.class))
                .orElse(content);
    }

    /** Samples that wait for labels, in order. */
    public List<String> pending() {
        Content now = now();
        return now.ids().stream().filter(id -> !now.seconds().containsKey(id)).toList();
    }

    public int done() {
        return now().seconds().size();
    }

    public int size() {
        return now().ids().size();
    }

    /**
     * Stores a person's labels of one sample.
     *
     * @throws IllegalArgumentException for a label that breaks the schema, naming it; nothing is written then
     */
    public void submit(String sampleId, List<Detection> labels, String annotator, double seconds) {
        Content now = now();
        if (!now.ids().contains(sampleId)) {
            throw new IllegalArgumentException("Sample " + sampleId + " is not in this queue.");
        }
        if (annotator.isBlank() || annotator.startsWith("simulated")) {
            throw new IllegalArgumentException("Say who labelled: '" + annotator + "' is no person's name.");
        }
        LabelSchema schema = now.schema().toSchema();
        List<Detection> own = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            List<String> broken = schema.violations(labels.get(i));
            if (!broken.isEmpty()) {
                throw new IllegalArgumentException(
                        "Label " + (i + 1) + " ('" + labels.get(i).label() + "') of sample " + sampleId
                                + " breaks the schema: " + String.join("; ", broken) + ". Nothing was written.");
            }
            own.add(labels.get(i).with("annotator", annotator).with("seconds", seconds / labels.size()));
        }
        Map<String, Double> times = new LinkedHashMap<>(now.seconds());
        times.put(sampleId, seconds);
        dataset.transaction("labels of " + sampleId, () -> {
            dataset.setDetections(now.field(), Map.of(sampleId, own));
            Status.prepare(dataset);
            Status.ANNOTATED.advance(dataset.select(sampleId));
            store(new Content(now.field(), now.hidden(), now.ids(), times, now.schema()));
        });
    }

    /** {@code Waiting(7 of 30)}, or that all is done. */
    @Override
    public String toString() {
        return pending().isEmpty() ? "Done(" + size() + ")" : "Waiting(" + done() + " of " + size() + ")";
    }
}
