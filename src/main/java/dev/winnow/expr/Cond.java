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
}
