package dev.winnow.fiftyone;

import dev.winnow.data.SampleCollection;
import dev.winnow.data.Stage;
import dev.winnow.expr.Calc;
import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.format.ExtendedJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stages of views in the form in which FiftyOne stores them: the name of a class and its arguments by name. Orders that are drawn
 * ({@code shuffle}, {@code take}) keep their seed; each side draws its own way.
 */
final class FiftyOneViews {
    private static final String STAGES = "fiftyone.core.stages.";

    private final Collection<String> labelFields;

    private final Predicate<String> hasMissing;

    /**
     * @param labelFields fields whose labels FiftyOne keeps one level deeper, under {@code detections}
     * @param hasMissing whether some sample has no value in a field
     */
    FiftyOneViews(Collection<String> labelFields, Predicate<String> hasMissing) {
        this.labelFields = labelFields;
        this.hasMissing = hasMissing;
    }

    // ---- out

    /** The arguments of a stage, of which each must be asked for: one that no form has a place for makes the stage one without. */
    private static final class Given {
        private final Stage stage;
        private int used;

        Given(Stage stage) {
            this.stage = stage;
        }

        @Nullable
        Object next() {
            return stage.args().get(used++);
        }

        /** The next argument, or what it is where the call left it out. */
        Object next(Object otherwise) {
            return used < stage.args().size() ? stage.args().get(used++) : otherwise;
        }

        void requireAllUsed() {
            if (used < stage.args().size()) {
                throw new MongoExpr.NoForm(stage.toString());
            }
        }
    }

    /** One stage as JSON text; refused with {@link MongoExpr.NoForm} where FiftyOne has none like it. */
    String write(Stage stage) {
        Given given = new Given(stage);
        String json = write(stage, given);
        given.requireAllUsed();
        return json;
    }

    /** One row a stage: FiftyOne's class, and each of its arguments with ours in the order of our call. */
    private String write(Stage stage, Given given) {
        return switch (stage.name()) {
            case "match" -> stage("Match", "filter", Map.of("$expr", expr("$", given.next())));
            case "matchTags" ->
                stage("MatchTags", "tags", given.next(), "bool", given.next(true), "all", given.next(false));
            case "select" -> stage("Select", "sample_ids", given.next(), "ordered", given.next(false));
            case "exclude" -> stage("Exclude", "sample_ids", given.next());
            case "sortBy" -> sortBy(stage, given);
            case "limit" -> stage("Limit", "limit", given.next());
            case "skip" -> stage("Skip", "skip", given.next());
            case "shuffle" -> stage("Shuffle", "seed", given.next());
            case "take" -> stage("Take", "size", given.next(), "seed", given.next());
            case "exists" -> stage("Exists", "field", given.next(), "bool", given.next(true));
            case "filterLabels" ->
                stage(
                        "FilterLabels",
                        "field",
                        given.next(),
                        "filter",
                        expr("$$this.", given.next()),
                        "only_matches",
                        given.next(true),
                        "trajectories",
                        false);
            case "limitLabels" -> stage("LimitLabels", "field", given.next(), "limit", given.next());
            case "matchLabels" -> {
                Object field = given.next();
                yield stage(
                        "MatchLabels",
                        "filter",
                        expr("$$FIELD.", given.next()),
                        "fields",
                        Arrays.asList(field),
                        "bool",
                        given.next(true));
            }
            case "selectGroupSlices" -> stage("SelectGroupSlices", "slices", given.next());
            case "toPatches" -> stage("ToPatches", "field", given.next());
            default -> throw new MongoExpr.NoForm(stage.toString());
        };
    }

    /** FiftyOne puts missing values first where it sorts upwards, we put them last: an order that would change has no form. */
    private String sortBy(Stage stage, Given given) {
        Object by = Objects.requireNonNull(given.next());
        boolean descending = Boolean.TRUE.equals(given.next(false));
        boolean complete = by instanceof Calc calc && calc.op().equals("length")
                || by instanceof String field && !hasMissing.test(field);
        if (!descending && !complete) {
            throw new MongoExpr.NoForm(stage + ": FiftyOne would put missing values first");
        }
        return stage(
                "SortBy",
                "field_or_expr",
                by instanceof Expr ? expr("$", by) : by,
                "reverse",
                descending,
                "create_index",
                false);
    }

    private @Nullable Object expr(String prefix, @Nullable Object expr) {
        if (expr instanceof Expr one) {
            return new MongoExpr(prefix, prefix.equals("$") ? labelFields : List.of()).write(one);
        }
        throw new MongoExpr.NoForm(String.valueOf(expr));
    }

    private static String stage(String name, @Nullable Object... args) {
        List<List<@Nullable Object>> kwargs = new ArrayList<>();
        for (int i = 0; i < args.length; i += 2) {
            kwargs.add(Arrays.asList(args[i], args[i + 1]));
        }
        Map<String, Object> stage = new LinkedHashMap<>();
        stage.put("_cls", STAGES + name);
        stage.put("kwargs", kwargs);
        return ExtendedJson.text(stage);
    }

    // ---- in

    /** The samples with one more stage; refused with {@link MongoExpr.NoForm} where there is none like it. */
    SampleCollection read(SampleCollection before, String json) {
        if (!(ExtendedJson.read(json) instanceof Map<?, ?> stage && stage.get("kwargs") instanceof List<?> pairs)) {
            throw new MongoExpr.NoForm(json);
        }
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        for (Object pair : pairs) {
            if (pair instanceof List<?> two && two.size() == 2) {
                kwargs.put(String.valueOf(two.get(0)), two.get(1));
            }
        }
        return read(before, String.valueOf(stage.get("_cls")).replaceFirst("^.*\\.", ""), new Arguments(kwargs));
    }

    /** Arguments by name; one that is asked for and missing, or of another kind, makes the stage one without a form here. */
    private record Arguments(Map<String, @Nullable Object> byName) {
        String text(String name) {
            if (byName.get(name) instanceof String text) {
                return text;
            }
            throw new MongoExpr.NoForm(name);
        }

        long number(String name) {
            if (byName.get(name) instanceof Number number) {
                return number.longValue();
            }
            throw new MongoExpr.NoForm(name);
        }

        List<String> texts(String name) {
            if (byName.get(name) instanceof List<?> list) {
                return list.stream().map(String::valueOf).toList();
            }
            return List.of(text(name));
        }

        /** Whether a flag has the value that stages here always mean. */
        Arguments require(String name, boolean value) {
            if (flag(name, value) != value) {
                throw new MongoExpr.NoForm(name);
            }
            return this;
        }

        /** A flag, or what FiftyOne takes it for where it is not given. */
        boolean flag(String name, boolean otherwise) {
            Object value = byName.get(name);
            return value == null ? otherwise : Boolean.TRUE.equals(value);
        }
    }

    private static SampleCollection read(SampleCollection before, String name, Arguments args) {
        return switch (name) {
            case "Match" -> {
                Object filter = args.byName().get("filter");
                yield before.match(cond("$", filter instanceof Map<?, ?> map ? map.get("$expr") : null));
            }
            case "MatchTags" -> {
                List<String> tags = args.texts("tags");
                boolean matching = args.flag("bool", true);
                boolean all = args.flag("all", false);
                yield all
                        ? before.matchTags(tags, matching, true)
                        : matching ? before.matchTags(tags.toArray(String[]::new)) : before.matchTags(tags, false);
            }
            case "Select" ->
                args.flag("ordered", false)
                        ? before.select(args.texts("sample_ids"), true)
                        : before.select(args.texts("sample_ids"));
            case "Exclude" -> before.exclude(args.texts("sample_ids"));
            case "SortBy" ->
                args.byName().get("field_or_expr") instanceof String field
                        ? before.sortBy(field, args.flag("reverse", false))
                        : before.sortBy(
                                new MongoExpr("$", List.of()).read(args.byName().get("field_or_expr")),
                                args.flag("reverse", false));
            case "Limit" -> before.limit((int) args.number("limit"));
            case "Skip" -> before.skip((int) args.number("skip"));
            case "Shuffle" -> before.shuffle(args.number("seed"));
            case "Take" -> before.take((int) args.number("size"), args.number("seed"));
            case "Exists" ->
                args.flag("bool", true) ? before.exists(args.text("field")) : before.exists(args.text("field"), false);
            case "FilterLabels" ->
                filterLabels(
                        before,
                        args.require("trajectories", false),
                        cond("$$this.", args.byName().get("filter")));
            case "LimitLabels" -> before.limitLabels(args.text("field"), (int) args.number("limit"));
            case "MatchLabels" -> matchLabels(before, args);
            case "SelectGroupSlices" ->
                before.selectGroupSlices(args.texts("slices").toArray(String[]::new));
            case "ToPatches" -> before.toPatches(args.text("field"));
            default -> throw new MongoExpr.NoForm(name);
        };
    }

    private static SampleCollection matchLabels(SampleCollection before, Arguments args) {
        for (String other : List.of("labels", "ids", "instance_ids", "tags")) {
            if (args.byName().get(other) != null) {
                throw new MongoExpr.NoForm(other);
            }
        }
        List<String> fields = args.texts("fields");
        if (fields.size() != 1) {
            throw new MongoExpr.NoForm("fields");
        }
        Cond cond = cond("$$FIELD.", args.byName().get("filter"));
        return args.flag("bool", true)
                ? before.matchLabels(fields.get(0), cond)
                : before.matchLabels(fields.get(0), cond, false);
    }

    private static SampleCollection filterLabels(SampleCollection before, Arguments args, Cond cond) {
        return args.flag("only_matches", true)
                ? before.filterLabels(args.text("field"), cond)
                : before.filterLabels(args.text("field"), cond, false);
    }

    private static Cond cond(String prefix, @Nullable Object mongo) {
        if (mongo == null) {
            throw new MongoExpr.NoForm("a filter that is no expression");
        }
        return new MongoExpr(prefix, List.of()).readCond(mongo);
    }
}
