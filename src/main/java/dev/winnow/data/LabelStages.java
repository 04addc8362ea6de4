package dev.winnow.data;

import dev.winnow.expr.Cond;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.ObjectColumn;
import dev.winnow.store.StringDictionary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Stages that choose among the labels of a field, or make rows of them. */
final class LabelStages {
    private LabelStages() {}

    static RowSelection apply(RowSelection rows, Stage stage) {
        if (stage.name().equals("selectLabels") || stage.name().equals("excludeLabels")) {
            return chosen(rows, stage);
        }
        String field = root(rows, stage.text(0));
        DetectionColumn column = rows.labels(field);
        return switch (stage.name()) {
            case "filterLabels" -> {
                boolean onlyMatches = stage.args().size() < 3 || stage.flag(2);
                yield filter(
                        rows,
                        field,
                        ObjectTest.of(rows, field, (Cond) stage.args().get(1)),
                        onlyMatches);
            }
            case "matchLabels" -> {
                boolean wanted = stage.args().size() < 3 || stage.flag(2);
                ObjectTest test = ObjectTest.of(rows, field, (Cond) stage.args().get(1));
                yield Stages.where(rows, i -> test.anyIn(rows, column, field, i) == wanted);
            }
            case "limitLabels" -> limit(rows, field, column, stage.number(1));
            case "mapLabels" ->
                mapped(rows, field, column, (Map<?, ?>) stage.args().get(1));
            default -> patches(rows, field, column);
        };
    }

    private static String root(RowSelection rows, String path) {
        rows.requireField(path);
        return Objects.requireNonNullElse(rows.labelField(path), path);
    }

    /** A question about objects, which may also read the sample of each. */
    private record ObjectTest(CompiledExpr asked, IntPredicate holds, @Nullable BitSet all) {
        static ObjectTest of(RowSelection rows, String field, Cond cond) {
            QueryCheck.ofLabels(rows, field, cond);
            DetectionColumn column = rows.labels(field);
            CompiledExpr asked = CompiledExpr.ofObjects(rows, column);
            boolean most = rows.patches() == null && rows.count() > rows.state().rows() / 2;
            long[] mask = most ? asked.mask(cond, column.size()) : null;
            return new ObjectTest(asked, asked.test(cond), mask == null ? null : BitSet.valueOf(mask));
        }

        boolean anyIn(RowSelection rows, DetectionColumn column, String field, int i) {
            asked.inRow(i);
            boolean[] any = new boolean[1];
            rows.eachObject(column, field, i, object -> any[0] |= holds.test(object));
            return any[0];
        }
    }

    private static RowSelection filter(RowSelection rows, String field, ObjectTest test, boolean onlyMatches) {
        DetectionColumn column = rows.labels(field);
        if (test.all() != null) {
            return filter(rows, field, column, test.all(), onlyMatches);
        }
        BitSet kept = new BitSet(column.size());
        int[] matching = new int[rows.count()];
        int count = 0;
        boolean[] any = new boolean[1];
        for (int i = 0; i < rows.count(); i++) {
            test.asked().inRow(i);
            any[0] = !onlyMatches;
            rows.eachObject(column, field, i, object -> {
                if (test.holds().test(object)) {
                    kept.set(object);
                    any[0] = true;
                }
            });
            if (any[0]) {
                matching[count++] = i;
            }
        }
        RowSelection filtered = rows.keeping(field, kept);
        return count == rows.count() ? filtered : filtered.at(Arrays.copyOf(matching, count));
    }

    /** The same where it is known of all objects whether they match. */
    private static RowSelection filter(
            RowSelection rows, String field, DetectionColumn column, BitSet matches, boolean onlyMatches) {
        BitSet before = rows.kept().get(field);
        if (before != null) {
            matches.and(before);
        }
        RowSelection filtered = rows.keeping(field, matches);
        if (!onlyMatches) {
            return filtered;
        }
        int[] start = column.start();
        int[] at = rows.rows();
        return Stages.where(filtered, i -> {
            int first = matches.nextSetBit(start[at[i]]);
            return first >= 0 && first < start[at[i] + 1];
        });
    }

    /** Labels by id and tag, over several fields: the arguments are ids, tags, fields and whether empty samples drop out. */
    private static RowSelection chosen(RowSelection rows, Stage stage) {
        boolean select = stage.name().equals("selectLabels");
        Set<String> ids = new HashSet<>(stage.texts(0));
        Set<String> tags = new HashSet<>(stage.texts(1));
        List<String> fields = new ArrayList<>(stage.texts(2));
        fields.forEach(rows::labels);
        if (fields.isEmpty()) {
            rows.state().fields().forEach((field, column) -> {
                if (column instanceof ObjectColumn) {
                    fields.add(field);
                }
            });
        }
        RowSelection filtered = rows;
        boolean[] any = new boolean[rows.count()];
        for (String field : fields) {
            DetectionColumn column = rows.labels(field);
            BitSet kept = new BitSet(column.size());
            for (int i = 0; i < rows.count(); i++) {
                int row = i;
                rows.eachObject(column, field, i, object -> {
                    boolean meant = (ids.isEmpty() || ids.contains(column.id(object)))
                            && (tags.isEmpty() || column.tags(object).stream().anyMatch(tags::contains));
                    if (meant == select) {
                        kept.set(object);
                        any[row] = true;
                    }
                });
            }
            filtered = filtered.keeping(field, kept);
        }
        return stage.flag(3) ? Stages.where(filtered, i -> any[i]) : filtered;
    }

    private static RowSelection limit(RowSelection rows, String field, DetectionColumn column, int count) {
        BitSet kept = new BitSet(column.size());
        int[] seen = new int[1];
        for (int i = 0; i < rows.count(); i++) {
            seen[0] = 0;
            rows.eachObject(column, field, i, object -> {
                if (seen[0]++ < count) {
                    kept.set(object);
                }
            });
        }
        return rows.keeping(field, kept);
    }

    private static RowSelection mapped(RowSelection rows, String field, DetectionColumn column, Map<?, ?> mapping) {
        StringDictionary labels = new StringDictionary();
        int[] codes = new int[column.labels().size()];
        for (int code = 0; code < codes.length; code++) {
            String label = column.labels().value(code);
            Object other = mapping.get(label);
            codes[code] = labels.code(other == null ? label : String.valueOf(other));
        }
        DetectionColumn changed = column.relabelled(
                Arrays.stream(column.label()).map(code -> codes[code]).toArray(), labels);
        return rows.seeing(field, FieldStages.alike(rows.state().column(field), changed));
    }

    private static RowSelection patches(RowSelection rows, String field, DetectionColumn column) {
        int[] objects = rows.allObjects(field);
        int[] samples = new int[objects.length];
        int next = 0;
        for (int i = 0; i < rows.count(); i++) {
            int many = rows.countObjects(column, field, i);
            Arrays.fill(samples, next, next + many, rows.rows()[i]);
            next += many;
        }
        return rows.patches(
                samples,
                new RowSelection.Patches(List.of(field), Map.of(field, objects), new String[0], new double[0]));
    }
}
