package dev.winnow.session;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jshell.execution.DirectExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets on one thread of the session and keeps their values as objects.
 *
 * <p>Stopping raises the stop checks and interrupts the thread. A call into a library that heeds neither is left behind after
 * {@value #DETACH_MILLIS} ms: the cell ends as interrupted, the thread goes on unheard, and the next cell gets a thread of its own.
 */
final class InProcessControl extends DirectExecutionControl {
    private static final long DETACH_MILLIS = 2000;

    private static final long LOOK_MILLIS = 100;

    /** After so many looks at a full heap the cell is stopped, before the JVM does nothing but collect. */
    private static final int FULL_LOOKS = 3;

    private static final long RETRY_MILLIS = 5;
    private static final int POOL_TRIES = 20;

    private final SnippetLoader loader;
    /**
     * Held while JShell compiles and free while user code runs: JShell's state is not for two threads at once, and questions about code
     * must be answered during a long cell.
     */
    final ReentrantLock compiler = new ReentrantLock();

    private volatile @Nullable Worker worker;
    private volatile Object cell = new Object();
    private final Object stopLock = new Object();
    private volatile boolean stopping;
    private volatile long stoppedAt;
    private boolean heapFull;
    private volatile boolean running;
    private volatile boolean detached;
    private boolean expected;
    private @Nullable Object value;
    private @Nullable Throwable thrown;
    private Runnable onCellThread = () -> {};

    InProcessControl(SnippetLoader loader) {
        super(loader);
        this.loader = loader;
    }

    /** A task for the cell's thread and what became of it. */
    private static final class Job {
        final Callable<@Nullable Object> work;
        final CountDownLatch ended = new CountDownLatch(1);

        @Nullable
        Object value;

        @Nullable
        Throwable thrown;

        Job(Callable<@Nullable Object> work) {
            this.work = work;
        }

        void run() {
            try {
                value = work.call();
            } catch (InvocationTargetException failure) {
                thrown = failure.getCause();
            } catch (Throwable failure) {
                thrown = failure;
            }
            if (thrown instanceof OutOfMemoryError) {
                MemoryReserve.drop();
            }
        }
    }

    private static final class Worker extends Thread {
        final SynchronousQueue<Job> jobs = new SynchronousQueue<>();
        final Object owner;
        final Runnable first;

        Worker(Object owner, Runnable first, ClassLoader loader) {
            super("cell");
            this.owner = owner;
            this.first = first;
            setDaemon(true);
            setContextClassLoader(loader);
        }

        @Override
        public void run() {
            Stop.own(owner);
            first.run();
            try {
                while (true) {
                    Job job = jobs.take();
                    try {
                        job.run();
                    } finally {
                        Thread.interrupted();
                        job.ended.countDown();
                    }
                }
            } catch (InterruptedException left) {
                // The session let go of this thread.
            }
        }
    }

    /** Says that the next cell is about to begin: a stop that is asked for from now on is meant for it. */
    void expect() {
        synchronized (stopLock) {
            expected = true;
            stopping = false;
        }
    }

    /** Begins a cell: its threads are new, so that output and stops find their owner. Waits for a stop of the last one to end. */
    void begin(Object owner, Runnable onThread) {
        synchronized (stopLock) {
            end();
            cell = owner;
            onCellThread = onThread;
            stopping &= expected;
            expected = false;
            detached = false;
        }
    }

    /** Lets the cell's thread go. */
    void end() {
        Worker own = worker;
        worker = null;
        if (own != null && !detached) {
            own.interrupt();
        }
    }

    /** Runs a method of a loaded class on the cell's thread; {@link #value} and {@link #thrown} say what came of it. */
    void call(String className, String method) {
        call(List.of(className), method);
    }

    /** Runs the methods of this name of several classes, until one throws; returns how many did not. */
    int call(List<String> classNames, String method) {
        int[] done = {0};
        try {
            List<Method> loaded = new ArrayList<>();
            for (String className : classNames) {
                Method found = findClass(className).getMethod(method);
                found.setAccessible(true);
                loaded.add(found);
            }
            onCellThread(() -> {
                Object last = null;
                for (Method each : loaded) {
                    last = each.invoke(null);
                    done[0]++;
                }
                return last;
            });
        } catch (ReflectiveOperationException | InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        return done[0];
    }

    @Override
    protected String invoke(Method method) throws Exception {
        onCellThread(() -> method.invoke(null));
        Throwable failure = thrown;
        if (failure != null) {
            throw userException(failure);
        }
        return "";
    }

    /** Runs work of the session's own, such as a magic, on the cell's thread, where it can be stopped. */
    @Nullable
    Object call(Callable<@Nullable Object> work) throws Throwable {
        onCellThread(work);
        Throwable failure = thrown;
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    private void onCellThread(Callable<@Nullable Object> work) throws InterruptedException {
        value = null;
        thrown = null;
        if (stopping) {
            thrown = new Interrupted();
        } else {
            boolean held = compiler.isHeldByCurrentThread();
            if (held) {
                compiler.unlock();
            }
            try {
                run(new Job(work));
            } finally {
                if (held) {
                    compiler.lock();
                }
            }
        }
    }

    private void run(Job job) throws InterruptedException {
        Worker own = worker;
        if (running) {
            // Code that the running cell evaluates, on the thread that asks.
            job.run();
            value = job.value;
            thrown = job.thrown;
            return;
        }
        if (own == null) {
            own = new Worker(cell, onCellThread, loader);
            worker = own;
            own.start();
        }
        running = true;
        try {
            own.jobs.put(job);
            int full = 0;
            while (!ended(job)) {
                full = MemoryReserve.isNearlyFull() ? full + 1 : 0;
                if (full >= FULL_LOOKS && !heapFull) {
                    heapFull = true;
                    MemoryReserve.drop();
                    Stop.raise(cell, true);
                }
                if (stopping && System.nanoTime() - stoppedAt > TimeUnit.MILLISECONDS.toNanos(DETACH_MILLIS)) {
                    detached = true;
                    Abandoned.watch(own, cell);
                    worker = null;
                    thrown = new Interrupted();
                    return;
                }
            }
            value = job.value;
            if (job.thrown == null) {
                // A stop may end what the code waits for, and not the code itself.
                thrown = stopping ? new Interrupted() : null;
            } else {
                thrown = heapFull ? new OutOfMemoryError("Java heap space") : job.thrown;
            }
        } finally {
            running = false;
            if (heapFull) {
                heapFull = false;
                Stop.lower(cell);
            }
        }
    }

    /** Waits a little; on a full heap even waiting may fail. */
    private static boolean ended(Job job) throws InterruptedException {
        try {
            return job.ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (OutOfMemoryError full) {
            return job.ended.getCount() == 0;
        }
    }

    /** JShell's own form of an exception, with its causes. */
    private static UserException userException(Throwable failure) {
        UserException converted = new UserException(
                failure.getMessage() == null ? "" : failure.getMessage(),
                failure.getClass().getName(),
                failure.getStackTrace());
        Throwable cause = failure.getCause();
        if (cause != null && cause != failure) {
            converted.initCause(userException(cause));
        }
        return converted;
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws ClassInstallException {
        loader.replace(classes);
    }

    @Nullable
    Object value() {
        return value;
    }

    @Nullable
    Throwable thrown() {
        return thrown;
    }

    boolean wasStopped() {
        return stopping;
    }

    boolean wasDetached() {
        return detached;
    }

    /** Stops the running cell; returns once no check will be met by mistake. */
    void interrupt() {
        synchronized (stopLock) {
            stoppedAt = System.nanoTime();
            stopping = true;
            Worker own = worker;
            if (!running || own == null) {
                return;
            }
            Stop.raise(cell, true);
            try {
                while (running) {
                    own.interrupt();
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
                // The common pool may still work for the cell.
                for (int i = 0; i < POOL_TRIES && ForkJoinPool.commonPool().getActiveThreadCount() > 0; i++) {
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
            } catch (InterruptedException enough) {
                Thread.currentThread().interrupt();
            } finally {
                Stop.lower(cell);
            }
        }
    }

    @Override
    public void stop() {
        interrupt();
    }

    @Override
    public void close() {
        end();
    }
}
