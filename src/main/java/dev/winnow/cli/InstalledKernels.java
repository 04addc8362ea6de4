package dev.winnow.cli;

import dev.winnow.data.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The folders of the kernelspecs that start a program of this home, one a line in {@code app/kernels.txt}. */
final class InstalledKernels {
    private final Path programs;
    private final Path file;

    InstalledKernels(Home home) {
        programs = InstalledProgram.apps(home);
        file = programs.resolve("kernels.txt");
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

    /** Deletes the programs that no kernel starts any more; all of them stay while it cannot be read what a kernel starts. */
    void deleteUnusedPrograms() throws IOException {
        Set<Path> used = new HashSet<>();
        for (Path kernel : list().stream().filter(Files::exists).toList()) {
            try {
                KernelSpec.read(kernel).jar().ifPresent(jar -> used.add(FolderTree.above(jar, 1)));
            } catch (IOException | IllegalArgumentException unreadable) {
                return;
            }
        }
        if (used.isEmpty()) {
            FolderTree.delete(programs);
            return;
        }
        try (Stream<Path> all = Files.list(programs)) {
            for (Path program : all.filter(Files::isDirectory).toList()) {
                if (!used.contains(program)) {
                    FolderTree.delete(program);
                }
            }
        }
    }

    private void write(Set<Path> all) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, all.stream().map(Path::toString).toList());
    }
}
