package dev.winnow.data;

import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.State;
import dev.winnow.store.StringColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Stages that put samples into groups, take them out again, or join two views. */
final class GroupStages {
    private GroupStages() {}

    static RowSelection apply(Dataset dataset, RowSelection rows, Stage stage) {
        return switch (stage.name()) {
            case "selectGroupSlices" -> slices(rows, stage.texts(0));
            case "groupBy" -> group(rows, stage);
            case "flatten" -> flat(rows);
            default -> concat(rows, other(dataset, stage));
        };
    }

    @SuppressWarnings("unchecked")
    private static RowSelection other(Dataset dataset, Stage stage) {
        return Stages.apply(dataset, (List<Stage>) stage.args().get(0));
    }

    private static RowSelection slices(RowSelection rows, List<String> slices) {
        State state = rows.state();
        if (!state.grouped()) {
            throw new IllegalArgumentException(
                    "Dataset '" + rows.datasetName() + "' has no groups, so there are no slices to select.");
        }
        StringColumn slice = (StringColumn) state.column(State.SLICE);
        Set<String> known = new LinkedHashSet<>(slice.dictionary().values());
        for (String wanted : slices) {
            if (!known.contains(wanted)) {
                throw Names.unknown("slice", wanted, "dataset '" + rows.datasetName() + "'", known);
            }
        }
        Set<String> groups = new HashSet<>();
        StringColumn group = (StringColumn) state.column(State.GROUP);
        for (int row : rows.rows()) {
            groups.add(String.valueOf(group.get(row)));
        }
        int[] selected = IntStream.range(0, state.rows())
                .filter(row -> slices.contains(slice.get(row)) && groups.contains(String.valueOf(group.get(row))))
                .toArray();
        return new RowSelection(rows.stored(), state, rows.datasetName(), selected, Map.of(), null, null);
    }

    /** One row a value of the expression, in the order of first occurrence; samples without a value are in no group. */
    private static RowSelection group(RowSelection rows, Stage stage) {
        if (rows.patches() != null) {
            throw new IllegalArgumentException(
                    "groupBy: rows that are labels cannot be grouped; group the samples first.");
        }
        Expr by = expr(stage.args().get(0));
        Stages.check(rows, by);
        RowSelection ordered = rows;
        if (stage.args().size() > 1) {
            Expr order = expr(stage.args().get(1));
            Stages.check(rows, order);
            ordered = rows.at(Sorting.order(rows, order, stage.flag(2), rows.count()));
        }
        Map<Object, List<Integer>> members = new LinkedHashMap<>();
        IntFunction<@Nullable Object> first = CompiledExpr.ofRows(rows).value(by);
        for (int i = 0; i < rows.count(); i++) {
            Object value = present(first.apply(i));
            if (value != null) {
                members.computeIfAbsent(value, key -> new ArrayList<>());
            }
        }
        IntFunction<@Nullable Object> value = CompiledExpr.ofRows(ordered).value(by);
        for (int i = 0; i < ordered.count(); i++) {
            Object key = present(value.apply(i));
            if (key != null) {
                Objects.requireNonNull(members.get(key)).add(ordered.rows()[i]);
            }
        }
        int[][] groups = members.values().stream()
                .map(own -> own.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        int[] heads = Arrays.stream(groups).mapToInt(own -> own[0]).toArray();
        return new RowSelection(rows.stored(), rows.state(), rows.datasetName(), heads, rows.kept(), null, groups);
    }

    /** A value that makes a group; NaN is missing. */
    private static @Nullable Object present(@Nullable Object value) {
        return value instanceof Double number && number.isNaN() ? null : value;
    }

    static Expr expr(Object argument) {
        return argument instanceof String path ? Field.of(path) : (Expr) argument;
    }

    private static RowSelection flat(RowSelection rows) {
        if (rows.groups() == null) {
            throw new IllegalArgumentException("flatten: the view has no groups. Call groupBy before it.");
        }
        int[] all = Arrays.stream(rows.groups()).flatMapToInt(Arrays::stream).toArray();
        return new RowSelection(rows.stored(), rows.state(), rows.datasetName(), all, rows.kept(), null, null);
    }

    /** The rows of both. What they show of one field must agree, except for labels, of which both may keep others. */
    private static RowSelection concat(RowSelection rows, RowSelection others) {
        if ((rows.patches() == null) != (others.patches() == null)
                || rows.groups() != null
                || others.groups() != null) {
            throw new IllegalArgumentException(
                    "concat: both views need rows of one kind, samples or labels of the same fields.");
        }
        if (rows.state() != others.state()) {
            throw new IllegalArgumentException(
                    "concat: a view that sets, maps, selects or excludes fields shows other fields than the rest. Join first.");
        }
        int[] all = joined(rows.rows(), others.rows());
        Map<String, BitSet> kept = new HashMap<>();
        Set<String> fields = new LinkedHashSet<>(rows.kept().keySet());
        fields.addAll(others.kept().keySet());
        for (String field : fields) {
            kept.put(field, both(rows, others, field));
        }
        RowSelection.Patches patches = rows.patches() == null
                ? null
                : Objects.requireNonNull(rows.patches()).and(Objects.requireNonNull(others.patches()));
        return new RowSelection(rows.stored(), rows.state(), rows.datasetName(), all, kept, patches, null);
    }

    /** The objects that either view keeps; a sample in both must keep the same ones. */
    private static BitSet both(RowSelection rows, RowSelection others, String field) {
        DetectionColumn column = rows.labels(field);
        BitSet kept = objects(rows, column, field);
        BitSet more = objects(others, column, field);
        Set<Integer> shared = new HashSet<>();
        for (int row : rows.rows()) {
            shared.add(row);
        }
        for (int row : others.rows()) {
            int from = column.start()[row];
            int to = column.start()[row + 1];
            if (shared.contains(row) && !kept.get(from, to).equals(more.get(from, to))) {
                throw new IllegalArgumentException("concat: sample "
                        + rows.state().id(row) + " is in both views with different labels of " + field + ".");
            }
        }
        kept.or(more);
        return kept;
    }

    private static BitSet objects(RowSelection rows, DetectionColumn column, String field) {
        BitSet all = new BitSet(column.size());
        BitSet filter = rows.kept().get(field);
        for (int row : rows.rows()) {
            all.set(column.start()[row], column.start()[row + 1]);
        }
        if (filter != null) {
            all.and(filter);
        }
        return all;
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
