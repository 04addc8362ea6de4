package dev.winnow.expr;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
            "contains",
            "containsStr",
            "startsWith",
            "endsWith",
            "matchesStr",
            "and",
            "or",
            "not");

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
            case "isIn" -> right instanceof Collection<?> many && many.stream().anyMatch(one -> same(left, one));
            case "contains" ->
                left instanceof Collection<?> has
                        && right instanceof Collection<?> wanted
                        && wanted.stream().anyMatch(one -> has.stream().anyMatch(it -> same(it, one)));
            case "containsStr" -> left instanceof String text && text.contains((String) Objects.requireNonNull(right));
            case "startsWith" -> left instanceof String text && text.startsWith((String) Objects.requireNonNull(right));
            case "endsWith" -> left instanceof String text && text.endsWith((String) Objects.requireNonNull(right));
            case "matchesStr" -> left instanceof String text && text.matches((String) Objects.requireNonNull(right));
            default -> ordered(left, right);
        };
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

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        if (missing(a) || missing(b)) {
            return missing(a) && missing(b);
        }
        if (a instanceof Number x && b instanceof Number y) {
            return x.doubleValue() == y.doubleValue();
        }
        return Objects.equals(a, b);
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
        if (op.equals("isIn") || op.equals("contains")) {
            List<?> values = (List<?>) Objects.requireNonNull(((Literal) args.get(1)).constant());
            return args.get(0) + "." + op
                    + values.stream().map(Literal::text).collect(Collectors.joining(", ", "(", ")"));
        }
        return args.get(0)
                + "."
                + op
                + args.stream().skip(1).map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
