package dev.winnow.expr;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Arithmetic, in double. A result that is no number counts as missing. */
final class Numbers {
    private static final Map<String, DoubleUnaryOperator> ONE = new HashMap<>();
    private static final Map<String, DoubleBinaryOperator> TWO = new HashMap<>();

    static {
        ONE.put("abs", Math::abs);
        ONE.put("floor", Math::floor);
        ONE.put("ceil", Math::ceil);
        ONE.put("round", Math::rint);
        ONE.put("trunc", a -> a < 0 ? Math.ceil(a) : Math.floor(a));
        ONE.put("sqrt", Math::sqrt);
        ONE.put("exp", StrictMath::exp);
        ONE.put("ln", StrictMath::log);
        ONE.put("log10", StrictMath::log10);
        ONE.put("toInt", a -> a < 0 ? Math.ceil(a) : Math.floor(a));
        ONE.put("toDouble", a -> a);
        for (String whole : List.of("sum", "mean", "min", "max")) {
            ONE.put(whole, a -> a);
        }
        TWO.put("add", (a, b) -> a + b);
        TWO.put("sub", (a, b) -> a - b);
        TWO.put("mul", (a, b) -> a * b);
        TWO.put("div", (a, b) -> a / b);
        TWO.put("mod", (a, b) -> a % b);
        TWO.put("pow", StrictMath::pow);
        TWO.put("log", (a, b) -> StrictMath.log(a) / StrictMath.log(b));
        TWO.put("round", Numbers::rounded);
        TWO.put("trunc", (a, places) -> {
            double scaled = a * StrictMath.pow(10, places);
            return (scaled < 0 ? Math.ceil(scaled) : Math.floor(scaled)) / StrictMath.pow(10, places);
        });
    }

    private Numbers() {}

    static boolean has(String op) {
        return ONE.containsKey(op) || TWO.containsKey(op) || op.equals("toBool");
    }

    static Object compute(Calc calc, Object first, List<@Nullable Object> rest) {
        if (calc.op().equals("toBool")) {
            return first instanceof Boolean flag ? flag : calc.number(first) != 0;
        }
        Object number = first instanceof Boolean flag && calc.op().startsWith("to") ? (flag ? 1 : 0) : first;
        double result;
        if (rest.isEmpty()) {
            result = one(calc.op(), calc.number(number));
        } else {
            Object second = rest.get(0);
            if (second == null) {
                throw calc.cannot("missing");
            }
            result = two(calc.op(), calc.number(number), calc.number(second));
        }
        return calc.op().equals("toInt") ? (Object) (long) result : (Object) result;
    }

    /** An operation of {@code operands} numbers as a function of two, of which it may not read the second. */
    static Optional<DoubleBinaryOperator> arithmetic(String op, int operands) {
        DoubleUnaryOperator one = operands == 1 && !op.equals("toInt") ? ONE.get(op) : null;
        if (one != null) {
            return Optional.of((a, b) -> one.applyAsDouble(a));
        }
        DoubleBinaryOperator two = operands == 2 ? TWO.get(op) : null;
        return two == null
                ? Optional.empty()
                : Optional.of((a, b) -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : two.applyAsDouble(a, b));
    }

    /** An operation on one number. */
    private static double one(String op, double a) {
        DoubleUnaryOperator operator = ONE.get(op);
        if (operator == null) {
            throw new IllegalArgumentException(op + " takes two numbers.");
        }
        return operator.applyAsDouble(a);
    }

    /** An operation on two numbers. */
    private static double two(String op, double a, double b) {
        DoubleBinaryOperator operator = TWO.get(op);
        if (operator == null) {
            throw new IllegalArgumentException(op + " takes one number.");
        }
        return operator.applyAsDouble(a, b);
    }

    /** The number rounded half to even at a decimal place, as Python and MongoDB do: what counts is the double, not how it is printed. */
    private static double rounded(double a, double places) {
        double scale = StrictMath.pow(10, places);
        double scaled = a * scale;
        double whole = Math.rint(scaled);
        if (Double.isNaN(whole) || Double.isInfinite(whole)) {
            return a;
        }
        if (Math.abs(Math.abs(scaled - Math.floor(scaled)) - 0.5) > 1e-6) {
            return whole / scale;
        }
        // So near to the middle that the product may have crossed it.
        return new BigDecimal(a).setScale((int) places, RoundingMode.HALF_EVEN).doubleValue();
    }
}
