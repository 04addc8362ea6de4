package dev.winnow.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The magics of a session by name. */
public final class Magics {
    private static final int NEAR = 3;

    private final Map<String, Magic> byName = Collections.synchronizedMap(new LinkedHashMap<>());

    void add(Magic magic) {
        magic.names().forEach(name -> byName.put(name, magic));
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    public Optional<Magic> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All, each once, by name. */
    List<Magic> all() {
        Set<Magic> each = new LinkedHashSet<>(byName.values());
        return each.stream().sorted(Comparator.comparing(Magic::name)).toList();
    }

    /** The magic of that name and form. */
    Magic require(String name, boolean cell) {
        Magic magic = byName.get(name);
        String sign = cell ? "%%" : "%";
        if (magic == null) {
            throw new MagicException("There is no magic " + sign + name + "." + didYouMean(name, cell) + " Magics: "
                    + String.join(" ", listed()) + ". %help NAME explains one.");
        }
        if ((cell ? magic.cellUse() : magic.lineUse()).isEmpty()) {
            throw new MagicException(
                    cell
                            ? "%" + magic.name() + " is a line magic: " + magic.lineUse()
                            : "%%" + magic.name() + " is a cell magic, the first line of its cell: " + magic.cellUse());
        }
        return magic;
    }

    /** All forms, as {@code %name} and {@code %%name}. */
    List<String> listed() {
        List<String> forms = new ArrayList<>();
        all().stream().filter(magic -> !magic.lineUse().isEmpty()).forEach(magic -> forms.add("%" + magic.name()));
        all().stream().filter(magic -> !magic.cellUse().isEmpty()).forEach(magic -> forms.add("%%" + magic.name()));
        return forms;
    }

    private String didYouMean(String name, boolean cell) {
        String best = null;
        int least = NEAR;
        for (String known : byName.keySet()) {
            int far = Spelling.distance(
                    name.toLowerCase(java.util.Locale.ROOT), known.toLowerCase(java.util.Locale.ROOT));
            if (far < least && far < name.length()) {
                least = far;
                best = known;
            }
        }
        Magic magic = best == null ? null : byName.get(best);
        if (magic == null) {
            return "";
        }
        boolean asCell = magic.lineUse().isEmpty() || cell && !magic.cellUse().isEmpty();
        return " Did you mean " + (asCell ? "%%" : "%") + best + "?";
    }

    /** What may stand at a cursor in a magic; empty when the cursor stands in Java. */
    Optional<Completion> complete(JavaSession session, String code, int cursor) {
        if (code.indexOf('%') < 0) {
            return Optional.empty();
        }
        for (MagicCell.Part part : MagicCell.parts(code, this::has)) {
            if (part instanceof MagicCell.Body body && body.bodyFrom() <= cursor && cursor > body.to()) {
                boolean evaluates = find(body.name()).filter(Magic::shown).isPresent();
                return evaluates ? Optional.empty() : Optional.of(new Completion(cursor, List.of()));
            }
        }
        int lineFrom = code.lastIndexOf('\n', cursor - 1) + 1;
        String line = code.substring(lineFrom, cursor);
        int percent = lineFrom + line.length() - line.stripLeading().length();
        if (percent >= cursor || code.charAt(percent) != '%') {
            return Optional.empty();
        }
        boolean cell = code.startsWith("%%", percent) && percent + 2 <= cursor;
        int nameFrom = percent + (cell ? 2 : 1);
        String name = code.substring(nameFrom, cursor);
        if (name.chars().allMatch(Character::isJavaIdentifierPart)) {
            return isMagicLine(code, percent, name, cursor)
                    ? Optional.of(names(name, percent, cell))
                    : Optional.empty();
        }
        for (MagicCell.Part part : MagicCell.parts(code, this::has)) {
            if (part instanceof MagicCell.Line one && one.from() == percent) {
                return arguments(session, one.name(), code, one.argumentsFrom(), cursor);
            }
            if (part instanceof MagicCell.Body one && one.from() == percent) {
                return arguments(session, one.name(), code, one.argumentsFrom(), cursor);
            }
        }
        return Optional.empty();
    }

    /** Whether a name being typed is a magic's: the piece before it must not await an operand. */
    private boolean isMagicLine(String code, int percent, String name, int cursor) {
        String asked = code.substring(0, percent) + "%" + (code.startsWith("%%", percent) ? "%" : "")
                + (name.isEmpty() ? "lsmagic" : name) + "\n";
        return cursor >= percent
                && MagicCell.parts(asked, any -> true).stream()
                        .anyMatch(part -> part instanceof MagicCell.Line one && one.from() == percent
                                || part instanceof MagicCell.Body other && other.from() == percent);
    }

    private Completion names(String typed, int percent, boolean cell) {
        List<Completion.Match> matches = new ArrayList<>();
        for (String form : listed()) {
            boolean isCell = form.startsWith("%%");
            if (form.replace("%", "").startsWith(typed) && (!cell || isCell)) {
                matches.add(new Completion.Match(form, "magic"));
            }
        }
        return new Completion(percent, matches);
    }

    private Optional<Completion> arguments(JavaSession session, String name, String code, int from, int cursor) {
        Magic magic = byName.get(name);
        if (magic == null || magic.shown()) {
            return Optional.empty();
        }
        int start = cursor;
        while (start > from && !Character.isWhitespace(code.charAt(start - 1))) {
            start--;
        }
        String typed = code.substring(start, cursor);
        return Optional.of(new Completion(
                start,
                magic.complete().apply(session, typed).stream()
                        .map(text -> new Completion.Match(text, "magic"))
                        .toList()));
    }

    /** The magic whose line the cursor stands in. */
    @Nullable
    Magic at(String code, int cursor) {
        for (MagicCell.Part part : MagicCell.parts(code, this::has)) {
            if (part instanceof MagicCell.Line one && one.from() <= cursor && cursor <= one.argumentsFrom()) {
                return byName.get(one.name());
            }
            if (part instanceof MagicCell.Body one && one.from() <= cursor && cursor <= one.argumentsFrom()) {
                return byName.get(one.name());
            }
        }
        return null;
    }

    /** The Java that a cursor stands in: the cell with its magics blanked, or what a magic evaluates; blank in other bodies. */
    String javaAt(String code, int cursor) {
        String java = code;
        for (MagicCell.Part part : MagicCell.parts(code, this::has)) {
            if (part instanceof MagicCell.Line one) {
                if (one.from() <= cursor && cursor <= one.to()) {
                    return MagicCell.only(code, one.argumentsFrom(), one.to());
                }
                java = MagicCell.only(java, 0, one.from()).substring(0, one.to()) + java.substring(one.to());
            } else if (part instanceof MagicCell.Body body) {
                Magic magic = byName.get(body.name());
                boolean evaluates = magic != null && magic.shown();
                return MagicCell.only(code, evaluates ? body.bodyFrom() : code.length(), code.length());
            }
        }
        return java;
    }
}
