package dev.winnow.session;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the code of loaded classes. The JVM hands over the means when it starts the jar, whose manifest names this class as
 * {@code Launcher-Agent-Class}; without it (tests on the class path) re-declared code resets what depends on it.
 */
public final class Redefinition {
    private static volatile @Nullable Instrumentation instrumentation;

    private Redefinition() {}

    public static void agentmain(String argument, Instrumentation given) {
        instrumentation = given;
    }

    public static void premain(String argument, Instrumentation given) {
        instrumentation = given;
    }

    static boolean available() {
        return instrumentation != null;
    }

    /** Gives the classes new code; a change of fields or methods is refused. */
    static void replace(ClassDefinition... definitions) throws ClassNotFoundException, UnmodifiableClassException {
        Instrumentation given = instrumentation;
        if (given == null) {
            throw new UnsupportedOperationException(
                    "this JVM was not started from the jar, so classes stay as they are");
        }
        given.redefineClasses(definitions);
    }
}
