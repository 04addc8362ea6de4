package dev.winnow.data;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.store.Column;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.FloatColumn;
import dev.winnow.store.IntColumn;
import dev.winnow.store.LabelColumn;
import dev.winnow.store.State;
import dev.winnow.store.StringDictionary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Stages that show fields otherwise than they are stored; nothing is written. */
final class FieldStages {
    private static final List<String> ALWAYS = List.of(State.ID, State.FILEPATH, State.TAGS, State.GROUP, State.SLICE);

    private FieldStages() {}

    static RowSelection apply(RowSelection rows, Stage stage) {
        return switch (stage.name()) {
            case "selectFields" -> fields(rows, stage.texts(0), true);
            case "excludeFields" -> fields(rows, stage.texts(0), false);
            case "setField" -> set(rows, stage.text(0), Expr.of(stage.args().get(1)));
            case "mapValues" -> {
                String path = stage.text(0);
                Map<?, ?> mapping = (Map<?, ?>) stage.args().get(1);
                String field = rows.labelField(path);
                String attribute = RowSelection.attribute(path);
                Expr old = Field.of(field == null || attribute.isEmpty() ? path : attribute);
                yield set(rows, path, old.mapValues(mapping));
            }
            default -> {
                boolean onlyMatches = stage.args().size() < 3 || stage.flag(2);
                yield filter(rows, stage.text(0), (Cond) stage.args().get(1), onlyMatches);
            }
        };
    }

    /** A column of the same type as {@code like} around other objects. */
    static Column alike(Column like, DetectionColumn objects) {
        return like instanceof LabelColumn labels ? new LabelColumn(labels.type(), objects) : objects;
    }

    private static RowSelection fields(RowSelection rows, List<String> names, boolean select) {
        names.forEach(rows::requireField);
        Map<String, Column> shown = new LinkedHashMap<>();
        rows.state().fields().forEach((name, column) -> {
            if (!select && ALWAYS.contains(name) && names.contains(name)) {
                throw new IllegalArgumentException(
                        "excludeFields: field '" + name + "' belongs to every sample and cannot be left out.");
            }
            if (ALWAYS.contains(name) || names.contains(name) == select) {
                shown.put(name, column);
            }
        });
        return rows.seeing(rows.state().seen(shown));
    }

    /** Sets a field of the samples, or an attribute of labels relative to each label, to what an expression says. */
    private static RowSelection set(RowSelection rows, String path, Expr expr) {
        rows.requireField(path);
        String field = rows.labelField(path);
        if (field != null) {
            return setAttribute(rows, field, RowSelection.attribute(path), expr);
        }
        Stages.check(rows, expr);
        IntFunction<@Nullable Object> value = CompiledExpr.ofRows(rows).value(expr);
        Map<Integer, @Nullable Object> changes = new HashMap<>();
        for (int i = 0; i < rows.count(); i++) {
            changes.put(rows.rows()[i], value.apply(i));
        }
        Column column = rows.state().column(path);
        boolean fraction = column instanceof IntColumn
                && changes.values().stream()
                        .anyMatch(
                                one -> one instanceof Double number && !(number % 1 == 0 && Math.abs(number) < 0x1p63));
        Column changed = (fraction ? floats((IntColumn) column) : column).with(changes);
        return rows.seeing(path, changed);
    }

    private static FloatColumn floats(IntColumn ints) {
        double[] values = new double[ints.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = ints.values()[row] == IntColumn.MISSING ? Double.NaN : ints.values()[row];
        }
        return new FloatColumn(values);
    }

    private static RowSelection setAttribute(RowSelection rows, String field, String attribute, Expr expr) {
        DetectionColumn column = rows.labels(field);
        if (attribute.isEmpty() || List.of("id", "tags", "bounding_box").contains(attribute)) {
            throw new IllegalArgumentException("setField: '" + field + (attribute.isEmpty() ? "" : "." + attribute)
                    + "' cannot be set in a view. Set the label, the confidence or an attribute of its labels.");
        }
        QueryCheck.ofLabels(rows, field, expr);
        CompiledExpr asked = CompiledExpr.ofObjects(rows, column);
        IntFunction<@Nullable Object> value = asked.value(expr);
        int[] objects = rows.allObjects(field);
        List<@Nullable Object> values = new ArrayList<>(objects.length);
        for (int i = 0; i < rows.count(); i++) {
            asked.inRow(i);
            rows.eachObject(column, field, i, object -> values.add(value.apply(object)));
        }
        return rows.seeing(field, alike(rows.state().column(field), with(column, attribute, objects, values)));
    }

    private static DetectionColumn with(
            DetectionColumn column, String attribute, int[] objects, List<@Nullable Object> values) {
        switch (attribute) {
            case "confidence":
                double[] scores = column.confidence().clone();
                for (int i = 0; i < objects.length; i++) {
                    scores[objects[i]] = values.get(i) instanceof Number number ? number.doubleValue() : Double.NaN;
                }
                return column.rescored(scores);
            case "label":
                StringDictionary labels = column.labels().copy();
                int[] codes = column.label().clone();
                for (int i = 0; i < objects.length; i++) {
                    codes[objects[i]] = labels.code(String.valueOf(values.get(i)));
                }
                return column.relabelled(codes, labels);
            default:
                return column.withAttribute(attribute, objects, values);
        }
    }

    /** Values of a field for which the condition does not hold become missing. */
    private static RowSelection filter(RowSelection rows, String path, Cond cond, boolean onlyMatches) {
        rows.requireField(path);
        if (rows.labelField(path) != null) {
            throw new IllegalArgumentException("filterField: '" + path + "' holds labels. Use filterLabels for those.");
        }
        QueryCheck.ofValues(rows, path, cond);
        PathReader reader = PathReader.ofRows(rows, path);
        IntPredicate keep = i -> {
            Object value = reader.value().apply(i);
            return value != null
                    && cond.test(
                            inside -> inside.startsWith("$") ? rows.scope(i).get(inside) : value);
        };
        RowSelection matching = onlyMatches ? Stages.where(rows, keep) : rows;
        Map<Integer, @Nullable Object> gone = new HashMap<>();
        for (int i = 0; i < rows.count(); i++) {
            if (!keep.test(i)) {
                gone.put(rows.rows()[i], null);
            }
        }
        Column column = Objects.requireNonNull(rows.state().column(path));
        return matching.seeing(path, column.with(gone));
    }
}
