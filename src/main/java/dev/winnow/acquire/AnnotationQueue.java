package dev.winnow.acquire;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.expr.Field;
import dev.winnow.expr.HashOrder;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.label.Label;
import dev.winnow.label.LabelSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Images waiting for a person. Kept with the dataset: what was saved is on disk when {@link #save} returns, and the queue goes on where
 * it stood after days or a kill. Golden images wait among the others and cannot be told from them; their labels go to a field of their own.
 */
public final class AnnotationQueue {
    private static final Gson GSON = new Gson();
    private static final String KIND = "annotation_queue";

    private final Dataset dataset;
    private final String field;

    /**
     * One image that waits or is done.
     *
     * @param target the field its labels go to: the queue's own, or that of a golden round
     * @param seconds how long a person spent on it so far
     */
    private record Entry(String id, String target, double seconds, boolean done) {}

    private record Content(String field, String hidden, List<Entry> entries, SchemaJson schema) {
        /** The open entry of a sample, or the one that was closed last. */
        Entry entry(String sampleId) {
            Entry found = null;
            for (Entry entry : entries) {
                if (entry.id().equals(sampleId) && (found == null || found.done())) {
                    found = entry;
                }
            }
            if (found == null) {
                throw new IllegalArgumentException("Sample " + sampleId + " is not in this queue.");
            }
            return found;
        }

        Content with(Entry before, Entry after) {
            List<Entry> changed = new ArrayList<>(entries);
            changed.set(changed.indexOf(before), after);
            return new Content(field, hidden, changed, schema);
        }
    }

    private record SchemaJson(List<String> classes, Map<String, List<String>> values) {
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

    private AnnotationQueue(Dataset dataset, String field) {
        this.dataset = dataset;
        this.field = field;
    }

    /**
     * Opens the queue of these samples, or adds those that are new to the one that this field has already.
     *
     * @param golden samples to be labelled again, mixed in, whose labels go to {@code goldenField}
     */
    static AnnotationQueue open(
            SampleCollection view,
            String field,
            String hidden,
            LabelSchema schema,
            List<String> golden,
            String goldenField) {
        Dataset dataset = view.dataset();
        AnnotationQueue queue = new AnnotationQueue(dataset, field);
        dataset.transaction("queue " + field, () -> {
            dataset.addSampleField(field, FieldType.DETECTIONS);
            Status.prepare(dataset);
            List<Entry> entries =
                    new ArrayList<>(queue.stored().map(Content::entries).orElse(List.of()));
            Map<String, String> wanted = new LinkedHashMap<>();
            for (Sample sample : view.samples()) {
                wanted.put(sample.id(), field);
            }
            if (!golden.isEmpty()) {
                dataset.addSampleField(goldenField, FieldType.DETECTIONS);
                golden.forEach(id -> wanted.put(id, goldenField));
            }
            entries.forEach(entry -> wanted.remove(entry.id(), entry.target()));
            List<String> order =
                    golden.isEmpty() ? List.copyOf(wanted.keySet()) : HashOrder.order(0, goldenField, wanted.keySet());
            for (String id : order) {
                String target = Objects.requireNonNull(wanted.get(id));
                boolean labelled = target.equals(field)
                        && dataset.sample(id).detections(field).stream().anyMatch(Annotator::byPerson);
                entries.add(new Entry(id, target, 0, labelled));
            }
            queue.store(new Content(field, hidden, entries, SchemaJson.of(schema)));
        });
        return queue;
    }

    /** Goes on with a queue that was opened before. */
    public static AnnotationQueue load(Dataset dataset, String field) {
        AnnotationQueue queue = new AnnotationQueue(dataset, field);
        queue.content();
        return queue;
    }

    /** Samples whose labels in {@code field} a person has finished, also where there was nothing to label. */
    static Set<String> finished(Dataset dataset, String field) {
        Set<String> finished = new HashSet<>();
        new AnnotationQueue(dataset, field).stored().ifPresent(content -> content.entries().stream()
                .filter(entry -> entry.done() && entry.target().equals(field))
                .forEach(entry -> finished.add(entry.id())));
        return finished;
    }

    private Optional<Content> stored() {
        return dataset.run(KIND, field).map(run -> GSON.fromJson(run.json(), Content.class));
    }

    private Content content() {
        return stored().orElseThrow(() -> new IllegalArgumentException("No queue was opened for '" + field
                + "'. Open one with Annotator.app(\"" + field + "\", schema).queue(view)."));
    }

    private void store(Content next) {
        dataset.putRun(KIND, field, GSON.toJson(next));
    }

    public Dataset dataset() {
        return dataset;
    }

    /** The field that receives the labels. */
    public String field() {
        return field;
    }

    /** The field whose labels the person must not see; empty if none is hidden. */
    public String hidden() {
        return content().hidden();
    }

    public LabelSchema schema() {
        return content().schema().toSchema();
    }

    /** Every sample of the queue, in order; golden ones are among them. */
    public List<String> ids() {
        return content().entries().stream().map(Entry::id).distinct().toList();
    }

    /** Samples that wait for labels, in order. */
    public List<String> pending() {
        return content().entries().stream()
                .filter(entry -> !entry.done())
                .map(Entry::id)
                .toList();
    }

    /**
     * The pending samples as a view, for an exporter that takes them elsewhere: with what people drew so far in the queue's field, and
     * without that where a golden image has labels there, which would be answers.
     */
    public View view() {
        View waiting = dataset.select(pending());
        boolean answers = content().entries().stream()
                .filter(entry -> !entry.done() && !entry.target().equals(field))
                .anyMatch(entry -> !dataset.sample(entry.id()).detections(field).isEmpty());
        return answers ? waiting.filterLabels(field, new Field("label").isMissing(), false) : waiting;
    }

    public int done() {
        return size() - pending().size();
    }

    public int size() {
        return content().entries().size();
    }

    /** How many of these samples a person has finished. */
    int done(SampleCollection view) {
        List<String> open = content().entries().stream()
                .filter(entry -> !entry.done() && entry.target().equals(field))
                .map(Entry::id)
                .toList();
        return (int) view.ids().stream().filter(id -> !open.contains(id)).count();
    }

    /** The labels of every sample that is done and whose labels went to {@code target}, by id. */
    Map<String, List<Detection>> finished(String target) {
        Map<String, List<Detection>> labels = new LinkedHashMap<>();
        for (Entry entry : content().entries()) {
            if (entry.done() && entry.target().equals(target)) {
                labels.put(entry.id(), dataset.sample(entry.id()).detections(target));
            }
        }
        return labels;
    }

    /** What has been saved of a sample so far. */
    public List<Detection> labels(String sampleId) {
        return dataset.sample(sampleId).detections(content().entry(sampleId).target());
    }

    /** Seconds spent on a sample so far. */
    public double seconds(String sampleId) {
        return content().entry(sampleId).seconds();
    }

    /** Keeps a person's labels of one sample; the sample goes on waiting. Same arguments and errors as {@link #submit}. */
    public void save(String sampleId, List<Detection> labels, String annotator, double seconds) {
        write(sampleId, labels, annotator, seconds, false);
    }

    /**
     * Stores a person's labels of one sample, which is then done.
     *
     * @param labels all of its labels; an attribute {@code seconds} says how long one took, else they share {@code seconds} evenly
     * @param seconds spent on the sample in all
     * @throws IllegalArgumentException for a label that breaks the schema, naming it; nothing is written then
     */
    public void submit(String sampleId, List<Detection> labels, String annotator, double seconds) {
        write(sampleId, labels, annotator, seconds, true);
    }

    private void write(String sampleId, List<Detection> labels, String annotator, double seconds, boolean done) {
        requirePerson(annotator);
        LabelSchema schema = schema();
        String broken = broken(schema, labels);
        if (!broken.isEmpty()) {
            throw new IllegalArgumentException("Of sample " + sampleId + " " + broken + ". Nothing was written.");
        }
        List<Detection> own = labels.stream()
                .map(label -> label.with("annotator", annotator).with("seconds", seconds(label, seconds, labels)))
                .toList();
        dataset.transaction("labels of " + sampleId, () -> {
            Content content = content();
            Entry entry = content.entry(sampleId);
            dataset.setDetections(entry.target(), Map.of(sampleId, own));
            if (done && entry.target().equals(field)) {
                Status.ANNOTATED.advance(dataset.select(sampleId));
            }
            store(content.with(entry, new Entry(sampleId, entry.target(), seconds, done || entry.done())));
        });
    }

    private static Object seconds(Detection label, double ofAll, List<Detection> labels) {
        return label.attributes().getOrDefault("seconds", ofAll / labels.size());
    }

    /** Which label breaks the schema, and how; empty if none does. */
    private static String broken(LabelSchema schema, List<Detection> labels) {
        for (int i = 0; i < labels.size(); i++) {
            List<String> broken = schema.violations(labels.get(i));
            if (!broken.isEmpty()) {
                return "label " + (i + 1) + " ('" + labels.get(i).label() + "') breaks the schema: "
                        + String.join("; ", broken);
            }
        }
        return "";
    }

    /**
     * What a queue took over of labels that were made elsewhere.
     *
     * @param samples done by it
     * @param refused samples that go on waiting, with the reason
     * @param left samples that were done before, whose labels stay as they are
     */
    public record Taken(int samples, int labels, Map<String, String> refused, List<String> left) {}

    /**
     * Takes labels that were made elsewhere, for every sample that waits; in one transaction. A label that names its annotator keeps
     * the name.
     *
     * @param byId all labels of each sample; an empty list says that a person found nothing in it
     * @param annotator who labelled, where a label does not say so
     */
    public Taken take(Map<String, List<Detection>> byId, String annotator) {
        requirePerson(annotator);
        LabelSchema schema = schema();
        Map<String, String> refused = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        Map<String, Map<String, List<Detection>>> byTarget = new LinkedHashMap<>();
        dataset.transaction("labels of " + byId.size() + " samples", () -> {
            Content content = content();
            List<Entry> entries = new ArrayList<>(content.entries());
            Set<String> waiting = new HashSet<>();
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                List<Detection> labels = byId.get(entry.id());
                if (entry.done() || labels == null) {
                    continue;
                }
                waiting.add(entry.id());
                String broken = broken(schema, labels);
                if (!broken.isEmpty()) {
                    refused.put(entry.id(), broken);
                    continue;
                }
                byTarget.computeIfAbsent(entry.target(), first -> new LinkedHashMap<>())
                        .put(
                                entry.id(),
                                labels.stream()
                                        .map(label -> label.withId("")
                                                .with("annotator", byPerson(label, annotator))
                                                .with("seconds", seconds(label, entry.seconds(), labels)))
                                        .toList());
                entries.set(i, new Entry(entry.id(), entry.target(), entry.seconds(), true));
            }
            byId.keySet().stream().filter(id -> !waiting.contains(id)).forEach(left::add);
            byTarget.forEach(dataset::setDetections);
            if (byTarget.containsKey(field)) {
                Status.ANNOTATED.advance(
                        dataset.select(List.copyOf(byTarget.get(field).keySet())));
            }
            store(new Content(content.field(), content.hidden(), entries, content.schema()));
        });
        return new Taken(
                byTarget.values().stream().mapToInt(Map::size).sum(),
                byTarget.values().stream()
                        .flatMap(one -> one.values().stream())
                        .mapToInt(List::size)
                        .sum(),
                refused,
                left);
    }

    private static Object byPerson(Detection label, String otherwise) {
        Object said = label.attributes().getOrDefault("annotator", "");
        return !said.toString().isBlank() && Annotator.byPerson(label) ? said : otherwise;
    }

    private static void requirePerson(String annotator) {
        if (annotator.isBlank() || !Label.isPerson(annotator)) {
            throw new IllegalArgumentException("Say who labelled: '" + annotator + "' is no person's name.");
        }
    }

    /**
     * Takes labels that were made elsewhere and read back into {@code source}, for every pending sample that has some there.
     *
     * @return how many samples are done by it
     * @throws IllegalArgumentException at the first label that breaks the schema; samples before it are done, none is half done
     */
    public int take(String source, String annotator) {
        int taken = 0;
        for (String id : pending()) {
            List<Detection> labels = dataset.sample(id).detections(source);
            if (!labels.isEmpty()) {
                submit(id, labels.stream().map(label -> label.withId("")).toList(), annotator, seconds(id));
                taken++;
            }
        }
        return taken;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AnnotationQueue queue && queue.dataset.equals(dataset) && queue.field.equals(field);
    }

    @Override
    public int hashCode() {
        return field.hashCode();
    }

    /** {@code Waiting(7 of 30)}, or that all is done. */
    @Override
    public String toString() {
        return pending().isEmpty() ? "Done(" + size() + ")" : "Waiting(" + done() + " of " + size() + ")";
    }
}
