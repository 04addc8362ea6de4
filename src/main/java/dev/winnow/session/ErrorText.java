package dev.winnow.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Diag;

/** Errors as people read them: the cell, the line, the source with a caret, the real class, its causes and the user's frames. */
final class ErrorText {
    private static final String RED = "\u001b[31m";
    private static final String BLUE = "\u001b[34m";
    private static final String PLAIN = "\u001b[0m";
    private static final Pattern ASSIGNMENT = Pattern.compile("^\\s*([A-Za-z_$][\\w$]*)\\s*=[^=]");
    private static final Pattern SYMBOL = Pattern.compile("symbol:\\s+(?:variable|method|class)\\s+([\\w$]+)");

    private ErrorText() {}

    /** A compile error of the snippet at {@code origin}. */
    static CellError compile(Origins.Origin origin, String snippet, Diag diagnostic) {
        String code = origin.code();
        int start = Math.min(code.length(), origin.offset() + (int) Math.max(0, diagnostic.getPosition()));
        int from = Math.min(code.length(), origin.offset() + (int) Math.max(0, diagnostic.getStartPosition()));
        int to = Math.min(code.length(), origin.offset() + (int) Math.max(0, diagnostic.getEndPosition()));
        int line = Source.line(code, start);
        String text = Source.lineText(code, line);
        int lineStart = code.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
        int column = Math.max(0, Math.min(from, start) - lineStart);
        int width = Math.max(1, Math.min(to, lineStart + text.length()) - lineStart - column);
        String message = diagnostic.getMessage(Locale.ENGLISH).strip();
        List<String> lines = new ArrayList<>();
        lines.add(RED + "CompilationError" + PLAIN + ": " + BLUE + "Cell In [" + origin.cell() + "], line " + line
                + PLAIN);
        lines.add("    " + text);
        lines.add("    " + " ".repeat(column) + RED + "^".repeat(width) + PLAIN);
        lines.addAll(message.lines().toList());
        String hint = hint(snippet, diagnostic, message);
        if (!hint.isEmpty()) {
            lines.add(hint);
        }
        return new CellError("CompilationError", message.lines().findFirst().orElse(""), lines);
    }

    private static String hint(String snippet, Diag diagnostic, String message) {
        String code = String.valueOf(diagnostic.getCode());
        if (code.startsWith("compiler.err.cant.resolve")) {
            Matcher assigned = ASSIGNMENT.matcher(snippet);
            Matcher symbol = SYMBOL.matcher(message);
            if (assigned.find() && (!symbol.find() || symbol.group(1).equals(assigned.group(1)))) {
                return assigned.group(1) + " is not declared: write var " + assigned.group(1) + " = …";
            }
        }
        if (message.startsWith("';' expected")) {
            return "Each statement of a cell but the last needs a ; at its end.";
        }
        return "";
    }

    /** An exception that user code threw. */
    static CellError thrown(Throwable thrown, Origins origins) {
        List<String> lines = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        String prefix = "";
        for (Throwable each = thrown; each != null && seen.add(each); each = each.getCause()) {
            String message = each.getMessage();
            String name = Origins.plainName(each.getClass().getName());
            lines.add(RED + prefix + name + PLAIN + (message == null || message.isEmpty() ? "" : ": " + message));
            frames(each, origins, lines);
            prefix = "Caused by: ";
        }
        String message = thrown.getMessage();
        return new CellError(
                simpleName(Origins.plainName(thrown.getClass().getName())), message == null ? "" : message, lines);
    }

    private static void frames(Throwable thrown, Origins origins, List<String> lines) {
        boolean first = true;
        String before = "";
        int repeats = 0;
        for (StackTraceElement frame : thrown.getStackTrace()) {
            Optional<Origins.Line> line = origins.line(frame);
            if (line.isEmpty()) {
                continue;
            }
            String text = "  at " + method(frame) + BLUE + "Cell In ["
                    + line.get().cell() + "], line " + line.get().line() + PLAIN;
            if (text.equals(before)) {
                repeats++;
                continue;
            }
            if (repeats > 0) {
                lines.add("  … and " + repeats + " more of it");
                repeats = 0;
            }
            before = text;
            lines.add(text);
            if (first) {
                lines.add("    " + line.get().text().strip());
                first = false;
            }
        }
        if (repeats > 0) {
            lines.add("  … and " + repeats + " more of it");
        }
    }

    /** What a magic that stands at {@code from} could not do. */
    static CellError magic(int cell, String code, int from, Throwable failure) {
        boolean misused = failure instanceof MagicException;
        String name = misused ? "MagicError" : failure.getClass().getSimpleName();
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        int line = Source.line(code, from);
        List<String> lines = new ArrayList<>();
        lines.add(RED + name + PLAIN + ": " + BLUE + "Cell In [" + cell + "], line " + line + PLAIN);
        lines.add("    " + Source.lineText(code, line).strip());
        lines.addAll(message.lines().toList());
        return new CellError(name, message.lines().findFirst().orElse(""), lines);
    }

    /** The user's method that a frame is in, empty for the cell itself and for lambdas. */
    private static String method(StackTraceElement frame) {
        String name = frame.getMethodName();
        boolean written = !name.isEmpty()
                && !name.startsWith("do_it")
                && !name.startsWith("lambda$")
                && !Evaluator.isRun(name)
                && !name.startsWith("<");
        return written ? name + ", " : "";
    }

    static CellError interrupted(boolean detached) {
        List<String> lines = new ArrayList<>(List.of(RED + "Interrupted" + PLAIN));
        if (detached) {
            lines.add(
                    "A library call did not stop and is still running; its output is muted and its thread is left behind.");
        }
        return new CellError("Interrupted", "", lines);
    }

    static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
