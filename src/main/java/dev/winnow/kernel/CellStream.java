package dev.winnow.kernel;

import dev.winnow.session.Output;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a cell prints, gathered into few messages: sent after {@value #PAUSE_MILLIS} ms, at {@value #FULL} characters, or before anything
 * else of the cell. A cell that prints without end is cut off at a stated amount, and says so.
 */
final class CellStream implements Output {
    private static final int FULL = 64 * 1024;
    private static final long PAUSE_MILLIS = 50;
    private static final long MOST = 50L * 1024 * 1024;

    private final BiConsumer<String, String> send;
    private final ScheduledExecutorService timer;
    private final StringBuilder pending = new StringBuilder();
    private @Nullable String name;
    private boolean scheduled;
    private long sent;

    CellStream(ScheduledExecutorService timer, BiConsumer<String, String> send) {
        this.timer = timer;
        this.send = send;
    }

    @Override
    public void stdout(String text) {
        add("stdout", text);
    }

    @Override
    public void stderr(String text) {
        add("stderr", text);
    }

    private synchronized void add(String stream, String text) {
        if (sent > MOST) {
            return;
        }
        if (!stream.equals(name)) {
            flush();
            name = stream;
        }
        sent += text.length();
        pending.append(text);
        if (sent > MOST) {
            pending.append("\n[output cut off after ")
                    .append(MOST / 1024 / 1024)
                    .append(" million characters]\n");
        }
        if (pending.length() >= FULL) {
            flush();
        } else if (!scheduled) {
            scheduled = true;
            timer.schedule(this::flush, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    synchronized void flush() {
        scheduled = false;
        if (name != null && pending.length() > 0) {
            send.accept(name, pending.toString());
            pending.setLength(0);
        }
    }
}
