package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writers that are killed at any moment: what they said was stored is there, and no transaction is there in part. Nine kills a
 * build; with {@code -Dwinnow.soak=true} two hundred and forty-five.
 */
class KillTest {
    private static final boolean SOAK = Boolean.getBoolean("winnow.soak");

    @TempDir
    Path folder;

    private Dataset made() {
        Dataset dataset = Dataset.create(Home.at(folder), "road", IfExists.FAIL);
        dataset.addSamples(java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> SampleDraft.of(i + ".jpg").set("number", 0L).detections("boxes", List.of()))
                .toList());
        return dataset;
    }

    /** The last number of which the whole line was written. */
    private static long acknowledged(Path said) throws IOException {
        String text = Files.readString(said);
        String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
        String last = lines[lines.length - 1].strip();
        return last.isEmpty() ? 0 : Long.parseLong(last);
    }

    /** Starts a writer and kills it some time after it has acknowledged some more; returns the last number that it said. */
    private long kill(Random random, long before, int most, String... args) throws Exception {
        Path said = Files.createTempFile(folder, "said", "");
        Process writer = WriterProcess.start(folder, said, args);
        long wanted = before + 1 + random.nextInt(most);
        while (acknowledged(said) < wanted) {
            assertThat(writer.waitFor(2, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(writer.waitFor(random.nextInt(8_000), TimeUnit.MICROSECONDS)).isFalse();
        writer.destroyForcibly().waitFor();
        return Math.max(before, acknowledged(said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "save", "bulk", "checkpoint", "background", "vectors"})
    void what_was_acknowledged_before_a_kill_is_there_and_nothing_is_half_written(String mode) throws Exception {
        made();
        Random random = new Random(7);
        int kills = SOAK ? 35 : mode.equals("transaction") || mode.equals("vectors") ? 2 : 1;
        long stored = 0;
        for (int kill = 0; kill < kills; kill++) {
            long said = kill(random, stored, 20, mode);
            Dataset after = Dataset.load(Home.at(folder), "road");
            assertThat(after.verify()).isPositive();
            stored = switch (mode) {
                case "save" -> saved(after);
                case "bulk" -> added(after);
                case "vectors" -> vectors(after);
                default -> step(after);
            };
            assertThat(stored).as("acknowledged %s times", said).isBetween(said, said + 1);
        }
    }

    private static long step(Dataset after) {
        double[] bounds = after.bounds("number");
        assertThat(bounds[0]).as("one transaction is whole").isEqualTo(bounds[1]);
        long stored = (long) bounds[0];
        assertThat(after.run("step", "last").orElseThrow().json()).isEqualTo("{\"number\":" + stored + "}");
        assertThat(after.distinct("boxes.label")).containsExactly("n" + stored);
        return stored;
    }

    private static long saved(Dataset after) {
        double[] bounds = after.bounds("number");
        assertThat(bounds[1] - bounds[0]).isLessThanOrEqualTo(1);
        return (long) after.sum("number");
    }

    private static long added(Dataset after) {
        long batches = (after.count() - 40) / WriterProcess.BATCH;
        assertThat(after.count()).as("batches are whole").isEqualTo(40 + (int) batches * WriterProcess.BATCH);
        for (String field : List.of("number", "note", "boxes.label")) {
            assertThat(after.countValues(field).asMap().values())
                    .filteredOn(count -> count != 40)
                    .as(field)
                    .hasSize((int) batches)
                    .containsOnly((long) WriterProcess.BATCH);
        }
        return batches;
    }

    private static long vectors(Dataset after) {
        float[] block = after.embeddings("vectors").block();
        assertThat(block).hasSize(40 * WriterProcess.DIM).containsOnly(block[0]);
        return (long) block[0];
    }

    @Test
    void a_kill_while_a_store_is_brought_up_to_date_leaves_the_old_one_or_the_new() throws Exception {
        Path golden = folder.resolve("golden.sqlite");
        try (var packed = KillTest.class.getResourceAsStream("format-1.sqlite.gz")) {
            Files.write(golden, new GZIPInputStream(packed).readAllBytes());
        }
        Random random = new Random(8);
        long before = 0;
        for (int kill = 0; kill < (SOAK ? 35 : 1); kill++) {
            before = kill(random, before, 6, "migration", golden.toString());
            for (long number = 1; number <= before + 1; number++) {
                Path file = folder.resolve("migrated-" + number).resolve("dataset.sqlite");
                if (!Files.exists(file) || Files.size(file) < Files.size(golden)) {
                    // Killed while the copy of the old store was being made.
                    assertThat(number).isEqualTo(before + 1);
                    Files.deleteIfExists(file);
                    continue;
                }
                try (Store store = Store.open(file)) {
                    assertThat(store.load(null).rows()).isEqualTo(20);
                    assertThat(store.verify()).isPositive();
                }
                before = Math.max(before, number);
            }
        }
    }

    @Test
    void a_file_that_is_written_over_in_place_is_seen_torn() throws Exception {
        Random random = new Random(9);
        int torn = 0;
        for (int kill = 0; kill < 20 && torn == 0; kill++) {
            kill(random, 0, 3, "in place");
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("in-place")));
            long first = bytes.getLong();
            while (bytes.hasRemaining()) {
                if (bytes.getLong() != first) {
                    torn++;
                    break;
                }
            }
            Files.delete(folder.resolve("in-place"));
        }
        assertThat(torn).as("the control shows that a kill can tear").isPositive();
    }
}
