package dev.winnow.data;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.expr.Literal;
import dev.winnow.expr.Test;
import dev.winnow.store.StringDictionary;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A condition answered for all positions at once, a bit each: comparisons of a number with a constant and questions about one coded
 * text run over the plain arrays without a branch, and their bits are combined by words. Conditions of other kinds have no mask.
 */
final class BitConditions {
    private final Function<String, PathReader> readers;
    private final int size;

    BitConditions(Function<String, PathReader> readers, int size) {
        this.readers = readers;
        this.size = size;
    }

    /** The bits of the positions for which the condition holds, {@code null} where it is of another kind. */
    long @Nullable [] of(Cond cond) {
        Test test = (Test) cond;
        switch (test.op()) {
            case "and", "all", "or", "any":
                return combined(test);
            case "not":
                long[] plain = test.args().get(0) instanceof Cond inner ? of(inner) : null;
                return plain == null ? null : inverted(plain);
            case "exists", "isMissing":
                if (array(test.args().get(0)) instanceof double[] values) {
                    long[] there = compared("eq", values, Double.NaN);
                    return test.op().equals("exists") ? inverted(there) : there;
                }
                break;
            default:
                break;
        }
        List<Expr> args = test.args();
        if (args.size() == 2
                && args.get(1) instanceof Literal literal
                && literal.constant() instanceof Number number
                && List.of("eq", "ne", "lt", "le", "gt", "ge").contains(test.op())) {
            double fixed = number.doubleValue();
            Object array = array(args.get(0));
            if (array instanceof double[] values) {
                return compared(test.op(), values, fixed);
            }
            if (array instanceof long[] values && fixed == Math.rint(fixed) && Math.abs(fixed) < 1L << 53) {
                return compared(test.op(), values, (long) fixed);
            }
        }
        return lookedUp(test);
    }

    private @Nullable Object array(Expr expr) {
        return expr instanceof Field field && !field.path().startsWith("$")
                ? readers.apply(field.path()).array()
                : null;
    }

    private long @Nullable [] combined(Test test) {
        long[] bits = null;
        boolean every = test.op().equals("and") || test.op().equals("all");
        for (Expr arg : test.args()) {
            long[] own = arg instanceof Cond part ? of(part) : null;
            if (own == null) {
                return null;
            }
            if (bits == null) {
                bits = own;
                continue;
            }
            for (int w = 0; w < bits.length; w++) {
                bits[w] = every ? bits[w] & own[w] : bits[w] | own[w];
            }
        }
        return bits;
    }

    private long[] inverted(long[] bits) {
        for (int w = 0; w < bits.length; w++) {
            bits[w] = ~bits[w];
        }
        if ((size & 63) != 0) {
            bits[bits.length - 1] &= (1L << (size & 63)) - 1;
        }
        return bits;
    }

    private long[] compared(String op, double[] values, double fixed) {
        long[] bits = new long[(size + 63) >> 6];
        for (int w = 0; w < bits.length; w++) {
            int from = w << 6;
            int to = Math.min(size, from + 64);
            bits[w] = switch (op) {
                case "lt" -> below(values, from, to, fixed);
                case "le" -> belowOrSame(values, from, to, fixed);
                case "gt" -> above(values, from, to, fixed);
                case "ge" -> aboveOrSame(values, from, to, fixed);
                default -> same(values, from, to, fixed);
            };
        }
        return op.equals("ne") ? inverted(bits) : bits;
    }

    private static long below(double[] values, int from, int to, double fixed) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (values[i] < fixed ? 1L : 0L) << i;
        }
        return word;
    }

    private static long belowOrSame(double[] values, int from, int to, double fixed) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (values[i] <= fixed ? 1L : 0L) << i;
        }
        return word;
    }

    private static long above(double[] values, int from, int to, double fixed) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (values[i] > fixed ? 1L : 0L) << i;
        }
        return word;
    }

    private static long aboveOrSame(double[] values, int from, int to, double fixed) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (values[i] >= fixed ? 1L : 0L) << i;
        }
        return word;
    }

    private static long same(double[] values, int from, int to, double fixed) {
        long word = 0;
        boolean missing = Double.isNaN(fixed);
        for (int i = from; i < to; i++) {
            word |= (values[i] == fixed || (missing && Double.isNaN(values[i])) ? 1L : 0L) << i;
        }
        return word;
    }

    /** Whole numbers; the smallest long is missing, which equals nothing and has no order. */
    private long[] compared(String op, long[] values, long fixed) {
        long low = Long.MIN_VALUE + 1;
        long high = Long.MAX_VALUE;
        switch (op) {
            case "lt" -> high = fixed - 1;
            case "le" -> high = fixed;
            case "gt" -> low = fixed + 1;
            case "ge" -> low = fixed;
            default -> {
                low = fixed;
                high = fixed;
            }
        }
        long[] bits = new long[(size + 63) >> 6];
        for (int w = 0; w < bits.length; w++) {
            int from = w << 6;
            bits[w] = between(values, from, Math.min(size, from + 64), low, high);
        }
        return op.equals("ne") ? inverted(bits) : bits;
    }

    private static long between(long[] values, int from, int to, long low, long high) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (values[i] >= low & values[i] <= high ? 1L : 0L) << i;
        }
        return word;
    }

    private long @Nullable [] lookedUp(Test test) {
        Set<String> paths = new LinkedHashSet<>();
        test.paths(paths);
        if (paths.size() != 1 || paths.iterator().next().startsWith("$")) {
            return null;
        }
        PathReader reader = readers.apply(paths.iterator().next());
        if (!(reader.array() instanceof int[] codes)
                || reader.dictionary() == null
                || reader.dictionary().size() > size / 4) {
            return null;
        }
        StringDictionary dictionary = Objects.requireNonNull(reader.dictionary());
        byte[] holds = new byte[dictionary.size() + 1];
        for (int code = -1; code < dictionary.size(); code++) {
            String word = code < 0 ? null : dictionary.value(code);
            holds[code + 1] = (byte) (test.test(path -> word) ? 1 : 0);
        }
        long[] bits = new long[(size + 63) >> 6];
        for (int w = 0; w < bits.length; w++) {
            int from = w << 6;
            int to = Math.min(size, from + 64);
            long word = 0;
            for (int i = from; i < to; i++) {
                word |= (long) holds[codes[i] + 1] << i;
            }
            bits[w] = word;
        }
        return bits;
    }

    /** The positions of the bits that are set, rising. */
    static int[] positions(long[] bits) {
        int count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        int[] positions = new int[count];
        int next = 0;
        for (int w = 0; w < bits.length; w++) {
            for (long word = bits[w]; word != 0; word &= word - 1) {
                positions[next++] = (w << 6) + Long.numberOfTrailingZeros(word);
            }
        }
        return positions;
    }
}
