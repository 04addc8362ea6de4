package dev.winnow.cli;

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
            NotebookCommand.class,
            KernelCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            BenchCommand.class
        })
public final class Main {
    private Main() {}

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"winnow " + (version == null ? "from sources" : version)};
        }
    }

    public static void main(String[] args) {
        int exit = new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("winnow: " + failure.getMessage());
                    return 1;
                })
                .execute(args);
        System.exit(exit);
    }
}
