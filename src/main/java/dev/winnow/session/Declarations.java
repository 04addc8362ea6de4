package dev.winnow.session;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.jspecify.annotations.Nullable;

/**
 * Declares several things at a time. JShell compiles each declaration by itself, and twice; what does that in it takes a set, which
 * it never gives it but for what is compiled anew. No setting reaches that, so its own methods are called; the manifest of the jar
 * opens the package. Where it is closed, things are declared one by one.
 */
final class Declarations {
    /** Each imports all the others, which costs more than it saves when there are many. */
    private static final int MOST = 25;

    private final JShell shell;
    private final @Nullable Engine engine;

    /** JShell's own parts. */
    private record Engine(
            Object evaluation,
            Method parse,
            Constructor<?> unit,
            Method diagnostics,
            Method initialize,
            Method wrap,
            Method compile,
            Method events) {

        static Engine of(JShell shell) throws ReflectiveOperationException {
            var field = JShell.class.getDeclaredField("eval");
            field.setAccessible(true);
            Object evaluation = field.get(shell);
            Class<?> unit = Class.forName("jdk.jshell.Unit");
            Class<?> diagnostics = Class.forName("jdk.jshell.DiagList");
            Constructor<?> constructor =
                    unit.getDeclaredConstructor(JShell.class, Snippet.class, Snippet.class, diagnostics);
            constructor.setAccessible(true);
            return new Engine(
                    evaluation,
                    open(evaluation.getClass(), "sourceToSnippets", String.class),
                    constructor,
                    open(Snippet.class, "syntheticDiags"),
                    open(unit, "initialize"),
                    open(unit, "setWrap", Collection.class, Collection.class),
                    open(evaluation.getClass(), "compileAndLoad", Set.class),
                    open(
                            evaluation.getClass(),
                            "events",
                            unit,
                            Collection.class,
                            String.class,
                            Class.forName("jdk.jshell.JShellException")));
        }

        private static Method open(Class<?> type, String name, Class<?>... parameters)
                throws ReflectiveOperationException {
            Method method = type.getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return method;
        }
    }

    Declarations(JShell shell) {
        this.shell = shell;
        Engine open = null;
        try {
            open = Engine.of(shell);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            // Slower, and right.
        }
        engine = open;
    }

    /**
     * Behind the last piece that can be declared together with the one at {@code from}. All their names are new, and what happens
     * is what would happen one by one: a variable is made of nothing that the others declare, but of variables before it if its type
     * is written down.
     */
    int end(String code, List<Statement> pieces, int from) {
        if (engine == null) {
            return from;
        }
        Set<String> taken = new HashSet<>();
        shell.snippets().forEach(snippet -> {
            if (snippet instanceof DeclarationSnippet declared
                    && shell.status(declared).isActive()) {
                taken.add(declared.name());
                // "method f(int)": what is waited for makes an older declaration work.
                shell.unresolvedDependencies(declared).forEach(missing -> taken.addAll(List.of(missing.split("\\W+"))));
            }
        });
        Set<String> variables = new HashSet<>();
        Set<String> methodsAndTypes = new HashSet<>();
        int end = from;
        while (end < pieces.size() && end - from < MOST) {
            Statement piece = pieces.get(end);
            NamesInCode names = piece.form().names();
            boolean variable = piece.form().variable();
            boolean alone = piece.form().kind() != Syntax.Kind.OTHER
                    || names.declares().size() != 1
                    || !Collections.disjoint(names.declares(), taken)
                    || variable && !Collections.disjoint(names.reads(), methodsAndTypes)
                    || piece.form().inferred() && !Collections.disjoint(names.reads(), variables)
                    || !variable && !piece.text(code).endsWith("}");
            if (alone) {
                break;
            }
            taken.addAll(names.declares());
            if (variable) {
                // What it reads must not be declared behind it.
                taken.addAll(names.reads());
                variables.addAll(names.declares());
            } else {
                methodsAndTypes.addAll(names.declares());
            }
            end++;
        }
        return end;
    }

    /**
     * Compiles and loads declarations; variables are not set yet.
     *
     * @return the events of each, its own first; empty if not all compile, and then nothing is declared
     */
    Optional<List<List<SnippetEvent>>> declare(List<String> sources) {
        Engine own = Objects.requireNonNull(engine);
        try {
            return declare(own, sources);
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException("JShell fails on " + sources, failure.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Optional<List<List<SnippetEvent>>> declare(Engine own, List<String> sources)
            throws ReflectiveOperationException {
        Map<Object, Integer> units = new LinkedHashMap<>();
        List<Snippet> snippets = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            for (Object parsed : (List<?>) own.parse().invoke(own.evaluation(), sources.get(i))) {
                Snippet snippet = (Snippet) parsed;
                if (snippet.kind() == Snippet.Kind.ERRONEOUS) {
                    return Optional.empty();
                }
                snippets.add(snippet);
                units.put(
                        own.unit()
                                .newInstance(
                                        shell, snippet, null, own.diagnostics().invoke(snippet)),
                        i);
            }
        }
        for (Object unit : units.keySet()) {
            // Each writes the imports of the others, for which they need a class.
            own.initialize().invoke(unit);
            own.wrap().invoke(unit, Set.of(unit), Set.of(unit));
        }
        Set<Object> done = new LinkedHashSet<>(
                (Set<?>) own.compile().invoke(own.evaluation(), new LinkedHashSet<>(units.keySet())));
        if (!snippets.stream().allMatch(snippet -> shell.status(snippet) == Snippet.Status.VALID)) {
            snippets.stream()
                    .filter(snippet -> shell.status(snippet).isActive())
                    .forEach(shell::drop);
            return Optional.empty();
        }
        List<List<SnippetEvent>> events = new ArrayList<>();
        sources.forEach(source -> events.add(new ArrayList<>()));
        done.removeAll(units.keySet());
        for (Map.Entry<Object, Integer> unit : units.entrySet()) {
            for (Object event : (List<?>) own.events().invoke(own.evaluation(), unit.getKey(), done, null, null)) {
                events.get(unit.getValue()).add((SnippetEvent) event);
            }
            // What is compiled anew because of them is told of once.
            done.clear();
        }
        return Optional.of(events);
    }
}
