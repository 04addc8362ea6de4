package dev.winnow.bench;

import java.lang.management.ManagementFactory;

/** Seconds on the wall and of all processors, run by run: on a shared machine the second says more. */
record Processor(double[] wall, double[] processor) {
    interface Work {
        Object run();
    }

    static Processor of(int runs, Work work) {
        double[] wall = new double[runs];
        double[] processor = new double[runs];
        for (int run = 0; run < runs; run++) {
            long cpu = used();
            long begin = System.nanoTime();
            Object result = work.run();
            wall[run] = (System.nanoTime() - begin) / 1e9;
            processor[run] = (used() - cpu) / 1e9;
            if (result.hashCode() == 42) {
                System.out.print("");
            }
        }
        return new Processor(wall, processor);
    }

    private static long used() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Two rows: the wall's, with what is wanted of it, and the processor's. */
    void put(SideBySide figures, String name, double limitMillis, double scale) {
        figures.put(name, limitMillis, scaled(wall, scale));
        figures.put(name + ", processor", Double.NaN, scaled(processor, scale));
    }

    private static double[] scaled(double[] seconds, double scale) {
        return java.util.Arrays.stream(seconds).map(s -> s * scale).toArray();
    }
}
