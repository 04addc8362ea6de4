package dev.winnow.session;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * The check that woven code calls at every back edge and method entry. Compiled code sees a constant no-op; stopping flips the
 * call site, which makes the JVM drop that code at its next safepoint and meet the real check.
 */
public final class Stop {
    /** How long handlers and {@code finally} blocks may run after the first throw on a thread. */
    private static final long GRACE_NANOS = 100_000_000;

    private static final int WARM_UP = 50_000;
    private static final InheritableThreadLocal<@Nullable Object> OWNER = new InheritableThreadLocal<>();
    private static final ThreadLocal<Object @Nullable []> FIRST = new ThreadLocal<>();
    private static final MethodHandle NOTHING = MethodHandles.zero(void.class);
    private static final MethodHandle SLOW;
    private static final MutableCallSite SITE = new MutableCallSite(NOTHING);
    private static final MethodHandle INVOKE = SITE.dynamicInvoker();
    private static volatile @Nullable Object target;

    static {
        try {
            SLOW = MethodHandles.lookup().findStatic(Stop.class, "slow", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private Stop() {}

    /** Called by woven code only. */
    @SuppressWarnings("CheckedExceptionNotThrown")
    public static void check() throws Throwable {
        INVOKE.invokeExact();
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

    static void raise(Object cell) {
        target = cell;
        flip(SLOW);
    }

    static void lower() {
        target = null;
        flip(NOTHING);
    }

    private static void flip(MethodHandle to) {
        SITE.setTarget(to);
        MutableCallSite.syncAll(new MutableCallSite[] {SITE});
    }

    @SuppressWarnings("unused")
    private static void slow() {
        Object cell = target;
        if (cell == null) {
            return;
        }
        Object owner = OWNER.get();
        if (owner != cell && !(Thread.currentThread() instanceof ForkJoinWorkerThread)) {
            return;
        }
        Object[] first = FIRST.get();
        long now = System.nanoTime();
        if (first == null || first[0] != cell) {
            FIRST.set(new Object[] {cell, now});
        } else if (now - (Long) first[1] < GRACE_NANOS) {
            return;
        }
        throw new Interrupted();
    }
}
