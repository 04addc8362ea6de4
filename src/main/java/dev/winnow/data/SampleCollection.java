package dev.winnow.data;

import dev.winnow.expr.Cond;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.store.ObjectColumn;
import dev.winnow.store.State;
import dev.winnow.store.VectorColumn;
import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.VectorRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * Samples in an order: a {@link Dataset} or a {@link View} of one, with FiftyOne's verbs.
 *
 * <p>Stages give a new view and read nothing. Reading verbs evaluate the stages against the dataset as it is now. Writing verbs are
 * one transaction each and reach the dataset's samples, also through a view of patches. Paths are field names, or a label field
 * and an attribute: {@code "ground_truth.detections.label"}, or shorter {@code "ground_truth.label"}. Missing values are
 * {@code null}, {@code NaN} in arrays of doubles.
 */
public abstract sealed class SampleCollection extends Aggregations permits Dataset, View {
    private static final int IN_MEMORY = 1 << 26;

    SampleCollection() {}

    // ---- reading

    public boolean isEmpty() {
        return count() == 0;
    }

    public List<String> ids() {
        RowSelection rows = rows();
        List<String> ids = new ArrayList<>(rows.count());
        for (int i = 0; i < rows.count(); i++) {
            ids.add(rows.id(i));
        }
        return ids;
    }

    /** The samples one by one. */
    public List<Sample> samples() {
        RowSelection rows = rows();
        List<Sample> samples = new ArrayList<>(rows.count());
        for (int i = 0; i < rows.count(); i++) {
            samples.add(new Sample(dataset(), rows, i));
        }
        return samples;
    }

    /** The samples at positions {@code from} to {@code from + count}, fewer at the end: a page, read without the rest. */
    public List<Sample> samples(int from, int count) {
        RowSelection rows = rows();
        List<Sample> page = new ArrayList<>();
        for (int i = Math.max(0, from); i < rows.count() && i - from < count; i++) {
            page.add(new Sample(dataset(), rows, i));
        }
        return page;
    }

    /** The first sample; an empty collection has none and says so. */
    public Sample first() {
        RowSelection rows = rows();
        if (rows.count() == 0) {
            throw new IllegalStateException("There is no first sample: " + this + " is empty.");
        }
        return new Sample(dataset(), rows, 0);
    }

    /** The last sample. */
    public Sample last() {
        RowSelection rows = rows();
        if (rows.count() == 0) {
            throw new IllegalStateException("There is no last sample: " + this + " is empty.");
        }
        return new Sample(dataset(), rows, rows.count() - 1);
    }

    /** The first {@code count} samples, fewer where there are not as many. */
    public List<Sample> head(int count) {
        return samples(0, count);
    }

    /** The last {@code count} samples in their order. */
    public List<Sample> tail(int count) {
        return samples(Math.max(0, count() - count), count);
    }

    /** The only sample for which {@code cond} holds; none or several are refused. */
    public Sample one(Cond cond) {
        View matching = match(cond);
        if (matching.count() != 1) {
            throw new IllegalStateException("one: " + matching.count() + " samples match " + cond + ", not one.");
        }
        return matching.first();
    }

    /** The samples one by one, made as they are asked for; all as they are now, whatever is written meanwhile. */
    public Iterable<Sample> iterSamples() {
        RowSelection rows = rows();
        return () -> IntStream.range(0, rows.count())
                .mapToObj(i -> new Sample(dataset(), rows, i))
                .iterator();
    }

    /** What {@code each} makes of every sample, in their order; work is spread over the processors. */
    public <T> List<T> mapSamples(Function<Sample, T> each) {
        RowSelection rows = rows();
        return IntStream.range(0, rows.count())
                .parallel()
                .mapToObj(i -> each.apply(new Sample(dataset(), rows, i)))
                .toList();
    }

    /** Lets {@code each} set values on every sample and saves them all in one transaction, or none where it fails. */
    public void updateSamples(Consumer<Sample> each) {
        List<Sample> samples = samples();
        samples.forEach(each);
        SampleEdits.save(dataset(), samples);
    }

    /** Saves samples that change a batch at a time. */
    public SaveContext saveContext() {
        return new SaveContext(dataset());
    }

    public Sample sample(String id) {
        return select(id).first();
    }

    /** The labels of a field as arrays. */
    public Detections detections(String field) {
        RowSelection rows = rows();
        rows.requireField(field);
        return new Detections(rows, Objects.requireNonNullElse(rows.labelField(field), field));
    }

    /**
     * The vectors of the samples that have one, in the order of this collection: in memory up to {@value #IN_MEMORY} numbers, else read
     * where their files are mapped.
     */
    public Embeddings embeddings(String field) {
        RowSelection rows = rows();
        rows.requireField(field);
        if (!(rows.state().column(field) instanceof VectorColumn column)) {
            throw new IllegalArgumentException(
                    "Field '" + field + "' of " + dataset().name() + " holds no vectors but "
                            + rows.state().column(field).type() + ".");
        }
        List<String> ids = new ArrayList<>();
        List<Integer> with = new ArrayList<>();
        for (int i = 0; i < rows.count(); i++) {
            if (column.has(rows.rows()[i])) {
                ids.add(rows.id(i));
                with.add(rows.rows()[i]);
            }
        }
        int[] at = with.stream().mapToInt(Integer::intValue).toArray();
        String model = rows.state().settings().getOrDefault("model:" + field, "");
        VectorRows mapped = (i, into, from) -> column.copy(at[i], into, from);
        if ((long) ids.size() * column.dim() > IN_MEMORY) {
            return Embeddings.of(ids, mapped, column.dim()).withModel(model);
        }
        float[] block = new float[ids.size() * column.dim()];
        for (int i = 0; i < at.length; i++) {
            mapped.copy(i, block, i * column.dim());
        }
        return Embeddings.of(ids, block, column.dim()).withModel(model);
    }

    /** Field names and types, in the order in which they were added. */
    public Map<String, FieldType> schema() {
        Map<String, FieldType> schema = new LinkedHashMap<>();
        shown().fields().forEach((name, column) -> schema.put(name, column.type()));
        return schema;
    }

    /** The fields that are shown: all of the dataset where no stage chooses among them. */
    private State shown() {
        return stages().isEmpty() ? dataset().state() : rows().state();
    }

    public boolean hasField(String name) {
        return shown().fields().containsKey(name);
    }

    /** {@code group} or {@code image}. */
    public String mediaType() {
        boolean sliced = stages().stream().anyMatch(stage -> stage.name().equals("selectGroupSlices"));
        return dataset().state().grouped() && !sliced ? "group" : "image";
    }

    /** What is known of each sample as a table of its own: scalars as columns, tags joined by commas. */
    public Table table() {
        return Tables.samples(rows());
    }

    /** One row a label of {@code field}: {@code sample_id, id, label, x, y, w, h, confidence} and the attributes. */
    public Table objects(String field) {
        RowSelection rows = rows();
        rows.requireField(field);
        return Tables.objects(rows, Objects.requireNonNullElse(rows.labelField(field), field));
    }

    // ---- writing

    /** Adds tags to the samples, to the labels in a view of patches; one that is there already stays single. */
    public void tagSamples(String... tags) {
        new ValueWrites(dataset()).tag(rows(), ValueWrites.tags("tagSamples", tags), true);
    }

    public void untagSamples(String... tags) {
        new ValueWrites(dataset()).tag(rows(), ValueWrites.tags("untagSamples", tags), false);
    }

    /** Adds tags to the labels of all label fields that this collection shows; one that is there already stays single. */
    public void tagLabels(String... tags) {
        new LabelWrites(dataset()).tag(rows(), allLabelFields(), ValueWrites.tags("tagLabels", tags), true);
    }

    /** Adds tags to the labels of these fields. */
    public void tagLabels(Collection<String> fields, String... tags) {
        new LabelWrites(dataset()).tag(rows(), List.copyOf(fields), List.of(tags), true);
    }

    public void untagLabels(String... tags) {
        new LabelWrites(dataset()).tag(rows(), allLabelFields(), ValueWrites.tags("untagLabels", tags), false);
    }

    public void untagLabels(Collection<String> fields, String... tags) {
        new LabelWrites(dataset()).tag(rows(), List.copyOf(fields), List.of(tags), false);
    }

    /** The fields whose labels a view without field names means: those that are rows, else all that hold labels. */
    private List<String> allLabelFields() {
        RowSelection rows = rows();
        RowSelection.Patches patches = rows.patches();
        if (patches != null) {
            return List.copyOf(patches.objects().keySet());
        }
        List<String> fields = new ArrayList<>();
        rows.state().fields().forEach((name, column) -> {
            if (column instanceof ObjectColumn) {
                fields.add(name);
            }
        });
        return fields;
    }

    /** Sets an attribute of the labels that the map names by id; {@code null} removes it, other labels stay. */
    public void setLabelValues(String field, String attribute, Map<String, ?> byLabelId) {
        new LabelWrites(dataset()).setLabelValues(rows(), field, attribute, byLabelId);
    }

    /**
     * Reads what the files of the pictures say: field {@code metadata} with size_bytes, mime_type, width and height, and the fields
     * width and height. Only for samples that have none, or for all where {@code overwrite}; returns for how many.
     */
    public int computeMetadata(boolean overwrite) {
        return Metadata.compute(this, overwrite);
    }

    public int computeMetadata() {
        return computeMetadata(false);
    }

    /** The attributes that labels of a field have beside those of their type, and what kind of value each is. */
    public Map<String, String> dynamicFieldSchema(String field) {
        Map<String, String> schema = new LinkedHashMap<>();
        rows().labels(field).attributes().forEach((name, values) -> {
            Set<String> kinds = new TreeSet<>();
            for (Object value : values) {
                if (value != null) {
                    kinds.add(
                            value instanceof String
                                    ? "string"
                                    : value instanceof Number
                                            ? "number"
                                            : value instanceof Boolean
                                                    ? "boolean"
                                                    : value instanceof List<?> ? "array" : "object");
                }
            }
            schema.put(name, String.join(" or ", kinds));
        });
        return schema;
    }

    /**
     * Sets a field of the samples.
     *
     * @param value one value for all, a {@code List} with one a sample in order, or a {@code Map} by id (others stay)
     * @throws ConflictException if another process changed one of these values since this one read them
     */
    public void setValues(String field, @Nullable Object value) {
        new ValueWrites(dataset()).setValues(rows(), field, value);
    }

    /**
     * Sets the fields that a table's columns name, of the samples that its column {@code id} names; new fields are added and missing
     * cells become missing values. Id, path, tags, groups, labels, lists and vectors are left as they are.
     */
    public void setValues(Table table) {
        TableWrites.setValues(dataset(), rows(), table);
    }

    /** Sets the attributes that a table's columns name, of the labels that its column {@code id} names, as {@link #objects} has them. */
    public void setLabelValues(String field, Table table) {
        TableWrites.setLabelValues(dataset(), rows(), field, table);
    }

    /** Sets the labels of the samples named; others stay as they are. */
    public void setDetections(String field, Map<String, List<Detection>> byId) {
        new ValueWrites(dataset()).setDetections(field, byId);
    }

    /** Sets an attribute of every label of {@code field}, in the order of {@link #detections}; {@code null} removes it. */
    public void setLabelValues(String field, String attribute, List<?> perObject) {
        new LabelWrites(dataset()).setLabelValues(rows(), field, attribute, perObject);
    }

    /** Stores vectors for the samples that {@code embeddings} names, and which model made them. */
    public void setEmbeddings(String field, Embeddings embeddings) {
        dataset().setEmbeddings(field, embeddings);
    }

    /**
     * Copies the samples, with all they have, to a dataset of their own: what a view shows; of a dataset everything, with its groups,
     * saved views and runs.
     */
    public Dataset cloneTo(String name, IfExists ifExists) {
        return Clones.of(this, name, ifExists);
    }

    /** The names of all fields that hold labels. */
    public List<String> labelFields() {
        return dataset().state().fields().entrySet().stream()
                .filter(field -> field.getValue().type().isLabels())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The names of the fields that hold labels of one type, such as {@code FieldType.DETECTIONS}. */
    public List<String> labelFields(FieldType type) {
        return dataset().state().fields().entrySet().stream()
                .filter(field -> field.getValue().type() == type && type.isLabels())
                .map(Map.Entry::getKey)
                .toList();
    }
}
