package dev.winnow.session;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The longest that a cell may run: past it the cell is stopped as by an interrupt. */
final class Deadline implements AutoCloseable {
    /** No longest. */
    static final Deadline NONE = new Deadline();

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean expired;

    private Deadline() {}

    static Deadline of(Duration time, Runnable stop) {
        if (time.isZero()) {
            return NONE;
        }
        Deadline deadline = new Deadline();
        Thread watch = new Thread(() -> deadline.watch(time, stop), "cell deadline");
        watch.setDaemon(true);
        watch.start();
        return deadline;
    }

    private void watch(Duration time, Runnable stop) {
        try {
            if (!ended.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                expired = true;
                stop.run();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    boolean expired() {
        return expired;
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
