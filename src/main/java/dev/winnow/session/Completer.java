package dev.winnow.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;

/**
 * What may stand at a cursor anywhere in a cell.
 *
 * <p>JShell completes one snippet. So what the cell declares before the cursor is written around the piece that the cursor stands in,
 * as the members and locals of a class; imports that the session lacks are given to a second JShell that runs nothing.
 */
final class Completer {
    private static final Pattern DECLARATION = Pattern.compile(
            "(?s)\\s*(?:(?:@\\w+\\s+|public|private|protected|static|final|abstract|sealed|default)\\s+)*"
                    + "(?:(?:class|interface|enum|record|@interface)\\b.*"
                    + "|[\\w$.]+(?:<[^(){};=]*>)?(?:\\[])*\\s+[\\w$]+\\s*\\([^(){};]*\\)\\s*(?:throws\\s[\\w$., ]+)?\\{.*)");
    private static final Pattern IMPORT = Pattern.compile("(?s)\\s*import\\s.*;");
    private static final Set<String> KEYWORDS = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "false",
            "final",
            "finally",
            "float",
            "for",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "new",
            "null",
            "private",
            "protected",
            "public",
            "record",
            "return",
            "short",
            "static",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "true",
            "try",
            "var",
            "void",
            "while",
            "yield");

    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Syntax syntax;
    private final Members members;
    private final TrialShell shadow;
    private final ClassIndex classes;
    private final HostIndex host;

    Completer(JShell shell, Syntax syntax, Members members, TrialShell shadow, ClassIndex classes, HostIndex host) {
        this.shell = shell;
        this.analysis = shell.sourceCodeAnalysis();
        this.syntax = syntax;
        this.members = members;
        this.shadow = shadow;
        this.classes = classes;
        this.host = host;
    }

    Completion complete(String code, int cursor) {
        int quote = JavaText.openString(code, cursor);
        if (quote >= 0) {
            return Paths.complete(code, quote, cursor);
        }
        Asked question = asked(code, cursor);
        String asked = question.text();
        int[] anchor = new int[1];
        Set<String> texts = question.analysis().completionSuggestions(asked, asked.length(), anchor).stream()
                .map(SourceCodeAnalysis.Suggestion::continuation)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        int begun = asked.length() - simpleName(asked).length();
        if (texts.addAll(packages(asked.substring(0, begun), asked.substring(begun)))) {
            anchor[0] = begun;
        }
        int start = cursor - (asked.length() - anchor[0]);
        if (start < 0) {
            return new Completion(cursor, List.of());
        }
        boolean member = anchor[0] > 0 && asked.charAt(anchor[0] - 1) == '.';
        Map<String, String> signatures = member ? members.of(asked.substring(0, anchor[0] - 1)) : inScope();
        Map<String, Completion.Match> matches = new LinkedHashMap<>();
        for (String text : texts) {
            String name = text.replaceAll("\\W+$", "");
            if (!name.equals("W$") && !name.equals("m$")) {
                String signature = signatures.getOrDefault(name, "");
                matches.put(text, new Completion.Match(text, kind(text, name, signature, member), signature));
            }
        }
        String typed = code.substring(start, cursor);
        if (!member && typed.length() > 1) {
            KEYWORDS.stream()
                    .filter(word -> word.startsWith(typed))
                    .sorted()
                    .forEach(word -> matches.putIfAbsent(word, new Completion.Match(word, "keyword")));
        }
        if (!member && typed.length() > 2 && Character.isUpperCase(typed.charAt(0)) && !question.isImport()) {
            for (String found : classes.startingWith(typed)) {
                String simple = found.substring(found.lastIndexOf('.') + 1);
                if (texts.stream()
                        .noneMatch(text -> text.replaceAll("\\W+$", "").equals(simple))) {
                    matches.put(found, new Completion.Match(found, "class", "not imported: import " + found + ";"));
                }
            }
        }
        return new Completion(start, List.copyOf(matches.values()));
    }

    String shorten(String declaration) {
        return Imports.shorten(shell, declaration);
    }

    private static String simpleName(String text) {
        int from = text.length();
        while (from > 0 && Character.isJavaIdentifierPart(text.charAt(from - 1))) {
            from--;
        }
        return text.substring(from);
    }

    /** What JShell does not know of the program's packages: names that begin so, behind the dotted name that ends {@code before}. */
    private List<String> packages(String before, String begun) {
        int from = before.length();
        while (from > 0
                && (Character.isJavaIdentifierPart(before.charAt(from - 1)) || before.charAt(from - 1) == '.')) {
            from--;
        }
        String qualifier = before.substring(from);
        boolean variable =
                !qualifier.isEmpty() && shell.variables().anyMatch(known -> qualifier.startsWith(known.name() + "."));
        return variable || qualifier.isEmpty() && begun.isEmpty()
                ? List.of()
                : host.packagesAfter(qualifier).stream()
                        .filter(next -> next.startsWith(begun))
                        .toList();
    }

    private static String kind(String text, String name, String signature, boolean member) {
        if (text.contains("(") && !signature.startsWith("class ") && !Character.isUpperCase(text.charAt(0))) {
            return "function";
        }
        if (KEYWORDS.contains(name)) {
            return "keyword";
        }
        boolean constant = name.equals(name.toUpperCase(java.util.Locale.ROOT)) && name.length() > 1;
        return !member && !constant && Character.isUpperCase(name.isEmpty() ? ' ' : name.charAt(0))
                ? "class"
                : "instance";
    }

    private Map<String, String> inScope() {
        Map<String, String> signatures = new LinkedHashMap<>();
        shell.variables().forEach(variable -> signatures.put(variable.name(), shorten(variable.typeName())));
        shell.methods()
                .forEach(method ->
                        signatures.merge(method.name(), method.name() + method.signature(), (a, b) -> a + "\n" + b));
        return signatures;
    }

    /** The code to ask about, which ends at the cursor, and whom to ask. */
    record Asked(String text, boolean isImport, SourceCodeAnalysis analysis) {}

    Asked asked(String code, int cursor) {
        String text = code.substring(0, cursor);
        List<Statement> pieces = CellSplitter.of(text, analysis, syntax);
        int last = pieces.size() - 1;
        boolean within =
                last >= 0 && pieces.get(last).to() == cursor && !JavaText.endsQuiet(text) && !text.endsWith("}");
        int from = within ? pieces.get(last).from() : cursor;
        List<String> imports = new ArrayList<>();
        StringBuilder types = new StringBuilder();
        StringBuilder locals = new StringBuilder();
        for (Statement piece : within ? pieces.subList(0, last) : pieces) {
            String source = piece.text(text);
            if (IMPORT.matcher(source).matches()) {
                imports.add(source);
            } else if (piece.form().variable()) {
                locals.append(source).append('\n');
            } else if (piece.form().kind() == Syntax.Kind.OTHER
                    && !piece.form().names().declares().isEmpty()) {
                types.append(source).append('\n');
            }
        }
        imports.removeIf(this::isActive);
        String piece = text.substring(from);
        if (!imports.isEmpty()) {
            types.insert(0, declarations());
        }
        SourceCodeAnalysis asking = imports.isEmpty() ? analysis : shadow.with(shell, imports);
        boolean isImport = piece.stripLeading().startsWith("import ");
        if (isImport || types.length() == 0 && locals.length() == 0) {
            return new Asked(piece, isImport, asking);
        }
        String before = DECLARATION.matcher(piece).matches()
                ? "class W$ {\n" + types + withoutVar(locals.toString())
                : "class W$ {\n" + types + "Object m$() throws Throwable {\n" + locals;
        return new Asked(before + piece, false, asking);
    }

    /** Fields have no {@code var}. */
    private static String withoutVar(String locals) {
        return locals.lines()
                .filter(line -> !line.stripLeading().startsWith("var "))
                .collect(Collectors.joining("\n"));
    }

    private boolean isActive(String source) {
        List<Imports.Import> known = Imports.of(shell).toList();
        return Imports.of(source).allMatch(known::contains);
    }

    /** What the session holds, as the members of a class. */
    private String declarations() {
        StringBuilder text = new StringBuilder();
        shell.variables().forEach(variable -> {
            if (!variable.typeName().contains("#") && !variable.typeName().contains("capture")) {
                text.append(variable.typeName())
                        .append(' ')
                        .append(variable.name())
                        .append(";\n");
            }
        });
        shell.snippets()
                .filter(snippet -> shell.status(snippet).isActive()
                        && (snippet.kind() == Snippet.Kind.METHOD || snippet.kind() == Snippet.Kind.TYPE_DECL))
                .forEach(snippet -> text.append(snippet.source()).append('\n'));
        return text.toString();
    }

    static List<String> sources(JShell shell) {
        return shell.imports().map(ImportSnippet::source).toList();
    }
}
