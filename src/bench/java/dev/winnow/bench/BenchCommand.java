package dev.winnow.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Measurements that take minutes and are no tests. */
@Command(
        name = "bench",
        description =
                "Measure: curve, how the detector learns over the loop; store, what the data plane costs; formats, what reading"
                        + " and writing files of labels costs; engine, what a cell costs; select, what choosing a batch costs; vectors, what neighbours and layouts cost; brain, what scores cost;"
                        + " train, what an embedder and the detector's products cost.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    @Parameters(index = "0", description = "What to measure: curve, store, formats, engine, select, vectors, brain, train.")
    private String what = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            description = "Numbers of samples; without any 200, 100000 and 1000000 for store and 10000 for formats; 4000, 10000 and 100000 for select; 100000 for vectors; 2700, 10000 and 20000 for brain.")
    private List<Integer> sizes = List.of();

    /** {@code ./winnow bench} starts here. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (what.equals("store")) {
            for (int samples : sizes.isEmpty() ? List.of(200, 100_000, 1_000_000) : sizes) {
                new StoreBench(samples).run();
            }
            return 0;
        }
        if (what.equals("formats")) {
            for (int samples : sizes.isEmpty() ? List.of(10_000) : sizes) {
                new FormatsBench(samples).run();
            }
            return 0;
        }
        if (what.equals("engine")) {
            new EngineBench().run();
            return 0;
        }
        if (what.equals("select")) {
            for (int samples : sizes.isEmpty() ? List.of(4_000, 10_000, 100_000) : sizes) {
                new SelectBench(samples, 512).run();
            }
            return 0;
        }
        if (what.equals("vectors")) {
            for (int samples : sizes.isEmpty() ? List.of(100_000) : sizes) {
                new VectorsBench(samples).run();
            }
            return 0;
        }
        if (what.equals("brain")) {
            for (int samples : sizes.isEmpty() ? List.of(2_700, 10_000, 20_000) : sizes) {
                new BrainBench(samples).run();
            }
            return 0;
        }
        if (what.equals("train")) {
            new TrainBench().run();
            return 0;
        }
        if (!what.equals("curve")) {
            throw new IllegalArgumentException(
                    "There is no benchmark '" + what + "'. Benchmarks: curve, store, formats, engine, select, vectors, brain, train.");
        }
        CurveBench.run();
        return 0;
    }
}
