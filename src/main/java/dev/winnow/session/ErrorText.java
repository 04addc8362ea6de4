package dev.winnow.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.Diag;

/** Errors as people read them: the cell, the line, the source with a caret, the real class, its causes and the user's frames. */
final class ErrorText {
    private static final String RED = "\u001b[31m";
    /** Magenta, since blue is lost on black and yellow or cyan on white. */
    private static final String PLACE = "\u001b[35m";

    private static final String PLAIN = "\u001b[0m";

    /** Of a longer one, what stands around the fault is shown. */
    private static final int LONGEST_LINE = 400;

    private ErrorText() {}

    /** Code that is not given to the compiler, with its reason and advice. */
    static CellError refused(int cell, String code, int from, String why, List<String> advice) {
        int line = JavaText.line(code, from);
        String text = JavaText.lineText(code, line).strip();
        List<String> lines = new ArrayList<>();
        lines.add(RED + "CompilationError" + PLAIN + ": " + PLACE + "Cell In [" + cell + "], line " + line + PLAIN);
        lines.add("    " + (text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text));
        lines.add(why);
        lines.addAll(advice);
        return new CellError("CompilationError", why, lines);
    }

    /** A compile error of the snippet at {@code origin}, with a line of advice or none. */
    static CellError compile(Origins.Origin origin, String hint, Diag diagnostic) {
        String code = origin.code();
        int start = Math.min(code.length(), origin.offset() + (int) Math.max(0, diagnostic.getPosition()));
        int from = Math.min(code.length(), origin.offset() + (int) Math.max(0, diagnostic.getStartPosition()));
        int to = Math.min(code.length(), origin.offset() + (int) Math.max(0, diagnostic.getEndPosition()));
        int line = JavaText.line(code, start);
        String text = JavaText.lineText(code, line);
        int lineStart = code.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
        int column = Math.max(0, Math.min(from, start) - lineStart);
        int width = Math.max(1, Math.min(to, lineStart + text.length()) - lineStart - column);
        String message = diagnostic.getMessage(Locale.ENGLISH).strip();
        List<String> lines = new ArrayList<>();
        lines.add(RED + "CompilationError" + PLAIN + ": " + PLACE + "Cell In [" + origin.cell() + "], line " + line
                + PLAIN);
        int cut = text.length() > LONGEST_LINE ? Math.max(0, column - LONGEST_LINE / 2) : 0;
        String shown = text.substring(cut, Math.min(text.length(), cut + LONGEST_LINE));
        lines.add("    " + shown);
        lines.add("    " + " ".repeat(column - cut) + RED
                + "^".repeat(Math.min(width, Math.max(1, shown.length() - column + cut))) + PLAIN);
        lines.addAll(message.lines().toList());
        if (!hint.isEmpty()) {
            lines.add(hint);
        }
        return new CellError("CompilationError", message.lines().findFirst().orElse(""), lines);
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

    /** A call of a declaration that waits for another. */
    static CellError unresolved(String message, Throwable thrown, Origins origins) {
        List<String> lines = new ArrayList<>(List.of(RED + "Unresolved" + PLAIN + ": " + message));
        frames(thrown, origins, lines);
        return new CellError("Unresolved", message, lines);
    }

    /** A full heap, and what was done about it. */
    static CellError outOfMemory(OutOfMemoryError full, String done, Origins origins) {
        CellError error = thrown(full, origins);
        List<String> lines = new ArrayList<>(error.traceback());
        lines.add(done);
        return new CellError(error.name(), error.message(), lines);
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
            String text = "  at " + method(frame) + PLACE + "Cell In ["
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
        int line = JavaText.line(code, from);
        List<String> lines = new ArrayList<>();
        lines.add(RED + name + PLAIN + ": " + PLACE + "Cell In [" + cell + "], line " + line + PLAIN);
        lines.add("    " + JavaText.lineText(code, line).strip());
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
