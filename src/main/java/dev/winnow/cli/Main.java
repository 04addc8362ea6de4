package dev.winnow.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: one class a command. */
@Command(
        name = "winnow",
        description = "A Java kernel and REPL with a dataset library for choosing what to label next.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            RunCommand.class,
            ReplCommand.class,
            NotebookCommand.class,
            KernelCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            DoctorCommand.class,
            RehearseCommand.class
        })
public final class Main {
    private Main() {}

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"winnow " + version() + ", Java " + Runtime.version()};
        }
    }

    /** The version that the jar's manifest names. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "from-sources" : version;
    }

    public static void main(String[] args) {
        if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
            System.err.println("winnow: " + System.getProperty("java.home")
                    + " is a Java runtime without its compiler. Install a JDK 17 or newer and set JAVA_HOME to it.");
            System.exit(1);
        }
        System.exit(run(args));
    }

    private static int run(String[] args) {
        if (args.length == 2 && args[0].equals("kernel") && !args[1].startsWith("-")) {
            // Jupyter's way in, a tenth of a second sooner without building the tree of commands.
            return KernelCommand.serve(Path.of(args[1]));
        }
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("winnow: " + failure.getMessage());
                    return 1;
                })
                .execute(args);
    }
}
