package dev.winnow.cli;

import dev.winnow.acquire.Acquisition;
import dev.winnow.acquire.Annotator;
import dev.winnow.acquire.Images;
import dev.winnow.acquire.Loop;
import dev.winnow.acquire.Splits;
import dev.winnow.data.Dataset;
import dev.winnow.data.Detection;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleCollection;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.evaluate.Interval;
import dev.winnow.expr.HashOrder;
import dev.winnow.train.Detector;
import dev.winnow.train.Embedder;
import dev.winnow.zoo.RoadScenes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Measurements that take minutes and are no tests. */
@Command(
        name = "bench",
        description = "Measure: curve, how the detector learns over the loop; store, what the data plane costs.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final int FIRST = 20;
    private static final int BATCH = 30;
    private static final int ROUNDS = 3;
    private static final int SUBSETS = 3;

    @Parameters(index = "0", description = "What to measure: curve, store.")
    private String what = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            description = "Numbers of samples for store; without any: 200, 100000 and 1000000.")
    private List<Integer> sizes = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (what.equals("store")) {
            for (int samples : sizes.isEmpty() ? List.of(200, 100_000, 1_000_000) : sizes) {
                new StoreBench(samples).run();
            }
            return 0;
        }
        if (!what.equals("curve")) {
            throw new IllegalArgumentException("There is no benchmark '" + what + "'. Benchmarks: curve, store.");
        }
        Home home = Home.at(Files.createTempDirectory("winnow-bench"));
        SampleCollection scenes = RoadScenes.load(home, 600).selectGroupSlices("left");
        System.out.println(
                "mAP@0.5 on the validation set after the first batch and three rounds of the hybrid loop, fast preset");
        List<double[]> curves = new ArrayList<>();
        for (int subset = 1; subset <= SUBSETS; subset++) {
            curves.add(curve(scenes, subset));
        }
        int points = ROUNDS + 1;
        System.out.print("mean    ");
        for (int p = 0; p < points; p++) {
            int at = p;
            System.out.printf(
                    "  %3d: %.3f",
                    FIRST + BATCH * p,
                    curves.stream().mapToDouble(c -> c[at]).average().orElse(0));
        }
        System.out.println();
        return 0;
    }

    private static double[] curve(SampleCollection scenes, int subset) {
        Dataset dataset = scenes.cloneTo("curve-" + subset, IfExists.FAIL);
        dev.winnow.brain.BrainEmbeddings.compute(dataset, "embeddings", Embedder.builtIn());
        Splits.keepTogether(dataset, "sequence")
                .seed(42)
                .part("test", .15)
                .part("golden", .10)
                .part("val", .20)
                .rest("pool")
                .apply();
        List<String> start = HashOrder.order(
                        subset, "start", dataset.matchTags("split:pool").ids())
                .subList(0, FIRST);
        dataset.select(start).tagSamples("batch:v0");
        dataset.select(start).setValues("annotation_status", "selected");
        Loop loop = Loop.on(dataset)
                .annotator(Annotator.simulated(51))
                .detector(Detector.options().seed(51))
                .recipe(Acquisition.hybrid().budget(Images.of(BATCH)));
        double[] map = new double[ROUNDS + 1];
        StringBuilder line = new StringBuilder("subset " + subset);
        for (int round = 0; round <= ROUNDS; round++) {
            Loop.Row row = (Loop.Row) loop.step("v" + round);
            map[round] = row.map50().estimate();
            line.append(String.format("  %3d: %.3f", row.annotated(), map[round]));
        }
        Interval rise = Evaluation.load(dataset, "eval_v" + ROUNDS).gainOver(Evaluation.load(dataset, "eval_v0"), 51);
        line.append(String.format("  rise %+.3f [%+.3f, %+.3f]", rise.estimate(), rise.low(), rise.high()));
        line.append(String.format("  control %.3f", control(dataset)));
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
