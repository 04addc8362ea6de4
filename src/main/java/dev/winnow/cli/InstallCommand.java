package dev.winnow.cli;

import dev.winnow.data.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies the program into the home and writes the kernelspec that starts the copy. */
@Command(
        name = "install",
        description = {
            "Make the kernel known to Jupyter.",
            "Copies the program to WINNOW_HOME/app, makes a class-data archive of it for this Java so that it starts fast, and"
                    + " writes a kernelspec with absolute paths. Run it again after an upgrade of Winnow or of Java;"
                    + " 'winnow doctor' says when."
        },
        mixinStandardHelpOptions = true)
final class InstallCommand implements Callable<Integer> {
    @Mixin
    private Where where = new Where();

    @Option(
            names = "--bare",
            description = "The kernel alone, without the data library: Java cells, Maven, widgets, about 27 MB.")
    private boolean bare;

    @Option(
            names = "--no-archive",
            description = "Make no class-data archive: saves ten seconds now and costs half a second at each start.")
    private boolean noArchive;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        if (!jar.toString().endsWith(".jar") || !Files.isRegularFile(jar)) {
            throw new IllegalStateException("Only the built jar can be installed: use ./winnow install.");
        }
        Home home = Home.current();
        Path data = where.jupyterData();
        Path folder = where.kernel(data);
        InstalledProgram program = InstalledProgram.of(home, bare);
        if (!jar.equals(program.jar())) {
            program.copyFrom(jar, bare);
        }
        List<String> flags = new ArrayList<>(JavaFlags.ofKernel(home));
        Optional<Path> archive = Optional.empty();
        if (!noArchive) {
            System.out.println("Making the class-data archive, which takes about ten seconds…");
            archive = ClassDataArchive.make(program.folder(), flags);
            archive.ifPresent(file -> flags.add(0, ClassDataArchive.flag(file)));
        }
        KernelSpec spec = KernelSpec.of(JavaFlags.java(), flags, program.jar(), title());
        spec.write(folder);
        Labextension.copy(jar, data);
        new InstalledKernels(home).add(folder);
        System.out.printf("Kernel '%s' is installed in %s%n", spec.title(), folder);
        System.out.printf("It starts %s (%d MB)%n", program.jar(), program.bytes() / 1_000_000);
        archive.ifPresent(file -> System.out.printf(
                "by the class-data archive %s (%d MB)%n",
                file.getFileName(), file.toFile().length() / 1_000_000));
        if (!noArchive && archive.isEmpty()) {
            System.out.println("There is no class-data archive: this Java made none, see "
                    + program.folder().resolve("archive.log") + ". The kernel works and starts more slowly.");
        }
        return 0;
    }

    private String title() {
        String plain = bare ? "Java (Winnow, bare)" : "Java (Winnow)";
        return where.name.equals(Where.NAME) ? plain : plain + " " + where.name;
    }

    /** Which of Jupyter's folders, and under which name. */
    static final class Where {
        static final String NAME = "winnow";

        @Option(names = "--user", description = "For you, in your own Jupyter folder (the default).")
        private boolean user;

        @Option(names = "--prefix", description = "Below PREFIX/share/jupyter, as for an environment.")
        private @Nullable Path prefix;

        @Option(
                names = "--sys-prefix",
                description = "For the active Python environment, or the one that jupyter runs in.")
        private boolean systemPrefix;

        @Option(
                names = "--name",
                defaultValue = NAME,
                description = "The kernel's name: letters, digits, '.', '_' and '-' (default: ${DEFAULT-VALUE}).")
        private String name = NAME;

        Path jupyterData() {
            if ((user ? 1 : 0) + (prefix != null ? 1 : 0) + (systemPrefix ? 1 : 0) > 1) {
                throw new IllegalArgumentException("Give one of --user, --prefix and --sys-prefix.");
            }
            Jupyter jupyter = Jupyter.ofThisMachine();
            if (prefix != null) {
                return Jupyter.dataBelow(prefix);
            }
            return systemPrefix ? Jupyter.dataBelow(jupyter.systemPrefix()) : jupyter.userData();
        }

        Path kernel(Path data) {
            if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no name for a kernel: use letters, digits, '.', '_' and '-'.");
            }
            return data.resolve("kernels").resolve(name);
        }
    }
}
