package dev.winnow.kernel;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The kernel's own words for whoever started it, past the cells' System.err. They never quote a message or the key. */
final class Log {
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private final Map<SocketKind, Long> refused = new HashMap<>();

    static void write(String line) {
        OUT.println("winnow: " + line);
    }

    /** Says why a message was dropped; of many, the first and then each time their number has doubled. For one thread. */
    void refused(SocketKind port, String why) {
        long count = refused.merge(port, 1L, Long::sum);
        if (Long.bitCount(count) == 1) {
            write("Dropped a message on " + port + ": " + why + "." + (count == 1 ? "" : " " + count + " so far."));
        }
    }
}
