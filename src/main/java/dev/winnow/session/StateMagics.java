package dev.winnow.session;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the session holds: listed, let go, and which cells it has outrun. */
final class StateMagics {
    static final List<Magic> ALL = List.of(
            Magic.line(
                    "%who", "Lists the names of variables, methods and classes that cells declared.", StateMagics::who),
            Magic.line("%whos", "Lists variables with their types and values.", StateMagics::whos),
            Magic.line(
                            "%reset [NAME…]",
                            """
                    Forgets what cells declared, or only the names given; imports too, when none are given.
                    What stood there when the session began stays.
                    """,
                            StateMagics::reset)
                    .completing((session, typed) -> session.variables().stream()
                            .map(Variable::name)
                            .filter(name -> name.startsWith(typed))
                            .toList()),
            Magic.line(
                    "%stale",
                    """
                    Lists the cells whose inputs have changed since they ran.
                    A change is a new declaration or assignment; one made through a method (list.add) is not seen.
                    """,
                    StateMagics::stale));

    private StateMagics() {}

    private static List<String> who(MagicCall call) {
        List<String> names = new ArrayList<>();
        call.session().variables().forEach(variable -> names.add(variable.name()));
        names.addAll(call.session().methods());
        names.addAll(call.session().types());
        System.out.println(names.isEmpty() ? "Nothing is declared." : String.join("  ", names));
        return names;
    }

    private static List<Variable> whos(MagicCall call) {
        List<Variable> all = call.session().variables();
        int name = all.stream().mapToInt(one -> one.name().length()).max().orElse(0);
        int type = all.stream().mapToInt(one -> one.type().length()).max().orElse(0);
        for (Variable one : all) {
            System.out.printf("%-" + name + "s  %-" + type + "s  %s\n", one.name(), one.type(), one.value());
        }
        return all;
    }

    private static List<String> reset(MagicCall call) {
        List<String> names = call.arguments();
        List<String> gone = call.session().reset(names);
        List<String> unknown =
                names.stream().filter(name -> !gone.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new MagicException("Nothing is declared as " + String.join(", ", unknown) + ". %who lists what is.");
        }
        return gone;
    }

    private static @Nullable Object stale(MagicCall call) {
        List<StaleCell> stale = call.session().stale();
        for (StaleCell cell : stale) {
            String line = cell.code()
                    .lines()
                    .filter(text -> !text.isBlank())
                    .findFirst()
                    .orElse("")
                    .strip();
            System.out.println("In [" + cell.number() + "]: " + line + "  (changed: "
                    + cell.changed().stream().collect(Collectors.joining(", ")) + ")");
        }
        if (stale.isEmpty()) {
            System.out.println("No cell's inputs have changed since it ran.");
        }
        return stale;
    }
}
