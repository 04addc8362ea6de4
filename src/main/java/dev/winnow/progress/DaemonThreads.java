package dev.winnow.progress;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that end with the process and do not write into the output of the cell that started them. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** A factory of such threads, called {@code name-1}, {@code name-2} and so on. */
    public static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(null, work, name + "-" + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }
}
