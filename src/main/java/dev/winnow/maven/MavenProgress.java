package dev.winnow.maven;

import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.display.MimeBundle;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a resolution shows: nothing when all is at hand, else one line that follows the downloads, and in the end the same summary
 * either way, so that a second run of a notebook reads like the first.
 */
final class MavenProgress extends AbstractTransferListener {
    private static final long PATIENCE_NANOS = 500_000_000;
    private static final long PAUSE_NANOS = 200_000_000;

    private final Display display;
    private final long started = System.nanoTime();
    private final Map<String, Long> totals = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private volatile boolean cancelled;
    private long shownAt;
    private @Nullable DisplayHandle handle;

    MavenProgress(Display display) {
        this.display = display;
    }

    /** Makes the transfers under way fail at their next block. */
    void cancel() {
        cancelled = true;
    }

    @Override
    public void transferStarted(TransferEvent event) throws TransferCancelledException {
        check();
        totals.put(
                event.getResource().getResourceName(),
                Math.max(0, event.getResource().getContentLength()));
    }

    @Override
    public void transferProgressed(TransferEvent event) throws TransferCancelledException {
        check();
        bytes.addAndGet(
                event.getDataBuffer() == null ? 0 : event.getDataBuffer().remaining());
        show(event);
    }

    @Override
    public void transferSucceeded(TransferEvent event) {
        files.incrementAndGet();
        show(event);
    }

    private void check() throws TransferCancelledException {
        if (cancelled) {
            throw new TransferCancelledException("the cell was interrupted");
        }
    }

    private synchronized void show(TransferEvent event) {
        long now = System.nanoTime();
        if (cancelled || now - started < PATIENCE_NANOS || now - shownAt < PAUSE_NANOS) {
            return;
        }
        shownAt = now;
        long total = totals.values().stream().mapToLong(Long::longValue).sum();
        String name = event.getResource().getResourceName();
        put(MimeBundle.text(String.format(
                Locale.ROOT,
                "Downloading %s: %d files done, %.1f of %.1f MB",
                name.substring(name.lastIndexOf('/') + 1),
                files.get(),
                bytes.get() / 1e6,
                Math.max(total, bytes.get()) / 1e6)));
    }

    /** Ends with a text, in the place of the progress if there was any. */
    synchronized void end(String summary) {
        put(MimeBundle.text(summary));
    }

    private void put(MimeBundle bundle) {
        DisplayHandle shown = handle;
        if (shown == null) {
            handle = display.publish(bundle);
        } else {
            shown.update(bundle);
        }
    }
}
