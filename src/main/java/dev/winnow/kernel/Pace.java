package dev.winnow.kernel;

import java.util.concurrent.locks.LockSupport;

/**
 * How fast a kernel publishes: {@value #BURST} messages at once, then {@value #PER_SECOND} a second. A Jupyter server passes on 3000 in
 * three seconds and drops the rest; and what a browser cannot take in time would fill the memory on the way.
 */
final class Pace {
    private static final int BURST = 1000;
    private static final int PER_SECOND = 600;
    private static final long NANOS_EACH = 1_000_000_000L / PER_SECOND;

    /** When the last of the messages so far would have gone at the steady pace. */
    private long due = System.nanoTime() - BURST * NANOS_EACH;

    /** Waits until one more may go. An interrupt is kept for later: the wait is short. */
    void take() {
        long until;
        synchronized (this) {
            due = Math.max(due, System.nanoTime() - BURST * NANOS_EACH) + NANOS_EACH;
            until = due;
        }
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
