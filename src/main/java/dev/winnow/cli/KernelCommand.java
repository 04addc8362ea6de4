package dev.winnow.cli;

import dev.winnow.kernel.ConnectionFile;
import dev.winnow.kernel.Kernel;
import dev.winnow.session.JavaSession;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The kernel that Jupyter starts. */
@Command(name = "kernel", description = "Serve Jupyter: started by it, with a connection file.")
final class KernelCommand implements Callable<Integer> {
    @Parameters(index = "0", description = "The connection file.")
    private Path connection = Path.of("");

    @Override
    public Integer call() {
        return serve(connection);
    }

    /** Serves until Jupyter asks to shut down, or the process that started this one is gone; gives the exit code. */
    static int serve(Path connection) {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null && parent.matches("\\d+")) {
            ProcessHandle.of(Long.parseLong(parent)).ifPresent(handle -> handle.onExit()
                    .thenRun(() -> Runtime.getRuntime().halt(1)));
        }
        nameKernel(connection);
        // The sockets and the session start at the same time, on a core each.
        CompletableFuture<JavaSession> session =
                CompletableFuture.supplyAsync(() -> Preload.session().build());
        try (Kernel kernel = new Kernel(ConnectionFile.read(connection), session::join)) {
            session.join().warmUp();
            kernel.awaitShutdown();
            return 0;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException failure) {
            System.err.println("winnow: " + failure.getMessage());
            return 1;
        }
    }

    /** Keeps the id under which Jupyter's server knows this kernel, so that a script in an output finds it there. */
    private static void nameKernel(Path connection) {
        Matcher name = Pattern.compile("kernel-([\\w-]+)\\.json")
                .matcher(connection.getFileName().toString());
        if (name.matches()) {
            System.setProperty("winnow.kernel.id", name.group(1));
        }
    }
}
