package dev.winnow.bench;

import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Metric;
import dev.winnow.vectors.Neighbors;
import dev.winnow.vectors.Pca;
import dev.winnow.vectors.Umap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What neighbours and layouts of random vectors cost, beside scikit-learn and umap-learn on the same files. */
final class VectorsBench {
    private static final int DIM = 512;
    private static final int RUNS = 3;
    private static final int LAID_OUT = 2_000;
    private static final int COMPONENTS = 10_000;

    private final int samples;
    private final int queries;
    private final SideBySide figures = new SideBySide();

    VectorsBench(int samples) {
        this.samples = samples;
        queries = Math.min(1000, samples);
    }

    void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("winnow-bench-vectors");
        try {
            Embeddings base = random(samples, 1);
            Embeddings asked = random(queries, 2);
            base.writeNpy(folder.resolve("base.npy"));
            asked.writeNpy(folder.resolve("queries.npy"));
            measure(base, asked);
            if (figures.hasPeers()) {
                figures.ask("scikit-learn, umap-learn", "vectors_sklearn.py", folder, samples);
            }
            figures.print(String.format("%,d vectors of %d numbers", samples, DIM));
        } finally {
            SideBySide.delete(folder);
        }
    }

    /** Twelve heaps with much noise. */
    static Embeddings random(int n, long seed) {
        Random random = new Random(seed);
        Random centres = new Random(99);
        float[] heaps = new float[12 * DIM];
        for (int i = 0; i < heaps.length; i++) {
            heaps[i] = (float) centres.nextGaussian();
        }
        float[] block = new float[n * DIM];
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) random.nextGaussian() + heaps[i / DIM % 12 * DIM + i % DIM];
        }
        return Embeddings.of(
                IntStream.range(0, n).mapToObj(i -> String.format("%07d", i)).toList(), block, DIM);
    }

    private void measure(Embeddings base, Embeddings asked) {
        Processor.of(RUNS, () -> Neighbors.find(asked, base, 50))
                .put(figures, "50 nearest of " + queries + " queries", 450, 1);
        List<String> some = base.ids().subList(0, Math.min(20_000, samples));
        Embeddings few = base.select(some);
        Processor.of(RUNS, () -> Neighbors.within(few, 4)).put(figures, "4 nearest of each of " + some.size(), 1000, 1);
        Processor.of(RUNS, () -> {
                    int[] pairs = new int[1];
                    Neighbors.forEachInRadius(asked, base, 0.5, Metric.COSINE, (q, near, at) -> pairs[0] += near.length);
                    return pairs;
                })
                .put(figures, "within 0.5 of " + queries + " queries", Double.NaN, 1);
        Embeddings components = base.select(base.ids().subList(0, Math.min(COMPONENTS, samples)));
        Processor.of(RUNS, () -> Pca.twoDimensions(components))
                .put(figures, "principal components of " + components.count(), 250, 1);
        Embeddings laidOut = base.select(base.ids().subList(0, Math.min(LAID_OUT, samples)));
        Processor.of(RUNS, () -> Umap.twoDimensions(laidOut, 51)).put(figures, "UMAP of " + laidOut.count(), 1500, 1);
    }
}
