package dev.winnow.data;

import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.ObjectColumn;
import dev.winnow.store.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The aggregations: what a path or an expression amounts to over all samples. Lists and labels are taken apart, so that a value of
 * a label counts once a label. Missing values are left out; of {@link #values(String)} alone they are {@code null}. A value that is
 * no number is refused where numbers are wanted.
 */
public abstract sealed class Aggregations extends ViewStages permits SampleCollection {
    Aggregations() {}

    private FlatValues gathered(Expr expr) {
        return new FlatValues(rows(), expr);
    }

    /** The number of samples, or of groups of a grouped dataset. */
    public int count() {
        return rows().count();
    }

    /** The number of values at a path, over all samples: of labels for a label field. */
    public int count(String path) {
        return count(Field.of(path));
    }

    public int count(Expr expr) {
        return gathered(expr).count();
    }

    /** One value a sample; {@code id}, {@code filepath} and {@code tags} are fields too. Values of labels come as lists. */
    public List<@Nullable Object> values(String path) {
        RowSelection rows = rows();
        QueryCheck.ofPath(rows, path);
        List<@Nullable Object> values = new ArrayList<>(rows.count());
        for (int i = 0; i < rows.count(); i++) {
            values.add(rows.value(i, path));
        }
        return values;
    }

    /** One value a sample; where {@code unwind}, lists are taken apart and one list of all that is in them comes back. */
    public List<@Nullable Object> values(String path, boolean unwind) {
        List<@Nullable Object> values = values(path);
        if (!unwind) {
            return values;
        }
        List<@Nullable Object> flat = new ArrayList<>();
        values.forEach(value -> flatten(value, flat));
        return flat;
    }

    private static void flatten(@Nullable Object value, List<@Nullable Object> into) {
        if (value instanceof List<?> list) {
            list.forEach(one -> flatten(one, into));
        } else {
            into.add(value);
        }
    }

    /** What an expression says of each sample. */
    public List<@Nullable Object> values(Expr expr) {
        RowSelection rows = rows();
        Stages.check(rows, expr);
        IntFunction<@Nullable Object> value = CompiledExpr.ofRows(rows).value(expr);
        List<@Nullable Object> values = new ArrayList<>(rows.count());
        for (int i = 0; i < rows.count(); i++) {
            values.add(value.apply(i));
        }
        return values;
    }

    /** For each of several paths one value a sample, read at one moment. */
    public List<List<@Nullable Object>> values(List<String> paths) {
        RowSelection rows = rows();
        paths.forEach(path -> QueryCheck.ofPath(rows, path));
        List<List<@Nullable Object>> all = new ArrayList<>();
        for (String path : paths) {
            List<@Nullable Object> values = new ArrayList<>(rows.count());
            for (int i = 0; i < rows.count(); i++) {
                values.add(rows.value(i, path));
            }
            all.add(values);
        }
        return all;
    }

    /** One number a sample, {@code NaN} where there is none. */
    public double[] doubles(String field) {
        RowSelection rows = rows();
        QueryCheck.ofPath(rows, field);
        PathReader reader = PathReader.ofRows(rows, field);
        double[] numbers = new double[rows.count()];
        for (int i = 0; i < numbers.length; i++) {
            if (reader.number() != null) {
                numbers[i] = reader.number().applyAsDouble(i);
            } else {
                numbers[i] = reader.value().apply(i) instanceof Number number ? number.doubleValue() : Double.NaN;
            }
        }
        return numbers;
    }

    /** One text a sample; numbers as text. */
    public List<@Nullable String> strings(String field) {
        List<@Nullable String> texts = new ArrayList<>();
        values(field).forEach(value -> texts.add(value == null ? null : String.valueOf(value)));
        return texts;
    }

    /** How often each value occurs, over labels too. */
    public Counts countValues(String path) {
        return countValues(Field.of(path));
    }

    public Counts countValues(Expr expr) {
        return new Counts(gathered(expr).counted());
    }

    /** The different values as texts, sorted; numbers as numbers are. */
    public List<String> distinct(String path) {
        return distinct(Field.of(path));
    }

    public List<String> distinct(Expr expr) {
        FlatValues gathered = gathered(expr);
        List<String> values = new ArrayList<>(gathered.counted().keySet());
        Comparator<String> asTexts = Comparator.naturalOrder();
        values.sort(
                gathered.countedNumbers()
                        ? Comparator.<String>comparingDouble(Double::parseDouble)
                                .thenComparing(asTexts)
                        : asTexts);
        return Collections.unmodifiableList(values);
    }

    /** Smallest and largest number at a path; {@code NaN} twice where there is none. */
    public double[] bounds(String path) {
        return bounds(Field.of(path));
    }

    public double[] bounds(Expr expr) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double number : gathered(expr).numbers()) {
            min = Math.min(min, number);
            max = Math.max(max, number);
        }
        return min > max ? new double[] {Double.NaN, Double.NaN} : new double[] {min, max};
    }

    public double min(String path) {
        return bounds(path)[0];
    }

    public double min(Expr expr) {
        return bounds(expr)[0];
    }

    public double max(String path) {
        return bounds(path)[1];
    }

    public double max(Expr expr) {
        return bounds(expr)[1];
    }

    /** The mean of the numbers at a path; {@code NaN} where there is none. */
    public double mean(String path) {
        return mean(Field.of(path));
    }

    public double mean(Expr expr) {
        return Arrays.stream(gathered(expr).numbers()).average().orElse(Double.NaN);
    }

    public double sum(String path) {
        return sum(Field.of(path));
    }

    public double sum(Expr expr) {
        return Arrays.stream(gathered(expr).numbers()).sum();
    }

    /** The population standard deviation; {@code NaN} where there is no number. */
    public double std(String path) {
        return std(Field.of(path));
    }

    public double std(Expr expr) {
        double[] numbers = gathered(expr).numbers();
        double mean = Arrays.stream(numbers).average().orElse(Double.NaN);
        return Math.sqrt(Arrays.stream(numbers)
                .map(number -> (number - mean) * (number - mean))
                .average()
                .orElse(Double.NaN));
    }

    /**
     * Numbers below which given shares of the values lie, interpolated linearly between neighbours; {@code NaN} where there is none.
     *
     * @param shares each from 0 to 1
     */
    public double[] quantiles(String path, double... shares) {
        return quantiles(Field.of(path), shares);
    }

    public double[] quantiles(Expr expr, double... shares) {
        double[] sorted = gathered(expr).numbers();
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

    /** The numbers at a path in {@code bins} intervals of one width from the smallest to the largest. */
    public Histogram histogramValues(String path, int bins) {
        double[] bounds = bounds(path);
        return histogramValues(path, bins, bounds[0], bounds[1]);
    }

    /** The numbers at a path in {@code bins} intervals of one width from {@code from} to {@code to}. */
    public Histogram histogramValues(String path, int bins, double from, double to) {
        if (bins < 1 || to < from) {
            throw new IllegalArgumentException(
                    "histogramValues: " + bins + " intervals from " + from + " to " + to + " cannot be made.");
        }
        FlatValues gathered = gathered(Field.of(path));
        long[] counts = new long[bins];
        double[] edges = new double[bins + 1];
        Arrays.setAll(edges, i -> i == bins ? to : from + i * (to - from) / bins);
        long inside = 0;
        double[] numbers = gathered.numbers();
        for (double number : numbers) {
            if (number >= from && number <= to) {
                int bin = to == from ? 0 : (int) ((number - from) / (to - from) * bins);
                counts[Math.min(bins - 1, bin)]++;
                inside++;
            }
        }
        long missing = values(path, true).size() - (long) numbers.length;
        return new Histogram(counts, edges, numbers.length - inside + missing);
    }

    /** Tags of the samples and how often each occurs. */
    public Counts countSampleTags() {
        return countValues(State.TAGS);
    }

    /** Tags of the labels of all label fields and how often each occurs. */
    public Counts countLabelTags() {
        java.util.Map<String, Long> counted = new java.util.HashMap<>();
        RowSelection rows = rows();
        rows.state().fields().forEach((field, column) -> {
            if (column instanceof ObjectColumn) {
                countLabelTags(rows, field, counted);
            }
        });
        return new Counts(counted);
    }

    /** Tags of the labels of one field and how often each occurs. */
    public Counts countLabelTags(String field) {
        java.util.Map<String, Long> counted = new java.util.HashMap<>();
        countLabelTags(rows(), field, counted);
        return new Counts(counted);
    }

    private static void countLabelTags(RowSelection rows, String field, java.util.Map<String, Long> counted) {
        DetectionColumn column = rows.labels(field);
        for (int i = 0; i < rows.count(); i++) {
            rows.eachObject(
                    column, field, i, object -> column.tags(object).forEach(tag -> counted.merge(tag, 1L, Long::sum)));
        }
    }
}
