package dev.winnow.session;

import java.util.concurrent.TimeUnit;

/**
 * The thread of a cell that did not stop: asked again and again, ever more rarely, since a call that returns at last must not let
 * the code behind it go on. The checks are up for a moment only, because they cost every other cell.
 */
final class Abandoned {
    private static final long FIRST_SECONDS = 1;
    private static final long MOST_SECONDS = 60;
    private static final long UP_MILLIS = 20;

    private Abandoned() {}

    static void watch(Thread thread, Object cell) {
        Thread watcher = new Thread(() -> ask(thread, cell), "abandoned-cell");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void ask(Thread thread, Object cell) {
        long seconds = FIRST_SECONDS;
        try {
            while (true) {
                thread.join(TimeUnit.SECONDS.toMillis(seconds));
                if (!thread.isAlive()) {
                    return;
                }
                Stop.raise(cell, false);
                thread.interrupt();
                thread.join(UP_MILLIS);
                Stop.lower(cell);
                seconds = Math.min(2 * seconds, MOST_SECONDS);
            }
        } catch (InterruptedException end) {
            Stop.lower(cell);
        }
    }
}
