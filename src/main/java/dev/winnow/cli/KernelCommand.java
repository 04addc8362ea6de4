package dev.winnow.cli;

import dev.winnow.kernel.Kernel;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The kernel that Jupyter starts. */
@Command(name = "kernel", description = "Serve Jupyter: started by it, with a connection file.")
final class KernelCommand implements Callable<Integer> {
    @Parameters(index = "0", description = "The connection file.")
    private Path connection = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "0..*",
            hidden = true,
            description = "What Jupyter's commands add for other kernels.")
    private List<String> ignored = List.of();

    @Override
    public Integer call() {
        return serve(connection);
    }

    /** Serves until Jupyter asks to shut down, or the process that started this one is gone; gives the exit code. */
    static int serve(Path connection) {
        try {
            return Kernel.serve(connection, () -> Preload.session().build());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException failure) {
            System.err.println("winnow: " + failure.getMessage());
            return 1;
        }
    }
}
