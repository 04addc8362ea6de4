package dev.winnow.cli;

import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Output;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What the engine costs: cells, completion, and the stop checks in hot code beside the same code without them. */
final class EngineBench {
    private static final int RUNS = 5;
    private static final int WARM_UP = 5;
    private static final int HOT_RUNS = 15;
    private static final float[] X = new float[4096];
    private static final float[] Y = new float[4096];

    private static final String SUM =
            "long sum() { long s = 0; for (int i = 0; i < 200_000_000; i++) s += i ^ (s << 1); return s; }";
    private static final String AXPY = "float[] X = new float[4096], Y = new float[4096];\n"
            + "long axpy() { float[] x = X, y = Y; for (int r = 0; r < 400_000; r++) for (int i = 0; i < x.length; i++)"
            + " y[i] = x[i] * 3f + y[i]; return (long) y[7]; }";
    private static final String STREAM =
            "long stream() { return LongStream.range(0, 50_000_000L).filter(x -> (x & 3) != 0).map(x -> x * 3 + 1).sum(); }";

    void run() {
        System.out.println("engine on Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, median of " + RUNS
                + " unless said otherwise");
        long from = System.nanoTime();
        try (JavaSession session =
                JavaSession.builder().startup(Preload.snippets()).build()) {
            System.out.printf("start with the preload, once     %8.1f ms%n", millis(from));
            from = System.nanoTime();
            cell(session, "1 + 1");
            System.out.printf("first cell, once                 %8.1f ms%n", millis(from));
            cells(session, "1 + 1 (25 runs)", 25, i -> "1 + " + i);
            cell(session, "int total = 0;");
            cells(session, "100 expression statements", RUNS, i -> lines("total += %d;"));
            cells(session, "100 declarations int v = n;", RUNS, i -> lines("int v%d_" + i + " = 1;"));
            cells(session, "10 declarations var v = call;", RUNS, i -> IntStream.range(0, 10)
                    .mapToObj(j -> "var a" + i + "_" + j + " = List.of(" + i + ");\n")
                    .collect(Collectors.joining()));
            cells(session, "a method", RUNS, i -> "int twice(int x) { return 2 * x + " + i + "; }");
            complete(session, "completion of a member", "var q = List.of(1);\nq.st");
            complete(session, "completion behind an import", "import java.time.format.*;\nDateTimeFormatter.ofP");
            hotCode(session);
        }
    }

    /** The processor's time, since a machine that others use tells nothing by the clock. */
    void hotCode(JavaSession session) {
        cell(session, "import java.lang.management.*;");
        cell(session, SUM);
        cell(session, AXPY);
        cell(session, STREAM);
        checks(session, "200 M-step loop", "sum()", EngineBench::sum);
        checks(session, "vectorised array loop", "axpy()", EngineBench::axpy);
        checks(session, "lambda stream", "stream()", EngineBench::stream);
    }

    private static String lines(String form) {
        return IntStream.range(0, 100).mapToObj(i -> String.format(form, i)).collect(Collectors.joining("\n"));
    }

    private static CellResult cell(JavaSession session, String code) {
        CellResult result = session.run(code, Output.NONE);
        result.error().ifPresent(error -> {
            throw new IllegalStateException(String.join("\n", error.traceback()));
        });
        return result;
    }

    private static void cells(JavaSession session, String name, int runs, IntFunction<String> code) {
        for (int i = 0; i < WARM_UP; i++) {
            cell(session, code.apply(i));
        }
        measure(name, runs, i -> cell(session, code.apply(WARM_UP + i)));
    }

    private static void complete(JavaSession session, String name, String code) {
        measure(name, RUNS + WARM_UP, i -> {
            if (session.complete(code, code.length()).matches().isEmpty()) {
                throw new IllegalStateException("Nothing completes " + code);
            }
        });
    }

    /** By the clock, and of the processor on the thread that compiles: the machine may be busy with others. */
    private static void measure(String name, int runs, IntConsumer work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] clock = new double[runs];
        double[] processor = new double[runs];
        for (int i = 0; i < runs; i++) {
            long from = System.nanoTime();
            long used = threads.getCurrentThreadCpuTime();
            work.accept(i);
            processor[i] = (threads.getCurrentThreadCpuTime() - used) / 1e6;
            clock[i] = millis(from);
        }
        Arrays.sort(clock);
        Arrays.sort(processor);
        System.out.printf("%-32s %8.1f ms, processor %.1f ms%n", name, clock[runs / 2], processor[runs / 2]);
    }

    /** The same code as a cell, with checks, and in this program, without, in turn; the fastest of each, once both are compiled. */
    private static void checks(JavaSession session, String name, String call, LongSupplier plain) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double woven = Double.MAX_VALUE;
        double without = Double.MAX_VALUE;
        cell(session, "var threads = ManagementFactory.getThreadMXBean();");
        for (int i = 0; i < HOT_RUNS; i++) {
            cell(
                    session,
                    "long t0 = threads.getCurrentThreadCpuTime(), r0 = " + call
                            + ", t1 = threads.getCurrentThreadCpuTime() - t0;");
            woven = Math.min(woven, (Long) cell(session, "t1").value().orElseThrow() / 1e6);
            long from = threads.getCurrentThreadCpuTime();
            long ignored = plain.getAsLong();
            without = Math.min(without, (threads.getCurrentThreadCpuTime() - from) / 1e6 + 0 * ignored);
        }
        System.out.printf(
                "%-32s %8.1f ms with checks, %.1f without (%+.0f %%), processor, best of %d%n",
                name, woven, without, 100 * (woven / without - 1), HOT_RUNS);
    }

    private static double millis(long from) {
        return (System.nanoTime() - from) / 1e6;
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
