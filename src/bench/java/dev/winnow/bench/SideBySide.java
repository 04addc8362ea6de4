package dev.winnow.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long our operations take beside those of the peers, by name. The peers run when {@code PEERS} names the folder that holds their
 * {@code venv}. Figures are medians of all runs, the first included, with the fastest and the slowest.
 */
final class SideBySide {
    private final Map<String, double[]> own = new LinkedHashMap<>();
    private final Map<String, Double> limits = new HashMap<>();
    private final Map<String, Map<String, double[]>> peers = new LinkedHashMap<>();
    private final @Nullable String peersFolder = System.getenv("PEERS");

    interface Work {
        Object run();
    }

    boolean hasPeers() {
        return peersFolder != null;
    }

    void timed(String name, double limitMillis, int runs, Work work) {
        timed(name, limitMillis, runs, work, () -> {});
    }

    /** With something to do after each run that is not timed. */
    void timed(String name, double limitMillis, int runs, Work work, Runnable after) {
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
        put(name, limitMillis, seconds);
    }

    void put(String name, double limitMillis, double... seconds) {
        own.put(name, seconds);
        limits.put(name, limitMillis);
    }

    /** Runs a peer's script over a folder; it prints one line an operation: the name, then seconds of every run, between tabs. */
    void ask(String peer, String script, Path folder, int samples) throws IOException, InterruptedException {
        String from = Objects.requireNonNull(peersFolder, "PEERS");
        Path file = folder.resolve(script);
        try (var text = SideBySide.class.getResourceAsStream(script)) {
            Files.write(file, Objects.requireNonNull(text).readAllBytes());
        }
        Path said = folder.resolve(script + ".out");
        Process process = new ProcessBuilder(
                        from + "/venv/bin/python",
                        file.toString(),
                        folder.toString(),
                        String.valueOf(samples),
                        from + "/bench-home")
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            System.out.println(peer + " failed; its column stays empty.");
        }
        Map<String, double[]> times = new HashMap<>();
        for (String line : Files.readAllLines(said)) {
            String[] parts = line.split("\t");
            if (parts.length > 1) {
                times.put(
                        parts[0],
                        Arrays.stream(parts, 1, parts.length)
                                .mapToDouble(Double::parseDouble)
                                .toArray());
            }
        }
        peers.put(peer, times);
    }

    void print(String what) {
        System.out.printf(
                "%n%s; %s, Java %s, %d processors, heap %d MB, load %.1f%n",
                what,
                System.getProperty("os.name"),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.printf("%-38s %10s %-32s", "milliseconds", "wanted", "Winnow");
        peers.keySet().forEach(peer -> System.out.printf(" %-34s", peer));
        System.out.println();
        own.forEach((name, seconds) -> {
            double limit = limits.getOrDefault(name, Double.NaN);
            System.out.printf("%-38s %10s %-32s", name, Double.isNaN(limit) ? "" : number(limit), text(seconds));
            peers.values().forEach(times -> {
                double[] theirs = times.get(name);
                System.out.printf(" %-34s", theirs == null ? "" : text(theirs));
            });
            System.out.println();
        });
        if (!hasPeers()) {
            System.out.println("PEERS is not set: FiftyOne and the others were left out.");
        }
    }

    /** The median, and of several runs their number, fastest and slowest. */
    private static String text(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        String median = number(sorted[sorted.length / 2] * 1000);
        return sorted.length == 1
                ? median + " (1 run)"
                : median + " [" + number(sorted[0] * 1000) + ", " + number(sorted[sorted.length - 1] * 1000) + "] ("
                        + sorted.length + " runs)";
    }

    private static String number(double value) {
        return value >= 100 ? String.format("%,.0f", value) : String.format("%.2f", value);
    }

    static void delete(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
