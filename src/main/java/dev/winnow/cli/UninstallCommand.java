package dev.winnow.cli;

import dev.winnow.data.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes the kernelspec and the copied program away; datasets stay. */
@Command(
        name = "uninstall",
        description = "Take the kernel out of Jupyter; datasets stay.",
        mixinStandardHelpOptions = true)
final class UninstallCommand implements Callable<Integer> {
    @Option(names = "--prefix", description = "The prefix it was installed with.")
    private @Nullable Path prefix;

    @Override
    public Integer call() throws IOException {
        Path spec = InstallCommand.jupyter(prefix).resolve("kernels").resolve(InstallCommand.NAME);
        boolean was = delete(spec);
        delete(Home.current().folder().resolve("app"));
        System.out.println(was ? "The kernel is gone from " + spec : "No kernel was installed in " + spec);
        return 0;
    }

    private static boolean delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        return true;
    }
}
