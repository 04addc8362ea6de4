package dev.winnow.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.spi.ExecutionControl;
import org.jspecify.annotations.Nullable;

/** A second JShell that knows a session's imports, takes more of them on trial and runs nothing. Made when it is first needed. */
final class TrialShell implements AutoCloseable {
    private final Supplier<JShell> maker;
    private final List<String> known = new ArrayList<>();
    private @Nullable JShell shell;

    TrialShell(Supplier<JShell> maker) {
        this.maker = maker;
    }

    /** Adds a jar or folder, if there is anything to add it to yet. */
    synchronized void addToClassPath(String entry) {
        if (shell != null) {
            shell.addToClasspath(entry);
        }
    }

    /** Questions about code that sees the imports of {@code session} and {@code more}. */
    synchronized SourceCodeAnalysis with(JShell session, List<String> more) {
        JShell own = shell;
        if (own == null) {
            own = maker.get();
            shell = own;
        }
        List<String> wanted = new ArrayList<>(Completer.sources(session));
        wanted.addAll(more);
        if (!known.equals(wanted)) {
            JShell asked = own;
            own.snippets()
                    .filter(snippet -> asked.status(snippet).isActive() && !wanted.contains(snippet.source()))
                    .toList()
                    .forEach(own::drop);
            for (String source : wanted) {
                if (!known.contains(source)) {
                    own.eval(source);
                }
            }
            known.clear();
            known.addAll(wanted);
        }
        return own.sourceCodeAnalysis();
    }

    @Override
    public synchronized void close() {
        if (shell != null) {
            shell.close();
        }
    }

    /** Loads and runs nothing. */
    static final class Nothing implements ExecutionControl {
        @Override
        public void load(ClassBytecodes[] classes) {}

        @Override
        public void redefine(ClassBytecodes[] classes) {}

        @Override
        public String invoke(String className, String method) {
            return "";
        }

        @Override
        public String varValue(String className, String name) {
            return "";
        }

        @Override
        public void addToClasspath(String path) {}

        @Override
        public void stop() {}

        @Override
        public Object extensionCommand(String command, Object argument) {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}
