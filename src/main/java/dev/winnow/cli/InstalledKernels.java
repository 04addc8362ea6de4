package dev.winnow.cli;

import dev.winnow.data.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The folders of the kernelspecs that start a program of this home, one a line in {@code app/kernels.txt}. */
final class InstalledKernels {
    private final Path file;

    InstalledKernels(Home home) {
        file = InstalledProgram.apps(home).resolve("kernels.txt");
    }

    List<Path> list() throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Path::of).toList()
                : List.of();
    }

    void add(Path kernel) throws IOException {
        TreeSet<Path> all = new TreeSet<>(list());
        all.add(kernel);
        write(all);
    }

    void remove(Path kernel) throws IOException {
        TreeSet<Path> all = new TreeSet<>(list());
        if (all.remove(kernel)) {
            write(all);
        }
    }

    private void write(Set<Path> all) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, all.stream().map(Path::toString).toList());
    }
}
