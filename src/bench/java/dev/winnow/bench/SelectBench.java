package dev.winnow.bench;

import dev.winnow.acquire.Acquisition;
import dev.winnow.acquire.Budget;
import dev.winnow.acquire.Plan;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.data.View;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.label.Detection;
import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What choosing a batch costs: a hybrid plan from a pool of vectors in clusters of very different sizes, with 200 failing validation images. */
final class SelectBench {
    private static final int VALIDATION = 200;
    private static final int CLUSTERS = 400;

    private final int samples;
    private final int dim;
    private final int budget;

    SelectBench(int samples, int dim) {
        this.samples = samples;
        this.dim = dim;
        budget = samples >= 100_000 ? 1000 : 30;
    }

    void run() throws IOException {
        Dataset dataset = world();
        View pool = dataset.matchTags("split:pool");
        Evaluation evaluation = DetectionEvaluator.evaluate(
                dataset.matchTags("split:val"), "predictions", "ground_truth", "eval", EvaluationOptions.defaults());
        Acquisition recipe = Acquisition.hybrid().budget(Budget.images(budget));
        for (int run = 0; run < (samples >= 500_000 ? 1 : 3); run++) {
            long start = System.nanoTime();
            Plan plan = recipe.select(pool, evaluation);
            double whole = (System.nanoTime() - start) / 1e9;
            start = System.nanoTime();
            plan.coverage(run % 2 == 0 ? 0.5 : 0.7);
            double slider = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    java.util.Locale.ROOT,
                    "hybrid batch of %d from %,d × %d: %.2f s; the same with another share of coverage: %.2f s%n",
                    plan.picks().size(),
                    samples,
                    dim,
                    whole,
                    slider);
        }
    }

    private Dataset world() throws IOException {
        Random random = new Random(1);
        Dataset dataset =
                Dataset.create(Home.at(Files.createTempDirectory("winnow-bench")), "select", IfExists.FAIL);
        int all = samples + VALIDATION;
        float[] centres = new float[CLUSTERS * dim];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (float) random.nextGaussian();
        }
        float[] block = new float[all * dim];
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            int cluster = (int) (CLUSTERS * Math.pow(random.nextDouble(), 3));
            for (int j = 0; j < dim; j++) {
                block[i * dim + j] = centres[cluster * dim + j] + (float) random.nextGaussian();
            }
            SampleDraft draft = SampleDraft.of(i + ".png").set("sequence", "s" + i).size(100, 100);
            drafts.add(
                    i < VALIDATION
                            ? draft.detections("ground_truth", List.of(Detection.of("Car", 0.1, 0.1, 0.2, 0.2)))
                                    .detections("predictions", List.of(Detection.of("Car", 0.6, 0.6, 0.2, 0.2)
                                            .withConfidence(random.nextDouble())))
                            : draft);
        }
        dataset.addSamples(drafts);
        List<String> ids = dataset.ids();
        dataset.setEmbeddings("embeddings", Embeddings.of(ids, block, dim));
        dataset.select(ids.subList(0, VALIDATION)).tagSamples("split:val");
        dataset.select(ids.subList(VALIDATION, all)).tagSamples("split:pool");
        return dataset;
    }
}
