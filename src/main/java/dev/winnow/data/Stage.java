package dev.winnow.data;

import dev.winnow.expr.Literal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One step of a view: the name of its method and the arguments, which are texts, numbers, booleans, lists of texts, or
 * expressions. Printed as the call that adds it.
 */
public record Stage(String name, List<Object> args) {
    /** Stages whose list of texts is written as separate arguments. */
    private static final List<String> VARARGS =
            List.of("matchTags", "selectGroupSlices", "selectFields", "excludeFields");

    public Stage {
        args = List.copyOf(args);
    }

    static Stage of(String name, Object... args) {
        return new Stage(name, List.of(args));
    }

    String text(int i) {
        return (String) args.get(i);
    }

    int number(int i) {
        return ((Number) args.get(i)).intValue();
    }

    boolean flag(int i) {
        return (Boolean) args.get(i);
    }

    @SuppressWarnings("unchecked")
    List<String> texts(int i) {
        return (List<String>) args.get(i);
    }

    @Override
    public String toString() {
        if (name.equals("concat")) {
            return ".concat(dataset"
                    + ((List<?>) args.get(0)).stream().map(String::valueOf).collect(Collectors.joining()) + ")";
        }
        if (VARARGS.contains(name) && args.size() == 1) {
            return "." + name + texts(0).stream().map(Literal::text).collect(Collectors.joining(", ", "(", ")"));
        }
        return "." + name + args.stream().map(Literal::text).collect(Collectors.joining(", ", "(", ")"));
    }
}
