package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code install}, {@code doctor} and {@code uninstall} of the packaged jar do to folders of their own. */
class InstallIT {
    private static final Path JAR = Path.of(System.getProperty("winnow.jar"));
    private static final Path JAVA = Path.of(System.getProperty("winnow.java")).toAbsolutePath();

    @TempDir
    Path folder;

    private record Said(int exit, String text) {}

    /** Runs a command with an empty PATH; the test's folders and the Java read as FOLDER, JAR and JAVA. */
    private Said winnow(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !name.equals("SystemRoot"));
        environment.put("HOME", folder.toString());
        environment.put("JUPYTER_DATA_DIR", folder.resolve("user").toString());
        environment.put("WINNOW_HOME", folder.resolve("home").toString());
        environment.put("PATH", folder.resolve("nothing").toString());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        return new Said(
                exit,
                text.replace(JAR.toString(), "JAR")
                        .replace(folder.toString(), "FOLDER")
                        .replaceAll("(ok     java +).*", "$1BUILD in JDK")
                        .replaceAll("Java \\d[^ \\n]*", "Java BUILD"));
    }

    private Path kernel() {
        return folder.resolve("user/kernels/winnow");
    }

    @Test
    void doctor_names_what_is_wrong_and_the_command_that_mends_it() throws Exception {
        assertThat(winnow("doctor").text())
                .isEqualTo(
                        """
                ok     winnow     0.1.0, JAR
                ok     java       BUILD in JDK
                ok     home       FOLDER/home (made when first used)
                note   kernel     none is installed
                                  mend: winnow install
                note   jupyter    there is none on the PATH; 'winnow repl' and 'winnow run' need none
                                  mend: python3 -m pip install jupyterlab
                All is well.
                """);
        Said installed = winnow("install", "--bare", "--no-archive");
        assertThat(installed.exit()).as(installed.text()).isZero();
        assertThat(winnow("doctor").text())
                .contains(
                        """
                ok     home       FOLDER/home
                ok     kernel     'Java (Winnow, bare)' in FOLDER/user/kernels/winnow, Java BUILD
                note   archive    none for this kernel, so it starts more slowly
                                  mend: winnow install --user --bare
                """);

        Path json = kernel().resolve("kernel.json");
        String written = Files.readString(json);
        Files.writeString(json, written.replace(KernelSpec.read(kernel()).java().toString(), "/gone/bin/java"));
        Said gone = winnow("doctor");
        assertThat(gone.exit()).isEqualTo(1);
        assertThat(gone.text())
                .contains(
                        """
                WRONG  kernel     'Java (Winnow, bare)' in FOLDER/user/kernels/winnow: its Java is gone: /gone/bin/java
                                  mend: winnow install --user --bare
                """)
                .endsWith("One thing is wrong.\n");

        Files.writeString(json, written.replace("\"-Xms", "\"-XX:SharedArchiveFile=/gone.jsa\",\n    \"-Xms"));
        assertThat(winnow("doctor").text()).contains("WRONG  archive    the class-data archive is gone: /gone.jsa");

        Files.writeString(json, written);
        Path copy = KernelSpec.read(kernel()).jar().orElseThrow();
        Files.write(copy, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        assertThat(winnow("doctor").text()).contains("it starts another version than this: FOLDER/home/app/0.1.0-bare");

        Files.writeString(json, "{");
        assertThat(winnow("doctor").text())
                .contains("WRONG  kernel     FOLDER/user/kernels/winnow: kernel.json cannot be read");
    }

    @Test
    void uninstall_leaves_nothing_but_the_datasets() throws Exception {
        winnow(
                "install",
                "--bare",
                "--no-archive",
                "--prefix",
                folder.resolve("env").toString(),
                "--name",
                "other");
        Path kernel = folder.resolve("env/share/jupyter/kernels/other");
        assertThat(kernel.resolve("logo-64x64.png")).exists();
        assertThat(KernelSpec.read(kernel).arguments()).endsWith("kernel", "{connection_file}");
        assertThat(folder.resolve("env/share/jupyter/labextensions/winnow/package.json"))
                .exists();
        Path beside = KernelSpec.read(kernel).jar().orElseThrow().getParent();
        assertThat(beside.resolve("NOTICE")).content().startsWith("Winnow\n");
        assertThat(beside.resolve("LICENSE")).content().contains("Apache License");
        assertThat(beside.resolve("LIBRARIES.txt")).content().contains("com.google.code.gson:gson:");
        winnow("install", "--bare", "--no-archive");
        Path older = Files.createDirectories(folder.resolve("home/app/0.0.9"));
        Files.writeString(older.resolve("winnow.jar"), "which no kernel starts any more");
        assertThat(winnow("uninstall").text()).isEqualTo("The kernel is gone from FOLDER/user/kernels/winnow\n");
        assertThat(older).doesNotExist();
        assertThat(KernelSpec.read(kernel).jar().orElseThrow()).exists();
        Files.writeString(Files.createDirectories(folder.resolve("home/mine")).resolve("data"), "kept");
        Said said = winnow("uninstall", "--prefix", folder.resolve("env").toString(), "--name", "other");
        assertThat(said.text()).isEqualTo("The kernel is gone from FOLDER/env/share/jupyter/kernels/other\n");
        assertThat(winnow("uninstall")).isEqualTo(new Said(1, "There is no kernel in FOLDER/user/kernels/winnow\n"));
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).containsExactly(folder.resolve("home/mine/data"));
        }
    }

    @Test
    void a_wrong_name_or_two_places_are_refused_and_nothing_is_written() throws Exception {
        assertThat(winnow("install", "--name", "a b").text())
                .isEqualTo("winnow: 'a b' is no name for a kernel: use letters, digits, '.', '_' and '-'.\n");
        assertThat(winnow("install", "--user", "--sys-prefix").text())
                .isEqualTo("winnow: Give one of --user, --prefix and --sys-prefix.\n");
        assertThat(winnow("install", "--sys-prefix").text()).startsWith("winnow: No Python environment is active");
        assertThat(folder).isEmptyDirectory();
    }
}
