package dev.winnow.expr;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A constant: a string, number, boolean, list of these, or missing. */
public record Literal(@Nullable Object constant) implements Expr {
    @Override
    public @Nullable Object value(Scope scope) {
        return constant;
    }

    @Override
    public void paths(Set<String> into) {}

    @Override
    public String toString() {
        return text(constant);
    }

    /** The Java source of a constant. */
    public static String text(@Nullable Object constant) {
        if (constant instanceof String string) {
            return '"'
                    + string.replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                            .replace("\t", "\\t")
                    + '"';
        }
        if (constant instanceof List<?> list) {
            return list.stream().map(Literal::text).collect(Collectors.joining(", ", "List.of(", ")"));
        }
        return String.valueOf(constant);
    }
}
