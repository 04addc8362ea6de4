package dev.winnow.data;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.store.Ids;
import dev.winnow.store.ListColumn;
import dev.winnow.store.RowIndex;
import dev.winnow.store.State;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What each stage does to the rows before it. Names are resolved and checked once, then rows are filtered by position. */
final class Stages {
    private Stages() {}

    /** The rows after all stages. A sort of which only the first rows are wanted does not order the rest. */
    static RowSelection apply(Dataset dataset, List<Stage> stages) {
        RowSelection rows = dataset.rows();
        for (int s = 0; s < stages.size(); s++) {
            Stage stage = stages.get(s);
            boolean limited = s + 1 < stages.size() && stages.get(s + 1).name().equals("limit");
            if (stage.name().equals("sortBy") && limited) {
                s++;
                rows = sortBy(rows, stage, stages.get(s).number(0));
            } else {
                rows = apply(dataset, rows, stage);
            }
        }
        return rows;
    }

    private static RowSelection apply(Dataset dataset, RowSelection rows, Stage stage) {
        return switch (stage.name()) {
            case "match" -> match(rows, (Cond) stage.args().get(0));
            case "matchTags" -> matchTags(dataset, rows, stage);
            case "select" -> select(rows, stage.texts(0), stage.args().size() > 1 && stage.flag(1));
            case "exclude" -> exclude(rows, stage.texts(0));
            case "sortBy" -> sortBy(rows, stage, Integer.MAX_VALUE);
            case "sortBySimilarity" -> Similarity.sort(rows, stage);
            case "limit" -> rows.at(range(0, Math.min(stage.number(0), rows.count())));
            case "skip" -> rows.at(range(Math.min(stage.number(0), rows.count()), rows.count()));
            case "shuffle" -> rows.at(shuffled(rows, ((Number) stage.args().get(0)).longValue()));
            case "take" -> {
                int[] order = shuffled(rows, ((Number) stage.args().get(1)).longValue());
                int[] taken = Arrays.copyOf(order, Math.min(stage.number(0), order.length));
                Arrays.sort(taken);
                yield rows.at(taken);
            }
            case "exists" -> exists(rows, stage.text(0), stage.args().size() < 2 || stage.flag(1));
            case "filterLabels",
                    "limitLabels",
                    "matchLabels",
                    "mapLabels",
                    "selectLabels",
                    "excludeLabels",
                    "toPatches" -> LabelStages.apply(rows, stage);
            case "toEvaluationPatches" ->
                EvaluationPatches.of(
                        dataset, rows, stage.text(0), stage.args().size() > 1 ? stage.texts(1) : List.of());
            case "selectFields", "excludeFields", "setField", "mapValues", "filterField" ->
                FieldStages.apply(rows, stage);
            case "selectGroupSlices", "groupBy", "flatten", "concat" -> GroupStages.apply(dataset, rows, stage);
            default -> throw new IllegalArgumentException("No stage is called '" + stage.name() + "'.");
        };
    }

    private static RowSelection match(RowSelection rows, Cond cond) {
        check(rows, cond);
        CompiledExpr asked = CompiledExpr.ofRows(rows);
        long[] mask = rows.isWhole() ? asked.mask(cond, rows.count()) : null;
        return mask != null ? rows.at(BitConditions.positions(mask)) : where(rows, asked.test(cond));
    }

    /** Refuses paths that the rows do not have, and questions that no value could answer. */
    static void check(RowSelection rows, Expr expr) {
        Set<String> paths = new LinkedHashSet<>();
        expr.paths(paths);
        paths.forEach(rows::requireField);
        QueryCheck.ofRows(rows, expr);
    }

    private static RowSelection matchTags(Dataset dataset, RowSelection rows, Stage stage) {
        List<String> tags = stage.texts(0);
        boolean wanted = stage.args().size() < 2 || stage.flag(1);
        boolean all = stage.args().size() > 2 && stage.flag(2);
        Set<String> known = dataset.knownTags();
        for (String tag : tags) {
            if (!known.contains(tag)) {
                throw Names.unknown("tag", tag, "dataset '" + rows.datasetName() + "'", known);
            }
        }
        ListColumn column = (ListColumn) rows.state().column(State.TAGS);
        int[] codes = tags.stream().mapToInt(column.dictionary()::find).toArray();
        int[] at = rows.rows();
        return where(rows, i -> {
            int has = 0;
            for (int code : codes) {
                has += code >= 0 && column.has(at[i], code) ? 1 : 0;
            }
            return (all ? has == codes.length : has > 0) == wanted;
        });
    }

    private static RowSelection select(RowSelection rows, List<String> ids, boolean ordered) {
        int[] positions = positionsOf(rows, ids);
        BitSet found = new BitSet(rows.count());
        int count = 0;
        for (int at : positions) {
            if (at >= 0 && !found.get(at)) {
                found.set(at);
                positions[count++] = at;
            }
        }
        if (count < positions.length) {
            Set<String> missing = new LinkedHashSet<>(ids);
            int different = missing.size();
            found.stream().forEach(at -> missing.remove(rows.id(at)));
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException("select: " + missing.size() + " of " + different
                        + " ids are not in this view of '" + rows.datasetName() + "', the first is "
                        + missing.iterator().next() + ".");
            }
        }
        return rows.at(
                ordered ? Arrays.copyOf(positions, count) : found.stream().toArray());
    }

    /** Where the rows with these ids first stand in the view, -1 where there is none. */
    private static int[] positionsOf(RowSelection rows, List<String> ids) {
        int[] positions = new int[ids.size()];
        if (rows.patches() == null) {
            RowIndex index = rows.state().index();
            if (isEveryRow(rows)) {
                return index.find(ids);
            }
            int[] place = new int[rows.state().rows()];
            Arrays.fill(place, -1);
            for (int i = rows.count() - 1; i >= 0; i--) {
                place[rows.rows()[i]] = i;
            }
            int[] found = index.find(ids);
            for (int i = 0; i < positions.length; i++) {
                positions[i] = found[i] < 0 ? -1 : place[found[i]];
            }
            return positions;
        }
        Map<String, Integer> places = new java.util.HashMap<>();
        for (int i = 0; i < rows.count(); i++) {
            places.putIfAbsent(rows.id(i), i);
        }
        for (int i = 0; i < positions.length; i++) {
            positions[i] = places.getOrDefault(ids.get(i), -1);
        }
        return positions;
    }

    private static boolean isEveryRow(RowSelection rows) {
        int[] places = rows.rows();
        for (int i = 0; i < places.length; i++) {
            if (places[i] != i) {
                return false;
            }
        }
        return places.length == rows.state().rows();
    }

    private static RowSelection exclude(RowSelection rows, List<String> ids) {
        BitSet gone = new BitSet();
        for (int at : positionsOf(rows, ids)) {
            if (at >= 0) {
                gone.set(at);
            }
        }
        return where(rows, i -> !gone.get(i));
    }

    private static RowSelection sortBy(RowSelection rows, Stage stage, int count) {
        Object by = stage.args().get(0);
        boolean descending = stage.args().size() > 1 && stage.flag(1);
        Expr expr = by instanceof String path ? Field.of(path) : (Expr) by;
        check(rows, expr);
        return rows.at(Sorting.order(rows, expr, descending, count));
    }

    private static RowSelection exists(RowSelection rows, String path, boolean wanted) {
        QueryCheck.ofPath(rows, path);
        IntPredicate present = PathReader.ofRows(rows, path).present();
        return where(rows, wanted ? present : present.negate());
    }

    /** An order drawn from each id and the seed, so that other samples coming or going leave it as it is. */
    private static int[] shuffled(RowSelection rows, long seed) {
        String[] drawn = new String[rows.count()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = Ids.of(seed + "/" + rows.id(i));
        }
        return IntStream.range(0, rows.count())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> drawn[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    static RowSelection where(RowSelection rows, IntPredicate keep) {
        int[] kept = new int[rows.count()];
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            if (keep.test(i)) {
                kept[count++] = i;
            }
        }
        return rows.at(Arrays.copyOf(kept, count));
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
