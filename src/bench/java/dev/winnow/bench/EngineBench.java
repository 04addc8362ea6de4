package dev.winnow.bench;

import dev.winnow.cli.CellLibraries;
import dev.winnow.cli.Preload;
import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Output;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the engine costs: cells, completion, and the stop checks in hot code. */
final class EngineBench {
    private static final int RUNS = 5;
    private static final int WARM_UP = 5;

    void run() {
        System.out.println("engine on Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, median of " + RUNS
                + " unless said otherwise");
        long from = System.nanoTime();
        try (JavaSession session =
                CellLibraries.session().startup(Preload.snippets()).build()) {
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
        }
        HotCodeBench.run();
    }

    private static String lines(String form) {
        return IntStream.range(0, 100).mapToObj(i -> String.format(form, i)).collect(Collectors.joining("\n"));
    }

    static CellResult cell(JavaSession session, String code) {
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

    private static double millis(long from) {
        return (System.nanoTime() - from) / 1e6;
    }
}
