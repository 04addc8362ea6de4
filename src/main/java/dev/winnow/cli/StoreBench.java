package dev.winnow.cli;

import dev.winnow.data.Dataset;
import dev.winnow.data.Detection;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleDraft;
import dev.winnow.expr.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What the data plane costs, beside FiftyOne and pandas on the same data.
 *
 * <p>At up to 100,000 samples: samples with about seven boxes each, as FiftyOne's users have them. Above: ten fields of numbers, texts
 * and flags beside the boxes, and FiftyOne is left out. The peers run when {@code PEERS} names the folder that holds their
 * {@code venv}. Every write is durable when its time ends. Figures are medians of all runs, the first included where nothing else is
 * said, with the fastest and the slowest.
 */
final class StoreBench {
    private static final int LARGE = 100_000;
    private static final int RUNS = 9;

    private final int samples;
    private final Path folder;
    private final BenchData data;
    private final Map<String, double[]> own = new LinkedHashMap<>();
    private final Map<String, Double> limits = new HashMap<>();
    private final Map<String, Map<String, double[]>> peers = new LinkedHashMap<>();

    StoreBench(int samples) throws IOException {
        this.samples = samples;
        folder = Files.createTempDirectory("winnow-bench-store");
        data = new BenchData(samples);
    }

    void run() throws IOException, InterruptedException {
        try {
            measure();
            askPeers();
            print();
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private interface Work {
        Object run();
    }

    private void timed(String name, double limitMillis, int runs, Work work) {
        timed(name, limitMillis, runs, work, () -> {});
    }

    /** With something to do after each run that is not timed. */
    private void timed(String name, double limitMillis, int runs, Work work, Runnable after) {
        double[] seconds = new double[runs];
        for (int run = 0; run < runs; run++) {
            long begin = System.nanoTime();
            Object result = work.run();
            seconds[run] = (System.nanoTime() - begin) / 1e9;
            if (result.hashCode() == 42) {
                System.out.print("");
            }
            after.run();
        }
        own.put(name, seconds);
        limits.put(name, limitMillis / 1000);
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
        own.put("make samples", made);
        own.put("add samples", added);
        limits.put("add samples", limit(samples, 0.05, 2, Double.NaN));
        int[] writes = {0};
        if (large) {
            timed("write everything", 3000, 3, () -> dataset.cloneTo("copy", IfExists.REPLACE));
            Dataset.load(home, "copy").delete();
        }
        timed("open and count", limit(samples, Double.NaN, 300, Double.NaN), RUNS, () -> Dataset.load(home, "bench")
                .count());
        timed("read everything", limit(samples, Double.NaN, Double.NaN, 1300), 5, () -> {
            Dataset read = Dataset.load(home, "bench");
            return touched(read);
        });
        List<String> ids = dataset.ids();
        timed("values of id", limit(samples, 1, Double.NaN, Double.NaN), RUNS, () -> dataset.values("id"));
        List<String> some = data.pick(ids, large ? 10 : 4);
        timed(
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
        timed("set one number a sample", limit(samples, 8, 40, Double.NaN), RUNS, () -> {
            dataset.setValues("uniqueness", numbers);
            return numbers;
        });
        Field uniqueness = Field.of("uniqueness");
        timed("match a number, count", limit(samples, 1, Double.NaN, 15), RUNS, () -> dataset.match(uniqueness.gt(0.5))
                .count());
        int top = large ? 100 : 50;
        timed("match, sort, limit " + top, limit(samples, 1, 8, 80), RUNS, () -> dataset.match(uniqueness.gt(0.5))
                .sortBy("uniqueness", true)
                .limit(top)
                .ids());
        timed("matchTags, exists, count", limit(samples, 1, 5, Double.NaN), RUNS, () -> dataset.matchTags("batch:0")
                .exists("predictions")
                .count());
        timed("filterLabels, count labels", limit(samples, 1, 20, Double.NaN), RUNS, () -> dataset.filterLabels(
                        "predictions", Field.of("confidence").gt(0.3))
                .count("predictions.detections"));
        timed(
                "countValues of label",
                limit(samples, 1, 10, Double.NaN),
                RUNS,
                () -> dataset.countValues("predictions.detections.label"));
        timed(
                "bounds of confidence",
                limit(samples, 1, Double.NaN, Double.NaN),
                RUNS,
                () -> dataset.bounds("predictions.detections.confidence"));
        timed("iterate all samples and labels", limit(samples, 1, 300, Double.NaN), large ? 3 : RUNS, () -> {
            int labels = 0;
            for (Sample sample : dataset.samples()) {
                labels += sample.detections("predictions").size();
            }
            return labels;
        });
        timed("change one label and save", limit(samples, 8, Double.NaN, Double.NaN), RUNS, () -> {
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

    /** Reads a value of every field, and with it the field. */
    private static int touched(Dataset dataset) {
        int touched = 0;
        for (String field : dataset.schema().keySet()) {
            touched += java.util.Objects.hashCode(dataset.first().get(field));
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
        own.put("live heap, bytes a raw byte", new double[] {live / raw});
        limits.put("live heap, bytes a raw byte", 1.3);
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
        String peersFolder = System.getenv("PEERS");
        if (peersFolder == null) {
            System.out.println("PEERS is not set: FiftyOne and pandas are left out.");
            return;
        }
        data.write(folder);
        if (samples <= LARGE) {
            ask("FiftyOne", peersFolder, "store_fiftyone.py", peersFolder + "/bench-home");
        }
        ask("pandas", peersFolder, "store_pandas.py");
    }

    private void ask(String peer, String peersFolder, String script, String... more)
            throws IOException, InterruptedException {
        Path file = folder.resolve(script);
        try (var text = StoreBench.class.getResourceAsStream("bench/" + script)) {
            Files.write(file, java.util.Objects.requireNonNull(text).readAllBytes());
        }
        List<String> command = new ArrayList<>(
                List.of(peersFolder + "/venv/bin/python", file.toString(), folder.toString(), String.valueOf(samples)));
        command.addAll(List.of(more));
        Path said = folder.resolve(script + ".out");
        Process process = new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            System.out.println(peer + " failed; its column stays empty.");
        }
        Map<String, double[]> times = new HashMap<>();
        for (String line : Files.readAllLines(said)) {
            String[] parts = line.split("\t");
            double[] seconds = new double[parts.length - 1];
            for (int i = 0; i < seconds.length; i++) {
                seconds[i] = Double.parseDouble(parts[i + 1]);
            }
            times.put(parts[0], seconds);
        }
        peers.put(peer, times);
    }

    private void print() {
        System.out.printf(
                "%n%,d samples, %,d boxes; %s, Java %s, %d processors, heap %d MB, load %.1f%n",
                samples,
                data.boxes(),
                System.getProperty("os.name"),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        .getSystemLoadAverage());
        System.out.printf("%-38s %10s %-32s", "milliseconds", "wanted", "Winnow");
        peers.keySet().forEach(peer -> System.out.printf(" %-34s", peer));
        System.out.println();
        own.forEach((name, seconds) -> {
            double scale = name.startsWith("live heap") ? 1 : 1000;
            double limit = limits.getOrDefault(name, Double.NaN) * (scale == 1 ? 1 : 1000);
            System.out.printf("%-38s %10s %-32s", name, Double.isNaN(limit) ? "" : number(limit), text(seconds, scale));
            peers.values().forEach(times -> {
                double[] theirs = times.get(name);
                System.out.printf(" %-34s", theirs == null ? "" : text(theirs, 1000));
            });
            System.out.println();
        });
    }

    /** The median, and of several runs their number, fastest and slowest. */
    private static String text(double[] values, double scale) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        String median = number(sorted[sorted.length / 2] * scale);
        return sorted.length == 1
                ? median + " (1 run)"
                : median + " [" + number(sorted[0] * scale) + ", " + number(sorted[sorted.length - 1] * scale) + "] ("
                        + sorted.length + " runs)";
    }

    private static String number(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
