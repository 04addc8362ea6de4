package dev.winnow.acquire;

import dev.winnow.data.ConflictException;
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
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Images waiting for people. Kept with the dataset: what was saved is on disk when {@link #save} returns, and the queue goes on from
 * there after days or a kill. Golden images wait among the others and cannot be told from them; their labels go to a field of their own.
 *
 * <p>Several people may work on one queue, in one process or in many. An image belongs to whoever claims it, by {@link #claim} or by saving
 * labels of it, until they submit it or their claim lapses {@link #CLAIM_MINUTES} minutes after their last save; what somebody else submits
 * then is refused, naming who has it. To have an image labelled twice on purpose, open a second queue into another field and compare with
 * {@link Agreement}.
 */
public final class AnnotationQueue {
    /** Minutes after a person's last save at which their claim on an image lapses and the next person is given it. */
    public static final int CLAIM_MINUTES = 30;

    private final Dataset dataset;
    private final String field;
    private final QueueStore store;
    private final Clock clock;

    private AnnotationQueue(Dataset dataset, String field, Clock clock) {
        this.dataset = dataset;
        this.field = field;
        this.clock = clock;
        store = new QueueStore(dataset, field);
    }

    /** The same queue by another clock. */
    AnnotationQueue at(Clock other) {
        return new AnnotationQueue(dataset, field, other);
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
        AnnotationQueue queue = new AnnotationQueue(dataset, field, Clock.systemUTC());
        dataset.transaction("queue " + field, () -> {
            dataset.reload();
            dataset.addSampleField(field, FieldType.DETECTIONS);
            Status.prepare(dataset);
            Map<String, String> wanted = new LinkedHashMap<>();
            for (Sample sample : view.samples()) {
                wanted.put(sample.id(), field);
            }
            if (!golden.isEmpty()) {
                dataset.addSampleField(goldenField, FieldType.DETECTIONS);
                golden.forEach(id -> wanted.put(id, goldenField));
            }
            queue.store.entries().forEach(entry -> wanted.remove(entry.id(), entry.target()));
            List<String> targets = new ArrayList<>(
                    queue.store.head().map(QueueStore.Head::targets).orElse(List.of(field)));
            if (!golden.isEmpty() && !targets.contains(goldenField)) {
                targets.add(goldenField);
            }
            queue.store.store(new QueueStore.Head(field, hidden, List.of(), QueueStore.SchemaJson.of(schema), targets));
            List<String> order =
                    golden.isEmpty() ? List.copyOf(wanted.keySet()) : HashOrder.order(0, goldenField, wanted.keySet());
            for (String id : order) {
                String target = Objects.requireNonNull(wanted.get(id));
                boolean labelled = target.equals(field)
                        && dataset.sample(id).detections(field).stream().anyMatch(Annotator::byPerson);
                queue.store.put(QueueEntry.of(id, target, labelled));
            }
        });
        return queue;
    }

    /** Goes on with a queue that was opened before. */
    public static AnnotationQueue load(Dataset dataset, String field) {
        AnnotationQueue queue = new AnnotationQueue(dataset, field, Clock.systemUTC());
        queue.head();
        return queue;
    }

    /** Samples whose labels in {@code field} a person has finished, also where there was nothing to label. */
    static Set<String> finished(Dataset dataset, String field) {
        Set<String> finished = new HashSet<>();
        for (QueueEntry entry : new QueueStore(dataset, field).entries()) {
            if (entry.done() && entry.target().equals(field)) {
                finished.add(entry.id());
            }
        }
        return finished;
    }

    /** How often each golden sample has been in the queue for other rounds than the one with this field. */
    static Map<String, Integer> seen(Dataset dataset, String field, String thisRound) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (QueueEntry entry : new QueueStore(dataset, field).entries()) {
            if (!entry.target().equals(field) && !entry.target().equals(thisRound)) {
                seen.merge(entry.id(), 1, Integer::sum);
            }
        }
        return seen;
    }

    private QueueStore.Head head() {
        return store.head()
                .orElseThrow(() -> new IllegalArgumentException("No queue was opened for '" + field
                        + "'. Open one with Annotator.app(\"" + field + "\", schema).queue(view)."));
    }

    private QueueEntry entry(String sampleId) {
        head();
        return store.entry(sampleId)
                .orElseThrow(() -> new IllegalArgumentException("Sample " + sampleId + " is not in this queue."));
    }

    /** Whether a sample is in this queue. Costs the same however long the queue is. */
    public boolean contains(String sampleId) {
        return store.entry(sampleId).isPresent();
    }

    /** The dataset whose samples wait. */
    public Dataset dataset() {
        return dataset;
    }

    /** The field that receives the labels. */
    public String field() {
        return field;
    }

    /** The field whose labels the person must not see; empty if none is hidden. */
    public String hidden() {
        return head().hidden();
    }

    /** What a label of this queue may be. */
    public LabelSchema schema() {
        return head().schema().toSchema();
    }

    /** Every sample of the queue, in order; golden ones are among them. */
    public List<String> ids() {
        return store.entries().stream().map(QueueEntry::id).distinct().toList();
    }

    /** Samples that wait for labels, in order. */
    public List<String> pending() {
        return store.entries().stream()
                .filter(entry -> !entry.done())
                .map(QueueEntry::id)
                .toList();
    }

    /**
     * The pending samples as a view, for an exporter that takes them elsewhere: with what people drew so far in the queue's field, and
     * without that where a golden image has labels there, which would be answers.
     */
    public View view() {
        View waiting = dataset.select(pending());
        boolean answers = store.entries().stream()
                .filter(entry -> !entry.done() && !entry.target().equals(field))
                .anyMatch(entry -> !dataset.sample(entry.id()).detections(field).isEmpty());
        return answers ? waiting.filterLabels(field, new Field("label").isMissing(), false) : waiting;
    }

    /** How many of the queue's images are done. */
    public int done() {
        return size() - pending().size();
    }

    /** How many images the queue has, done ones too. */
    public int size() {
        return store.entries().size();
    }

    /** How many of these samples a person has finished. */
    int done(SampleCollection view) {
        List<String> open = store.entries().stream()
                .filter(entry -> !entry.done() && entry.target().equals(field))
                .map(QueueEntry::id)
                .toList();
        return (int) view.ids().stream().filter(id -> !open.contains(id)).count();
    }

    /** The labels of every sample that is done and whose labels went to {@code target}, by id. */
    Map<String, List<Detection>> finished(String target) {
        Map<String, List<Detection>> labels = new LinkedHashMap<>();
        for (QueueEntry entry : store.entries()) {
            if (entry.done() && entry.target().equals(target)) {
                labels.put(entry.id(), dataset.sample(entry.id()).detections(target));
            }
        }
        return labels;
    }

    /** What has been saved of a sample so far. */
    public List<Detection> labels(String sampleId) {
        return dataset.sample(sampleId).detections(entry(sampleId).target());
    }

    /** Seconds spent on a sample so far. */
    public double seconds(String sampleId) {
        return entry(sampleId).seconds();
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
     * @throws IllegalArgumentException for a label that breaks the schema in a way its stored form did not, naming it; nothing is written
     *     then
     * @throws ConflictException if somebody else has finished or holds the sample, naming them; nothing is written then
     */
    public void submit(String sampleId, List<Detection> labels, String annotator, double seconds) {
        write(sampleId, labels, annotator, seconds, true);
    }

    private void write(String sampleId, List<Detection> labels, String annotator, double seconds, boolean done) {
        requirePerson(annotator);
        LabelSchema schema = schema();
        dataset.transaction("labels of " + sampleId, () -> {
            dataset.reload();
            store.takeApart();
            QueueEntry entry = entry(sampleId);
            requireOwn(entry, annotator);
            // What is as it was keeps who made it, and when.
            Map<String, Detection> stored = byId(dataset.sample(sampleId).detections(entry.target()));
            String broken = broken(schema, labels, stored);
            if (!broken.isEmpty()) {
                throw new IllegalArgumentException("Of sample " + sampleId + " " + broken + ". Nothing was written.");
            }
            List<Detection> own = labels.stream()
                    .map(label -> label.equals(stored.get(label.id()))
                            ? label
                            : label.with(Label.ANNOTATOR, annotator).with("seconds", seconds(label, seconds, labels)))
                    .toList();
            dataset.setDetections(entry.target(), Map.of(sampleId, own));
            boolean finished = done || entry.done();
            if (finished && entry.target().equals(field)) {
                Status.ANNOTATED.advance(dataset.select(sampleId));
            }
            store.put(entry.labelled(annotator, seconds, finished, lapses()));
        });
    }

    private long lapses() {
        return clock.millis() + CLAIM_MINUTES * 60_000L;
    }

    /** Refuses what is somebody else's, naming them. */
    private void requireOwn(QueueEntry entry, String person) {
        if (entry.finishedByOther(person)) {
            throw new ConflictException("'" + fileName(entry) + "' was labelled by " + entry.who()
                    + " and is done. Nothing was written; a reviewer may send it back, or a second queue into another field"
                    + " keeps both for comparison.");
        }
        if (entry.heldFrom(person, clock.millis())) {
            throw new ConflictException("'" + fileName(entry) + "' is being labelled by " + entry.who() + " until "
                    + Instant.ofEpochMilli(entry.until()).truncatedTo(ChronoUnit.SECONDS)
                    + ". Nothing was written; claim another image.");
        }
    }

    private String fileName(QueueEntry entry) {
        return dataset.sample(entry.id()).fileName();
    }

    /**
     * Gives a person the next image: the one they hold already, else the first that is not done and that nobody else holds. It is theirs until
     * they submit it, or until the claim lapses. No two people are given one image, in however many processes.
     *
     * @return empty when nothing is left for them
     */
    public Optional<String> claim(String person) {
        requirePerson(person);
        AtomicReference<@Nullable String> given = new AtomicReference<>();
        dataset.transaction("claim of " + person, () -> {
            dataset.reload();
            head();
            store.takeApart();
            long now = clock.millis();
            List<QueueEntry> entries = store.entries();
            QueueEntry next = entries.stream()
                    .filter(entry -> !entry.done() && entry.who().equals(person) && entry.until() > now)
                    .findFirst()
                    .or(() -> entries.stream()
                            .filter(entry -> !entry.done() && !entry.heldFrom(person, now))
                            .findFirst())
                    .orElse(null);
            if (next != null) {
                store.put(next.claimed(person, lapses()));
                given.set(next.id());
            }
        });
        return Optional.ofNullable(given.get());
    }

    /** Gives back an image that a person holds without having finished it; what they saved stays. */
    public void release(String sampleId, String person) {
        dataset.transaction("release of " + sampleId, () -> {
            dataset.reload();
            store.takeApart();
            QueueEntry entry = entry(sampleId);
            requireOwn(entry, person);
            store.put(entry.released());
        });
    }

    /** Who has a sample, or finished it; empty where nobody does, or a claim has lapsed. */
    public String holder(String sampleId) {
        QueueEntry entry = entry(sampleId);
        return entry.done() || entry.until() > clock.millis() ? entry.who() : "";
    }

    /**
     * Opens a finished image again, with a reviewer's reason. Its labels stay and are not trained on until somebody submits them again.
     *
     * @throws IllegalStateException if it is not finished
     */
    public void sendBack(String sampleId, String reviewer, String reason) {
        requirePerson(reviewer);
        dataset.transaction("review of " + sampleId, () -> {
            dataset.reload();
            store.takeApart();
            QueueEntry entry = entry(sampleId);
            if (!entry.done()) {
                throw new IllegalStateException(
                        "'" + fileName(entry) + "' is not finished, so it cannot be sent back.");
            }
            store.put(entry.sentBack(reviewer + ": " + reason));
            if (entry.target().equals(field)) {
                dataset.select(sampleId).setValues(Status.FIELD, Status.SELECTED.text());
            }
        });
    }

    /** Why a reviewer sent a sample back; empty if nobody did, or it has been submitted again. */
    public String note(String sampleId) {
        return entry(sampleId).note();
    }

    private static Object seconds(Detection label, double ofAll, List<Detection> labels) {
        return label.attributes().getOrDefault("seconds", ofAll / labels.size());
    }

    private static Map<String, Detection> byId(List<Detection> labels) {
        Map<String, Detection> byId = new LinkedHashMap<>();
        labels.forEach(label -> byId.put(label.id(), label));
        return byId;
    }

    /** Which label breaks the schema, and how, where its stored form did not break it so; empty if none does. */
    private static String broken(LabelSchema schema, List<Detection> labels, Map<String, Detection> stored) {
        for (int i = 0; i < labels.size(); i++) {
            List<String> broken = new ArrayList<>(schema.violations(labels.get(i)));
            Detection before = stored.get(labels.get(i).id());
            if (before != null) {
                broken.removeAll(schema.violations(before));
            }
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
     * the name. An image that somebody is labelling at that moment is taken too: their next save is refused, naming who was first.
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
            dataset.reload();
            head();
            store.takeApart();
            Set<String> waiting = new HashSet<>();
            for (QueueEntry entry : store.entries()) {
                List<Detection> labels = byId.get(entry.id());
                if (entry.done() || labels == null) {
                    continue;
                }
                waiting.add(entry.id());
                String broken = broken(schema, labels, Map.of());
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
                store.put(entry.labelled(annotator, entry.seconds(), true, 0));
            }
            byId.keySet().stream().filter(id -> !waiting.contains(id)).forEach(left::add);
            byTarget.forEach(dataset::setDetections);
            if (byTarget.containsKey(field)) {
                Status.ANNOTATED.advance(
                        dataset.select(List.copyOf(byTarget.get(field).keySet())));
            }
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
