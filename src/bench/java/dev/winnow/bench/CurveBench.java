package dev.winnow.bench;

import dev.winnow.acquire.Acquisition;
import dev.winnow.acquire.Annotator;
import dev.winnow.acquire.Images;
import dev.winnow.acquire.Loop;
import dev.winnow.acquire.Splits;
import dev.winnow.brain.BrainEmbeddings;
import dev.winnow.data.Dataset;
import dev.winnow.label.Detection;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleCollection;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.evaluate.Interval;
import dev.winnow.expr.HashOrder;
import dev.winnow.show.Plot;
import dev.winnow.train.Detector;
import dev.winnow.train.Embedder;
import dev.winnow.zoo.RoadScenes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the detector learns over the loop: mAP@0.5 on the validation set after a first batch and three rounds, from three start subsets, with
 * the rise between first and last round paired by subset, and a control that trains on the boxes of other images.
 */
final class CurveBench {
    private static final int FIRST = 20;
    private static final int BATCH = 30;
    private static final int ROUNDS = 3;
    private static final int SUBSETS = 3;
    /** Student's t at 97.5 % for two degrees of freedom: three subsets. */
    private static final double T = 4.303;

    private CurveBench() {}

    static void run() throws IOException {
        Home home = Home.at(Files.createTempDirectory("winnow-bench"));
        SampleCollection scenes = RoadScenes.load(home, 600).selectGroupSlices("left");
        System.out.println(
                "mAP@0.5 on the validation set after the first batch and three rounds of the hybrid loop, fast preset");
        double[][] curves = new double[SUBSETS][];
        for (int subset = 0; subset < SUBSETS; subset++) {
            curves[subset] = curve(scenes, subset + 1);
        }
        double[] images = new double[ROUNDS + 1];
        double[] mean = new double[ROUNDS + 1];
        for (int p = 0; p <= ROUNDS; p++) {
            images[p] = FIRST + BATCH * p;
            for (double[] curve : curves) {
                mean[p] += curve[p] / SUBSETS;
            }
        }
        double rise = mean[ROUNDS] - mean[0];
        double squares = 0;
        for (double[] curve : curves) {
            squares += Math.pow(curve[ROUNDS] - curve[0] - rise, 2);
        }
        double half = T * Math.sqrt(squares / (SUBSETS - 1) / SUBSETS);
        StringBuilder line = new StringBuilder("mean    ");
        for (int p = 0; p <= ROUNDS; p++) {
            line.append(String.format(Locale.ROOT, "  %3.0f: %.3f", images[p], mean[p]));
        }
        System.out.printf("%s  rise %+.3f [%+.3f, %+.3f] over subsets%n", line, rise, rise - half, rise + half);
        Map<String, double[][]> series = new LinkedHashMap<>();
        for (int subset = 0; subset < SUBSETS; subset++) {
            series.put("subset " + (subset + 1), new double[][] {images, curves[subset]});
        }
        series.put("mean", new double[][] {images, mean});
        Path picture = Files.createDirectories(Path.of("target/bench")).resolve("curve.png");
        Plot.line("labelled images", "mAP@0.5", series).save(picture);
        System.out.println("The curve: " + picture);
    }

    private static double[] curve(SampleCollection scenes, int subset) {
        Dataset dataset = scenes.cloneTo("curve-" + subset, IfExists.FAIL);
        BrainEmbeddings.compute(dataset, "embeddings", Embedder.builtIn());
        Splits.keepTogether(dataset, "sequence")
                .seed(42)
                .part("test", .15)
                .part("golden", .10)
                .part("val", .20)
                .rest("pool")
                .apply();
        List<String> first = HashOrder.order(
                        subset, "start", dataset.matchTags("split:pool").ids())
                .subList(0, FIRST);
        dataset.select(first).tagSamples("batch:v0");
        dataset.select(first).setValues("annotation_status", "selected");
        Loop loop = Loop.on(dataset)
                .annotator(Annotator.simulated(51))
                .detector(Detector.options().seed(51))
                .recipe(Acquisition.hybrid().budget(Images.of(BATCH)));
        double[] map = new double[ROUNDS + 1];
        double slowest = 0;
        StringBuilder line = new StringBuilder("subset " + subset);
        for (int round = 0; round <= ROUNDS; round++) {
            long start = System.nanoTime();
            Loop.Row row = (Loop.Row) loop.step("v" + round);
            slowest = Math.max(slowest, (System.nanoTime() - start) / 1e9);
            map[round] = row.map50().estimate();
            line.append(String.format(Locale.ROOT, "  %3d: %.3f", row.annotated(), map[round]));
        }
        Interval rise = Evaluation.load(dataset, "eval_v" + ROUNDS).gainOver(Evaluation.load(dataset, "eval_v0"), 51);
        line.append(
                String.format(Locale.ROOT, "  rise %+.3f [%+.3f, %+.3f]", rise.estimate(), rise.low(), rise.high()));
        line.append(String.format(Locale.ROOT, "  control %.3f  slowest round %.1f s", control(dataset), slowest));
        System.out.println(line);
        return map;
    }

    /** The same trainer on the same images with the boxes of other images: what it scores by luck. */
    private static double control(Dataset dataset) {
        var train = dataset.exists("human_labels");
        List<String> ids = train.ids();
        Map<String, List<Detection>> shuffled = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            shuffled.put(
                    ids.get(i),
                    dataset.sample(ids.get((i + ids.size() / 2) % ids.size())).detections("human_labels").stream()
                            .map(label -> label.withId(""))
                            .toList());
        }
        dataset.setDetections("shuffled", shuffled);
        List<String> classes = dataset.distinct("ground_truth.label").stream()
                .filter(c -> !c.equals("DontCare"))
                .toList();
        var val = dataset.matchTags("split:val");
        Detector.train(train, "shuffled", classes, Detector.options().seed(51)).predict(val, "predictions_shuffled");
        return DetectionEvaluator.evaluate(
                        val, "predictions_shuffled", "ground_truth", "eval_shuffled", EvaluationOptions.defaults())
                .map(0.5);
    }
}
