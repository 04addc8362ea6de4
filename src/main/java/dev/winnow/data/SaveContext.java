package dev.winnow.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Saves many changed samples a batch at a time instead of one by one; the last batch is written when it is closed.
 *
 * <pre>{@code
 * try (var context = view.saveContext()) {
 *     for (var sample : view.iterSamples()) {
 *         sample.set("checked", true);
 *         context.save(sample);
 *     }
 * }
 * }</pre>
 */
public final class SaveContext implements AutoCloseable {
    private static final int BATCH = 1000;

    private final Dataset dataset;
    private final List<Sample> waiting = new ArrayList<>();

    SaveContext(Dataset dataset) {
        this.dataset = dataset;
    }

    /** Writes what was set on the sample, now or with those after it. */
    public void save(Sample sample) {
        waiting.add(sample);
        if (waiting.size() >= BATCH) {
            flush();
        }
    }

    private void flush() {
        SampleEdits.save(dataset, waiting);
        waiting.clear();
    }

    @Override
    public void close() {
        flush();
    }
}
