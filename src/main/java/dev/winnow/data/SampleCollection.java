package dev.winnow.data;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
public abstract sealed class SampleCollection permits Dataset, View {
    SampleCollection() {}

    /** The dataset that the samples belong to. */
    public abstract Dataset dataset();

    /** The stages of a view in their order, none of a dataset. */
    public abstract List<Stage> stages();

    abstract Rows rows();

    private View with(String stage, Object... args) {
        List<Stage> more = new ArrayList<>(stages());
        more.add(Stage.of(stage, args));
        return new View(dataset(), more);
    }

    // ---- stages

    /** The samples for which {@code cond} holds. */
    public View match(Cond cond) {
        return with("match", cond);
    }

    /** The samples with any of these tags; a tag that the dataset has never seen is refused. */
    public View matchTags(String... tags) {
        return with("matchTags", List.of(tags));
    }

    /** The samples with these ids, in the order of this collection. */
    public View select(Collection<String> ids) {
        return with("select", List.copyOf(ids));
    }

    public View select(String... ids) {
        return select(List.of(ids));
    }

    public View exclude(Collection<String> ids) {
        return with("exclude", List.copyOf(ids));
    }

    public View sortBy(String field) {
        return sortBy(field, false);
    }

    /** Sorted by a field; missing values last in both directions, ties in the order of insertion. */
    public View sortBy(String field, boolean descending) {
        return with("sortBy", field, descending);
    }

    public View sortBy(Expr expr, boolean descending) {
        return with("sortBy", expr, descending);
    }

    public View limit(int count) {
        return with("limit", notNegative("limit", count));
    }

    public View skip(int count) {
        return with("skip", notNegative("skip", count));
    }

    private static int notNegative(String stage, int count) {
        if (count < 0) {
            throw new IllegalArgumentException(stage + "(" + count + "): a number of samples is 0 or more.");
        }
        return count;
    }

    /** {@code count} samples drawn by the seed, in the order of this collection. */
    public View take(int count, long seed) {
        return with("take", notNegative("take", count), seed);
    }

    public View shuffle(long seed) {
        return with("shuffle", seed);
    }

    /** The samples with a value in {@code field}; an empty list is a value. */
    public View exists(String field) {
        return with("exists", field);
    }

    /** Only the labels for which {@code cond}, relative to the label, holds; samples left without any drop out. */
    public View filterLabels(String field, Cond cond) {
        return with("filterLabels", field, cond);
    }

    public View filterLabels(String field, Cond cond, boolean onlyMatches) {
        return with("filterLabels", field, cond, onlyMatches);
    }

    /** At most the first {@code count} labels of each sample; all samples stay. */
    public View limitLabels(String field, int count) {
        return with("limitLabels", field, notNegative("limitLabels", count));
    }

    /** The samples whose {@code field} has one of these values. */
    public View selectBy(String field, Collection<?> values) {
        return match(dev.winnow.expr.Field.of(field).isIn(values));
    }

    /** The samples whose {@code field} has none of these values; one without a value stays. */
    public View excludeBy(String field, Collection<?> values) {
        return match(dev.winnow.expr.Field.of(field).isIn(values).not());
    }

    /** The samples with at least one label for which {@code cond} holds; all their labels stay. */
    public View matchLabels(String field, Cond cond) {
        return with("matchLabels", field, cond);
    }

    /** The pictures of these slices of a grouped dataset, as plain images. */
    public View selectGroupSlices(String... slices) {
        return with("selectGroupSlices", List.of(slices));
    }

    /** One row for each label of {@code field}: its id is the label's, {@code sample_id} names the sample. */
    public View toPatches(String field) {
        return with("toPatches", field);
    }

    /** One row for each true positive, false positive and false negative of a stored evaluation. */
    public View toEvaluationPatches(String evalKey) {
        return with("toEvaluationPatches", evalKey);
    }

    // ---- reading

    /** The number of samples, or of groups of a grouped dataset. */
    public int count() {
        return rows().count();
    }

    /** The number of values at a path, over all samples: of labels for a label field. */
    public int count(String path) {
        Rows rows = rows();
        String field = rows.labelField(path);
        if (field != null && Rows.attribute(path).isEmpty()) {
            return rows.allObjects(field).length;
        }
        int count = 0;
        for (Object value : values(path)) {
            count += value instanceof List<?> list ? list.size() : value == null ? 0 : 1;
        }
        return count;
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    public List<String> ids() {
        Rows rows = rows();
        List<String> ids = new ArrayList<>(rows.count());
        for (int i = 0; i < rows.count(); i++) {
            ids.add(rows.id(i));
        }
        return ids;
    }

    /** One value a sample; {@code id}, {@code filepath} and {@code tags} are fields too. Values of labels come as lists. */
    public List<@Nullable Object> values(String path) {
        Rows rows = rows();
        rows.requireField(path);
        List<@Nullable Object> values = new ArrayList<>(rows.count());
        for (int i = 0; i < rows.count(); i++) {
            values.add(rows.value(i, path));
        }
        return values;
    }

    /** One number a sample. */
    public double[] doubles(String field) {
        return values(field).stream()
                .mapToDouble(value -> value instanceof Number number ? number.doubleValue() : Double.NaN)
                .toArray();
    }

    /** One text a sample; numbers as text. */
    public List<@Nullable String> strings(String field) {
        List<@Nullable String> texts = new ArrayList<>();
        values(field).forEach(value -> texts.add(value == null ? null : String.valueOf(value)));
        return texts;
    }

    private List<Object> present(String path) {
        List<Object> present = new ArrayList<>();
        values(path).forEach(value -> gather(value, present));
        return present;
    }

    private static void gather(@Nullable Object value, List<Object> into) {
        if (value instanceof List<?> list) {
            list.forEach(one -> gather(one, into));
        } else if (value != null) {
            into.add(value);
        }
    }

    /** How often each value occurs, over labels too. */
    public Counts countValues(String path) {
        Rows rows = rows();
        String field = rows.labelField(path);
        Map<String, Long> counted = new HashMap<>();
        if (field != null && Rows.attribute(path).equals("label")) {
            DetectionColumn column = rows.labels(field);
            long[] counts = new long[column.labels().values().size()];
            for (int object : rows.allObjects(field)) {
                counts[column.label()[object]]++;
            }
            for (int code = 0; code < counts.length; code++) {
                if (counts[code] > 0) {
                    counted.put(column.labels().value(code), counts[code]);
                }
            }
            return new Counts(counted);
        }
        present(path).forEach(value -> counted.merge(String.valueOf(value), 1L, Long::sum));
        return new Counts(counted);
    }

    /** The different values as texts, sorted. */
    public List<String> distinct(String path) {
        Set<String> distinct = new TreeSet<>();
        present(path).forEach(value -> distinct.add(String.valueOf(value)));
        return List.copyOf(distinct);
    }

    /** Smallest and largest number at a path; {@code NaN} twice where there is none. */
    public double[] bounds(String path) {
        double[] numbers = numbers(path);
        return new double[] {
            Arrays.stream(numbers).min().orElse(Double.NaN),
            Arrays.stream(numbers).max().orElse(Double.NaN)
        };
    }

    public double min(String path) {
        return bounds(path)[0];
    }

    public double max(String path) {
        return bounds(path)[1];
    }

    /** The mean of the numbers at a path; {@code NaN} where there is none. */
    public double mean(String path) {
        return Arrays.stream(numbers(path)).average().orElse(Double.NaN);
    }

    public double sum(String path) {
        return Arrays.stream(numbers(path)).sum();
    }

    /** The population standard deviation; {@code NaN} where there is no number. */
    public double std(String path) {
        double mean = mean(path);
        return Math.sqrt(Arrays.stream(numbers(path))
                .map(number -> (number - mean) * (number - mean))
                .average()
                .orElse(Double.NaN));
    }

    private double[] numbers(String path) {
        return present(path).stream()
                .mapToDouble(value -> {
                    if (value instanceof Number number) {
                        return number.doubleValue();
                    }
                    throw new IllegalArgumentException("'" + path + "' holds " + value + ", which is no number.");
                })
                .filter(number -> !Double.isNaN(number))
                .toArray();
    }

    /**
     * Numbers below which given shares of the values lie, interpolated linearly between neighbours; {@code NaN} where there is none.
     *
     * @param shares each from 0 to 1
     */
    public double[] quantiles(String path, double... shares) {
        double[] sorted = numbers(path);
        Arrays.sort(sorted);
        return Arrays.stream(shares)
                .map(share -> {
                    if (!(share >= 0 && share <= 1)) {
                        throw new IllegalArgumentException("quantiles: " + share + " is no share from 0 to 1.");
                    }
                    if (sorted.length == 0) {
                        return Double.NaN;
                    }
                    double at = share * (sorted.length - 1);
                    int below = (int) at;
                    double above = sorted[Math.min(below + 1, sorted.length - 1)];
                    return sorted[below] + (at - below) * (above - sorted[below]);
                })
                .toArray();
    }

    /** The samples one by one. */
    public List<Sample> samples() {
        Rows rows = rows();
        List<Sample> samples = new ArrayList<>(rows.count());
        for (int i = 0; i < rows.count(); i++) {
            samples.add(new Sample(dataset(), rows, i));
        }
        return samples;
    }

    /** The samples at positions {@code from} to {@code from + count}, fewer at the end: a page, read without the rest. */
    public List<Sample> samples(int from, int count) {
        Rows rows = rows();
        List<Sample> page = new ArrayList<>();
        for (int i = Math.max(0, from); i < rows.count() && i - from < count; i++) {
            page.add(new Sample(dataset(), rows, i));
        }
        return page;
    }

    /** The first sample; an empty collection has none and says so. */
    public Sample first() {
        Rows rows = rows();
        if (rows.count() == 0) {
            throw new IllegalStateException("There is no first sample: " + this + " is empty.");
        }
        return new Sample(dataset(), rows, 0);
    }

    public Sample sample(String id) {
        return select(id).first();
    }

    /** The labels of a field as arrays. */
    public Detections detections(String field) {
        Rows rows = rows();
        rows.requireField(field);
        return new Detections(rows, Objects.requireNonNullElse(rows.labelField(field), field));
    }

    /** The vectors of the samples that have one, in the order of this collection. */
    public Embeddings embeddings(String field) {
        Rows rows = rows();
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
        float[] block = new float[ids.size() * column.dim()];
        for (int i = 0; i < with.size(); i++) {
            column.copy(with.get(i), block, i * column.dim());
        }
        return Embeddings.of(ids, block, column.dim())
                .withModel(rows.state().settings().getOrDefault("model:" + field, ""));
    }

    /** Field names and types, in the order in which they were added. */
    public Map<String, FieldType> schema() {
        Map<String, FieldType> schema = new LinkedHashMap<>();
        dataset().state().fields().forEach((name, column) -> schema.put(name, column.type()));
        return schema;
    }

    public boolean hasField(String name) {
        return dataset().state().fields().containsKey(name);
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
        Rows rows = rows();
        rows.requireField(field);
        return Tables.objects(rows, Objects.requireNonNullElse(rows.labelField(field), field));
    }

    // ---- writing

    /** Adds tags to the samples, to the labels in a view of patches; one that is there already stays single. */
    public void tagSamples(String... tags) {
        new ValueWrites(dataset()).tag(rows(), List.of(tags), true);
    }

    public void untagSamples(String... tags) {
        new ValueWrites(dataset()).tag(rows(), List.of(tags), false);
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

    /** Sets the labels of the samples named; others stay as they are. */
    public void setDetections(String field, Map<String, List<Detection>> byId) {
        new ValueWrites(dataset()).setDetections(rows(), field, byId);
    }

    /** Sets an attribute of every label of {@code field}, in the order of {@link #detections}; {@code null} removes it. */
    public void setLabelValues(String field, String attribute, List<?> perObject) {
        new ValueWrites(dataset()).setLabelValues(rows(), field, attribute, perObject);
    }

    /** Stores vectors for the samples that {@code embeddings} names, and which model made them. */
    public void setEmbeddings(String field, Embeddings embeddings) {
        dataset().setEmbeddings(field, embeddings);
    }

    /** Copies the samples, with all they have, to a dataset of their own. */
    public Dataset cloneTo(String name, IfExists ifExists) {
        return Clones.of(dataset(), rows(), name, ifExists);
    }

    /** Tags of the samples and how often each occurs. */
    public Counts countSampleTags() {
        return countValues(State.TAGS);
    }

    /** The names of all fields that hold labels. */
    public List<String> labelFields() {
        Set<String> names = new LinkedHashSet<>();
        dataset().state().fields().forEach((name, column) -> {
            if (column instanceof DetectionColumn) {
                names.add(name);
            }
        });
        return List.copyOf(names);
    }
}
