package dev.winnow.expr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A value computed from others: arithmetic, strings and lists. The first argument is what the method was called on. */
public record Calc(String op, List<Expr> args) implements Expr {
    public Calc {
        args = List.copyOf(args);
    }

    @Override
    public @Nullable Object value(Scope scope) {
        Object first = args.get(0).value(scope);
        if (op.equals("filter") || op.equals("map")) {
            return overLabels(first);
        }
        Object second = args.size() > 1 ? args.get(1).value(scope) : null;
        if (op.equals("length")) {
            return first instanceof Collection<?> list
                    ? (Object) (long) list.size()
                    : first instanceof String text ? (long) text.codePointCount(0, text.length()) : 0L;
        }
        if (op.equals("ifNull")) {
            return Test.missing(first) ? second : first;
        }
        if (Test.missing(first) || (args.size() > 1 && Test.missing(second))) {
            return null;
        }
        if (first instanceof String text) {
            return switch (op) {
                case "lower" -> text.toLowerCase(Locale.ROOT);
                case "upper" -> text.toUpperCase(Locale.ROOT);
                case "strip" -> text.strip();
                case "add" -> text + second;
                default -> throw cannot(first);
            };
        }
        if (first instanceof Collection<?> list) {
            return reduce(list);
        }
        return arithmetic(number(Objects.requireNonNull(first)), second == null ? 0 : number(second));
    }

    private @Nullable Object overLabels(@Nullable Object list) {
        if (!(list instanceof Collection<?> labels)) {
            return null;
        }
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object label : labels) {
            Scope scope = path -> label instanceof Map<?, ?> map ? map.get(path) : label;
            Object value = args.get(1).value(scope);
            if (op.equals("map")) {
                kept.add(value);
            } else if (Boolean.TRUE.equals(value)) {
                kept.add(label);
            }
        }
        return kept;
    }

    private @Nullable Object reduce(Collection<?> list) {
        double[] numbers = list.stream()
                .filter(it -> !Test.missing(it))
                .mapToDouble(this::number)
                .toArray();
        if (numbers.length == 0) {
            return op.equals("sum") ? (Object) 0.0 : null;
        }
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double number : numbers) {
            sum += number;
            min = Math.min(min, number);
            max = Math.max(max, number);
        }
        return switch (op) {
            case "sum" -> sum;
            case "mean" -> sum / numbers.length;
            case "min" -> min;
            case "max" -> max;
            default -> throw cannot(list);
        };
    }

    private double arithmetic(double a, double b) {
        return switch (op) {
            case "add" -> a + b;
            case "sub" -> a - b;
            case "mul" -> a * b;
            case "div" -> a / b;
            case "mod" -> a % b;
            case "pow" -> Math.pow(a, b);
            case "abs" -> Math.abs(a);
            case "floor" -> Math.floor(a);
            case "ceil" -> Math.ceil(a);
            case "round" -> Math.rint(a);
            case "sqrt" -> Math.sqrt(a);
            case "exp" -> Math.exp(a);
            case "ln" -> Math.log(a);
            case "min", "max", "mean", "sum" -> a;
            default -> throw cannot(a);
        };
    }

    private double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw cannot(value);
    }

    private IllegalArgumentException cannot(Object value) {
        return new IllegalArgumentException(this + " cannot be computed for " + value + " of type "
                + value.getClass().getSimpleName() + ".");
    }

    /** Order of two present values of one kind. */
    static int compare(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return Double.compare(x.doubleValue(), y.doubleValue());
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return Boolean.compare(x, y);
        }
        throw new IllegalArgumentException("Cannot order " + Literal.text(a) + " and " + Literal.text(b)
                + ": they are a " + a.getClass().getSimpleName() + " and a "
                + b.getClass().getSimpleName() + ".");
    }

    @Override
    public void paths(Set<String> into) {
        if (op.equals("filter") || op.equals("map")) {
            args.get(0).paths(into);
        } else {
            args.forEach(arg -> arg.paths(into));
        }
    }

    @Override
    public String toString() {
        return args.get(0)
                + "."
                + op
                + args.stream().skip(1).map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
