package dev.winnow.data;

import dev.winnow.expr.Calc;
import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.expr.Literal;
import dev.winnow.expr.Scope;
import dev.winnow.expr.Test;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.IntColumn;
import dev.winnow.store.StringDictionary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Questions made ready to be asked of many rows or objects: comparisons of numbers run over primitive arrays, a question about one
 * dictionary-coded text is answered once a word and then looked up, tags are compared by code. What fits none of these is asked of
 * a scope, with the same answers. For one thread.
 */
final class CompiledExpr implements Scope {
    private final Function<String, PathReader> resolve;
    private final Map<String, PathReader> readers = new HashMap<>();
    private final @Nullable IntFunction<Scope> outside;
    private final RowSelection rows;
    private int current;
    private int row;

    private CompiledExpr(
            RowSelection rows, Function<String, PathReader> resolve, @Nullable IntFunction<Scope> outside) {
        this.rows = rows;
        this.resolve = resolve;
        this.outside = outside;
    }

    /** Asks of the rows of a view, by their position in it. */
    static CompiledExpr ofRows(RowSelection rows) {
        return new CompiledExpr(rows, path -> PathReader.ofRows(rows, path), null);
    }

    /** Asks of the objects of a label field; paths that begin with {@code $} read the row that {@link #inRow} names. */
    static CompiledExpr ofObjects(RowSelection rows, DetectionColumn column) {
        return new CompiledExpr(rows, path -> PathReader.ofObjects(column, path), rows::scope);
    }

    void inRow(int row) {
        this.row = row;
    }

    @Override
    public @Nullable Object get(String path) {
        if (outside != null && path.startsWith("$")) {
            return outside.apply(row).get(path);
        }
        return reader(path).value().apply(current);
    }

    private PathReader reader(String path) {
        PathReader known = readers.get(path);
        if (known == null) {
            known = resolve.apply(path);
            readers.put(path, known);
        }
        return known;
    }

    private boolean isOutside(String path) {
        return outside != null && path.startsWith("$");
    }

    /** The value of an expression, boxed. */
    IntFunction<@Nullable Object> value(Expr expr) {
        return i -> {
            current = i;
            return expr.value(this);
        };
    }

    /** The answers for all of {@code size} positions at once, {@code null} where the question is of another kind. */
    long @Nullable [] mask(Cond cond, int size) {
        return new BitConditions(this::reader, size).of(cond);
    }

    IntPredicate test(Cond cond) {
        Test test = (Test) cond;
        List<Expr> args = test.args();
        switch (test.op()) {
            case "and", "all", "or", "any", "not":
                IntPredicate[] parts = new IntPredicate[args.size()];
                for (int p = 0; p < parts.length; p++) {
                    if (!(args.get(p) instanceof Cond part)) {
                        return slow(cond);
                    }
                    parts[p] = test(part);
                }
                return combined(test.op(), parts);
            case "exists", "isMissing":
                if (args.get(0) instanceof Field field && !isOutside(field.path())) {
                    IntPredicate present = reader(field.path()).present();
                    return test.op().equals("exists") ? present : present.negate();
                }
                break;
            case "contains":
                IntPredicate tags = args.size() == 2 ? listHolds(args.get(0), args.get(1)) : null;
                if (tags != null) {
                    return tags;
                }
                break;
            default:
                break;
        }
        IntPredicate compared = args.size() == 2 ? compared(test.op(), args.get(0), args.get(1)) : null;
        if (compared != null) {
            return compared;
        }
        IntPredicate looked = lookedUp(cond);
        return looked != null ? looked : slow(cond);
    }

    private IntPredicate slow(Cond cond) {
        return i -> {
            current = i;
            return cond.test(this);
        };
    }

    private static IntPredicate combined(String op, IntPredicate[] parts) {
        if (op.equals("not")) {
            return parts[0].negate();
        }
        boolean every = op.equals("and") || op.equals("all");
        if (parts.length == 2) {
            return every ? parts[0].and(parts[1]) : parts[0].or(parts[1]);
        }
        return i -> {
            for (IntPredicate part : parts) {
                if (part.test(i) != every) {
                    return !every;
                }
            }
            return every;
        };
    }

    /** Tags and the like: whether the list has any of the codes. */
    private @Nullable IntPredicate listHolds(Expr list, Expr wanted) {
        if (!(list instanceof Field field)
                || isOutside(field.path())
                || !(wanted instanceof Literal literal)
                || !(literal.constant() instanceof List<?> words)) {
            return null;
        }
        PathReader reader = reader(field.path());
        PathReader.ListTest lists = reader.lists();
        StringDictionary dictionary = reader.dictionary();
        if (lists == null || dictionary == null) {
            return null;
        }
        int[] codes = words.stream()
                .mapToInt(word -> word instanceof String text ? dictionary.find(text) : -1)
                .filter(code -> code >= 0)
                .toArray();
        return i -> lists.anyOf(i, codes);
    }

    private @Nullable IntPredicate compared(String op, Expr left, Expr right) {
        if (!List.of("eq", "ne", "lt", "le", "gt", "ge").contains(op)
                || (right instanceof Literal literal && !(literal.constant() instanceof Number))
                || (isLarge(right) && isLarge(left))) {
            return null;
        }
        IntToDoubleFunction a = number(left);
        IntToDoubleFunction b = a == null ? null : number(right);
        if (a == null || b == null) {
            return null;
        }
        if (right instanceof Literal literal) {
            double fixed = ((Number) java.util.Objects.requireNonNull(literal.constant())).doubleValue();
            return switch (op) {
                case "eq" -> i -> same(a.applyAsDouble(i), fixed);
                case "ne" -> i -> !same(a.applyAsDouble(i), fixed);
                case "lt" -> i -> a.applyAsDouble(i) < fixed;
                case "le" -> i -> a.applyAsDouble(i) <= fixed;
                case "gt" -> i -> a.applyAsDouble(i) > fixed;
                default -> i -> a.applyAsDouble(i) >= fixed;
            };
        }
        return switch (op) {
            case "eq" -> i -> same(a.applyAsDouble(i), b.applyAsDouble(i));
            case "ne" -> i -> !same(a.applyAsDouble(i), b.applyAsDouble(i));
            case "lt" -> i -> a.applyAsDouble(i) < b.applyAsDouble(i);
            case "le" -> i -> a.applyAsDouble(i) <= b.applyAsDouble(i);
            case "gt" -> i -> a.applyAsDouble(i) > b.applyAsDouble(i);
            default -> i -> a.applyAsDouble(i) >= b.applyAsDouble(i);
        };
    }

    /** Whether these are whole numbers of which a double does not hold every one: they are compared one by one. */
    private boolean isLarge(Expr expr) {
        if (expr instanceof Literal literal) {
            return literal.constant() instanceof Long number && Math.abs(number) >= 1L << 53;
        }
        return expr instanceof Field field
                && outside == null
                && rows.state().fields().get(field.path()) instanceof IntColumn ints
                && Arrays.stream(ints.values()).anyMatch(value -> Math.abs(value) >= 1L << 53);
    }

    private static boolean same(double a, double b) {
        return a == b || (Double.isNaN(a) && Double.isNaN(b));
    }

    /** The expression as a plain number, {@code NaN} where missing; {@code null} where it is not made of numbers alone. */
    @Nullable
    IntToDoubleFunction number(Expr expr) {
        if (expr instanceof Literal literal && literal.constant() instanceof Number number) {
            double fixed = number.doubleValue();
            return i -> fixed;
        }
        if (expr instanceof Field field && !isOutside(field.path())) {
            return reader(field.path()).number();
        }
        if (!(expr instanceof Calc calc)) {
            return null;
        }
        if (calc.op().equals("length")) {
            return size(calc.args().get(0));
        }
        DoubleBinaryOperator operator = calc.arithmetic().orElse(null);
        if (operator == null) {
            return null;
        }
        IntToDoubleFunction a = number(calc.args().get(0));
        IntToDoubleFunction b =
                a == null || calc.args().size() < 2 ? a : number(calc.args().get(1));
        if (a == null || b == null) {
            return null;
        }
        return calc.args().size() < 2
                ? i -> operator.applyAsDouble(a.applyAsDouble(i), 0)
                : i -> operator.applyAsDouble(a.applyAsDouble(i), b.applyAsDouble(i));
    }

    /** The number of elements of a list, also of labels for which a condition holds, without making them objects. */
    private @Nullable IntToDoubleFunction size(Expr list) {
        if (list instanceof Field field && !isOutside(field.path())) {
            IntUnaryOperator size = reader(field.path()).size();
            return size == null ? null : size::applyAsInt;
        }
        if (!(list instanceof Calc filter)
                || outside != null
                || !filter.op().equals("filter")
                || !(filter.args().get(0) instanceof Field labels)
                || !(filter.args().get(1) instanceof Cond cond)
                || reader(labels.path()).size() == null
                || rows.labelField(labels.path()) == null) {
            return null;
        }
        String field = String.valueOf(rows.labelField(labels.path()));
        DetectionColumn column = rows.labels(field);
        CompiledExpr objects = ofObjects(rows, column);
        IntPredicate holds = objects.test(cond);
        int[] count = new int[1];
        return i -> {
            objects.inRow(i);
            count[0] = 0;
            rows.eachObject(column, field, i, object -> {
                if (holds.test(object)) {
                    count[0]++;
                }
            });
            return count[0];
        };
    }

    /** A question about one coded text: answered for each word of its dictionary when first met, and for missing. */
    private @Nullable IntPredicate lookedUp(Cond cond) {
        Set<String> paths = new LinkedHashSet<>();
        cond.paths(paths);
        if (paths.size() != 1 || isOutside(paths.iterator().next())) {
            return null;
        }
        PathReader reader = reader(paths.iterator().next());
        if (reader.code() == null || reader.dictionary() == null) {
            return null;
        }
        StringDictionary dictionary = reader.dictionary();
        IntUnaryOperator code = reader.code();
        byte[] known = new byte[dictionary.size() + 1];
        Arrays.fill(known, (byte) -1);
        return i -> {
            int own = code.applyAsInt(i) + 1;
            if (known[own] < 0) {
                String word = own == 0 ? null : dictionary.value(own - 1);
                known[own] = (byte) (cond.test(path -> word) ? 1 : 0);
            }
            return known[own] == 1;
        };
    }
}
