package dev.winnow.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value asked of every sample, such as {@code F("predictions.detections").length().mul(2)}.
 *
 * <p>Arguments may be constants or other expressions. A missing operand makes the result missing, except of {@link #length()},
 * which is 0, and of {@link #ifNull}. Equality treats missing as a value ({@code ne("x")} is true of it), order is false on it.
 * Arithmetic is done in double. An operation that does not fit its value, such as a text's square root, is an
 * {@link IllegalArgumentException} that names both.
 *
 * <p>{@link #filter}, {@link #map}, {@link #apply}, {@link #switchCases} and {@link #setField} take expressions that are asked of
 * a label or an element: {@code F("confidence")} is the label's own, {@code F("$width")} that of its sample, and of a plain value
 * such as a text any path is the value itself: {@code F("tags").filter(F("tag").startsWith("split:"))}.
 */
public sealed interface Expr permits Field, Literal, Calc, Cond {
    /** The value for one sample or label, {@code null} when missing. */
    @Nullable
    Object value(Scope scope);

    /** Adds every path that the expression reads from the scope it is evaluated in. */
    void paths(Set<String> into);

    /** An expression of {@code value}, which may be one already. */
    static Expr of(@Nullable Object value) {
        return value instanceof Expr expr ? expr : new Literal(value);
    }

    /** A constant as an expression, to begin with: {@code Expr.literal(1).sub(F("confidence"))}. */
    static Expr literal(@Nullable Object value) {
        return of(value);
    }

    /** A number from 0 (inclusive) to 1 (exclusive) for each sample, decided by its id and the seed. */
    static Expr rand(long seed) {
        return new Calc("rand", List.of(new Literal(seed)));
    }

    /** A number of the standard normal distribution for each sample, decided by its id and the seed. */
    static Expr randn(long seed) {
        return new Calc("randn", List.of(new Literal(seed)));
    }

    /** The whole numbers from {@code from} (inclusive) to {@code to} (exclusive). */
    static Expr range(Object from, Object to) {
        return new Calc("range", List.of(of(from), of(to)));
    }

    private List<Expr> withThis(@Nullable Object... more) {
        List<Expr> args = new ArrayList<>();
        args.add(this);
        for (Object one : more) {
            args.add(of(one));
        }
        return args;
    }

    private Calc calc(String op, @Nullable Object... more) {
        return new Calc(op, withThis(more));
    }

    private Test test(String op, @Nullable Object... more) {
        return new Test(op, withThis(more));
    }

    private static Object oneOrAll(@Nullable Object... values) {
        return values.length == 1 && values[0] instanceof Expr only ? only : Arrays.asList(values);
    }

    // ---- comparison

    default Cond eq(@Nullable Object other) {
        return test("eq", other);
    }

    default Cond ne(@Nullable Object other) {
        return test("ne", other);
    }

    default Cond gt(Object other) {
        return test("gt", other);
    }

    default Cond ge(Object other) {
        return test("ge", other);
    }

    default Cond lt(Object other) {
        return test("lt", other);
    }

    default Cond le(Object other) {
        return test("le", other);
    }

    /** True of a value that is one of these, or an element of the only one where that is an expression. */
    default Cond isIn(@Nullable Object... values) {
        return test("isIn", oneOrAll(values));
    }

    default Cond isIn(Collection<?> values) {
        return test("isIn", values);
    }

    // ---- presence and kind

    /** True where the value is not missing; an empty list exists. */
    default Cond exists() {
        return test("exists");
    }

    default Cond isMissing() {
        return test("isMissing");
    }

    /** The same as {@link #isMissing()}: a value that was never set and one that was taken away are not told apart. */
    default Cond isNull() {
        return isMissing();
    }

    default Cond isString() {
        return test("isString");
    }

    default Cond isNumber() {
        return test("isNumber");
    }

    /** True of a list, also of an empty one. */
    default Cond isArray() {
        return test("isArray");
    }

    /** The kind of value: {@code missing, string, number, boolean, array} or {@code object}. */
    default Expr type() {
        return calc("type");
    }

    /** {@code other} where this is missing. */
    default Expr ifNull(Object other) {
        return calc("ifNull", other);
    }

    // ---- numbers

    /** The sum; of a text with another, the two joined. */
    default Expr add(Object other) {
        return calc("add", other);
    }

    default Expr sub(Object other) {
        return calc("sub", other);
    }

    default Expr mul(Object other) {
        return calc("mul", other);
    }

    default Expr div(Object other) {
        return calc("div", other);
    }

    /** The rest of a division, with the sign of this. */
    default Expr mod(Object other) {
        return calc("mod", other);
    }

    default Expr pow(Object other) {
        return calc("pow", other);
    }

    default Expr abs() {
        return calc("abs");
    }

    default Expr floor() {
        return calc("floor");
    }

    default Expr ceil() {
        return calc("ceil");
    }

    /** The nearest whole number, the even one of two that are as near. */
    default Expr round() {
        return calc("round");
    }

    /** Rounded to {@code places} after the point. */
    default Expr round(int places) {
        return calc("round", places);
    }

    /** The whole number towards zero. */
    default Expr trunc() {
        return calc("trunc");
    }

    /** Cut off after {@code places} behind the point. */
    default Expr trunc(int places) {
        return calc("trunc", places);
    }

    default Expr sqrt() {
        return calc("sqrt");
    }

    default Expr exp() {
        return calc("exp");
    }

    default Expr ln() {
        return calc("ln");
    }

    default Expr log(Object base) {
        return calc("log", base);
    }

    default Expr log10() {
        return calc("log10");
    }

    // ---- texts

    default Cond containsStr(String... parts) {
        return test("containsStr", Arrays.asList(parts));
    }

    default Cond startsWith(String... prefixes) {
        return test("startsWith", Arrays.asList(prefixes));
    }

    default Cond endsWith(String... suffixes) {
        return test("endsWith", Arrays.asList(suffixes));
    }

    /** True of a text that is one of these; {@link #lower()} first to ignore case. */
    default Cond matchesStr(String... texts) {
        return test("matchesStr", Arrays.asList(texts));
    }

    /** True where a regular expression (of java.util.regex) is found in the text. */
    default Cond reMatch(String regex) {
        return test("reMatch", Arrays.asList(regex));
    }

    default Expr lower() {
        return calc("lower");
    }

    default Expr upper() {
        return calc("upper");
    }

    /** Without white space at both ends. */
    default Expr strip() {
        return calc("strip");
    }

    /** Without these characters at both ends. */
    default Expr strip(String chars) {
        return calc("strip", chars);
    }

    default Expr lstrip() {
        return calc("lstrip");
    }

    default Expr lstrip(String chars) {
        return calc("lstrip", chars);
    }

    default Expr rstrip() {
        return calc("rstrip");
    }

    default Expr rstrip(String chars) {
        return calc("rstrip", chars);
    }

    /** Every occurrence of {@code old}, which is taken literally, replaced. */
    default Expr replace(String old, String other) {
        return calc("replace", old, other);
    }

    /** The characters from {@code start}, which counts from the end when negative. */
    default Expr substr(int start) {
        return calc("substr", start);
    }

    default Expr substr(int start, int count) {
        return calc("substr", start, count);
    }

    /** The number of characters of a text; missing where there is no text. */
    default Expr strlen() {
        return calc("strlen");
    }

    default Expr split(String separator) {
        return calc("split", separator);
    }

    /** Split at the first {@code maxSplits} separators. */
    default Expr split(String separator, int maxSplits) {
        return calc("split", separator, maxSplits);
    }

    /** Split at the last {@code maxSplits} separators. */
    default Expr rsplit(String separator, int maxSplits) {
        return calc("rsplit", separator, maxSplits);
    }

    /** The text followed by others. */
    default Expr concat(Object... others) {
        return calc("concat", others);
    }

    /** The elements of a list as one text. */
    default Expr join(String separator) {
        return calc("join", separator);
    }

    // ---- casts

    /** False for 0 and the empty text, true for other numbers and texts. */
    default Expr toBool() {
        return calc("toBool");
    }

    /** A whole number, cut off towards zero; a text is read as a number. */
    default Expr toInt() {
        return calc("toInt");
    }

    default Expr toDouble() {
        return calc("toDouble");
    }

    /** As text, whole numbers without a fraction: FiftyOne's {@code to_string}, as Java keeps {@code toString} for itself. */
    default Expr toStr() {
        return calc("toStr");
    }

    // ---- lists

    /** The number of elements of a list or characters of a text; 0 when missing. */
    default Expr length() {
        return calc("length");
    }

    /** True of a list that holds any of the values, or of the elements of the only one where that is an expression. */
    default Cond contains(@Nullable Object... values) {
        return test("contains", oneOrAll(values));
    }

    /** True of a list that holds any of the values, or every one of them. */
    default Cond contains(Collection<?> values, boolean all) {
        return all ? test("contains", values, true) : test("contains", values);
    }

    /** True of a list of which each element is in {@code values}. */
    default Cond isSubset(Object values) {
        return test("isSubset", values);
    }

    /** True of a list that has the same elements as {@code values}, whatever the order and number. */
    default Cond setEquals(Object values) {
        return test("setEquals", values);
    }

    /** The element at a position; a negative one counts from the end, one outside is missing. */
    default Expr at(Object position) {
        return calc("at", position);
    }

    /** The elements from a position on; a negative one counts from the end. */
    default Expr slice(Object from) {
        return calc("slice", from);
    }

    /** The elements from {@code from} (inclusive) to {@code to} (exclusive); negative ones count from the end. */
    default Expr slice(Object from, Object to) {
        return calc("slice", from, to);
    }

    /** The sum of the numbers in a list, 0 of none. */
    default Expr sum() {
        return calc("sum");
    }

    default Expr mean() {
        return calc("mean");
    }

    default Expr min() {
        return calc("min");
    }

    default Expr max() {
        return calc("max");
    }

    /** The population standard deviation of the numbers in a list. */
    default Expr std() {
        return calc("std");
    }

    /** The elements for which {@code cond}, relative to the element, holds. */
    default Expr filter(Cond cond) {
        return calc("filter", cond);
    }

    /** One value computed from each element, relative to the element. */
    default Expr map(Expr each) {
        return calc("map", each);
    }

    /** The elements in their order, without missing ones. */
    default Expr sort() {
        return calc("sort");
    }

    default Expr sort(boolean descending) {
        return calc("sort", descending);
    }

    default Expr reverse() {
        return calc("reverse");
    }

    /** The different elements in the order of first occurrence, as of all set operations here. */
    default Expr unique() {
        return calc("unique");
    }

    default Expr union(Object other) {
        return calc("union", other);
    }

    default Expr intersection(Object other) {
        return calc("intersection", other);
    }

    /** The elements that {@code other} does not have. */
    default Expr difference(Object other) {
        return calc("difference", other);
    }

    default Expr append(@Nullable Object value) {
        return calc("append", value);
    }

    default Expr prepend(@Nullable Object value) {
        return calc("prepend", value);
    }

    default Expr extend(Object other) {
        return calc("extend", other);
    }

    /** With {@code value} before the element at a position. */
    default Expr insert(Object position, @Nullable Object value) {
        return calc("insert", position, value);
    }

    /** Each element as a list of its position and itself. */
    default Expr enumerate() {
        return calc("enumerate");
    }

    // ---- choices

    /**
     * The value that belongs to the first constant this equals.
     *
     * @param keysAndValues a key, its value, the next key …; a last single argument is the value where none fits, else missing
     */
    default Expr cases(Object... keysAndValues) {
        return calc("cases", keysAndValues);
    }

    /**
     * The value that belongs to the first condition that holds of this value: FiftyOne's {@code switch}, a word of Java.
     *
     * @param conditionsAndValues a condition, its value, the next …; a last single argument is the value where none holds
     */
    default Expr switchCases(Object... conditionsAndValues) {
        return calc("switchCases", conditionsAndValues);
    }

    /** The value that {@code mapping} has for this, or this where it has none. */
    default Expr mapValues(Map<?, ?> mapping) {
        return calc("mapValues", mapping);
    }

    /** A label with one of its attributes set to what {@code value}, relative to the label, says. */
    default Expr setField(String name, Object value) {
        return calc("setField", name, value);
    }

    /** What {@code expr} says of this value. */
    default Expr apply(Expr expr) {
        return calc("apply", expr);
    }
}
