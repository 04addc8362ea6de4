package dev.winnow.kernel;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends an orphaned kernel: Jupyter names itself in {@code JPY_PARENT_PID}, and when it has gone nobody can reach the kernel any more.
 * Looks once a second.
 */
final class ParentWatch {
    private ParentWatch() {}

    /** Calls {@code orphaned} once, when the process that is named has gone. Without a name, or with init's, nothing is watched. */
    static void begin(String named, ScheduledExecutorService timer, Runnable orphaned) {
        long pid = named.matches("\\d{1,18}") ? Long.parseLong(named) : 0;
        if (pid <= 1) {
            return;
        }
        BooleanSupplier alive = alive(pid);
        Runnable look = new Runnable() {
            @Override
            public void run() {
                if (alive.getAsBoolean()) {
                    timer.schedule(this, 1, TimeUnit.SECONDS);
                } else {
                    orphaned.run();
                }
            }
        };
        look.run();
    }

    /** A direct parent is watched by being the parent still, since an unreaped one seems alive and numbers are used again. */
    private static BooleanSupplier alive(long pid) {
        if (parent() == pid) {
            return () -> parent() == pid;
        }
        Optional<ProcessHandle> other = ProcessHandle.of(pid);
        return () -> other.isEmpty() || other.get().isAlive();
    }

    private static long parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    }
}
