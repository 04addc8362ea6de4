package dev.winnow.app;

import dev.winnow.progress.DaemonThreads;
import java.lang.ref.SoftReference;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The sessions of this process, and the threads that serve their front ends. */
public final class AppSessions {
    private static final long WATCH_MILLIS = 300;
    private static final Map<String, AppSession> BY_ID = new ConcurrentHashMap<>();

    /** A table that was only shown is let go when memory is short; whoever keeps the session keeps it. */
    private static final Map<String, SoftReference<TableSession>> TABLES = new ConcurrentHashMap<>();

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Names this process, so that a saved notebook never meets the session of a later one. */
    private static final String PROCESS = random(4);

    private static final Executor IN_SIGHT = pool("winnow-app");
    private static final Executor SLOW = pool("winnow-app-counts");
    private static @Nullable ScheduledExecutorService watch;

    private AppSessions() {}

    static String newId() {
        return PROCESS + "-" + COUNT.incrementAndGet();
    }

    static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static void add(AppSession session) {
        BY_ID.put(session.id(), session);
    }

    static void add(TableSession table) {
        TABLES.values().removeIf(kept -> kept.get() == null);
        TABLES.put(table.id(), new SoftReference<>(table));
    }

    static Optional<AppSubject> find(String id) {
        SoftReference<TableSession> table = TABLES.get(id);
        return Optional.ofNullable(table == null ? BY_ID.get(id) : table.get());
    }

    private static Executor pool(String name) {
        return Executors.newFixedThreadPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()), DaemonThreads.named(name));
    }

    /** Where the tiles and pictures in sight are made. */
    static Executor inSight() {
        return IN_SIGHT;
    }

    /** Where counts and points are made, so that they hold nothing else up. */
    static Executor slow() {
        return SLOW;
    }

    /** Looks from time to time whether cells wrote to a dataset that a front end shows. */
    static synchronized void watch() {
        if (watch == null) {
            watch = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("winnow-app-watch"));
            watch.scheduleWithFixedDelay(AppSessions::refresh, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    static void refresh() {
        BY_ID.values().stream().filter(AppSession::isWatched).forEach(session -> {
            try {
                session.refresh();
            } catch (RuntimeException closed) {
                // The dataset was deleted under the App: what it shows stays, and the next request says why it fails.
                session.tell(AppJson.event("stale"));
            }
        });
    }
}
