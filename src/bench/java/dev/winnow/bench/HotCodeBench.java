package dev.winnow.bench;

import dev.winnow.cli.CellLibraries;
import dev.winnow.cli.JavaFlags;
import dev.winnow.cli.Preload;
import dev.winnow.session.JavaSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * What the stop checks cost hot code: the same code as a cell and in this program, by the processor's time.
 *
 * <p>Each time is from a JVM of its own, since one that has run both compiles the library between them for two callers.
 */
final class HotCodeBench {
    private static final int JVMS = 5;
    private static final int RUNS = 15;
    private static final float[] X = new float[4096];
    private static final float[] Y = new float[4096];

    /** Code that takes long: as a cell that declares {@code hot()}, and in this program. */
    private record Code(String title, String cell, LongSupplier plain) {}

    private static final List<Code> CODES = List.of(
            new Code(
                    "200 M-step loop",
                    "long hot() { long s = 0; for (int i = 0; i < 200_000_000; i++) s += i ^ (s << 1); return s; }",
                    HotCodeBench::sum),
            new Code(
                    "vectorised array loop",
                    "float[] X = new float[4096], Y = new float[4096];\n"
                            + "long hot() { float[] x = X, y = Y; for (int r = 0; r < 400_000; r++)"
                            + " for (int i = 0; i < x.length; i++) y[i] = x[i] * 3f + y[i]; return (long) y[7]; }",
                    HotCodeBench::axpy),
            new Code(
                    "lambda stream",
                    "long hot() { return LongStream.range(0, 50_000_000L).filter(x -> (x & 3) != 0).map(x -> x * 3 + 1).sum(); }",
                    HotCodeBench::stream));

    private HotCodeBench() {}

    static void run() {
        for (int which = 0; which < CODES.size(); which++) {
            double[] with = new double[JVMS];
            double[] without = new double[JVMS];
            for (int i = 0; i < JVMS; i++) {
                with[i] = inOwnJvm(which, true);
                without[i] = inOwnJvm(which, false);
            }
            Arrays.sort(with);
            Arrays.sort(without);
            System.out.printf(
                    "%-32s %8.1f ms with checks [%.1f-%.1f], %.1f without [%.1f-%.1f] (%+.0f %%), processor, median of %d JVMs%n",
                    CODES.get(which).title(),
                    with[JVMS / 2],
                    with[0],
                    with[JVMS - 1],
                    without[JVMS / 2],
                    without[0],
                    without[JVMS - 1],
                    100 * (with[JVMS / 2] / without[JVMS / 2] - 1),
                    JVMS);
        }
    }

    private static double inOwnJvm(int which, boolean checked) {
        List<String> command = new ArrayList<>(List.of(
                JavaFlags.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HotCodeBench.class.getName()));
        command.add(String.valueOf(which));
        command.add(String.valueOf(checked));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Double.parseDouble(said.strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The JVM of one time: prints the milliseconds of the fastest run once it is compiled. */
    public static void main(String[] arguments) {
        Code code = CODES.get(Integer.parseInt(arguments[0]));
        boolean checked = Boolean.parseBoolean(arguments[1]);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = Double.MAX_VALUE;
        try (JavaSession session =
                CellLibraries.session().startup(Preload.snippets()).build()) {
            EngineBench.cell(
                    session, "import java.lang.management.*;\nvar threads = ManagementFactory.getThreadMXBean();");
            EngineBench.cell(session, code.cell());
            for (int i = 0; i < RUNS; i++) {
                if (checked) {
                    EngineBench.cell(
                            session,
                            "long t0 = threads.getCurrentThreadCpuTime(), r0 = hot(), t1 = threads.getCurrentThreadCpuTime() - t0;");
                    best = Math.min(
                            best, (Long) EngineBench.cell(session, "t1").value().orElseThrow() / 1e6);
                } else {
                    long from = threads.getCurrentThreadCpuTime();
                    long ignored = code.plain().getAsLong();
                    best = Math.min(best, (threads.getCurrentThreadCpuTime() - from) / 1e6 + 0 * ignored);
                }
            }
        }
        System.out.println(best);
    }

    private static long sum() {
        long s = 0;
        for (int i = 0; i < 200_000_000; i++) {
            s += i ^ (s << 1);
        }
        return s;
    }

    private static long axpy() {
        float[] x = X;
        float[] y = Y;
        for (int r = 0; r < 400_000; r++) {
            for (int i = 0; i < x.length; i++) {
                y[i] = x[i] * 3f + y[i];
            }
        }
        return (long) y[7];
    }

    private static long stream() {
        return LongStream.range(0, 50_000_000L)
                .filter(x -> (x & 3) != 0)
                .map(x -> x * 3 + 1)
                .sum();
    }
}
