package dev.winnow.session;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * The check that woven code calls at every back edge and method entry. Compiled code sees a constant no-op; stopping flips the
 * call site, which makes the JVM drop that code at its next safepoint and meet the real check.
 */
public final class Stop {
    /** How long handlers and {@code finally} blocks may run after the first throw on a thread. */
    private static final long GRACE_NANOS = 100_000_000;

    /** How many checks they may make after that, on a machine that hardly lets them run, and for how long. */
    private static final int GRACE_CHECKS = 20_000;

    private static final long LONGEST_GRACE_NANOS = 10 * GRACE_NANOS;

    private static final int WARM_UP = 50_000;
    private static final InheritableThreadLocal<@Nullable Object> OWNER = new InheritableThreadLocal<>();
    private static final ThreadLocal<@Nullable First> FIRST = new ThreadLocal<>();
    private static final MethodHandle NOTHING = MethodHandles.zero(void.class);
    private static final MethodHandle SLOW;
    private static final MutableCallSite SITE = new MutableCallSite(NOTHING);
    private static final MethodHandle INVOKE = SITE.dynamicInvoker();

    /** The cells to stop; more than one only while a cell that was left behind is asked again. */
    private static volatile List<Target> targets = List.of();

    static {
        try {
            SLOW = MethodHandles.lookup().findStatic(Stop.class, "slow", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** A cell, and whether the common pool works for it: its threads belong to no cell. */
    private record Target(Object cell, boolean pool) {}

    /** When a thread was first stopped for a target, and how many checks it met since. */
    private static final class First {
        final Target target;
        final long nanos;
        int checks;

        First(Target target, long nanos) {
            this.target = target;
            this.nanos = nanos;
        }

        boolean isGraceful(long now) {
            long since = now - nanos;
            return since < GRACE_NANOS || ++checks < GRACE_CHECKS && since < LONGEST_GRACE_NANOS;
        }
    }

    private Stop() {}

    /** Called by woven code only. */
    @SuppressWarnings("CheckedExceptionNotThrown")
    public static void check() throws Throwable {
        INVOKE.invokeExact();
    }

    /** The check for code that is not woven. */
    static void checkQuietly() {
        if (!targets.isEmpty()) {
            slow();
        }
    }

    /** Without it the first hot loop of a session pays for compiling the check. */
    static void warmUp() {
        try {
            for (int i = 0; i < WARM_UP; i++) {
                check();
            }
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Makes this thread, and those it starts, belong to {@code cell}. */
    static void own(Object cell) {
        OWNER.set(cell);
        FIRST.remove();
    }

    static synchronized void raise(Object cell, boolean pool) {
        List<Target> more = new ArrayList<>(targets);
        more.add(new Target(cell, pool));
        targets = List.copyOf(more);
        flip(SLOW);
    }

    static synchronized void lower(Object cell) {
        targets = targets.stream().filter(target -> target.cell() != cell).toList();
        if (targets.isEmpty()) {
            flip(NOTHING);
        }
    }

    private static void flip(MethodHandle to) {
        SITE.setTarget(to);
        MutableCallSite.syncAll(new MutableCallSite[] {SITE});
    }

    private static void slow() {
        boolean worker = Thread.currentThread() instanceof ForkJoinWorkerThread;
        Object owner = OWNER.get();
        for (Target target : targets) {
            if (worker ? target.pool() : owner == target.cell()) {
                stop(target);
            }
        }
    }

    private static void stop(Target target) {
        First first = FIRST.get();
        long now = System.nanoTime();
        if (first == null || first.target != target) {
            FIRST.set(new First(target, now));
        } else if (first.isGraceful(now)) {
            return;
        }
        throw new Interrupted();
    }
}
