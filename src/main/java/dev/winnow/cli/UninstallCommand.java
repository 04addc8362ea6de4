package dev.winnow.cli;

import dev.winnow.data.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes the kernelspec away, and with the last one what was copied. A person's datasets stay. */
@Command(
        name = "uninstall",
        description = "Take the kernel from Jupyter. Datasets stay.",
        mixinStandardHelpOptions = true)
final class UninstallCommand implements Callable<Integer> {
    @Mixin
    private InstallCommand.Where where = new InstallCommand.Where();

    @Override
    public Integer call() throws IOException {
        Home home = Home.current();
        Path data = where.jupyterData();
        Path kernel = where.kernel(data);
        boolean was = FolderTree.delete(kernel);
        InstalledKernels kernels = new InstalledKernels(home);
        kernels.remove(kernel);
        if (kernels.list().stream().noneMatch(other -> other.startsWith(data) && Files.exists(other))) {
            FolderTree.delete(Labextension.folder(data));
        }
        kernels.deleteUnusedPrograms();
        System.out.println(was ? "The kernel is gone from " + kernel : "There is no kernel in " + kernel);
        if (!was) {
            try (Stream<Path> others = kernels.list().stream()) {
                others.filter(Files::exists).forEach(other -> System.out.println("There is one in " + other));
            }
        }
        return was ? 0 : 1;
    }
}
