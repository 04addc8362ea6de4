package dev.winnow.brain;

import dev.winnow.data.Media;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.expr.Field;
import dev.winnow.progress.Progress;
import dev.winnow.train.Embedder;
import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Vectors for the samples that have none yet, and which model made them. */
public final class BrainEmbeddings {
    private BrainEmbeddings() {}

    /**
     * Computes what is missing in {@code field} and stores it.
     *
     * @return the number of vectors computed now
     * @throws IllegalStateException if the field holds vectors of another model
     */
    public static int compute(SampleCollection view, String field, Embedder embedder) {
        if (view.hasField(field)) {
            String model = view.dataset().embeddings(field).model();
            if (!model.isEmpty() && !model.equals(embedder.name())) {
                throw new IllegalStateException("Field '" + field + "' holds vectors of '" + model + "'; those of '"
                        + embedder.name() + "' cannot be mixed in. Use another field, or deleteSampleField(\"" + field
                        + "\") first.");
            }
        }
        List<Sample> missing =
                (view.hasField(field) ? view.match(Field.of(field).isMissing()) : view).samples();
        if (missing.isEmpty()) {
            return 0;
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()), work -> {
                    Thread thread = new Thread(work, "embedder");
                    thread.setDaemon(true);
                    return thread;
                });
        float[] block = new float[missing.size() * embedder.dim()];
        try (Progress.Task task = Progress.task("embeddings", missing.size())) {
            List<Future<float[]>> running = new ArrayList<>();
            for (Sample sample : missing) {
                running.add(threads.submit(() -> embedder.embed(Media.image(sample))));
            }
            for (int i = 0; i < running.size(); i++) {
                System.arraycopy(running.get(i).get(), 0, block, i * embedder.dim(), embedder.dim());
                task.step(1);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while computing embeddings; none was stored.", stop);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getMessage(), failure);
        } finally {
            threads.shutdownNow();
        }
        List<String> ids = missing.stream().map(Sample::sampleId).toList();
        view.setEmbeddings(field, Embeddings.of(ids, block, embedder.dim()).withModel(embedder.name()));
        return missing.size();
    }

    /** The vectors of a view, or an error that names the call which computes them. */
    static Embeddings require(SampleCollection view, String field) {
        if (!view.hasField(field)) {
            throw new IllegalStateException("There are no embeddings in '" + field
                    + "'. Compute them with brain.computeEmbeddings(dataset, \"" + field + "\").");
        }
        Embeddings embeddings = view.embeddings(field);
        if (embeddings.count() == 0) {
            throw new IllegalStateException("No sample of " + view + " has a vector in '" + field
                    + "'. Compute them with brain.computeEmbeddings(dataset, \"" + field + "\").");
        }
        return embeddings;
    }
}
