package dev.winnow.data;

import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.ListColumn;
import dev.winnow.store.StringDictionary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The values of an expression over the rows of a view, lists taken apart: what aggregations count. Numbers and dictionary codes are
 * read from arrays; of labels, those of every object that remains.
 */
final class FlatValues {
    private final RowSelection rows;
    private final Expr expr;
    private final String shown;
    private boolean countedNumbers;

    FlatValues(RowSelection rows, Expr expr) {
        this.rows = rows;
        this.expr = expr;
        shown = expr instanceof Field field ? "'" + field.path() + "'" : expr.toString();
        Stages.check(rows, expr);
    }

    /** The label field and attribute that the expression names, if it does no more than that. */
    private @Nullable String labels() {
        return expr instanceof Field field ? rows.labelField(field.path()) : null;
    }

    private String attribute() {
        return RowSelection.attribute(((Field) expr).path());
    }

    private void each(Consumer<Object> present) {
        String labels = labels();
        if (labels != null && attribute().isEmpty()) {
            for (int object : rows.allObjects(labels)) {
                present.accept(object);
            }
            return;
        }
        IntFunction<@Nullable Object> value = CompiledExpr.ofRows(rows).value(expr);
        for (int i = 0; i < rows.count(); i++) {
            apart(value.apply(i), present);
        }
    }

    private static void apart(@Nullable Object value, Consumer<Object> present) {
        if (value instanceof List<?> list) {
            list.forEach(one -> apart(one, present));
        } else if (value != null && !(value instanceof Double number && number.isNaN())) {
            present.accept(value);
        }
    }

    /** The number of values that are not missing: of labels for a label field. */
    int count() {
        int[] count = new int[1];
        String labels = labels();
        if (labels != null && attribute().isEmpty()) {
            DetectionColumn column = rows.labels(labels);
            for (int i = 0; i < rows.count(); i++) {
                count[0] += rows.countObjects(column, labels, i);
            }
        } else {
            each(value -> count[0]++);
        }
        return count[0];
    }

    /** Refuses to take labels for values: what is meant is a part of each. */
    private void requireValues() {
        String labels = labels();
        if (labels != null && attribute().isEmpty()) {
            throw new IllegalArgumentException(
                    shown + " holds labels, not values. Name a part of them, as in '" + labels
                            + (rows.state().column(labels).type().isOneLabel() ? "" : ".detections")
                            + ".label'; count(\"" + labels + "\") says how many labels there are.");
        }
    }

    /** How often each value occurs, as text; refused for labels as a whole. */
    Map<String, Long> counted() {
        requireValues();
        Map<String, Long> counted = new HashMap<>();
        String labels = labels();
        StringDictionary dictionary = null;
        long[] counts = {};
        if (labels != null && attribute().equals("label")) {
            DetectionColumn column = rows.labels(labels);
            dictionary = column.labels();
            long[] own = new long[dictionary.size()];
            int[] codes = column.label();
            if (rows.isWhole() && rows.keepsAll(labels)) {
                for (int code : codes) {
                    own[code]++;
                }
            } else {
                for (int i = 0; i < rows.count(); i++) {
                    rows.eachObject(column, labels, i, object -> own[codes[object]]++);
                }
            }
            counts = own;
        } else if (labels == null && expr instanceof Field field) {
            PathReader reader = PathReader.ofRows(rows, field.path());
            if (reader.code() != null && reader.dictionary() != null) {
                dictionary = reader.dictionary();
                counts = new long[dictionary.size()];
                for (int i = 0; i < rows.count(); i++) {
                    int code = reader.code().applyAsInt(i);
                    if (code >= 0) {
                        counts[code]++;
                    }
                }
            } else if (rows.state().fields().get(field.path()) instanceof ListColumn lists) {
                dictionary = lists.dictionary();
                counts = new long[dictionary.size()];
                for (int row : rows.rows()) {
                    for (int at = lists.start()[row]; at < lists.start()[row + 1]; at++) {
                        counts[lists.codes()[at]]++;
                    }
                }
            }
        }
        if (dictionary == null) {
            boolean[] others = new boolean[1];
            each(value -> {
                others[0] |= !(value instanceof Number);
                counted.merge(String.valueOf(value), 1L, Long::sum);
            });
            countedNumbers = !others[0];
            return counted;
        }
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] > 0) {
                counted.put(dictionary.value(code), counts[code]);
            }
        }
        return counted;
    }

    /** Whether all that {@link #counted} counted were numbers. */
    boolean countedNumbers() {
        return countedNumbers;
    }

    /** All numbers that are there; a value that is none is refused. */
    double[] numbers() {
        requireValues();
        Numbers numbers = new Numbers();
        String labels = labels();
        IntToDoubleFunction number = labels == null ? CompiledExpr.ofRows(rows).number(expr) : null;
        if (number != null) {
            for (int i = 0; i < rows.count(); i++) {
                numbers.add(number.applyAsDouble(i));
            }
        } else if (labels != null && attribute().equals("confidence")) {
            double[] confidence = rows.labels(labels).confidence();
            for (int object : rows.allObjects(labels)) {
                numbers.add(confidence[object]);
            }
        } else {
            each(value -> {
                if (!(value instanceof Number one)) {
                    throw new IllegalArgumentException(shown + " holds " + value + ", which is no number.");
                }
                numbers.add(one.doubleValue());
            });
        }
        return Arrays.copyOf(numbers.values, numbers.count);
    }

    private static final class Numbers {
        private double[] values = new double[64];
        private int count;

        void add(double value) {
            if (Double.isNaN(value)) {
                return;
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }
    }
}
