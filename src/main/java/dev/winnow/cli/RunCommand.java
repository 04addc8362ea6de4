package dev.winnow.cli;

import dev.winnow.session.Spelling;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs notebooks without Jupyter, each in a process of its own, in one home. */
@Command(
        name = "run",
        description = "Run notebooks headless: executed .ipynb and an HTML report of each.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Parameters(index = "0", description = "A notebook, or a folder of notebooks.")
    private Path what = Path.of("notebooks");

    @Option(
            names = "-o",
            description =
                    "Where the executed notebook goes; for a folder of notebooks, the folder (default: target/notebooks).")
    private @Nullable Path out;

    @Option(
            names = "--home",
            description =
                    "The home to use and keep (default: target/notebooks/home, emptied for a folder of notebooks, kept for one).")
    private @Nullable Path home;

    @Option(names = "-p", description = "A value for a name that the notebook's parameters cell declares.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Path> notebooks = notebooks();
        boolean one = Files.isRegularFile(what);
        Path folder = out == null || one ? Path.of("target", "notebooks") : out;
        try (RunHome own = home == null ? RunHome.open(folder, !one, !parameters.isEmpty()) : null) {
            return run(notebooks, folder, own == null ? Objects.requireNonNull(home) : own.folder());
        }
    }

    private int run(List<Path> notebooks, Path folder, Path ownHome) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        long begin = System.nanoTime();
        int failures = 0;
        for (Path notebook : notebooks) {
            Path relative = inCourse(notebook);
            boolean one = Files.isRegularFile(what);
            Path executed =
                    one && out != null ? out : folder.resolve(out == null ? relative : what.relativize(notebook));
            String name = executed.getFileName().toString();
            Path report = executed.resolveSibling(name.replaceAll("\\.ipynb$", "") + ".html");
            System.out.println(relative);
            long start = System.nanoTime();
            int exit = run(notebook, executed, report, ownHome);
            lines.add(String.format(
                    Locale.ROOT,
                    "%-44s %6.1f s  %s",
                    relative,
                    (System.nanoTime() - start) / 1e9,
                    exit == 0 ? "ok" : "FAILED"));
            if (exit != 0) {
                failures++;
                List<String> before = earlierLessons(notebook);
                if (one && !before.isEmpty()) {
                    System.out.println(notebook.getFileName() + " goes on from what " + String.join(", ", before)
                            + " leave in the home: run those first, or the whole folder.");
                }
            }
        }
        System.out.println();
        lines.forEach(System.out::println);
        System.out.printf(
                "%d notebook%s in %.0f s, %d failed. Executed notebooks and reports: %s. Home: %s%n",
                notebooks.size(),
                notebooks.size() == 1 ? "" : "s",
                (System.nanoTime() - begin) / 1e9,
                failures,
                folder,
                ownHome);
        return failures == 0 ? 0 : 1;
    }

    /** Where a notebook lies in a folder of notebooks that it belongs to, so that lessons of one name in two tracks are told apart. */
    private Path inCourse(Path notebook) {
        Path whole = notebook.toAbsolutePath().normalize();
        for (Path around = whole.getParent(); around != null; around = around.getParent()) {
            if (around.getFileName() != null && around.getFileName().toString().equals("notebooks")) {
                return around.relativize(whole);
            }
        }
        return Files.isRegularFile(what) ? notebook.getFileName() : what.relativize(notebook);
    }

    /** The lessons beside a numbered one that come before it. */
    private static List<String> earlierLessons(Path notebook) throws IOException {
        String name = notebook.getFileName().toString();
        if (!name.matches("\\d\\d_.*")) {
            return List.of();
        }
        try (Stream<Path> beside = Files.list(notebook.toAbsolutePath().getParent())) {
            return beside.map(file -> file.getFileName().toString())
                    .filter(other -> other.matches("\\d\\d_.*\\.ipynb") && other.compareTo(name) < 0)
                    .filter(other -> !other.startsWith("00_"))
                    .sorted()
                    .toList();
        }
    }

    /** The published track first, then the sound one: a later notebook loads what an earlier one saved. */
    private List<Path> notebooks() throws IOException {
        if (Files.isRegularFile(what)) {
            return List.of(what);
        }
        if (!Files.isDirectory(what)) {
            throw new IllegalArgumentException("There is no notebook or folder " + what + "." + didYouMean());
        }
        try (Stream<Path> files = Files.walk(what)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".ipynb"))
                    .filter(file -> !file.toString().contains(".ipynb_checkpoints"))
                    .sorted((a, b) -> {
                        int depth = Integer.compare(b.getNameCount(), a.getNameCount());
                        return depth != 0 ? depth : a.toString().compareTo(b.toString());
                    })
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("There is no notebook in " + what + ".");
            }
            return found;
        }
    }

    private int run(Path notebook, Path executed, Path report, Path ownHome) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dwinnow.home=" + ownHome.toAbsolutePath());
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(java.io.File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, Main.class.getName()));
        }
        command.addAll(
                List.of("run-notebook", notebook.toString(), "-o", executed.toString(), "--report", report.toString()));
        parameters.forEach((name, value) -> command.addAll(List.of("-p", name + "=" + value)));
        Process process = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    /** The notebook beside what was asked for whose name is nearest, as a question; empty where none is near. */
    private String didYouMean() throws IOException {
        Path beside = what.toAbsolutePath().getParent();
        if (beside == null || !Files.isDirectory(beside)) {
            return "";
        }
        String asked = what.getFileName().toString();
        try (Stream<Path> files = Files.list(beside)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".ipynb"))
                    .filter(name -> Spelling.distance(name, asked) <= Math.max(2, asked.length() / 4))
                    .min(Comparator.comparingInt(name -> Spelling.distance(name, asked)))
                    .map(name -> " Did you mean " + what.resolveSibling(name) + "?")
                    .orElse("");
        }
    }
}
