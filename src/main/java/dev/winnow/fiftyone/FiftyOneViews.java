package dev.winnow.fiftyone;

import dev.winnow.data.SampleCollection;
import dev.winnow.data.Stage;
import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.format.ExtendedJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stages of views in the form in which FiftyOne stores them: the name of a class and its arguments by name. Orders that are drawn
 * ({@code shuffle}, {@code take}) keep their seed; each side draws its own way.
 */
final class FiftyOneViews {
    private static final String STAGES = "fiftyone.core.stages.";

    private final Collection<String> labelFields;

    FiftyOneViews(Collection<String> labelFields) {
        this.labelFields = labelFields;
    }

    // ---- out

    /** One stage as JSON text; refused with {@link MongoExpr.NoForm} where FiftyOne has none like it. */
    String write(Stage stage) {
        List<Object> args = stage.args();
        Object first = args.isEmpty() ? null : args.get(0);
        return switch (stage.name()) {
            case "match" -> stage("Match", "filter", Map.of("$expr", expr("$", first)));
            case "matchTags" -> stage("MatchTags", "tags", first, "bool", true, "all", false);
            case "select" -> stage("Select", "sample_ids", first, "ordered", false);
            case "exclude" -> stage("Exclude", "sample_ids", first);
            case "sortBy" ->
                stage(
                        "SortBy",
                        "field_or_expr",
                        first instanceof Expr ? expr("$", first) : first,
                        "reverse",
                        args.size() > 1 && Boolean.TRUE.equals(args.get(1)),
                        "create_index",
                        false);
            case "limit" -> stage("Limit", "limit", first);
            case "skip" -> stage("Skip", "skip", first);
            case "shuffle" -> stage("Shuffle", "seed", first);
            case "take" -> stage("Take", "size", first, "seed", args.get(1));
            case "exists" -> stage("Exists", "field", first, "bool", true);
            case "filterLabels" ->
                stage(
                        "FilterLabels",
                        "field",
                        first,
                        "filter",
                        expr("$$this.", args.get(1)),
                        "only_matches",
                        args.size() < 3 || Boolean.TRUE.equals(args.get(2)),
                        "trajectories",
                        false);
            case "limitLabels" -> stage("LimitLabels", "field", first, "limit", args.get(1));
            case "matchLabels" ->
                stage(
                        "MatchLabels",
                        "filter",
                        expr("$$FIELD.", args.get(1)),
                        "fields",
                        Arrays.asList(first),
                        "bool",
                        true);
            case "selectGroupSlices" -> stage("SelectGroupSlices", "slices", first);
            case "toPatches" -> stage("ToPatches", "field", first);
            default -> throw new MongoExpr.NoForm(stage.toString());
        };
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
            if (!Boolean.valueOf(value).equals(byName.getOrDefault(name, value))) {
                throw new MongoExpr.NoForm(name);
            }
            return this;
        }

        boolean flag(String name) {
            return Boolean.TRUE.equals(byName.get(name));
        }
    }

    private static SampleCollection read(SampleCollection before, String name, Arguments args) {
        return switch (name) {
            case "Match" -> {
                Object filter = args.byName().get("filter");
                yield before.match(cond("$", filter instanceof Map<?, ?> map ? map.get("$expr") : null));
            }
            case "MatchTags" -> {
                List<String> tags =
                        args.require("bool", true).require("all", false).texts("tags");
                yield before.matchTags(tags.toArray(String[]::new));
            }
            case "Select" -> before.select(args.require("ordered", false).texts("sample_ids"));
            case "Exclude" -> before.exclude(args.texts("sample_ids"));
            case "SortBy" ->
                args.byName().get("field_or_expr") instanceof String field
                        ? before.sortBy(field, args.flag("reverse"))
                        : before.sortBy(
                                new MongoExpr("$", List.of()).read(args.byName().get("field_or_expr")),
                                args.flag("reverse"));
            case "Limit" -> before.limit((int) args.number("limit"));
            case "Skip" -> before.skip((int) args.number("skip"));
            case "Shuffle" -> before.shuffle(args.number("seed"));
            case "Take" -> before.take((int) args.number("size"), args.number("seed"));
            case "Exists" -> before.exists(args.require("bool", true).text("field"));
            case "FilterLabels" ->
                before.filterLabels(
                        args.require("trajectories", false).text("field"),
                        cond("$$this.", args.byName().get("filter")),
                        args.flag("only_matches"));
            case "LimitLabels" -> before.limitLabels(args.text("field"), (int) args.number("limit"));
            case "MatchLabels" -> matchLabels(before, args.require("bool", true));
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
        return before.matchLabels(fields.get(0), cond("$$FIELD.", args.byName().get("filter")));
    }

    private static Cond cond(String prefix, @Nullable Object mongo) {
        if (mongo == null) {
            throw new MongoExpr.NoForm("a filter that is no expression");
        }
        return new MongoExpr(prefix, List.of()).readCond(mongo);
    }
}
