package dev.winnow.display;

import dev.winnow.progress.Progress;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Progress of a cell's work as bars that update in place. A task is shown once it lasts {@value #PATIENCE_MILLIS} ms, updated at
 * most five times a second, and its last state stays without times, so that two runs of a notebook read the same.
 */
public final class ProgressDisplay implements Progress.Listener {
    private static final long PATIENCE_MILLIS = 1000;
    private static final long PAUSE_MILLIS = 200;
    private static final int WIDTH = 24;

    private final Map<Long, Bar> bars = new ConcurrentHashMap<>();
    private final Display display;
    private final boolean always;

    private static final class Bar {
        final String what;
        final long total;
        final long started = System.nanoTime();
        long shown;

        @org.jspecify.annotations.Nullable
        DisplayHandle handle;

        Bar(String what, long total) {
            this.what = what;
            this.total = total;
        }
    }

    /**
     * @param always whether tasks that end sooner than that are shown too, so that outputs do not depend on a machine's speed
     */
    ProgressDisplay(Display display, boolean always) {
        this.display = display;
        this.always = always;
    }

    /** Shows the progress of this thread, and of those it starts, on a display. */
    public static void show(Display display) {
        Progress.listen(new ProgressDisplay(display, true));
    }

    @Override
    public void started(long task, String what, long total) {
        bars.put(task, new Bar(what, total));
    }

    @Override
    public void moved(long task, long done) {
        Bar bar = bars.get(task);
        if (bar == null) {
            return;
        }
        synchronized (bar) {
            long now = System.nanoTime();
            if (now - bar.started < PATIENCE_MILLIS * 1_000_000 || now - bar.shown < PAUSE_MILLIS * 1_000_000) {
                return;
            }
            bar.shown = now;
            show(bar, bundle(bar, done, seconds(bar, done)));
        }
    }

    @Override
    public void ended(long task, long done, boolean cancelled) {
        Bar bar = bars.remove(task);
        if (bar == null) {
            return;
        }
        synchronized (bar) {
            if (bar.handle != null || always) {
                show(bar, bundle(bar, done, cancelled ? "cancelled" : ""));
            }
        }
    }

    private void show(Bar bar, MimeBundle bundle) {
        DisplayHandle handle = bar.handle;
        if (handle == null) {
            bar.handle = display.publish(bundle);
        } else {
            handle.update(bundle);
        }
    }

    private static String seconds(Bar bar, long done) {
        double gone = (System.nanoTime() - bar.started) / 1e9;
        return done == 0 || bar.total <= 0
                ? ""
                : String.format(Locale.ROOT, "%.0f s to go", gone / done * (bar.total - done));
    }

    private static MimeBundle bundle(Bar bar, long done, String note) {
        String behind = note.isEmpty() ? "" : " " + note;
        String name = bar.what.replace("&", "&amp;").replace("<", "&lt;");
        if (bar.total <= 0) {
            return MimeBundle.text(bar.what + ": " + done + behind)
                    .with(MimeBundle.HTML, "<div>" + name + ": " + done + behind + "</div>");
        }
        int filled = (int) Math.min(WIDTH, WIDTH * done / bar.total);
        String text = bar.what + " [" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + bar.total
                + behind;
        String html = "<div>" + name + " <progress max=\"" + bar.total + "\" value=\"" + done + "\"></progress> " + done
                + "/" + bar.total + behind + "</div>";
        return MimeBundle.text(text).with(MimeBundle.HTML, html);
    }
}
