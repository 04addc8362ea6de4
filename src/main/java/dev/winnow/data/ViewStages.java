package dev.winnow.data;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.expr.Literal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The stages: each gives a new view of the same dataset and reads nothing yet. Paths are field names, or a label field and an
 * attribute: {@code "ground_truth.detections.label"}, or shorter {@code "ground_truth.label"}. A field, tag or slice that the
 * dataset does not have is refused when the view is read, with the list of what there is.
 */
public abstract sealed class ViewStages permits Aggregations {
    ViewStages() {}

    /** The dataset that the samples belong to. */
    public abstract Dataset dataset();

    /** The stages of a view in their order, none of a dataset. */
    public abstract List<Stage> stages();

    abstract RowSelection rows();

    private View with(String stage, Object... args) {
        List<Stage> more = new ArrayList<>(stages());
        more.add(Stage.of(stage, args));
        return new View(dataset(), more);
    }

    private static <T> List<T> listed(Collection<T> values) {
        return List.copyOf(Literal.listed(values));
    }

    private static <K, V> Map<K, V> whole(String stage, Map<K, V> mapping) {
        mapping.forEach((from, to) -> {
            if (from == null || to == null) {
                throw new IllegalArgumentException(stage + ": " + from + " is mapped to " + to
                        + ". Give each a value; missing ones come and go with setField and ifNull or ifElse.");
            }
        });
        return Map.copyOf(mapping);
    }

    private static int notNegative(String stage, int count) {
        if (count < 0) {
            throw new IllegalArgumentException(stage + "(" + count + "): a number of samples is 0 or more.");
        }
        return count;
    }

    // ---- which samples

    /** The samples for which {@code cond} holds. */
    public View match(Cond cond) {
        return with("match", cond);
    }

    /** The samples with any of these tags; a tag that the dataset has never seen is refused. */
    public View matchTags(String... tags) {
        return with("matchTags", List.of(tags));
    }

    /** The samples with any of these tags, or with none of them where {@code matching} is false. */
    public View matchTags(Collection<String> tags, boolean matching) {
        return with("matchTags", listed(tags), matching);
    }

    /** The samples with any or, where {@code all}, every one of these tags; the others where {@code matching} is false. */
    public View matchTags(Collection<String> tags, boolean matching, boolean all) {
        return with("matchTags", listed(tags), matching, all);
    }

    /** The samples with a value in {@code field}; an empty list is a value. */
    public View exists(String field) {
        return with("exists", field);
    }

    /** The samples with a value in {@code field}, or without one where {@code there} is false. */
    public View exists(String field, boolean there) {
        return with("exists", field, there);
    }

    /** The samples with these ids, in the order of this collection; an id that is not in it is refused. */
    public View select(Collection<String> ids) {
        return with("select", listed(ids));
    }

    /** The samples with these ids, where {@code ordered} in the order of {@code ids}. */
    public View select(Collection<String> ids, boolean ordered) {
        return with("select", listed(ids), ordered);
    }

    public View select(String... ids) {
        return select(List.of(ids));
    }

    /** The samples without those of these ids. */
    public View exclude(Collection<String> ids) {
        return with("exclude", listed(ids));
    }

    public View exclude(String... ids) {
        return exclude(List.of(ids));
    }

    /** The samples whose {@code field} has one of these values. */
    public View selectBy(String field, Collection<?> values) {
        return match(Field.of(field).isIn(values));
    }

    /** The samples whose {@code field} has none of these values; one without a value stays. */
    public View excludeBy(String field, Collection<?> values) {
        return match(Field.of(field).isIn(values).not());
    }

    public View limit(int count) {
        return with("limit", notNegative("limit", count));
    }

    public View skip(int count) {
        return with("skip", notNegative("skip", count));
    }

    /** The samples from position {@code from} (inclusive) to {@code to} (exclusive): what {@code view[from:to]} is in Python. */
    public View slice(int from, int to) {
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException("slice(" + from + ", " + to
                    + "): positions count from 0; the last samples are tail(count), or skip(count() - …).");
        }
        return skip(from).limit(Math.max(0, to - from));
    }

    /** {@code count} samples drawn by the seed, in the order of this collection. */
    public View take(int count, long seed) {
        return with("take", notNegative("take", count), seed);
    }

    // ---- in which order

    public View sortBy(String field) {
        return sortBy(field, false);
    }

    /** Sorted by a field; missing values last in both directions, equals in the order they had. */
    public View sortBy(String field, boolean descending) {
        return with("sortBy", field, descending);
    }

    public View sortBy(Expr expr, boolean descending) {
        return with("sortBy", expr, descending);
    }

    /** An order drawn by the seed and each id, so that samples coming or going leave that of the others as it is. */
    public View shuffle(long seed) {
        return with("shuffle", seed);
    }

    /** The samples with a vector in {@code field}, nearest by cosine to that of sample {@code id} first: itself. */
    public View sortBySimilarity(String field, String id) {
        return with("sortBySimilarity", field, List.of(id), -1, false);
    }

    /**
     * The samples with a vector in {@code field}, nearest by cosine to the mean direction of the queries first.
     *
     * @param ids samples of the dataset, each with a vector
     * @param count how many stay
     */
    public View sortBySimilarity(String field, Collection<String> ids, int count) {
        return with("sortBySimilarity", field, listed(ids), notNegative("sortBySimilarity", count), false);
    }

    /**
     * The same in full.
     *
     * @param query ids of samples, or the numbers of a vector
     * @param count how many stay; all with -1
     * @param farthest whether the most unlike come first
     */
    public View sortBySimilarity(String field, Collection<?> query, int count, boolean farthest) {
        if (count < -1) {
            throw new IllegalArgumentException(
                    "sortBySimilarity: " + count + " is no number of samples: 0 or more, or -1 for all.");
        }
        return with("sortBySimilarity", field, listed(query), count, farthest);
    }

    // ---- which labels

    /** Only the labels for which {@code cond}, relative to the label, holds; samples left without any drop out. */
    public View filterLabels(String field, Cond cond) {
        return with("filterLabels", field, cond);
    }

    /** Only the labels for which {@code cond} holds; where {@code onlyMatches} is false, all samples stay. */
    public View filterLabels(String field, Cond cond, boolean onlyMatches) {
        return with("filterLabels", field, cond, onlyMatches);
    }

    /** The samples with at least one label for which {@code cond}, relative to the label, holds; all their labels stay. */
    public View matchLabels(String field, Cond cond) {
        return with("matchLabels", field, cond);
    }

    /** The samples with, or where {@code matching} is false without, a label for which {@code cond} holds. */
    public View matchLabels(String field, Cond cond, boolean matching) {
        return with("matchLabels", field, cond, matching);
    }

    /** At most the first {@code count} labels of each sample; all samples stay. */
    public View limitLabels(String field, int count) {
        return with("limitLabels", field, notNegative("limitLabels", count));
    }

    /** Other names for labels, as the view shows them: nothing is written. Labels that {@code mapping} lacks keep theirs. */
    public View mapLabels(String field, Map<String, String> mapping) {
        return with("mapLabels", field, whole("mapLabels", mapping));
    }

    /** Only the labels with these ids, of all label fields; samples left without any drop out. */
    public View selectLabels(Collection<String> ids) {
        return selectLabels(ids, List.of(), List.of(), true);
    }

    /**
     * Only the labels that are meant by id and tag.
     *
     * @param ids of labels; any where empty
     * @param tags of which a label has at least one; any where empty
     * @param fields whose labels are chosen from; all label fields where empty
     * @param omitEmpty whether samples left without a label of these fields drop out
     */
    public View selectLabels(
            Collection<String> ids, Collection<String> tags, Collection<String> fields, boolean omitEmpty) {
        return with("selectLabels", listed(ids), listed(tags), listed(fields), omitEmpty);
    }

    /** All labels but those with these ids, of all label fields; samples left without any drop out. */
    public View excludeLabels(Collection<String> ids) {
        return excludeLabels(ids, List.of(), List.of(), true);
    }

    /** All labels but those that are meant by id and tag, as {@link #selectLabels(Collection, Collection, Collection, boolean)}. */
    public View excludeLabels(
            Collection<String> ids, Collection<String> tags, Collection<String> fields, boolean omitEmpty) {
        return with("excludeLabels", listed(ids), listed(tags), listed(fields), omitEmpty);
    }

    // ---- what is shown of them

    /** Only these fields and those that every sample has: id, filepath and tags. */
    public View selectFields(String... fields) {
        return with("selectFields", List.of(fields));
    }

    public View excludeFields(String... fields) {
        return with("excludeFields", List.of(fields));
    }

    /**
     * A field as {@code value} says, or an attribute of labels as it says of each label; the field must exist and nothing is written:
     * {@code setField("predictions.area", F("bounding_box").at(2).mul(F("bounding_box").at(3)))}.
     */
    public View setField(String path, Object value) {
        return with("setField", path, Expr.of(value));
    }

    /** Other values for a field or an attribute of labels, as the view shows them; values that {@code mapping} lacks stay. */
    public View mapValues(String path, Map<?, ?> mapping) {
        return with("mapValues", path, whole("mapValues", mapping));
    }

    /** The samples whose {@code field} has a value for which {@code cond}, relative to the value, holds. */
    public View filterField(String field, Cond cond) {
        return with("filterField", field, cond);
    }

    /** The field without values for which {@code cond} does not hold; where {@code onlyMatches} is false, all samples stay. */
    public View filterField(String field, Cond cond, boolean onlyMatches) {
        return with("filterField", field, cond, onlyMatches);
    }

    // ---- rows of another kind

    /** The pictures of these slices of a grouped dataset, as plain images. */
    public View selectGroupSlices(String... slices) {
        return with("selectGroupSlices", List.of(slices));
    }

    /** One row for each value of {@code field}, in the order of first occurrence: the first sample that has it. */
    public View groupBy(String field) {
        return with("groupBy", field);
    }

    public View groupBy(Expr expr) {
        return with("groupBy", expr);
    }

    /** One row for each value of {@code field}; the samples of a group in the order of another field. */
    public View groupBy(String field, String orderBy, boolean descending) {
        return with("groupBy", field, orderBy, descending);
    }

    /** All samples of the groups that {@link #groupBy} made, group by group. */
    public View flatten() {
        return with("flatten");
    }

    /** The rows of this view and then those of another of the same dataset; a sample in both comes twice. */
    public View concat(SampleCollection other) {
        if (!other.dataset().name().equals(dataset().name())) {
            throw new IllegalArgumentException("concat: the other view belongs to dataset '"
                    + other.dataset().name() + "', not to '" + dataset().name() + "'. Use addCollection for that.");
        }
        return with("concat", other.stages());
    }

    /** One row for each label of {@code field}: its id is the label's, {@code sample_id} names the sample. */
    public View toPatches(String field) {
        return with("toPatches", field);
    }

    /** One row for each true positive, false positive and false negative of a stored evaluation. */
    public View toEvaluationPatches(String evalKey) {
        return with("toEvaluationPatches", evalKey);
    }

    /**
     * One row for each error of these kinds, the most severe of a sample first, with the prediction and the object concerned;
     * {@code type} is then the kind: {@code cls} wrongly named, {@code loc} badly placed, {@code both}, {@code dupe} found twice,
     * {@code bkg} nothing there, {@code miss} not found.
     *
     * @throws IllegalArgumentException for a kind that does not exist
     */
    public View toEvaluationPatches(String evalKey, String... kinds) {
        if (kinds.length == 0) {
            return toEvaluationPatches(evalKey);
        }
        EvaluationPatches.check(List.of(kinds));
        return with("toEvaluationPatches", evalKey, List.of(kinds));
    }
}
