package dev.winnow.cli;

import dev.winnow.data.Home;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The flags a kernel starts with on this Java and this machine.
 *
 * <p>The serial collector and a small first heap keep an idle kernel small (measured in BENCHMARKS.md); the heap grows to its limit
 * when training needs it. The limit on memory outside the heap is what makes dropped ND4J arrays be collected: never 0.
 */
public final class JavaFlags {
    private static final int UNSAFE_WARNS = 24;
    private static final long GIB = 1L << 30;

    private JavaFlags() {}

    static List<String> ofKernel(Home home) {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        List<String> flags = new ArrayList<>();
        flags.add("-Xmx" + System.getenv().getOrDefault("WINNOW_HEAP", heap(memory)));
        flags.add("-Xms96m");
        flags.add("-XX:NewSize=48m");
        flags.add("-XX:+UseSerialGC");
        flags.add("-Djava.awt.headless=true");
        Path cache = home.cache();
        flags.add("-Dwinnow.cache=" + cache);
        flags.add("-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("javacpp"));
        flags.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=" + Math.max(2, memory / GIB - 2) + "g");
        if (Runtime.version().feature() >= UNSAFE_WARNS) {
            flags.add("--enable-native-access=ALL-UNNAMED");
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }

    /** Three gigabytes, or half of a smaller machine. */
    private static String heap(long memory) {
        return Math.min(3 * 1024, memory / 2 / (1 << 20)) + "m";
    }

    /** The Java that runs this. */
    public static Path java() {
        String name = System.getProperty("os.name").startsWith("Windows") ? "java.exe" : "java";
        return Path.of(System.getProperty("java.home"), "bin", name);
    }
}
