package dev.winnow.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.winnow.data.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at an installation: the program, its Java and home, each kernel that was installed, and the Jupyter that should see them.
 *
 * @param jar the program that looks; kernels that start an older copy are stale
 */
record Doctor(Path jar, Home home, Jupyter jupyter) {
    private static final Pattern BUILD = Pattern.compile("\\(build ([^),]+)");
    private static final int OLDEST_JAVA = 17;

    List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("winnow", Main.version() + ", " + jar));
        findings.add(java());
        findings.add(home(home.folder()));
        TreeSet<Path> kernels = new TreeSet<>(new InstalledKernels(home).list());
        kernels.add(jupyter.userData().resolve("kernels").resolve(InstallCommand.Where.NAME));
        kernels.removeIf(folder -> !Files.exists(folder));
        if (kernels.isEmpty()) {
            findings.add(Finding.note("kernel", "none is installed", "winnow install"));
        }
        for (Path folder : kernels) {
            findings.addAll(kernel(folder));
        }
        findings.addAll(jupyter(kernels));
        return findings;
    }

    private Finding java() {
        String named = jupyter.environment().getOrDefault("JAVA_HOME", "");
        if (!named.isEmpty() && !Files.exists(Path.of(named))) {
            return Finding.wrong(
                    "java",
                    "JAVA_HOME names a folder that is not there: " + named,
                    "unset JAVA_HOME, or set it to a JDK");
        }
        return Finding.ok("java", Runtime.version() + " in " + System.getProperty("java.home"));
    }

    private static Finding home(Path folder) {
        Path nearest = folder;
        while (nearest != null && !Files.exists(nearest)) {
            nearest = nearest.getParent();
        }
        if (nearest == null || !Files.isWritable(nearest)) {
            return Finding.wrong("home", folder + " cannot be written", "export WINNOW_HOME=a folder of yours");
        }
        return Finding.ok("home", folder + (Files.exists(folder) ? "" : " (made when first used)"));
    }

    private List<Finding> kernel(Path folder) throws IOException {
        String mend = install(folder);
        KernelSpec spec;
        try {
            spec = KernelSpec.read(folder);
        } catch (IOException | IllegalArgumentException unreadable) {
            return List.of(Finding.wrong("kernel", folder + ": kernel.json cannot be read", mend));
        }
        String name = "'" + spec.title() + "' in " + folder;
        if (!Files.isExecutable(spec.java())) {
            return List.of(Finding.wrong("kernel", name + ": its Java is gone: " + spec.java(), mend));
        }
        Optional<Runtime.Version> build = build(spec.java());
        if (build.isEmpty() || build.get().feature() < OLDEST_JAVA) {
            String found = build.map(Object::toString).orElse("no version");
            return List.of(Finding.wrong(
                    "kernel", name + ": its Java is no JDK 17 or newer: " + spec.java() + " says " + found, mend));
        }
        Optional<Path> started = spec.jar();
        if (started.isEmpty() || !Files.exists(started.get())) {
            return List.of(Finding.wrong(
                    "kernel",
                    name + ": the program it starts is gone: "
                            + started.map(Path::toString).orElse("none"),
                    mend));
        }
        List<Finding> findings = new ArrayList<>();
        if (!new InstalledProgram(FolderTree.above(started.get(), 1)).isCopyOf(jar)) {
            findings.add(
                    Finding.wrong("kernel", name + ": it starts another version than this: " + started.get(), mend));
        } else {
            findings.add(Finding.ok("kernel", name + ", Java " + build.get()));
        }
        findings.add(archive(spec, build.get(), mend));
        return findings;
    }

    private static Finding archive(KernelSpec spec, Runtime.Version build, String mend) {
        Optional<Path> archive = spec.archive();
        if (archive.isEmpty()) {
            return Finding.note("archive", "none for this kernel, so it starts more slowly", mend);
        }
        Path file = archive.get();
        if (!Files.exists(file)) {
            return Finding.wrong("archive", "the class-data archive is gone: " + file, mend);
        }
        if (!file.endsWith(ClassDataArchive.name(build))) {
            return Finding.wrong(
                    "archive", "made by another build of Java than " + build + ", so it is not used: " + file, mend);
        }
        if (spec.jar()
                .filter(jar -> jar.toFile().lastModified() > file.toFile().lastModified())
                .isPresent()) {
            return Finding.wrong(
                    "archive", "made before the program was last upgraded, so it is not used: " + file, mend);
        }
        return Finding.ok("archive", file + " (" + file.toFile().length() / 1_000_000 + " MB)");
    }

    /** The build that a Java says it is, as in {@code (build 17.0.15+6)}. */
    private static Optional<Runtime.Version> build(Path java) {
        Matcher build = BUILD.matcher(Jupyter.ask(java, "-version").orElse(""));
        try {
            return build.find() ? Optional.of(Runtime.Version.parse(build.group(1))) : Optional.empty();
        } catch (IllegalArgumentException old) {
            return Optional.empty(); // 1.8.0_292-b10, as builds were named before 9.
        }
    }

    /** The command that installs the kernel of this folder again. */
    private String install(Path folder) {
        Path data = FolderTree.above(folder, 2);
        StringBuilder command = new StringBuilder("winnow install");
        if (data.equals(jupyter.userData())) {
            command.append(" --user");
        } else {
            command.append(" --prefix ").append(FolderTree.above(data, 2));
        }
        if (!folder.endsWith(InstallCommand.Where.NAME)) {
            command.append(" --name ").append(folder.getFileName());
        }
        try {
            if (KernelSpec.read(folder)
                    .jar()
                    .filter(jar -> FolderTree.above(jar, 1).toString().endsWith("-bare"))
                    .isPresent()) {
                command.append(" --bare");
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // Then the whole program is the better guess.
        }
        return command.toString();
    }

    private List<Finding> jupyter(TreeSet<Path> kernels) {
        Optional<Path> program = jupyter.find("jupyter");
        if (program.isEmpty()) {
            return List.of(Finding.note(
                    "jupyter",
                    "there is none on the PATH; 'winnow repl' and 'winnow run' need none",
                    "python3 -m pip install jupyterlab"));
        }
        List<Finding> findings = new ArrayList<>();
        String lab = Jupyter.ask(program.get(), "lab", "--version")
                .map(String::strip)
                .orElse("");
        findings.add(
                lab.isEmpty()
                        ? Finding.note(
                                "jupyter", program.get() + ", without JupyterLab", "python3 -m pip install jupyterlab")
                        : Finding.ok(
                                "jupyter",
                                "JupyterLab " + lab.lines().reduce((a, b) -> b).orElse(lab) + ", " + program.get()));
        if (!kernels.isEmpty()) {
            TreeSet<Path> seen = seen(program.get());
            if (kernels.stream().noneMatch(folder -> seen.contains(folder.toAbsolutePath()))) {
                findings.add(Finding.wrong(
                        "jupyter",
                        "it does not look where the kernel is",
                        "winnow install --prefix " + FolderTree.above(program.get(), 2)));
            }
        }
        return findings;
    }

    private static TreeSet<Path> seen(Path program) {
        TreeSet<Path> folders = new TreeSet<>();
        Jupyter.ask(program, "kernelspec", "list", "--json").ifPresent(said -> {
            try {
                JsonObject specs = JsonParser.parseString(said.substring(said.indexOf('{')))
                        .getAsJsonObject()
                        .getAsJsonObject("kernelspecs");
                specs.entrySet()
                        .forEach(spec -> folders.add(Path.of(spec.getValue()
                                .getAsJsonObject()
                                .get("resource_dir")
                                .getAsString())));
            } catch (JsonParseException | IndexOutOfBoundsException | NullPointerException strange) {
                // A Jupyter that says something else lists no kernels that we could find.
            }
        });
        return folders;
    }
}
