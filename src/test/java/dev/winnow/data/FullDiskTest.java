package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.format.Csv;
import dev.winnow.store.OpenDatasets;
import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full, played by the largest file that a process may write: each phase ends in a named error, and nothing is lost. */
class FullDiskTest {
    private static final int SAMPLES = 40;

    @TempDir
    Path folder;

    private Dataset made(String note) {
        Dataset dataset = Dataset.create(Home.at(folder), "road", IfExists.FAIL);
        dataset.addSamples(IntStream.range(0, SAMPLES)
                .mapToObj(i -> SampleDraft.of(i + ".jpg")
                        .set("number", 0L)
                        .set("note", i + note)
                        .detections("boxes", List.of()))
                .toList());
        return dataset;
    }

    private Dataset again() {
        return Dataset.load(Home.at(folder), "road");
    }

    /** Starts a writer, fills its disk once it has begun, and gives the last number that it said before it was refused. */
    private long refused(String phase, int kilobytes) throws Exception {
        assumeTrue(
                Files.exists(Path.of("/usr/bin/prlimit")),
                "This system cannot limit the size of a process's files; nothing was tested.");
        Path said = Files.createTempFile(folder, "said", "");
        Process writer = WriterProcess.start(folder, said, phase);
        while (Files.size(said) == 0) {
            assertThat(writer.waitFor(2, TimeUnit.MILLISECONDS)).isFalse();
        }
        int limited = new ProcessBuilder("/usr/bin/prlimit", "--pid=" + writer.pid(), "--fsize=" + kilobytes * 1024)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(limited).isZero();
        try (OutputStream go = writer.getOutputStream()) {
            go.write('\n');
        }
        boolean ended = writer.waitFor(60, TimeUnit.SECONDS);
        writer.destroyForcibly();
        List<String> lines = Files.readAllLines(said);
        assertThat(ended).as("the limit was met after %s", lines).isTrue();
        assertThat(writer.exitValue()).as("%s", lines).isEqualTo(3);
        assertThat(lines.get(lines.size() - 1)).startsWith("refused").containsPattern("Cannot|could not|could be");
        return Long.parseLong(lines.get(lines.size() - 2));
    }

    private void canBeWrittenAgain() {
        Dataset after = again();
        assertThat(after.verify()).isPositive();
        after.setValues("number", -1L);
        assertThat(again().bounds("number")).containsExactly(-1, -1);
    }

    @ParameterizedTest
    @CsvSource({
        "bulk, 600",
        "save, 300",
        "vectors, 100",
        "vectors, 300",
        "snapshot, 700",
        "transaction, 400",
        "checkpoint, 300"
    })
    void a_full_disk_is_named_and_what_was_acknowledged_stays(String phase, int kilobytes) throws Exception {
        made("");
        long acknowledged = refused(phase, kilobytes);
        Dataset after = again();
        switch (phase) {
            case "bulk" -> assertThat(after.count()).isEqualTo(SAMPLES + (int) acknowledged * WriterProcess.BATCH);
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
                                SAMPLES + (int) acknowledged * WriterProcess.BATCH * 5,
                                SAMPLES + ((int) acknowledged + 1) * WriterProcess.BATCH * 5);
            case "save" -> assertThat(after.sum("number")).isEqualTo(acknowledged);
            default -> assertThat(after.bounds("number")).containsExactly(acknowledged, acknowledged);
        }
        canBeWrittenAgain();
    }

    /** The first limit is met by the snapshot that is taken before, the second by the tables themselves. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_store_that_cannot_be_brought_up_to_date_stays_what_it_was(boolean snapshotIsThere) throws Exception {
        made("");
        Path own = Home.at(folder).find("road").orElseThrow();
        OpenDatasets.leave(own);
        Path file = own.resolve("dataset.sqlite");
        try (var files = Files.list(own)) {
            for (Path old : files.filter(Files::isRegularFile).toList()) {
                Files.delete(old);
            }
        }
        byte[] golden = golden();
        Files.write(file, golden);
        Path snapshot = own.resolve("snapshots").resolve("before-format-2.sqlite");
        if (snapshotIsThere) {
            Files.createDirectories(snapshot.getParent());
            Files.write(snapshot, golden);
        }
        refused("open", 20);
        assertThat(Files.exists(snapshot)).isEqualTo(snapshotIsThere);
        Dataset after = again();
        assertThat(after.count()).isEqualTo(20);
        assertThat(after.values("whole").get(18)).isEqualTo(18_000_000_126L);
        assertThat(after.snapshots()).containsExactly("before-format-2");
        assertThat(after.verify()).isPositive();
    }

    private static byte[] golden() throws IOException {
        try (var packed = FullDiskTest.class.getResourceAsStream("format-1.sqlite.gz")) {
            return new GZIPInputStream(packed).readAllBytes();
        }
    }

    /** The first limit is met by the dataset's file, the second by its vectors. */
    @ParameterizedTest
    @ValueSource(ints = {100, 500})
    void a_backup_that_finds_no_room_is_none(int kilobytes) throws Exception {
        Dataset dataset = made("");
        float[] block = new float[SAMPLES * 4096];
        Arrays.fill(block, 0.5f);
        dataset.setEmbeddings("vectors", Embeddings.of(dataset.ids(), block, 4096));
        refused("backup", kilobytes);
        assertThat(folder.resolve("backup")).doesNotExist();
        again().backup(folder.resolve("backup"));
        Dataset back = Dataset.fromBackup(Home.at(folder), "back", folder.resolve("backup"));
        assertThat(back.values("note")).isEqualTo(dataset.values("note"));
        assertThat(back.embeddings("vectors").block()).isEqualTo(block);
        canBeWrittenAgain();
    }

    @Test
    void a_restore_that_finds_no_room_changes_nothing() throws Exception {
        Dataset dataset = made("n".repeat(5_000));
        dataset.snapshot("early");
        dataset.setValues("number", 5L);
        dataset.setValues("note", "later");
        refused("restore", 40);
        Dataset after = again();
        assertThat(after.bounds("number")).containsExactly(5, 5);
        assertThat(after.distinct("note")).containsExactly("later");
        after.restore("early");
        assertThat(again().bounds("number")).containsExactly(0, 0);
        canBeWrittenAgain();
    }

    /** The first limit is met by a picture, the second by the table. */
    @ParameterizedTest
    @ValueSource(ints = {4, 60})
    void an_export_that_finds_no_room_leaves_no_half_of_a_table(int kilobytes) throws Exception {
        Dataset dataset = made("n".repeat(5_000));
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        dataset.setMediaRoot(pictures);
        for (int i = 0; i < SAMPLES; i++) {
            Files.write(pictures.resolve(i + ".jpg"), new byte[8_000]);
        }
        refused("export", kilobytes);
        Path csv = folder.resolve("csv");
        try (var files = Files.list(csv)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("data");
        }
        assertThat(Csv.in(csv).write(again()).samples()).isEqualTo(SAMPLES);
        assertThat(Files.readAllLines(csv.resolve("labels.csv"))).hasSize(SAMPLES + 1);
        canBeWrittenAgain();
    }
}
