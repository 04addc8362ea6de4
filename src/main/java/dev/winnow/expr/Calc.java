package dev.winnow.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value computed from others: arithmetic, texts, lists and choices. The first argument is what the method was called on; the
 * operation's name is the method's.
 */
public record Calc(String op, List<Expr> args) implements Expr {
    /** Operations whose arguments after the first are asked of the value of the first, not of the sample. */
    private static final Set<String> RELATIVE = Set.of("filter", "map", "apply", "switchCases", "setField");

    private static final Set<String> CHOICES = Set.of("ifElse", "ifNull", "cases", "mapValues");
    private static final Set<String> MADE = Set.of("rand", "randn", "range", "length", "type", "toStr");

    public Calc {
        args = List.copyOf(args);
        if (!(RELATIVE.contains(op)
                || CHOICES.contains(op)
                || MADE.contains(op)
                || Numbers.has(op)
                || Texts.has(op)
                || Lists.has(op))) {
            throw new IllegalArgumentException("No expression is called '" + op + "'.");
        }
    }

    @Override
    public @Nullable Object value(Scope scope) {
        Object first = args.get(0).value(scope);
        if (RELATIVE.contains(op)) {
            return relative(first, scope);
        }
        if (CHOICES.contains(op)) {
            return choice(first, scope);
        }
        if (op.equals("length")) {
            return first instanceof Collection<?> list
                    ? (Object) (long) list.size()
                    : first instanceof String text ? (long) text.codePointCount(0, text.length()) : 0L;
        }
        if (op.equals("type")) {
            return Test.kind(first);
        }
        List<@Nullable Object> rest = new ArrayList<>(args.size() - 1);
        for (Expr arg : args.subList(1, args.size())) {
            rest.add(arg.value(scope));
        }
        if (Test.missing(first) || (!Lists.takesMissing(op) && rest.stream().anyMatch(Test::missing))) {
            return null;
        }
        Object present = Objects.requireNonNull(first);
        return switch (op) {
            case "rand" -> Draw.uniform(number(present), String.valueOf(scope.get("id")));
            case "randn" -> Draw.normal(number(present), String.valueOf(scope.get("id")));
            case "range" -> Lists.range(number(present), number(Objects.requireNonNull(rest.get(0))));
            case "toStr" -> Texts.of(present);
            default -> computed(present, rest);
        };
    }

    private @Nullable Object computed(Object first, List<@Nullable Object> rest) {
        if (first instanceof Collection<?> list && Lists.has(op)) {
            return Lists.compute(this, new ArrayList<>(list), rest);
        }
        if (first instanceof String text && Texts.has(op)) {
            return Texts.compute(this, text, rest);
        }
        if (Numbers.has(op)) {
            Object number = Numbers.compute(this, first, rest);
            return Test.missing(number) ? null : number;
        }
        throw cannot(first);
    }

    /** What the arguments say of a label or another value: {@code F("label")} of a label, any path of a plain value itself. */
    private static Scope within(@Nullable Object value, Scope outside) {
        return path ->
                path.startsWith("$") ? outside.get(path) : value instanceof Map<?, ?> map ? map.get(path) : value;
    }

    private @Nullable Object relative(@Nullable Object first, Scope scope) {
        switch (op) {
            case "apply":
                return args.get(1).value(within(first, scope));
            case "switchCases":
                Scope own = within(first, scope);
                for (int i = 1; i + 1 < args.size(); i += 2) {
                    if (Boolean.TRUE.equals(args.get(i).value(own))) {
                        return args.get(i + 1).value(own);
                    }
                }
                return args.size() % 2 == 0 ? args.get(args.size() - 1).value(own) : null;
            case "setField":
                if (!(first instanceof Map<?, ?> label)) {
                    return null;
                }
                Map<@Nullable Object, @Nullable Object> changed = new LinkedHashMap<>(label);
                changed.put(args.get(1).value(scope), args.get(2).value(within(first, scope)));
                return changed;
            default:
                break;
        }
        if (!(first instanceof Collection<?> elements)) {
            return null;
        }
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object element : elements) {
            Object value = args.get(1).value(within(element, scope));
            if (op.equals("map")) {
                kept.add(value);
            } else if (Boolean.TRUE.equals(value)) {
                kept.add(element);
            }
        }
        return kept;
    }

    private @Nullable Object choice(@Nullable Object first, Scope scope) {
        switch (op) {
            case "ifElse":
                return args.get(Boolean.TRUE.equals(first) ? 1 : 2).value(scope);
            case "ifNull":
                return Test.missing(first) ? args.get(1).value(scope) : first;
            case "mapValues":
                Map<?, ?> mapping =
                        (Map<?, ?>) Objects.requireNonNull(args.get(1).value(scope));
                for (Map.Entry<?, ?> entry : mapping.entrySet()) {
                    if (Test.same(first, entry.getKey())) {
                        return entry.getValue();
                    }
                }
                return first;
            default:
                for (int i = 1; i + 1 < args.size(); i += 2) {
                    if (Test.same(first, args.get(i).value(scope))) {
                        return args.get(i + 1).value(scope);
                    }
                }
                return args.size() % 2 == 0 ? args.get(args.size() - 1).value(scope) : null;
        }
    }

    /** The operation as a function of one or two numbers where it is one, {@code NaN} standing for missing. */
    public Optional<DoubleBinaryOperator> arithmetic() {
        return Numbers.arithmetic(op, args.size());
    }

    /** The number in a value, or a refusal. */
    double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw cannot(value);
    }

    IllegalArgumentException cannot(Object value) {
        return new IllegalArgumentException(this + " cannot be computed for " + Literal.text(value) + " of type "
                + value.getClass().getSimpleName() + ".");
    }

    /** Order of two present values of one kind. */
    static int compare(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y && Test.isWhole(x) && Test.isWhole(y)) {
            return Long.compare(x.longValue(), y.longValue());
        }
        if (a instanceof Number x && b instanceof Number y) {
            double left = x.doubleValue();
            double right = y.doubleValue();
            return left < right ? -1 : left > right ? 1 : 0;
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
        if (op.startsWith("rand")) {
            into.add("id");
        }
        if (!RELATIVE.contains(op)) {
            args.forEach(arg -> arg.paths(into));
            return;
        }
        args.get(0).paths(into);
        Set<String> inner = new LinkedHashSet<>();
        args.subList(1, args.size()).forEach(arg -> arg.paths(inner));
        inner.stream().filter(path -> path.startsWith("$")).forEach(into::add);
    }

    @Override
    public String toString() {
        if (Arrays.asList("rand", "randn", "range").contains(op)) {
            return "Expr." + op + args.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
        }
        return Literal.receiver(args.get(0))
                + "."
                + op
                + args.stream().skip(1).map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
