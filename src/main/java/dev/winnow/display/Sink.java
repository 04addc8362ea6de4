package dev.winnow.display;

import org.jspecify.annotations.Nullable;

/** The displays of threads. */
final class Sink {
    static final InheritableThreadLocal<@Nullable Display> OF_THREAD = new InheritableThreadLocal<>();
    static final Display PRINTED = bundle -> {
        System.out.println(bundle.plain());
        return replacement -> {};
    };

    private Sink() {}
}
