package dev.winnow.session;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A call into a person's code that no cell makes, such as the {@code toString} of a variable that a panel lists: on a thread of its own,
 * for a while, and stopped then as a cell is.
 */
final class OutsideCall {
    private OutsideCall() {}

    /**
     * The answer of {@code work}, or of {@code otherwise} where it has not ended in time.
     *
     * @throws RuntimeException or an Error, whatever {@code work} throws
     */
    static <T> T within(Duration limit, ClassLoader loader, Supplier<T> work, Supplier<T> otherwise) {
        Object owner = new Object();
        AtomicReference<T> answer = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    Stop.own(owner);
                    try {
                        answer.set(work.get());
                    } catch (Throwable thrown) {
                        failure.set(thrown);
                    } finally {
                        ended.countDown();
                    }
                },
                "winnow-outside-call");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            if (!ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                Abandoned.watch(thread, owner);
                return otherwise.get();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return otherwise.get();
        }
        if (failure.get() instanceof RuntimeException thrown) {
            throw thrown;
        }
        if (failure.get() instanceof Error thrown) {
            throw thrown;
        }
        return Objects.requireNonNull(answer.get());
    }
}
