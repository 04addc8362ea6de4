package dev.winnow.session;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;

/** The imports of a shell. */
final class Imports {
    private static final Pattern IMPORT = Pattern.compile("import\\s+(static\\s+)?([^;]+);");

    private static final Pattern QUALIFIED = Pattern.compile("\\b([a-z_]\\w*(?:\\.[a-z_]\\w*)*)\\.([A-Z]\\w*)");

    /** JShell knows a snippet of many imports by the first: one that no cell will ever repeat and so replace. */
    private static final String FIRST = "import java.lang.Object;";

    /** What one import names, {@code *} for all. */
    record Import(boolean isStatic, String name) {}

    private Imports() {}

    /**
     * Evaluates the snippets that a session begins with. JShell compiles twice for each, so imports become one snippet, and only when
     * that fails are they looked at one by one.
     */
    static List<SnippetEvent> begin(JShell shell, List<String> snippets) {
        if (!snippets.isEmpty()
                && snippets.stream().allMatch(snippet -> IMPORT.matcher(snippet).matches())) {
            List<SnippetEvent> events = shell.eval(FIRST + String.join("", snippets));
            if (events.stream().allMatch(event -> event.status() == Snippet.Status.VALID)) {
                return events;
            }
        }
        return snippets.stream()
                .flatMap(snippet -> shell.eval(snippet).stream())
                .toList();
    }

    /** Types in a declaration by the names that code of this shell can use, since JShell knows only the first import of a snippet. */
    static String shorten(JShell shell, String declaration) {
        List<Import> known = of(shell).filter(one -> !one.isStatic()).toList();
        return QUALIFIED.matcher(declaration).replaceAll(type -> {
            String whole = type.group();
            Import all = new Import(false, type.group(1) + ".*");
            return known.contains(all) || known.contains(new Import(false, whole))
                    ? type.group(2)
                    : Matcher.quoteReplacement(whole);
        });
    }

    static Stream<Import> of(JShell shell) {
        return shell.imports().flatMap(snippet -> of(snippet.source()));
    }

    /** The imports in {@code source}. */
    static Stream<Import> of(String source) {
        return IMPORT.matcher(source)
                .results()
                .map(found -> new Import(found.group(1) != null, found.group(2).strip()));
    }
}
