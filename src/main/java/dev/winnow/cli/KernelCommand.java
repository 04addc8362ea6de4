package dev.winnow.cli;

import dev.winnow.Prelude;
import dev.winnow.kernel.ConnectionFile;
import dev.winnow.kernel.Kernel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
    public Integer call() throws InterruptedException {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null) {
            ProcessHandle.of(Long.parseLong(parent)).ifPresent(handle -> handle.onExit()
                    .thenRun(() -> Runtime.getRuntime().halt(1)));
        }
        nameKernel(connection);
        try (Kernel kernel = new Kernel(ConnectionFile.read(connection), () -> {
            Prelude.registerRenderers();
            return Preload.session().build();
        })) {
            kernel.awaitShutdown();
        }
        return 0;
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
