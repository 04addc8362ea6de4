package dev.winnow.bench;

import dev.winnow.brain.NearDuplicates;
import dev.winnow.brain.Uniqueness;
import dev.winnow.brain.Zcore;
import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the brain's scores cost, beside the published methods in NumPy on the same file. */
final class BrainBench {
    private static final int RUNS = 3;

    private final int samples;
    private final SideBySide figures = new SideBySide();

    BrainBench(int samples) {
        this.samples = samples;
    }

    void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("winnow-bench-brain");
        try {
            Embeddings all = VectorsBench.random(samples, 1);
            all.writeNpy(folder.resolve("base.npy"));
            Processor.of(RUNS, () -> Uniqueness.scores(all, Uniqueness.Mode.FIFTYONE))
                    .put(figures, "uniqueness as FiftyOne's", samples <= 10_000 ? 400 : 30_000, 1);
            Processor.of(RUNS, () -> NearDuplicates.clusters(all, 0.08))
                    .put(figures, "clusters of near-copies", Double.NaN, 1);
            int draws = (int) Math.max(2000, 40_000_000L / samples);
            double aim = samples <= 2_700 ? 0.01 : samples <= 20_000 ? 0.03 : 0.2;
            Processor.of(RUNS, () -> Zcore.scores(all, draws, 51)).put(figures, "ZCore, one draw", aim, 1.0 / draws);
            if (figures.hasPeers()) {
                figures.ask("NumPy, scikit-learn", "brain_numpy.py", folder, samples);
            }
            figures.print(String.format("%,d vectors of %d numbers", samples, all.dim()));
        } finally {
            SideBySide.delete(folder);
        }
    }
}
