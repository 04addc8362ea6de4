package dev.winnow.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A command that a cell names: {@code %name arguments} on a line, or {@code %%name arguments} over a cell.
 *
 * @param names what it is called by, the name it is listed under first
 * @param lineUse how its line form is written, empty when it has none
 * @param cellUse how its cell form is written, empty when it has none
 * @param help what it does; the first line says it in one
 * @param work what it does; gives the value for {@code x = %name}, or null
 * @param shown whether its value is that of the cell when nothing follows it
 * @param gathered whether all of a cell's are run as one, at the place of the first
 * @param complete texts that may replace the argument typed so far
 */
public record Magic(
        List<String> names,
        String lineUse,
        String cellUse,
        String help,
        Work work,
        boolean shown,
        boolean gathered,
        BiFunction<JavaSession, String, List<String>> complete) {
    /** What a magic does. */
    @FunctionalInterface
    public interface Work {
        @Nullable
        Object run(MagicCall call) throws Exception;
    }

    public Magic {
        names = List.copyOf(names);
    }

    /** A magic of a line, used as {@code use} says. */
    public static Magic line(String use, String help, Work work) {
        return new Magic(List.of(name(use)), use, "", help, work, false, false, (session, typed) -> List.of());
    }

    /** A magic over a cell, used as {@code use} says. */
    public static Magic cell(String use, String help, Work work) {
        return new Magic(List.of(name(use)), "", use, help, work, false, false, (session, typed) -> List.of());
    }

    private static String name(String use) {
        return use.split("\\s")[0].replace("%", "");
    }

    /** The same, also over a cell. */
    public Magic orCell(String use) {
        return new Magic(names, lineUse, use, help, work, shown, gathered, complete);
    }

    /** The same, also known by other names. */
    public Magic alias(String... others) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(others));
        return new Magic(all, lineUse, cellUse, help, work, shown, gathered, complete);
    }

    /** The same, whose value the cell shows. */
    public Magic showing() {
        return new Magic(names, lineUse, cellUse, help, work, true, gathered, complete);
    }

    /** The same, run once for all its lines of a cell. */
    public Magic gathering() {
        return new Magic(names, lineUse, cellUse, help, work, shown, true, complete);
    }

    /** The same, with arguments that can be completed. */
    public Magic completing(BiFunction<JavaSession, String, List<String>> arguments) {
        return new Magic(names, lineUse, cellUse, help, work, shown, gathered, arguments);
    }

    public String name() {
        return names.get(0);
    }

    /** What it does, in one line. */
    public String summary() {
        return help.lines().findFirst().orElse("");
    }
}
