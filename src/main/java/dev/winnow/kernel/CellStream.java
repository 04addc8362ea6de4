package dev.winnow.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * What a request prints, gathered into few messages: sent after {@value #PAUSE_MILLIS} ms, at {@value #FULL} characters, or before
 * anything else of the request. Text keeps its order, and so do changes between stdout and stderr, up to {@value #CHANGES} a pause;
 * beyond that each stream keeps its own order only, because a server drops more than 1000 messages a second. After {@value #MOST}
 * characters the rest is dropped, and a line says so.
 */
final class CellStream {
    private static final int FULL = 64 * 1024;
    private static final int CHANGES = 32;
    private static final long PAUSE_MILLIS = 50;
    static final long MOST = 10_000_000;

    private record Piece(String stream, StringBuilder text) {}

    private final BiConsumer<String, String> send;
    private final ScheduledExecutorService timer;
    private final List<Piece> pending = new ArrayList<>();
    private int length;
    private boolean scheduled;
    private long printed;

    CellStream(ScheduledExecutorService timer, BiConsumer<String, String> send) {
        this.timer = timer;
        this.send = send;
    }

    synchronized void add(String stream, String text) {
        if (printed >= MOST) {
            return;
        }
        int fits = (int) Math.min(text.length(), MOST - printed);
        printed += text.length();
        append(stream, text.substring(0, fits));
        if (printed >= MOST) {
            append(
                    "stderr",
                    "\n[The output ends here: one cell shows at most " + MOST / 1_000_000
                            + " million characters. The cell goes on.]\n");
        }
        if (length >= FULL) {
            flush();
        } else if (!scheduled) {
            scheduled = true;
            timer.schedule(this::pause, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void append(String stream, String text) {
        Piece last = null;
        for (int i = pending.size() - 1; i >= 0 && last == null; i--) {
            if (pending.get(i).stream.equals(stream)) {
                last = pending.get(i);
            } else if (pending.size() < CHANGES) {
                break;
            }
        }
        if (last == null) {
            last = new Piece(stream, new StringBuilder());
            pending.add(last);
        }
        last.text.append(text);
        length += text.length();
    }

    private synchronized void pause() {
        scheduled = false;
        flush();
    }

    synchronized void flush() {
        pending.forEach(piece -> send.accept(piece.stream, piece.text.toString()));
        pending.clear();
        length = 0;
    }
}
