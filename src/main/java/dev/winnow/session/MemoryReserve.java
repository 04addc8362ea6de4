package dev.winnow.session;

import org.jspecify.annotations.Nullable;

/**
 * Memory kept for the moment when there is no other: dropped when a cell fills the heap, so that the session can still say so, and
 * taken back when there is room again.
 */
final class MemoryReserve {
    private static final int BYTES = 4 << 20;
    private static final long ROOM_BYTES = 48L << 20;

    private static volatile byte @Nullable [] kept = new byte[BYTES];

    private MemoryReserve() {}

    static void drop() {
        kept = null;
    }

    static void take() {
        if (kept == null && free() > ROOM_BYTES) {
            kept = new byte[BYTES];
        }
    }

    /** Whether there is hardly any memory even after a collection. */
    static boolean isFull() {
        System.gc();
        return free() < Math.min(ROOM_BYTES, Runtime.getRuntime().maxMemory() / 5);
    }

    /** Whether hardly anything is left before a collection; allocates nothing. */
    static boolean isNearlyFull() {
        return free() < Runtime.getRuntime().maxMemory() / 32;
    }

    private static long free() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }
}
