package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that is full, played by the largest file that a process may write: each phase ends in a named error, and nothing is lost. */
class FullDiskTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"bulk, 600", "vectors, 100", "vectors, 300", "snapshot, 700", "transaction, 400", "checkpoint, 300"})
    void a_full_disk_is_named_and_what_was_acknowledged_stays(String phase, int kilobytes) throws Exception {
        assumeTrue(
                Files.exists(Path.of("/usr/bin/prlimit")),
                "This system cannot limit the size of a process's files; nothing was tested.");
        Dataset dataset = Dataset.create(Home.at(folder), "road", IfExists.FAIL);
        dataset.addSamples(IntStream.range(0, 40)
                .mapToObj(i -> SampleDraft.of(i + ".jpg").set("number", 0L).detections("boxes", List.of()))
                .toList());
        Path said = folder.resolve("said");
        Process writer = WriterProcess.start(folder, said, phase);
        while (!Files.exists(said) || Files.size(said) == 0) {
            assertThat(writer.waitFor(2, TimeUnit.MILLISECONDS)).isFalse();
        }
        int limited = new ProcessBuilder("/usr/bin/prlimit", "--pid=" + writer.pid(), "--fsize=" + kilobytes * 1024)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(limited).isZero();
        boolean ended = writer.waitFor(60, TimeUnit.SECONDS);
        writer.destroyForcibly();
        List<String> lines = Files.readAllLines(said);
        assertThat(ended).as("the limit was met after %s", lines).isTrue();
        assertThat(writer.exitValue()).isEqualTo(3);
        assertThat(lines.get(lines.size() - 1)).startsWith("refused").containsPattern("Cannot|could not|could be");
        long acknowledged = Long.parseLong(lines.get(lines.size() - 2));
        Dataset after = Dataset.load(Home.at(folder), "road");
        assertThat(after.verify()).isPositive();
        switch (phase) {
            case "bulk" -> assertThat(after.count()).isEqualTo(40 + (int) acknowledged * WriterProcess.BATCH);
            case "vectors" -> {
                if (acknowledged > 0) {
                    assertThat(after.embeddings("vectors").block()).containsOnly((float) acknowledged);
                } else {
                    assertThat(after.hasField("vectors")).isFalse();
                }
            }
            case "snapshot" ->
                assertThat(after.count())
                        .isBetween(
                                40 + (int) acknowledged * WriterProcess.BATCH * 5,
                                40 + ((int) acknowledged + 1) * WriterProcess.BATCH * 5);
            default -> assertThat(after.bounds("number")).containsExactly(acknowledged, acknowledged);
        }
        after.setValues("number", -1L);
        assertThat(Dataset.load(Home.at(folder), "road").bounds("number")).containsExactly(-1, -1);
    }
}
