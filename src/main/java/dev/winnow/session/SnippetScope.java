package dev.winnow.session;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of code sees of the session. JShell imports every variable and method ever declared into all that it compiles, and
 * javac looks each of them up, so that a cell would cost more the longer the session. A piece needs those that it names, and what
 * is compiled anew because of it needs its own.
 *
 * <p>JShell has no setting for this. It reads a list of its own for the imports, which is replaced by one that leaves out what is
 * not wanted; the manifest of the jar opens the package. Where it is closed, everything is imported.
 */
final class SnippetScope {
    private static final Pattern NAME = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");

    private final JShell shell;
    private final Map<Snippet, Set<String>> known = new WeakHashMap<>();
    private @Nullable Set<String> wanted;
    private @Nullable Thread evaluating;

    SnippetScope(JShell shell) {
        this.shell = shell;
    }

    /** From now on, pieces see what they need only. */
    SnippetScope narrow() {
        try {
            Field maps = JShell.class.getDeclaredField("maps");
            maps.setAccessible(true);
            Object snippets = maps.get(shell);
            Field list = snippets.getClass().getDeclaredField("keyIndexToSnippet");
            list.setAccessible(true);
            list.set(snippets, new Wanted((Collection<?>) list.get(snippets)));
        } catch (ReflectiveOperationException | RuntimeException closed) {
            // Slower, and right.
        }
        return this;
    }

    /**
     * Runs what compiles a piece.
     *
     * @param declares the names it leaves in the session; none for an import, for which everything is compiled anew
     */
    <T> T of(String source, Set<String> declares, Supplier<T> work) {
        // An escape may spell a name.
        wanted = declares.isEmpty() || source.contains("\\u") ? null : needed(source, declares);
        evaluating = Thread.currentThread();
        try {
            return work.get();
        } finally {
            wanted = null;
            evaluating = null;
        }
    }

    private Set<String> needed(String source, Set<String> declares) {
        Set<String> needed = new HashSet<>(names(source));
        Set<String> changed = new HashSet<>(declares);
        List<DeclarationSnippet> others = new ArrayList<>();
        shell.snippets()
                .filter(snippet -> snippet instanceof DeclarationSnippet
                        && shell.status(snippet).isActive())
                .forEach(snippet -> others.add((DeclarationSnippet) snippet));
        boolean grows = true;
        while (grows) {
            grows = others.removeIf(other -> {
                Set<String> names = known.computeIfAbsent(other, snippet -> names(snippet.source()));
                if (Collections.disjoint(names, changed)) {
                    return false;
                }
                needed.addAll(names);
                changed.add(other.name());
                return true;
            });
        }
        return needed;
    }

    private static Set<String> names(String source) {
        return NAME.matcher(source).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    /** Types are always wanted: one may be the type of a variable that does not name it. */
    private boolean isWanted(@Nullable Object snippet) {
        Set<String> names = wanted;
        return names == null
                || Thread.currentThread() != evaluating
                || !(snippet instanceof VarSnippet || snippet instanceof MethodSnippet)
                || names.contains(((DeclarationSnippet) snippet).name());
    }

    private final class Wanted extends ArrayList<@Nullable Object> {
        private static final long serialVersionUID = 1;

        Wanted(Collection<?> all) {
            super(all);
        }

        @Override
        public Iterator<@Nullable Object> iterator() {
            return stream().filter(SnippetScope.this::isWanted).iterator();
        }
    }
}
