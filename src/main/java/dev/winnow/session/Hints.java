package dev.winnow.session;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;

/** What probably was meant by code that does not compile. */
final class Hints {
    private static final Pattern ASSIGNMENT = Pattern.compile("^\\s*([A-Za-z_$][\\w$]*)\\s*=[^=]");
    private static final Pattern SYMBOL = Pattern.compile("symbol:\\s+(variable|method|class)\\s+([\\w$]+)");
    private static final int MOST_IMPORTS = 3;

    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final ClassIndex classes;
    private final Members members;

    Hints(JShell shell, ClassIndex classes, Members members) {
        this.shell = shell;
        this.analysis = shell.sourceCodeAnalysis();
        this.classes = classes;
        this.members = members;
    }

    /** A line of advice, empty when there is none. */
    String of(String source, Diag diagnostic) {
        String message = diagnostic.getMessage(Locale.ENGLISH).strip();
        if (String.valueOf(diagnostic.getCode()).startsWith("compiler.err.cant.resolve")) {
            Matcher symbol = SYMBOL.matcher(message);
            return symbol.find() ? unknown(source, diagnostic, symbol.group(1), symbol.group(2)) : undeclared(source);
        }
        if (message.startsWith("';' expected")) {
            return "Each statement of a cell but the last needs a ; at its end.";
        }
        return "";
    }

    private static String undeclared(String source) {
        Matcher assigned = ASSIGNMENT.matcher(source);
        return assigned.find() ? declare(assigned.group(1)) : "";
    }

    private static String declare(String name) {
        return name + " is not declared: write var " + name + " = …";
    }

    private String unknown(String source, Diag diagnostic, String kind, String name) {
        int from = source.indexOf(name, (int) Math.max(0, diagnostic.getPosition()));
        if (from < 0) {
            return "";
        }
        boolean member = from > 0 && source.charAt(from - 1) == '.';
        String near = nearest(name, member ? suggestions(source.substring(0, from)) : inScope(source, from, name));
        Matcher assigned = ASSIGNMENT.matcher(source);
        boolean isAssigned = assigned.find() && assigned.start(1) == from;
        if (isAssigned) {
            return declare(name) + (near.isEmpty() ? "" : ", or did you mean " + near + "?");
        }
        if (!member && !kind.equals("method")) {
            String imports = classes.named(name).stream()
                    .filter(members::isPublic)
                    .limit(MOST_IMPORTS)
                    .map(found -> "import " + found + ";")
                    .collect(Collectors.joining(" or "));
            if (!imports.isEmpty()) {
                return "Not imported yet: " + imports;
            }
        }
        return near.isEmpty() ? "" : "Did you mean " + near + "?";
    }

    private Set<String> inScope(String source, int from, String name) {
        Set<String> names = new LinkedHashSet<>();
        shell.variables().forEach(variable -> names.add(variable.name()));
        shell.methods().forEach(method -> names.add(method.name()));
        shell.types().forEach(type -> names.add(type.name()));
        // Of imported names those with the same first letter: all would be thousands.
        String first = name.substring(0, 1);
        names.addAll(suggestions(source.substring(0, from) + first.toLowerCase(Locale.ROOT)));
        names.addAll(suggestions(source.substring(0, from) + first.toUpperCase(Locale.ROOT)));
        return names;
    }

    private Set<String> suggestions(String code) {
        Set<String> names = new LinkedHashSet<>();
        analysis.completionSuggestions(code, code.length(), new int[1])
                .forEach(found -> names.add(found.continuation().replaceAll("\\(.*|\\s+$", "")));
        return names;
    }

    /** The name that is nearest by edits, if it is near enough to be a slip. */
    static String nearest(String name, Set<String> names) {
        int most = Math.max(1, name.length() / 3);
        return names.stream()
                .filter(other -> !other.equals(name) && Math.abs(other.length() - name.length()) <= most)
                .map(other -> new Near(other, edits(name.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT))))
                .filter(near -> near.edits() <= most)
                .min(Comparator.comparingInt(Near::edits))
                .map(Near::name)
                .orElse("");
    }

    private record Near(String name, int edits) {}

    /** Insertions, deletions, replacements and swaps of neighbours between two words. */
    private static int edits(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + replace);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
