package dev.winnow.session;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** How long code takes: once, or measured. */
final class TimeMagics {
    private static final int REPEATS = 7;
    private static final double ENOUGH_SECONDS = 0.2;

    static final List<Magic> ALL = List.of(
            Magic.line(
                            "%time CODE",
                            """
                    Runs Java and prints the time it took: by the clock, and of the processor on the cell's thread.
                    The value of the code is the cell's. Compiling counts, as it would without %time.
                    """,
                            TimeMagics::time)
                    .orCell("%%time")
                    .showing(),
            Magic.line(
                            "%timeit [-n LOOPS] [-r REPEATS] CODE",
                            """
                    Runs Java many times and prints the mean time of one run and its spread.
                    The code is compiled once. Without -n the loop grows until it takes 0.2 s, which warms it up; -r is 7 repeats.
                    """,
                            TimeMagics::timeit)
                    .orCell("%%timeit [-n LOOPS] [-r REPEATS]")
                    .showing());

    private TimeMagics() {}

    private static @Nullable Object time(MagicCall call) {
        boolean body = call.body().isPresent();
        if (!body && call.text().isBlank()) {
            throw call.misuse("%time needs code to run.");
        }
        if (body) {
            call.requireBody();
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        try {
            return body ? call.evaluateBody() : call.evaluateText();
        } finally {
            double wall = (System.nanoTime() - start) / 1e9;
            System.out.println("Wall time: " + text(wall) + ", CPU time: "
                    + text((threads.getCurrentThreadCpuTime() - cpu) / 1e9));
        }
    }

    private static @Nullable Object timeit(MagicCall call) throws Exception {
        List<String> words = call.arguments();
        int loops = 0;
        int repeats = REPEATS;
        String line = call.text();
        int skip = 0;
        while (words.size() > skip + 1 && words.get(skip).matches("-[nr]")) {
            int value = number(call, words.get(skip), words.get(skip + 1));
            if (words.get(skip).equals("-n")) {
                loops = value;
            } else {
                repeats = value;
            }
            line = line.replaceFirst("^\\s*-[nr]\\s+\\S+", "");
            skip += 2;
        }
        String code = call.body().isPresent() ? call.requireBody() : line;
        if (code.isBlank()) {
            throw call.misuse("%timeit needs code to run.");
        }
        Callable<?> work = compiled(call.session(), code.strip());
        if (loops == 0) {
            loops = enough(work);
        }
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            seconds[i] = seconds(work, loops) / loops;
        }
        System.out.println(report(seconds, loops));
        return null;
    }

    private static int number(MagicCall call, String option, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Falls through to the one message.
        }
        throw call.misuse(option + " takes a number from 1, not '" + value + "'.");
    }

    /** The code as something that runs without being compiled again; an expression keeps its value, so it is not optimised away. */
    private static Callable<?> compiled(JavaSession session, String code) {
        String bare = code.replaceAll(";\\s*$", "");
        String type = "(" + Callable.class.getName() + "<Object>) () -> ";
        Object made;
        try {
            made = session.evaluateWithin(type + "(" + bare + "\n)");
        } catch (CellFailure noExpression) {
            made = session.evaluateWithin(type + "{ " + code + "\n;\nreturn null; }");
        }
        return (Callable<?>) java.util.Objects.requireNonNull(made);
    }

    private static int enough(Callable<?> work) throws Exception {
        for (long scale = 1; ; scale *= 10) {
            for (int step : new int[] {1, 2, 5}) {
                int loops = (int) Math.min(Integer.MAX_VALUE / 2, step * scale);
                if (seconds(work, loops) >= ENOUGH_SECONDS || loops >= 500_000_000) {
                    return loops;
                }
            }
        }
    }

    private static double seconds(Callable<?> work, int loops) throws Exception {
        Object kept = null;
        long start = System.nanoTime();
        try {
            for (int i = 0; i < loops; i++) {
                kept = work.call();
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    static String report(double[] seconds, int loops) {
        double sum = 0;
        for (double one : seconds) {
            sum += one;
        }
        double mean = sum / seconds.length;
        double squares = 0;
        for (double one : seconds) {
            squares += (one - mean) * (one - mean);
        }
        return text(mean) + " ± " + text(Math.sqrt(squares / seconds.length)) + " a run (mean and deviation of "
                + seconds.length + " repeats of " + String.format(Locale.ROOT, "%,d", loops)
                + (loops == 1 ? " run)" : " runs)");
    }

    /** A duration in the unit that leaves one to three digits before the point. */
    static String text(double seconds) {
        String[] units = {"s", "ms", "µs", "ns"};
        int unit = 0;
        double value = seconds;
        while (unit < units.length - 1 && value < 1) {
            value *= 1000;
            unit++;
        }
        String digits = value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
        return String.format(Locale.ROOT, digits, value, units[unit]);
    }
}
