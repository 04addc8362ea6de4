package dev.winnow.bench;

import dev.winnow.data.Dataset;
import dev.winnow.label.Detection;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleDraft;
import dev.winnow.expr.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What the data plane costs, beside FiftyOne and pandas on the same data.
 *
 * <p>At up to 100,000 samples: samples with about seven boxes each, as FiftyOne's users have them. Above: ten fields of numbers, texts
 * and flags beside the boxes, and FiftyOne is left out. Every write is durable when its time ends.
 */
final class StoreBench {
    private static final int LARGE = 100_000;
    private static final int RUNS = 9;

    private final int samples;
    private final Path folder;
    private final BenchData data;
    private final SideBySide figures = new SideBySide();

    StoreBench(int samples) throws IOException {
        this.samples = samples;
        folder = Files.createTempDirectory("winnow-bench-store");
        data = new BenchData(samples);
    }

    void run() throws IOException, InterruptedException {
        try {
            measure();
            askPeers();
            figures.print(String.format("%,d samples, %,d boxes", samples, data.boxes()));
        } finally {
            SideBySide.delete(folder);
        }
    }

    private static double limit(int samples, double small, double medium, double large) {
        return samples <= 1000 ? small : samples <= LARGE ? medium : large;
    }

    private void measure() {
        Home home = Home.at(folder.resolve("home"));
        boolean large = samples > LARGE;
        Dataset dataset = Dataset.create(home, "bench", IfExists.FAIL);
        double[] made = new double[1];
        double[] added = new double[1];
        int step = 100_000;
        for (int from = 0; from < samples; from += step) {
            long begin = System.nanoTime();
            List<SampleDraft> drafts = drafts(from, Math.min(samples, from + step), large);
            made[0] += (System.nanoTime() - begin) / 1e9;
            begin = System.nanoTime();
            dataset.addSamples(drafts);
            added[0] += (System.nanoTime() - begin) / 1e9;
        }
        figures.put("make samples", Double.NaN, made);
        figures.put("add samples", limit(samples, 50, 2000, Double.NaN), added);
        int[] writes = {0};
        if (large) {
            figures.timed("write everything", 3000, 3, () -> dataset.cloneTo("copy", IfExists.FAIL), () -> Dataset.load(
                            home, "copy")
                    .delete());
        }
        figures.timed(
                "open and count", limit(samples, Double.NaN, 300, Double.NaN), RUNS, () -> Dataset.load(home, "bench")
                        .count());
        figures.timed("read everything", limit(samples, Double.NaN, Double.NaN, 1300), 5, () -> {
            Dataset read = Dataset.load(home, "bench");
            return touched(read);
        });
        List<String> ids = dataset.ids();
        figures.timed("values of id", limit(samples, 1, Double.NaN, Double.NaN), RUNS, () -> dataset.values("id"));
        List<String> some = data.pick(ids, large ? 10 : 4);
        figures.timed(
                large ? "tag a tenth of the samples by id" : "tag a quarter of the samples by id",
                limit(samples, 8, 30, 60),
                RUNS,
                () -> {
                    dataset.select(some).tagSamples("batch:0");
                    return some;
                },
                () -> dataset.select(some).untagSamples("batch:0"));
        dataset.select(some).tagSamples("batch:0");
        List<Double> numbers = data.numbers();
        figures.timed("set one number a sample", limit(samples, 8, 40, Double.NaN), RUNS, () -> {
            dataset.setValues("uniqueness", numbers);
            return numbers;
        });
        Field uniqueness = Field.of("uniqueness");
        figures.timed("match a number, count", limit(samples, 1, Double.NaN, 15), RUNS, () -> dataset.match(
                        uniqueness.gt(0.5))
                .count());
        int top = large ? 100 : 50;
        figures.timed(
                "match, sort, limit " + top, limit(samples, 1, 8, 80), RUNS, () -> dataset.match(uniqueness.gt(0.5))
                        .sortBy("uniqueness", true)
                        .limit(top)
                        .ids());
        figures.timed(
                "matchTags, exists, count", limit(samples, 1, 5, Double.NaN), RUNS, () -> dataset.matchTags("batch:0")
                        .exists("predictions")
                        .count());
        figures.timed("filterLabels, count labels", limit(samples, 1, 20, Double.NaN), RUNS, () -> dataset.filterLabels(
                        "predictions", Field.of("confidence").gt(0.3))
                .count("predictions.detections"));
        figures.timed(
                "countValues of label",
                limit(samples, 1, 10, Double.NaN),
                RUNS,
                () -> dataset.countValues("predictions.detections.label"));
        figures.timed(
                "bounds of confidence",
                limit(samples, 1, Double.NaN, Double.NaN),
                RUNS,
                () -> dataset.bounds("predictions.detections.confidence"));
        figures.timed("iterate all samples and labels", limit(samples, 1, 300, Double.NaN), large ? 3 : RUNS, () -> {
            int labels = 0;
            for (Sample sample : dataset.samples()) {
                labels += sample.detections("predictions").size();
            }
            return labels;
        });
        figures.timed("change one label and save", limit(samples, 8, Double.NaN, Double.NaN), RUNS, () -> {
            Sample first = dataset.first();
            List<Detection> labels = new ArrayList<>(first.detections("predictions"));
            if (!labels.isEmpty()) {
                labels.set(0, labels.get(0).withConfidence(0.5 + writes[0]++ / 100.0));
            }
            dataset.setDetections("predictions", Map.of(first.id(), labels));
            return labels;
        });
        if (large) {
            heap(home);
        }
    }

    /** Reads all: the first samples come without the rest, the last does not. */
    private static int touched(Dataset dataset) {
        int touched = 0;
        Sample last = dataset.last();
        for (String field : dataset.schema().keySet()) {
            touched += java.util.Objects.hashCode(last.get(field));
        }
        return touched;
    }

    /** What a dataset holds in memory once everything is read, by the raw arrays it must hold. */
    private void heap(Home home) {
        long before = used();
        Dataset read = Dataset.load(home, "bench");
        touched(read);
        long live = used() - before;
        double raw = data.rawBytes();
        // Printed in thousandths, as milliseconds are.
        figures.put("live heap, bytes for 1000 raw ones", 1300, live / raw);
        System.out.printf("live heap %.0f MB for %.0f MB of raw columns of %s%n", live / 1e6, raw / 1e6, read.name());
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private List<SampleDraft> drafts(int from, int to, boolean tenFields) {
        List<SampleDraft> drafts = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            SampleDraft draft = SampleDraft.of(String.format(Locale.ROOT, "img_%07d.jpg", i))
                    .detections("predictions", data.labels(i));
            if (tenFields) {
                Random random = new Random(i);
                draft.set("brightness", random.nextDouble())
                        .set("contrast", random.nextDouble())
                        .set("speed", random.nextDouble())
                        .set("frame", (long) i)
                        .set("width", 1242L)
                        .set("height", 375L)
                        .set("weather", "weather " + random.nextInt(6))
                        .set("sequence", "drive " + i / 300)
                        .set("night", random.nextBoolean());
                draft.tag("part " + i % 3);
                if (random.nextBoolean()) {
                    draft.tag("reviewed");
                }
            }
            drafts.add(draft);
        }
        return drafts;
    }

    private void askPeers() throws IOException, InterruptedException {
        if (figures.hasPeers()) {
            data.write(folder);
            if (samples <= LARGE) {
                figures.ask("FiftyOne", "store_fiftyone.py", folder, samples);
            }
            figures.ask("pandas", "store_pandas.py", folder, samples);
        }
    }
}
