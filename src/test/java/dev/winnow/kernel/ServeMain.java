package dev.winnow.kernel;

import dev.winnow.session.JavaSession;
import java.nio.file.Path;

/** A kernel in a process of its own, without the data library. */
final class ServeMain {
    private ServeMain() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(Kernel.serve(Path.of(args[0]), () -> JavaSession.builder().build()));
    }
}
