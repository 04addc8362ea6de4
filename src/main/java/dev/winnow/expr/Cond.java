package dev.winnow.expr;

import java.util.List;

/** A yes-or-no question about a sample or label. Two-valued: {@link #not()} of anything is its plain opposite. */
public sealed interface Cond extends Expr permits Test {
    /** The answer for one sample or label. */
    boolean test(Scope scope);

    default Cond and(Cond other) {
        return new Test("and", List.of(this, other));
    }

    default Cond or(Cond other) {
        return new Test("or", List.of(this, other));
    }

    default Cond not() {
        return new Test("not", List.of(this));
    }

    /** {@code then} where the condition holds, {@code otherwise} where not; either may be an expression. */
    default Expr ifElse(Object then, Object otherwise) {
        return new Calc("ifElse", List.of(this, Expr.of(then), Expr.of(otherwise)));
    }

    /** True where at least one of the conditions holds; false of none. */
    static Cond any(Cond... conditions) {
        return new Test("any", List.of(conditions));
    }

    /** True where every condition holds; true of none. */
    static Cond all(Cond... conditions) {
        return new Test("all", List.of(conditions));
    }
}
