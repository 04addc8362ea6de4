package dev.winnow.kernel;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends an orphaned kernel: Jupyter names itself in {@code JPY_PARENT_PID}, and when it has gone nobody can reach the kernel any more.
 * Looks once a second.
 */
final class ParentWatch {
    private final @Nullable BooleanSupplier alive;

    private ParentWatch(@Nullable BooleanSupplier alive) {
        this.alive = alive;
    }

    /**
     * Finds the process that is named: early, since it may be gone by the time a session has started. Without a name, or with init's,
     * nothing is watched.
     */
    static ParentWatch of(@Nullable String named) {
        long pid = named != null && named.matches("\\d{1,18}") ? Long.parseLong(named) : 0;
        return new ParentWatch(pid <= 1 ? null : alive(pid));
    }

    /** Calls {@code orphaned} once, when the process has gone. */
    void begin(ScheduledExecutorService timer, Runnable orphaned) {
        BooleanSupplier watched = alive;
        if (watched == null) {
            return;
        }
        Runnable look = new Runnable() {
            @Override
            public void run() {
                if (watched.getAsBoolean()) {
                    timer.schedule(this, 1, TimeUnit.SECONDS);
                } else {
                    orphaned.run();
                }
            }
        };
        look.run();
    }

    /**
     * A direct parent is watched by being the parent still, since an unreaped one seems alive and numbers are used again. One that is
     * not found may live where this process cannot see it, unless init has taken its place.
     */
    private static BooleanSupplier alive(long pid) {
        if (parent() == pid) {
            return () -> parent() == pid;
        }
        Optional<ProcessHandle> other = ProcessHandle.of(pid);
        return () -> other.map(ProcessHandle::isAlive).orElseGet(() -> parent() != 1);
    }

    private static long parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    }
}
