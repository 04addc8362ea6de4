package dev.winnow.expr;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The value stored under a path; within a label filter the path is relative to the label. Printed as {@code F("path")}. */
public record Field(String path) implements Expr {
    public Field {
        if (path.isBlank()) {
            throw new IllegalArgumentException("A field needs a name, as in F(\"uniqueness\").");
        }
    }

    public static Field of(String path) {
        return new Field(path);
    }

    @Override
    public @Nullable Object value(Scope scope) {
        return scope.get(path);
    }

    @Override
    public void paths(Set<String> into) {
        into.add(path);
    }

    @Override
    public String toString() {
        return "F(" + Literal.text(path) + ")";
    }
}
