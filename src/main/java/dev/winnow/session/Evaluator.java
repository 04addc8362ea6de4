package dev.winnow.session;

import dev.winnow.display.MimeBundle;
import dev.winnow.display.Renderers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pieces of a cell in order.
 *
 * <p>JShell needs three compilations for a statement and one or two for a method. So a run of statements, with the value that ends
 * the cell, becomes the body of one method, which is compiled, forgotten by JShell and called. Each piece keeps a block of its own.
 * What does not compile so is run piece by piece instead: what stands before the fault takes effect, as it does in JShell.
 */
final class Evaluator {
    /** More in one method could pass javac's 64 kB. */
    private static final int MOST_MERGED = 200;

    /** What JShell calls the method that gives a variable its value. */
    private static final String SETTER = "do_it$";

    private static final Set<Snippet.SubKind> SHOWN = Set.of(
            Snippet.SubKind.OTHER_EXPRESSION_SUBKIND,
            Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND,
            Snippet.SubKind.VAR_VALUE_SUBKIND);

    private final JShell shell;
    private final SnippetScope scope;
    private final Declarations declarations;
    private final InProcessControl control;
    private final Origins origins;
    private final Variables variables;
    private final Hints hints;
    private final boolean merging;
    private int methods;
    private long compilations;

    Evaluator(
            JShell shell,
            InProcessControl control,
            Origins origins,
            Variables variables,
            Hints hints,
            boolean merging) {
        this.shell = shell;
        scope = merging ? new SnippetScope(shell).narrow() : new SnippetScope(shell);
        declarations = new Declarations(shell);
        this.control = control;
        this.origins = origins;
        this.variables = variables;
        this.hints = hints;
        this.merging = merging;
    }

    /**
     * The result with its value as it is shown. That may run a person's {@code toString} or a picture of many samples, so it is part of
     * the cell: it can be stopped, and fails as the cell does.
     */
    CellResult shown(CellResult result) {
        if (result.value().isEmpty()) {
            return result;
        }
        Object value = result.value().get();
        try {
            MimeBundle bundle = (MimeBundle) control.call(() -> Renderers.render(value));
            return new CellResult(result.number(), result.value(), result.error(), Optional.ofNullable(bundle));
        } catch (Throwable failure) {
            return runError(List.of())
                    .map(error -> CellResult.failed(result.number(), error))
                    .orElse(result);
        }
    }

    /** Runs the pieces of a cell. */
    CellResult run(int number, String code, List<Statement> pieces, Output output) {
        for (Statement piece : pieces) {
            if (piece.form().longText() > LongText.MOST_BYTES) {
                return CellResult.failed(number, LongText.refused(number, code, piece));
            }
        }
        List<DeclarationSnippet> waiting = new ArrayList<>();
        try {
            return run(number, code, pieces, output, waiting);
        } finally {
            // Only at the end: a later piece of the cell may declare what an earlier one uses.
            waiting.forEach(declared -> warnOfUnresolved(declared, output));
        }
    }

    private CellResult run(
            int number, String code, List<Statement> pieces, Output output, List<DeclarationSnippet> waiting) {
        Object value = null;
        int next = 0;
        while (next < pieces.size()) {
            int end = runEnd(pieces, next);
            boolean declares = end == next;
            if (declares) {
                end = merging ? Math.max(next + 1, declarations.end(code, pieces, next)) : next + 1;
            }
            List<Statement> run = pieces.subList(next, end);
            boolean shown = end == pieces.size() && !JavaText.endsQuiet(code);
            Step step = declares
                    ? declare(number, code, run, shown, output, waiting)
                    : together(number, code, run, shown, output, waiting);
            if (step.error().isPresent()) {
                return CellResult.failed(number, step.error().get());
            }
            value = end == pieces.size() && !JavaText.endsQuiet(code) ? step.value() : null;
            next = end;
        }
        return CellResult.of(number, Optional.ofNullable(value));
    }

    /** What a step of a cell came to. */
    private record Step(@Nullable Object value, Optional<CellError> error) {}

    /** Behind the last piece that can run in one method with the one at {@code from}; {@code from} when that one cannot. */
    private int runEnd(List<Statement> pieces, int from) {
        int end = from;
        while (end < pieces.size() && end - from < (merging ? MOST_MERGED : 1)) {
            Syntax.Kind kind = pieces.get(end).form().kind();
            if (kind == Syntax.Kind.OTHER) {
                break;
            }
            end++;
            if (kind == Syntax.Kind.VALUE) {
                break;
            }
        }
        return end;
    }

    /** Runs pieces in one method, or one by one when they do not compile together. */
    private Step together(
            int number,
            String code,
            List<Statement> run,
            boolean shown,
            Output output,
            List<DeclarationSnippet> waiting) {
        Statement last = run.get(run.size() - 1);
        Syntax.Kind kind = last.form().kind();
        boolean valued = kind == Syntax.Kind.VALUE || shown && kind == Syntax.Kind.CALL;
        Optional<Step> done = attempt(number, code, run, valued);
        if (done.isEmpty() && valued && kind == Syntax.Kind.CALL) {
            done = attempt(number, code, run, false);
        }
        if (done.isPresent()) {
            return done.get();
        }
        if (run.size() == 1) {
            return declare(number, code, last, shown, output, waiting);
        }
        Step step = new Step(null, Optional.empty());
        for (int i = 0; i < run.size() && step.error().isEmpty(); i++) {
            step = together(number, code, run.subList(i, i + 1), shown && i == run.size() - 1, output, waiting);
        }
        return step;
    }

    /** Compiles and calls a method of the pieces, the last being its value or not; empty when that does not compile. */
    private Optional<Step> attempt(int number, String code, List<Statement> run, boolean valued) {
        String name = "cell$" + ++methods;
        StringBuilder text =
                new StringBuilder(valued ? "Object " : "void ").append(name).append("() throws Throwable {");
        int at = run.get(0).from();
        for (int i = 0; i < run.size(); i++) {
            Statement piece = run.get(i);
            text.append(code, at, piece.from());
            at = piece.to();
            boolean ended = JavaText.endsQuiet(piece.text(code));
            if (valued && i == run.size() - 1) {
                String value = piece.text(code);
                value = ended ? value.substring(0, value.lastIndexOf(';')) : value;
                text.append("var value$ = ").append(value).append("\n;return value$;");
            } else {
                // Only the cell's last piece can lack its semicolon or end with a comment.
                boolean open = !ended && piece.to() == code.length();
                text.append('{').append(piece.text(code)).append(open ? "\n;}" : "}");
            }
        }
        compilations++;
        String method = text.append('}').toString();
        List<SnippetEvent> events = scope.of(method, Set.of(name), () -> shell.eval(method));
        SnippetEvent own = events.get(0);
        if (own.status() == Snippet.Status.REJECTED) {
            return Optional.empty();
        }
        String className = origins.className(own.snippet());
        origins.add(
                own.snippet(),
                Optional.of(new Origins.Origin(number, code, run.get(0).from())));
        shell.drop(own.snippet());
        if (own.status() != Snippet.Status.VALID) {
            return Optional.empty();
        }
        control.call(className, name);
        return Optional.of(new Step(valued ? control.value() : null, runError(run)));
    }

    private Optional<CellError> runError(List<Statement> run) {
        Throwable thrown = control.thrown();
        if (thrown == null) {
            return Optional.empty();
        }
        if (thrown instanceof OutOfMemoryError full) {
            return Optional.of(outOfMemory(full, run));
        }
        if (thrown instanceof SPIResolutionException unresolved) {
            return Optional.of(ErrorText.unresolved(unresolvedMessage(unresolved), thrown, origins));
        }
        return Optional.of(
                // After a stop an InterruptedException, or what code made of it, means the same.
                thrown instanceof Interrupted || control.wasStopped()
                        ? ErrorText.interrupted(control.wasDetached())
                        : ErrorText.thrown(thrown, origins));
    }

    /**
     * Makes room after a cell filled the heap: lets go of what the pieces assign, and if that is not enough, of all variables they
     * mention.
     */
    CellError outOfMemory(OutOfMemoryError full, List<Statement> pieces) {
        Set<String> gone = new TreeSet<>();
        if (MemoryReserve.isFull()) {
            pieces.forEach(piece -> piece.form().names().writes().forEach(name -> letGo(name, gone)));
            pieces.forEach(piece -> piece.form().names().declares().forEach(name -> letGo(name, gone)));
        }
        if (MemoryReserve.isFull()) {
            pieces.forEach(piece -> piece.form().names().reads().forEach(name -> letGo(name, gone)));
        }
        String room = MemoryReserve.isFull()
                ? "The memory is still full: %reset lets go of everything."
                : "There is room again.";
        return ErrorText.outOfMemory(
                full,
                gone.isEmpty() ? room : "Set to null to make room: " + String.join(", ", gone) + ". " + room,
                origins);
    }

    private void letGo(String name, Set<String> gone) {
        if (variables.clear(name)) {
            gone.add(name);
        }
    }

    /** Which declaration a call met that does not compile, and for want of what. */
    private String unresolvedMessage(SPIResolutionException unresolved) {
        String met = unresolved.getStackTrace()[0].getMethodName();
        return shell.methods()
                .filter(method ->
                        method.name().equals(met) && shell.status(method) == Snippet.Status.RECOVERABLE_DEFINED)
                .findFirst()
                .map(this::whyUnresolved)
                .orElse("a declaration uses what is not declared yet");
    }

    private String whyUnresolved(DeclarationSnippet declared) {
        String missing = shell.unresolvedDependencies(declared).collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? declared.name() + " does not compile: "
                        + shell.diagnostics(declared)
                                .filter(Diag::isError)
                                .map(diagnostic -> diagnostic.getMessage(Locale.ENGLISH))
                                .collect(Collectors.joining("; "))
                : declared.name() + " uses what is not declared yet: " + missing;
    }

    /** Declares pieces at once, or one by one when they do not compile together. */
    private Step declare(
            int number,
            String code,
            List<Statement> run,
            boolean shown,
            Output output,
            List<DeclarationSnippet> waiting) {
        if (run.size() > 1) {
            List<String> sources = run.stream().map(piece -> piece.source(code)).toList();
            Set<String> names = run.stream()
                    .flatMap(piece -> piece.form().names().declares().stream())
                    .collect(Collectors.toSet());
            compilations++;
            Optional<List<List<SnippetEvent>>> declared =
                    scope.of(String.join("\n", sources), names, () -> declarations.declare(sources));
            if (declared.isPresent()) {
                return set(number, code, run, declared.get(), output, waiting);
            }
        }
        Step step = new Step(null, Optional.empty());
        for (int i = 0; i < run.size() && step.error().isEmpty(); i++) {
            step = declare(number, code, run.get(i), shown && i == run.size() - 1, output, waiting);
        }
        return step;
    }

    /** Gives variables that were declared together their values; behind one that fails, nothing was declared. */
    private Step set(
            int number,
            String code,
            List<Statement> run,
            List<List<SnippetEvent>> declared,
            Output output,
            List<DeclarationSnippet> waiting) {
        List<String> setters = new ArrayList<>();
        List<Integer> set = new ArrayList<>();
        for (int i = 0; i < run.size(); i++) {
            Origins.Origin origin = new Origins.Origin(number, code, run.get(i).from());
            for (SnippetEvent event : declared.get(i)) {
                boolean own = event.causeSnippet() == null;
                origins.add(event.snippet(), own ? Optional.of(origin) : Optional.empty());
                if (own && event.snippet().subKind().isExecutable()) {
                    setters.add(origins.className(event.snippet()));
                    set.add(i);
                }
            }
        }
        int done = control.call(setters, SETTER);
        int last = done == setters.size() ? run.size() - 1 : set.get(done);
        for (int i = 0; i < run.size(); i++) {
            if (i > last) {
                declared.get(i).forEach(event -> shell.drop(event.snippet()));
            } else {
                variables.update(declared.get(i), number, output);
                waiting.add((DeclarationSnippet) declared.get(i).get(0).snippet());
            }
        }
        return new Step(null, runError(List.of(run.get(last))));
    }

    /** Hands a piece to JShell as it is. */
    private Step declare(
            int number, String code, Statement piece, boolean shown, Output output, List<DeclarationSnippet> waiting) {
        String source = piece.source(code);
        Origins.Origin origin = new Origins.Origin(number, code, piece.from());
        Object value = null;
        Optional<CellError> error = Optional.empty();
        compilations++;
        List<SnippetEvent> events = scope.of(source, piece.form().names().declares(), () -> shell.eval(source));
        for (SnippetEvent event : events) {
            boolean own = event.causeSnippet() == null;
            if (event.status() != Snippet.Status.REJECTED) {
                origins.add(event.snippet(), own ? Optional.of(origin) : Optional.empty());
            }
            if (own && error.isEmpty()) {
                error = error(event, origin, piece, source);
                if (error.isEmpty()) {
                    if (event.snippet() instanceof DeclarationSnippet declared) {
                        waiting.add(declared);
                    }
                    value = shown && SHOWN.contains(event.snippet().subKind()) ? control.value() : null;
                }
            }
        }
        variables.update(events, number, output);
        events.stream().filter(this::isHopeless).forEach(event -> shell.drop(event.snippet()));
        for (SnippetEvent event : events) {
            if (event.snippet().subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
                // JShell would keep the value under a name of its own for ever; Values keeps it for a while.
                variables.forget(((VarSnippet) event.snippet()).name());
                shell.drop(event.snippet());
            }
        }
        return new Step(value, error);
    }

    /**
     * Whether JShell waits for what makes this compile, and nothing can: it waits also where no name is missing, such as for code that a
     * class file cannot hold, and takes a statement that waits for done.
     */
    private boolean isHopeless(SnippetEvent event) {
        boolean waits = event.status() == Snippet.Status.RECOVERABLE_DEFINED
                || event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED;
        return waits
                && event.causeSnippet() == null
                && (!(event.snippet() instanceof DeclarationSnippet)
                        || shell.diagnostics(event.snippet())
                                .anyMatch(diagnostic -> diagnostic.getCode().startsWith("compiler.err.limit")));
    }

    private Optional<CellError> error(SnippetEvent event, Origins.Origin origin, Statement piece, String source) {
        if (event.status() == Snippet.Status.REJECTED || isHopeless(event)) {
            List<Diag> errors =
                    shell.diagnostics(event.snippet()).filter(Diag::isError).toList();
            return Optional.of(
                    errors.isEmpty()
                            ? new CellError(
                                    "CompilationError", "This is no Java: " + source.strip(), List.of(source.strip()))
                            : ErrorText.compile(origin, hints.of(source, errors.get(0)), errors.get(0)));
        }
        if (event.exception() == null) {
            return Optional.empty();
        }
        if (control.thrown() != null) {
            return runError(List.of(piece));
        }
        String message = String.valueOf(event.exception().getMessage());
        return Optional.of(new CellError("Unresolved", message, List.of(message)));
    }

    private void warnOfUnresolved(DeclarationSnippet declared, Output output) {
        Snippet.Status status = shell.status(declared);
        if (status == Snippet.Status.RECOVERABLE_DEFINED || status == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
            output.stderr("Warning: " + whyUnresolved(declared) + "\n");
        }
    }

    long compilations() {
        return compilations;
    }

    /** Names of the methods that hold a run of statements. */
    static boolean isRun(String method) {
        return method.startsWith("cell$");
    }
}
