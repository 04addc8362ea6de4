package dev.winnow.data;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What each stage does to the rows before it. Names are resolved and checked once, then rows are filtered by position. */
final class Stages {
    private Stages() {}

    static Rows apply(Dataset dataset, Rows rows, Stage stage) {
        return switch (stage.name()) {
            case "match" -> match(rows, (Cond) stage.args().get(0));
            case "matchTags" -> matchTags(dataset, rows, stage.texts(0));
            case "select" -> select(rows, stage.texts(0));
            case "exclude" -> {
                Set<String> gone = new HashSet<>(stage.texts(0));
                yield where(rows, i -> !gone.contains(rows.id(i)));
            }
            case "sortBy" -> sortBy(rows, stage.args().get(0), stage.args().size() > 1 && stage.flag(1));
            case "limit" -> rows.at(range(0, Math.min(stage.number(0), rows.count())));
            case "skip" -> rows.at(range(Math.min(stage.number(0), rows.count()), rows.count()));
            case "shuffle" -> rows.at(shuffled(rows, ((Number) stage.args().get(0)).longValue()));
            case "take" -> {
                int[] order = shuffled(rows, ((Number) stage.args().get(1)).longValue());
                int[] taken = Arrays.copyOf(order, Math.min(stage.number(0), order.length));
                Arrays.sort(taken);
                yield rows.at(taken);
            }
            case "exists" -> {
                rows.requireField(stage.text(0));
                yield where(rows, i -> rows.value(i, stage.text(0)) != null);
            }
            case "filterLabels" ->
                filterLabels(
                        rows,
                        stage.text(0),
                        (Cond) stage.args().get(1),
                        stage.args().size() < 3 || stage.flag(2));
            case "limitLabels" -> limitLabels(rows, stage.text(0), stage.number(1));
            case "matchLabels" ->
                matchLabels(rows, stage.text(0), (Cond) stage.args().get(1));
            case "selectGroupSlices" -> slices(rows, stage.texts(0));
            case "toPatches" -> toPatches(rows, stage.text(0));
            case "toEvaluationPatches" -> EvaluationPatches.of(dataset, rows, stage.text(0));
            default -> throw new IllegalArgumentException("No stage is called '" + stage.name() + "'.");
        };
    }

    private static Rows match(Rows rows, Cond cond) {
        check(rows, cond);
        RowScope scope = new RowScope(rows);
        return where(rows, i -> cond.test(scope.at(i)));
    }

    private static void check(Rows rows, Expr expr) {
        Set<String> paths = new LinkedHashSet<>();
        expr.paths(paths);
        paths.forEach(rows::requireField);
    }

    private static Rows matchTags(Dataset dataset, Rows rows, List<String> tags) {
        Set<String> known = dataset.knownTags();
        for (String tag : tags) {
            if (!known.contains(tag)) {
                throw Names.unknown("tag", tag, "dataset '" + rows.datasetName() + "'", known);
            }
        }
        ListColumn column = (ListColumn) rows.state().column(State.TAGS);
        int[] codes = tags.stream().mapToInt(column.dictionary()::find).toArray();
        return where(rows, i -> Arrays.stream(codes).anyMatch(code -> column.has(rows.rows()[i], code)));
    }

    private static Rows select(Rows rows, List<String> ids) {
        Set<String> wanted = new HashSet<>(ids);
        int[] positions = IntStream.range(0, rows.count())
                .filter(i -> wanted.contains(rows.id(i)))
                .toArray();
        if (positions.length < wanted.size()) {
            Set<String> missing = new LinkedHashSet<>(ids);
            for (int position : positions) {
                missing.remove(rows.id(position));
            }
            throw new IllegalArgumentException("select: " + missing.size() + " of " + wanted.size()
                    + " ids are not in this view of '" + rows.datasetName() + "', the first is "
                    + missing.iterator().next() + ".");
        }
        return rows.at(positions);
    }

    private static Rows sortBy(Rows rows, Object by, boolean descending) {
        Expr expr = by instanceof String path ? dev.winnow.expr.Field.of(path) : (Expr) by;
        check(rows, expr);
        @Nullable Object[] keys = new @Nullable Object[rows.count()];
        RowScope scope = new RowScope(rows);
        for (int i = 0; i < keys.length; i++) {
            Object key = expr.value(scope.at(i));
            keys[i] = key instanceof Double number && number.isNaN() ? null : key;
        }
        Comparator<Object> order = Stages::compare;
        Comparator<Object> present = descending ? order.reversed() : order;
        int[] positions = IntStream.range(0, keys.length)
                .boxed()
                .sorted((a, b) -> {
                    Object x = keys[a];
                    Object y = keys[b];
                    if (x == null || y == null) {
                        return x == y ? 0 : x == null ? 1 : -1;
                    }
                    return present.compare(x, y);
                })
                .mapToInt(Integer::intValue)
                .toArray();
        return rows.at(positions);
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return Double.compare(x.doubleValue(), y.doubleValue());
        }
        if (a instanceof Comparable<?> && a.getClass() == b.getClass()) {
            return ((Comparable<Object>) a).compareTo(b);
        }
        throw new IllegalArgumentException(
                "sortBy: values of type " + a.getClass().getSimpleName() + " have no order.");
    }

    /** An order drawn from each id and the seed, so that other samples coming or going leave it as it is. */
    private static int[] shuffled(Rows rows, long seed) {
        return IntStream.range(0, rows.count())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> Ids.of(seed + "/" + rows.id(i))))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Rows filterLabels(Rows rows, String field, Cond cond, boolean onlyMatches) {
        DetectionColumn column = rows.labels(labelRoot(rows, field));
        String root = labelRoot(rows, field);
        BitSet kept = new BitSet();
        List<Integer> matching = new ArrayList<>();
        for (int i = 0; i < rows.count(); i++) {
            boolean any = false;
            for (int object : rows.objects(root, i)) {
                if (cond.test(labelScope(column, object))) {
                    kept.set(object);
                    any = true;
                }
            }
            if (any || !onlyMatches) {
                matching.add(i);
            }
        }
        Map<String, BitSet> filters = new HashMap<>(rows.kept());
        filters.put(root, kept);
        Rows filtered = new Rows(rows.state(), rows.datasetName(), rows.rows(), filters, rows.patches());
        return filtered.at(matching.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Rows limitLabels(Rows rows, String field, int count) {
        String root = labelRoot(rows, field);
        BitSet kept = new BitSet();
        for (int i = 0; i < rows.count(); i++) {
            rows.objects(root, i).stream().limit(count).forEach(kept::set);
        }
        Map<String, BitSet> filters = new HashMap<>(rows.kept());
        filters.put(root, kept);
        return new Rows(rows.state(), rows.datasetName(), rows.rows(), filters, rows.patches());
    }

    private static Rows matchLabels(Rows rows, String field, Cond cond) {
        String root = labelRoot(rows, field);
        DetectionColumn column = rows.labels(root);
        return where(
                rows, i -> rows.objects(root, i).stream().anyMatch(object -> cond.test(labelScope(column, object))));
    }

    static Scope labelScope(DetectionColumn column, int object) {
        return path -> column.value(object, path);
    }

    private static String labelRoot(Rows rows, String path) {
        rows.requireField(path);
        return Objects.requireNonNullElse(rows.labelField(path), path);
    }

    private static Rows slices(Rows rows, List<String> slices) {
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
        int[] all = IntStream.range(0, state.rows())
                .filter(row -> slices.contains(slice.get(row)))
                .toArray();
        Set<String> groups = new HashSet<>();
        StringColumn group = (StringColumn) state.column(State.GROUP);
        for (int row : rows.rows()) {
            groups.add(String.valueOf(group.get(row)));
        }
        int[] selected = Arrays.stream(all)
                .filter(row -> groups.contains(String.valueOf(group.get(row))))
                .toArray();
        return new Rows(state, rows.datasetName(), selected, Map.of(), null);
    }

    private static Rows toPatches(Rows rows, String path) {
        String field = labelRoot(rows, path);
        DetectionColumn column = rows.labels(field);
        List<Integer> samples = new ArrayList<>();
        List<Integer> objects = new ArrayList<>();
        for (int i = 0; i < rows.count(); i++) {
            for (int object : rows.objects(field, i)) {
                samples.add(rows.rows()[i]);
                objects.add(object);
            }
        }
        String[] ids = objects.stream().map(object -> column.id(object)).toArray(String[]::new);
        int[] own = objects.stream().mapToInt(Integer::intValue).toArray();
        return new Rows(
                rows.state(),
                rows.datasetName(),
                samples.stream().mapToInt(Integer::intValue).toArray(),
                rows.kept(),
                new Rows.Patches(ids, Map.of(field, own), new String[0], new double[0]));
    }

    private static Rows where(Rows rows, IntPredicate keep) {
        return rows.at(IntStream.range(0, rows.count()).filter(keep).toArray());
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
