package dev.winnow.data;

import dev.winnow.expr.Calc;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.expr.Literal;
import dev.winnow.expr.Test;
import dev.winnow.label.FieldType;
import dev.winnow.store.DetectionColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of questions that no value could answer, before the first row is read: a path that names no field and no attribute of
 * labels, and an operation on a kind of value for which its answer is always the same, as {@code contains} on a text is. Where the
 * kind of a value is known only from the value itself, nothing is refused. A label field without any label has no attributes yet, and
 * every name is let through.
 */
final class QueryCheck {
    private static final List<String> OF_EVERY_LABEL = List.of("label", "confidence", "id", "tags", "bounding_box");

    /** Parts that labels of some types have, also where no label of the dataset fills them. */
    private static final Set<String> OF_SOME_TYPES = Set.of(
            "index",
            "mask",
            "mask_path",
            "map_path",
            "range",
            "logits",
            "points",
            "closed",
            "filled",
            "value",
            "support",
            "point",
            "line",
            "polygon");

    private static final Set<String> COMPARISONS = Set.of("eq", "ne", "lt", "le", "gt", "ge");
    private static final Set<String> OF_LISTS = Set.of("contains", "isSubset", "setEquals", "filter", "map");
    private static final Set<String> OF_TEXTS =
            Set.of("containsStr", "startsWith", "endsWith", "matchesStr", "reMatch");

    /** The kind of value that a path or an expression has for every row, as far as it is known beforehand. */
    private enum Kind {
        TEXT("a text"),
        NUMBER("a number"),
        FLAG("true or false"),
        LIST("a list"),
        ANY("anything");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean isOther(Kind wanted) {
            return this != ANY && wanted != ANY && this != wanted;
        }
    }

    private final RowSelection rows;

    private QueryCheck(RowSelection rows) {
        this.rows = rows;
    }

    /** Checks a question about the rows of a view. */
    static void ofRows(RowSelection rows, Expr expr) {
        QueryCheck check = new QueryCheck(rows);
        check.kind(expr, check::path);
    }

    /** Checks a question about the labels of a field. */
    static void ofLabels(RowSelection rows, String field, Expr expr) {
        QueryCheck check = new QueryCheck(rows);
        check.kind(expr, check.labels(field));
    }

    /** Checks a question about the values of a field, which any path names. */
    static void ofValues(RowSelection rows, String field, Expr expr) {
        QueryCheck check = new QueryCheck(rows);
        Kind own = check.path(field);
        check.kind(expr, any -> own);
    }

    /** Checks a path of the rows, down to the attribute of a label. */
    static void ofPath(RowSelection rows, String path) {
        new QueryCheck(rows).path(path);
    }

    private Kind path(String asked) {
        rows.requireField(asked);
        String path = asked.startsWith("$") ? asked.substring(1) : asked;
        String field = rows.labelField(path);
        if (field == null) {
            return rows.patches() == null && path.indexOf('.') < 0
                    ? of(rows.state().column(path).type())
                    : Kind.ANY;
        }
        boolean one = rows.state().column(field).type().isOneLabel();
        String attribute = RowSelection.attribute(path);
        if (attribute.isEmpty()) {
            return one ? Kind.ANY : Kind.LIST;
        }
        Kind each = attribute(field, attribute);
        boolean alone =
                one || (rows.patches() != null && rows.patches().objects().containsKey(field));
        return alone ? each : Kind.LIST;
    }

    private static Kind of(FieldType type) {
        return switch (type) {
            case STRING -> Kind.TEXT;
            case INT, FLOAT -> Kind.NUMBER;
            case BOOLEAN -> Kind.FLAG;
            case STRING_LIST, LIST -> Kind.LIST;
            default -> Kind.ANY;
        };
    }

    private Kind attribute(String field, String name) {
        switch (name) {
            case "label", "id":
                return Kind.TEXT;
            case "confidence":
                return Kind.NUMBER;
            case "tags", "bounding_box":
                return Kind.LIST;
            default:
                break;
        }
        DetectionColumn labels = rows.labels(field);
        if (OF_SOME_TYPES.contains(name)
                || labels.size() == 0
                || labels.attributes().containsKey(name)
                || isOfAnEvaluation(name)
                || isDeclared(name)) {
            return Kind.ANY;
        }
        List<String> names = new ArrayList<>(OF_EVERY_LABEL);
        names.addAll(labels.attributes().keySet());
        throw Names.unknown(
                "attribute", name, "the labels of '" + field + "' of dataset '" + rows.datasetName() + "'", names);
    }

    /** Whether an evaluation may have written it: it writes an IoU and a partner's id to matched labels alone. */
    private boolean isOfAnEvaluation(String name) {
        String key = name.replaceFirst("_(id|iou)$", "");
        return rows.state().fields().containsKey(key + "_tp");
    }

    /** Whether a label schema that is kept with the dataset has it: nobody may have answered it yet. */
    private boolean isDeclared(String name) {
        return rows.state().info().values().stream()
                .filter(json -> json.contains("\"attributes\""))
                .map(StageJson::read)
                .anyMatch(info -> info instanceof Map<?, ?> schema
                        && schema.get("attributes") instanceof Map<?, ?> attributes
                        && attributes.containsKey(name));
    }

    private Function<String, Kind> labels(String field) {
        return path -> path.startsWith("$") ? path(path) : attribute(field, path);
    }

    private Kind kind(Expr expr, Function<String, Kind> paths) {
        if (expr instanceof Field field) {
            return paths.apply(field.path());
        }
        if (expr instanceof Literal literal) {
            return ofConstant(literal.constant());
        }
        if (expr instanceof Test test) {
            List<Kind> kinds = test.args().stream().map(arg -> kind(arg, paths)).toList();
            check(test, kinds);
            return Kind.FLAG;
        }
        return expr instanceof Calc calc ? kind(calc, paths) : Kind.ANY;
    }

    private static Kind ofConstant(@Nullable Object constant) {
        if (constant instanceof Number number) {
            return Double.isNaN(number.doubleValue()) ? Kind.ANY : Kind.NUMBER;
        }
        return constant instanceof String
                ? Kind.TEXT
                : constant instanceof Boolean ? Kind.FLAG : constant instanceof Collection<?> ? Kind.LIST : Kind.ANY;
    }

    private Kind kind(Calc calc, Function<String, Kind> paths) {
        List<Expr> args = calc.args();
        Kind first = kind(args.get(0), paths);
        if (OF_LISTS.contains(calc.op()) && first.isOther(Kind.LIST)) {
            throw never(calc, args.get(0), first, "is asked of lists");
        }
        if (calc.op().equals("length") && (first == Kind.NUMBER || first == Kind.FLAG)) {
            throw never(calc, args.get(0), first, "is asked of lists and texts");
        }
        Function<String, Kind> inner =
                switch (calc.op()) {
                    case "filter", "map", "apply", "switchCases", "setField" -> within(calc);
                    default -> paths;
                };
        for (int i = 1; i < args.size(); i++) {
            boolean name = calc.op().equals("setField") && i == 1;
            kind(args.get(i), name ? paths : inner);
        }
        return switch (calc.op()) {
            case "length", "strlen", "sub", "mul", "div", "mod", "pow", "abs" -> Kind.NUMBER;
            case "lower", "upper", "substr", "replace", "toStr" -> Kind.TEXT;
            case "filter", "map", "split", "rsplit", "unique", "union" -> Kind.LIST;
            default -> Kind.ANY;
        };
    }

    /** The paths that mean a label, where the first argument is labels of the rows; otherwise any, with {@code $} those of the rows. */
    private Function<String, Kind> within(Calc calc) {
        boolean each = calc.op().equals("filter") || calc.op().equals("map");
        String field = labelsOf(calc.args().get(0), each);
        return field != null ? labels(field) : path -> path.startsWith("$") ? path(path) : Kind.ANY;
    }

    private @Nullable String labelsOf(Expr expr, boolean list) {
        if (expr instanceof Field field) {
            String labels = rows.labelField(field.path());
            return labels != null
                            && RowSelection.attribute(field.path()).isEmpty()
                            && list != rows.state().column(labels).type().isOneLabel()
                    ? labels
                    : null;
        }
        if (!(expr instanceof Calc calc)) {
            return null;
        }
        return switch (calc.op()) {
            case "filter", "slice", "reverse" -> list ? labelsOf(calc.args().get(0), true) : null;
            case "at" -> list ? null : labelsOf(calc.args().get(0), true);
            default -> null;
        };
    }

    private static void check(Test test, List<Kind> kinds) {
        String op = test.op();
        Expr asked = test.args().get(0);
        Kind first = kinds.get(0);
        if (OF_LISTS.contains(op) && first.isOther(Kind.LIST)) {
            String way = op.equals("contains") && first == Kind.TEXT
                    ? "is asked of lists. Use containsStr for a part of a text"
                    : "is asked of lists";
            throw never(test, asked, first, way);
        }
        if (OF_TEXTS.contains(op) && first.isOther(Kind.TEXT)) {
            String way = first == Kind.LIST
                    ? "is asked of texts. Use contains for an element of a list, or filter(…) for its elements one by one"
                    : "is asked of texts";
            throw never(test, asked, first, way);
        }
        if (COMPARISONS.contains(op)
                && first.isOther(kinds.get(1))
                && (asked instanceof Literal || test.args().get(1) instanceof Literal)) {
            throw never(
                    test,
                    asked,
                    first,
                    "compares it with " + kinds.get(1).words
                            + (first == Kind.LIST ? ". Use contains for an element of a list" : ""));
        }
        if (op.equals("isIn")
                && test.args().get(1) instanceof Literal literal
                && literal.constant() instanceof Collection<?> many
                && !many.isEmpty()
                && many.stream().allMatch(one -> first.isOther(ofConstant(one)))) {
            throw never(
                    test,
                    asked,
                    first,
                    "looks for it among values of another kind"
                            + (first == Kind.LIST ? ". Use contains for elements of a list" : ""));
        }
    }

    private static IllegalArgumentException never(Expr whole, Expr asked, Kind kind, String why) {
        String op = whole instanceof Test test ? test.op() : ((Calc) whole).op();
        return new IllegalArgumentException(whole + " has one answer for every sample: " + asked + " is " + kind.words
                + ", and " + op + " " + why + ".");
    }
}
