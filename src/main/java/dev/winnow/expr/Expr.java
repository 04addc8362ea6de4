package dev.winnow.expr;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value asked of every sample, such as {@code F("predictions.detections").length().mul(2)}.
 *
 * <p>Arguments may be constants or other expressions. A missing operand makes arithmetic missing; {@link #length()} of a missing
 * list is 0. Equality treats missing as a value ({@code ne("x")} is true of it), order is false on it.
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

    default Cond eq(@Nullable Object other) {
        return new Test("eq", List.of(this, of(other)));
    }

    default Cond ne(@Nullable Object other) {
        return new Test("ne", List.of(this, of(other)));
    }

    default Cond gt(Object other) {
        return new Test("gt", List.of(this, of(other)));
    }

    default Cond ge(Object other) {
        return new Test("ge", List.of(this, of(other)));
    }

    default Cond lt(Object other) {
        return new Test("lt", List.of(this, of(other)));
    }

    default Cond le(Object other) {
        return new Test("le", List.of(this, of(other)));
    }

    default Cond isIn(Object... values) {
        return new Test("isIn", List.of(this, new Literal(Arrays.asList(values))));
    }

    default Cond isIn(Collection<?> values) {
        return new Test("isIn", List.of(this, new Literal(List.copyOf(values))));
    }

    /** True where the value is not missing; an empty list exists. */
    default Cond exists() {
        return new Test("exists", List.of(this));
    }

    default Cond isMissing() {
        return new Test("isMissing", List.of(this));
    }

    /** True of a list that holds any of the values. */
    default Cond contains(Object... values) {
        return new Test("contains", List.of(this, new Literal(Arrays.asList(values))));
    }

    default Cond containsStr(String part) {
        return new Test("containsStr", List.of(this, new Literal(part)));
    }

    default Cond startsWith(String prefix) {
        return new Test("startsWith", List.of(this, new Literal(prefix)));
    }

    default Cond endsWith(String suffix) {
        return new Test("endsWith", List.of(this, new Literal(suffix)));
    }

    /** True where the whole string matches a regular expression. */
    default Cond matchesStr(String regex) {
        return new Test("matchesStr", List.of(this, new Literal(regex)));
    }

    default Expr add(Object other) {
        return new Calc("add", List.of(this, of(other)));
    }

    default Expr sub(Object other) {
        return new Calc("sub", List.of(this, of(other)));
    }

    default Expr mul(Object other) {
        return new Calc("mul", List.of(this, of(other)));
    }

    default Expr div(Object other) {
        return new Calc("div", List.of(this, of(other)));
    }

    default Expr mod(Object other) {
        return new Calc("mod", List.of(this, of(other)));
    }

    default Expr pow(Object other) {
        return new Calc("pow", List.of(this, of(other)));
    }

    default Expr abs() {
        return new Calc("abs", List.of(this));
    }

    default Expr floor() {
        return new Calc("floor", List.of(this));
    }

    default Expr ceil() {
        return new Calc("ceil", List.of(this));
    }

    default Expr round() {
        return new Calc("round", List.of(this));
    }

    default Expr sqrt() {
        return new Calc("sqrt", List.of(this));
    }

    default Expr exp() {
        return new Calc("exp", List.of(this));
    }

    default Expr ln() {
        return new Calc("ln", List.of(this));
    }

    /** The number of elements of a list or characters of a string; 0 when missing. */
    default Expr length() {
        return new Calc("length", List.of(this));
    }

    default Expr sum() {
        return new Calc("sum", List.of(this));
    }

    default Expr mean() {
        return new Calc("mean", List.of(this));
    }

    default Expr min() {
        return new Calc("min", List.of(this));
    }

    default Expr max() {
        return new Calc("max", List.of(this));
    }

    default Expr lower() {
        return new Calc("lower", List.of(this));
    }

    default Expr upper() {
        return new Calc("upper", List.of(this));
    }

    default Expr strip() {
        return new Calc("strip", List.of(this));
    }

    /** The elements of a list of labels for which {@code cond}, relative to the label, holds. */
    default Expr filter(Cond cond) {
        return new Calc("filter", List.of(this, cond));
    }

    /** One value computed from each label of a list, relative to the label. */
    default Expr map(Expr each) {
        return new Calc("map", List.of(this, each));
    }

    /** {@code other} where this is missing. */
    default Expr ifNull(Object other) {
        return new Calc("ifNull", List.of(this, of(other)));
    }
}
