package dev.winnow.progress;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Where long work says how far it is, and learns that nobody wants it any more. */
public final class Progress {
    private static final InheritableThreadLocal<@Nullable Listener> LISTENER = new InheritableThreadLocal<>();
    private static final AtomicLong NEXT = new AtomicLong();

    private Progress() {}

    /** Hears of every task of this thread and of the threads it starts. Called from the threads that work. */
    public interface Listener {
        void started(long task, String what, long total);

        void moved(long task, long done);

        void ended(long task, long done, boolean cancelled);
    }

    /** Sets who listens to this thread, or nobody with {@code null}; gives back the listener before. */
    public static @Nullable Listener listen(@Nullable Listener listener) {
        Listener before = LISTENER.get();
        LISTENER.set(listener);
        return before;
    }

    /** Begins {@code total} steps of work called {@code what}, such as {@code "embeddings"}; 0 where nobody knows how many. */
    public static Task task(String what, long total) {
        return new Task(LISTENER.get(), what, total);
    }

    /** Work under way. Threads may share it. */
    public static final class Task implements AutoCloseable {
        private final @Nullable Listener listener;
        private final long id = NEXT.incrementAndGet();
        private final AtomicLong done = new AtomicLong();
        private volatile boolean cancelled;

        private Task(@Nullable Listener listener, String what, long total) {
            this.listener = listener;
            if (listener != null) {
                listener.started(id, what, total);
            }
        }

        /**
         * Counts {@code n} more steps as done.
         *
         * @throws Cancelled if the thread was interrupted
         */
        public void step(long n) {
            long now = done.addAndGet(n);
            if (listener != null) {
                listener.moved(id, now);
            }
            if (Thread.currentThread().isInterrupted()) {
                cancelled = true;
                throw new Cancelled();
            }
        }

        @Override
        public void close() {
            if (listener != null) {
                listener.ended(id, done.get(), cancelled);
            }
        }
    }

    /** Ends work whose thread was interrupted. */
    public static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1;

        Cancelled() {
            super("cancelled: the thread was interrupted");
        }
    }
}
