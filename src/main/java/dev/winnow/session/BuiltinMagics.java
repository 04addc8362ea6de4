package dev.winnow.session;

import java.util.ArrayList;
import java.util.List;

/** The magics that every session has, and what they say about themselves. */
final class BuiltinMagics {
    private BuiltinMagics() {}

    static List<Magic> all(Magics magics) {
        List<Magic> all = new ArrayList<>();
        all.add(Magic.line(
                "%lsmagic",
                "Lists all magics, a line each.", call -> {
                    System.out.print(list(magics));
                    return magics.listed();
                }));
        all.add(Magic.line("%help [NAME]", "Explains a magic, or how magics are written.", call -> help(magics, call))
                .completing((session, typed) -> magics.all().stream()
                        .map(Magic::name)
                        .filter(name -> name.startsWith(typed))
                        .toList()));
        all.addAll(StateMagics.ALL);
        all.addAll(TimeMagics.ALL);
        all.addAll(ShellMagics.ALL);
        all.addAll(MarkupMagics.ALL);
        all.addAll(PathMagics.ALL);
        return all;
    }

    private static String list(Magics magics) {
        StringBuilder text = new StringBuilder();
        int width = magics.listed().stream().mapToInt(String::length).max().orElse(0);
        for (Magic magic : magics.all()) {
            String form = (magic.lineUse().isEmpty() ? "%%" : "%") + magic.name();
            text.append(form)
                    .append(" ".repeat(width + 2 - form.length()))
                    .append(magic.summary())
                    .append(
                            magic.lineUse().isEmpty() || magic.cellUse().isEmpty()
                                    ? ""
                                    : " Also %%" + magic.name() + ".")
                    .append('\n');
        }
        return text.toString();
    }

    private static Object help(Magics magics, MagicCall call) {
        List<String> names = call.arguments();
        if (names.isEmpty()) {
            System.out.print(
                    """
                    A magic is a command to the kernel, not Java. %name ARGUMENTS stands on a line of its own, before, between or
                    after Java; List<String> jars = %jars lib/*.jar keeps its value. %%name ARGUMENTS is the first line of a
                    cell, and the lines below are its body. Arguments with spaces go in "double quotes"; // ends them.
                    After Java that has no ; at its end, a line that could be a remainder (a newline %b) is Java.

                    """
                            + list(magics) + "\n%help NAME explains one.\n");
            return "";
        }
        String name = names.get(0).replaceAll("^%+", "");
        Magic magic = magics.find(name).orElseGet(() -> magics.require(name, false));
        System.out.println(explained(magic));
        return magic.help();
    }

    /** How a magic is written and what it does. */
    static String explained(Magic magic) {
        StringBuilder text = new StringBuilder();
        if (!magic.lineUse().isEmpty()) {
            text.append(magic.lineUse()).append('\n');
        }
        if (!magic.cellUse().isEmpty()) {
            text.append(magic.cellUse()).append("\n    (body)\n");
        }
        if (magic.names().size() > 1) {
            text.append("Also called ")
                    .append(String.join(
                            ", ", magic.names().subList(1, magic.names().size())))
                    .append(".\n");
        }
        return text.append('\n').append(magic.help().strip()).toString();
    }
}
