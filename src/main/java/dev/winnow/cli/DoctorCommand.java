package dev.winnow.cli;

import dev.winnow.data.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what is where, what is wrong, and the command that mends it. */
@Command(
        name = "doctor",
        description = "Say what is installed where, what is wrong with it, and the command that mends it.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        List<Finding> findings = new Doctor(jar, Home.current(), Jupyter.ofThisMachine()).look();
        findings.forEach(System.out::println);
        long wrong = findings.stream().filter(Finding::isWrong).count();
        System.out.println(
                wrong == 0 ? "All is well." : wrong == 1 ? "One thing is wrong." : wrong + " things are wrong.");
        return wrong == 0 ? 0 : 1;
    }
}
