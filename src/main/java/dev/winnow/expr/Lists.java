package dev.winnow.expr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Operations on lists. The list handed in is a copy that may be changed. Numbers that are missing are left out of sums. */
final class Lists {
    private static final Set<String> OPS = Set.of(
            "sum",
            "mean",
            "min",
            "max",
            "std",
            "sort",
            "reverse",
            "unique",
            "union",
            "intersection",
            "difference",
            "append",
            "prepend",
            "extend",
            "insert",
            "enumerate",
            "join",
            "at",
            "slice");

    private Lists() {}

    static boolean has(String op) {
        return OPS.contains(op);
    }

    /** Whether a missing argument is an element rather than a reason for a missing result. */
    static boolean takesMissing(String op) {
        return op.equals("append") || op.equals("prepend") || op.equals("insert");
    }

    static @Nullable Object compute(Calc calc, List<@Nullable Object> list, List<@Nullable Object> rest) {
        switch (calc.op()) {
            case "sort":
                list.removeIf(Test::missing);
                list.sort((a, b) -> Calc.compare(Objects.requireNonNull(a), Objects.requireNonNull(b)));
                if (!rest.isEmpty() && Boolean.TRUE.equals(rest.get(0))) {
                    Collections.reverse(list);
                }
                return list;
            case "reverse":
                Collections.reverse(list);
                return list;
            case "unique":
                return distinct(list);
            case "union":
                list.addAll(other(calc, rest));
                return distinct(list);
            case "intersection":
                return distinct(list.stream()
                        .filter(one -> Test.holds(other(calc, rest), one))
                        .collect(Collectors.toCollection(ArrayList::new)));
            case "difference":
                return distinct(list.stream()
                        .filter(one -> !Test.holds(other(calc, rest), one))
                        .collect(Collectors.toCollection(ArrayList::new)));
            case "append":
                list.add(rest.get(0));
                return list;
            case "prepend":
                list.add(0, rest.get(0));
                return list;
            case "extend":
                list.addAll(other(calc, rest));
                return list;
            case "insert":
                list.add(Math.max(0, Math.min(list.size(), index(calc, rest, 0, list.size()))), rest.get(1));
                return list;
            case "enumerate":
                List<@Nullable Object> numbered = new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                    List<@Nullable Object> pair = new ArrayList<>();
                    pair.add((long) i);
                    pair.add(list.get(i));
                    numbered.add(pair);
                }
                return numbered;
            case "join":
                return list.stream().map(Texts::of).collect(Collectors.joining(String.valueOf(rest.get(0))));
            case "at":
                int at = index(calc, rest, 0, list.size());
                return at < 0 || at >= list.size() ? null : list.get(at);
            case "slice":
                int from = Math.max(0, Math.min(list.size(), index(calc, rest, 0, list.size())));
                int to = rest.size() < 2
                        ? list.size()
                        : Math.max(from, Math.min(list.size(), index(calc, rest, 1, list.size())));
                return new ArrayList<>(list.subList(from, to));
            default:
                return reduced(calc, list);
        }
    }

    /** A position; a negative one counts from the end. */
    private static int index(Calc calc, List<@Nullable Object> rest, int i, int size) {
        int index = (int) calc.number(Objects.requireNonNull(rest.get(i)));
        return index < 0 ? size + index : index;
    }

    private static Collection<?> other(Calc calc, List<@Nullable Object> rest) {
        Object other = Objects.requireNonNull(rest.get(0));
        if (other instanceof Collection<?> list) {
            return list;
        }
        throw calc.cannot(other);
    }

    private static List<@Nullable Object> distinct(List<@Nullable Object> list) {
        List<@Nullable Object> seen = new ArrayList<>();
        for (Object one : list) {
            if (!Test.holds(seen, one)) {
                seen.add(one);
            }
        }
        return seen;
    }

    static List<Object> range(double from, double to) {
        List<Object> numbers = new ArrayList<>();
        for (long i = (long) from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static @Nullable Object reduced(Calc calc, List<@Nullable Object> list) {
        double[] numbers = list.stream()
                .filter(one -> !Test.missing(one))
                .mapToDouble(one -> calc.number(Objects.requireNonNull(one)))
                .toArray();
        if (numbers.length == 0) {
            return calc.op().equals("sum") ? (Object) 0.0 : null;
        }
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double number : numbers) {
            sum += number;
            min = Math.min(min, number);
            max = Math.max(max, number);
        }
        double mean = sum / numbers.length;
        double squares = 0;
        for (double number : numbers) {
            squares += (number - mean) * (number - mean);
        }
        return switch (calc.op()) {
            case "sum" -> sum;
            case "mean" -> mean;
            case "min" -> min;
            case "max" -> max;
            default -> Math.sqrt(squares / numbers.length);
        };
    }
}
