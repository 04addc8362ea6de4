package dev.winnow.expr;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conditions: a comparison of its first argument with the others, or a combination of conditions. */
public record Test(String op, List<Expr> args) implements Cond {
    static final Set<String> OPS = Set.of(
            "eq",
            "ne",
            "gt",
            "ge",
            "lt",
            "le",
            "isIn",
            "exists",
            "isMissing",
            "isString",
            "isNumber",
            "isArray",
            "contains",
            "isSubset",
            "setEquals",
            "containsStr",
            "startsWith",
            "endsWith",
            "matchesStr",
            "reMatch",
            "and",
            "or",
            "not",
            "any",
            "all");

    public Test {
        if (!OPS.contains(op)) {
            throw new IllegalArgumentException("No condition is called '" + op + "'. Conditions: " + OPS + ".");
        }
        args = List.copyOf(args);
    }

    @Override
    public boolean test(Scope scope) {
        switch (op) {
            case "and":
                return bool(args.get(0), scope) && bool(args.get(1), scope);
            case "or":
                return bool(args.get(0), scope) || bool(args.get(1), scope);
            case "not":
                return !bool(args.get(0), scope);
            case "any":
                return args.stream().anyMatch(arg -> bool(arg, scope));
            case "all":
                return args.stream().allMatch(arg -> bool(arg, scope));
            default:
                break;
        }
        Object left = args.get(0).value(scope);
        Object right = args.size() > 1 ? args.get(1).value(scope) : null;
        return switch (op) {
            case "eq" -> same(left, right);
            case "ne" -> !same(left, right);
            case "exists" -> !missing(left);
            case "isMissing" -> missing(left);
            case "isString" -> left instanceof String;
            case "isNumber" -> left instanceof Number && !missing(left);
            case "isArray" -> left instanceof Collection<?>;
            case "isIn" -> right instanceof Collection<?> many && holds(many, left);
            case "contains" -> contains(left, right, args.size() > 2);
            case "isSubset" ->
                left instanceof Collection<?> some && right instanceof Collection<?> all && holdsAll(all, some);
            case "setEquals" ->
                left instanceof Collection<?> a && right instanceof Collection<?> b && holdsAll(a, b) && holdsAll(b, a);
            case "containsStr", "startsWith", "endsWith", "matchesStr", "reMatch" ->
                left instanceof String text
                        && (right instanceof Collection<?> many ? many : List.of(Objects.requireNonNull(right)))
                                .stream().anyMatch(one -> textual(text, String.valueOf(one)));
            default -> ordered(left, right);
        };
    }

    private boolean textual(String text, String part) {
        return switch (op) {
            case "containsStr" -> text.contains(part);
            case "startsWith" -> text.startsWith(part);
            case "endsWith" -> text.endsWith(part);
            case "matchesStr" -> text.equals(part);
            default -> Pattern.compile(part).matcher(text).find();
        };
    }

    private static boolean contains(@Nullable Object left, @Nullable Object right, boolean all) {
        if (!(left instanceof Collection<?> has)) {
            return false;
        }
        if (!(right instanceof Collection<?> wanted)) {
            return holds(has, right);
        }
        return all ? holdsAll(has, wanted) : wanted.stream().anyMatch(one -> holds(has, one));
    }

    static boolean holds(Collection<?> many, @Nullable Object wanted) {
        for (Object one : many) {
            if (same(one, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsAll(Collection<?> many, Collection<?> wanted) {
        return wanted.stream().allMatch(one -> holds(many, one));
    }

    private boolean ordered(@Nullable Object left, @Nullable Object right) {
        if (missing(left) || missing(right)) {
            return false;
        }
        int order = Calc.compare(Objects.requireNonNull(left), Objects.requireNonNull(right));
        return switch (op) {
            case "gt" -> order > 0;
            case "ge" -> order >= 0;
            case "lt" -> order < 0;
            default -> order <= 0;
        };
    }

    private static boolean bool(Expr expr, Scope scope) {
        return expr instanceof Cond cond ? cond.test(scope) : Boolean.TRUE.equals(expr.value(scope));
    }

    static boolean missing(@Nullable Object value) {
        return value == null || (value instanceof Double number && number.isNaN());
    }

    /** Equality as the conditions mean it: missing equals missing, numbers by value. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (missing(a) || missing(b)) {
            return missing(a) && missing(b);
        }
        if (a instanceof Number x && b instanceof Number y) {
            return isWhole(x) && isWhole(y) ? x.longValue() == y.longValue() : x.doubleValue() == y.doubleValue();
        }
        return Objects.equals(a, b);
    }

    /** Whether a number is of a whole type: two of those are compared exactly, which a double above 2^53 is not. */
    static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer;
    }

    /** What kind of value it is: {@code missing, string, number, boolean, array} or {@code object}. */
    static String kind(@Nullable Object value) {
        if (missing(value)) {
            return "missing";
        }
        return value instanceof String
                ? "string"
                : value instanceof Number
                        ? "number"
                        : value instanceof Boolean
                                ? "boolean"
                                : value instanceof Collection<?>
                                        ? "array"
                                        : value instanceof Map<?, ?> ? "object" : "other";
    }

    @Override
    public @Nullable Object value(Scope scope) {
        return test(scope);
    }

    @Override
    public void paths(Set<String> into) {
        args.forEach(arg -> arg.paths(into));
    }

    @Override
    public String toString() {
        if (op.equals("any") || op.equals("all")) {
            return "Cond." + op + args.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
        }
        String called = Literal.receiver(args.get(0)) + "." + op;
        if (args.size() == 2
                && args.get(1) instanceof Literal literal
                && literal.constant() instanceof List<?> values) {
            boolean separate = !(op.equals("eq") || op.equals("ne") || op.equals("isSubset") || op.equals("setEquals"));
            if (separate) {
                return called + "(" + Literal.arguments(values) + ")";
            }
        }
        return called + args.stream().skip(1).map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
