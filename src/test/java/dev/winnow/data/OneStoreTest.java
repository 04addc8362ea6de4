package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One store a folder in a process: its files are given back, its log is folded in, and a copy without its log is refused. */
class OneStoreTest {
    @TempDir
    Path folder;

    private Home home() {
        return Home.at(folder.resolve("home"));
    }

    private Dataset made(String name, int samples) {
        Dataset dataset = Dataset.create(home(), name, IfExists.FAIL);
        dataset.addSamples(IntStream.range(0, samples)
                .mapToObj(i -> SampleDraft.of(i + ".jpg").set("number", 0L).detections("boxes", List.of()))
                .toList());
        return dataset;
    }

    /** Files below a folder that this process has open, also those that are deleted. */
    private static long openBelow(Path folder) {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "This system does not list open files.");
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(file -> {
                        try {
                            return Files.readSymbolicLink(file).toString().contains(folder.toString());
                        } catch (IOException closed) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Test
    void a_dataset_that_is_loaded_a_hundred_times_is_open_once() {
        Dataset first = made("road", 10);
        long one = openBelow(folder);
        List<Dataset> kept = IntStream.range(0, 100)
                .mapToObj(i -> Dataset.load(home(), "road"))
                .toList();
        assertThat(openBelow(folder)).isLessThanOrEqualTo(one);
        assertThat(kept).allSatisfy(again -> assertThat(again.count()).isEqualTo(first.count()));
    }

    @Test
    @Timeout(60)
    void a_dataset_that_nobody_can_reach_gives_its_files_back() {
        made("road", 10);
        while (openBelow(folder) > 0) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(Dataset.load(home(), "road").count()).isEqualTo(10);
    }

    @Test
    void datasets_that_are_deleted_give_back_their_files_and_their_room() {
        List<Dataset> sixty =
                IntStream.range(0, 60).mapToObj(i -> made("fd" + i, 1)).toList();
        assertThat(openBelow(folder)).isPositive();
        // As fo.deleteDataset does: by an object of its own, while others of the dataset are still there.
        sixty.forEach(each -> Dataset.load(home(), each.name()).delete());
        assertThat(openBelow(folder)).isZero();
        assertThat(folder.resolve("home").resolve("datasets")).isEmptyDirectory();
        assertThatThrownBy(() -> sixty.get(0).setValues("number", 1L)).hasMessageContaining("gone");
    }

    @Test
    void threads_with_objects_of_their_own_wait_for_each_other_and_lose_nothing() throws Exception {
        Dataset dataset = made("road", 4);
        List<Thread> writers = dataset.ids().stream()
                .map(id -> new Thread(() -> {
                    Dataset own = Dataset.load(home(), "road");
                    for (int i = 0; i < 25; i++) {
                        own.transaction(
                                "count",
                                () -> own.setValues(
                                        "number",
                                        java.util.Map.of(
                                                id, (long) own.sample(id).number("number") + 1)));
                    }
                }))
                .toList();
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(Dataset.load(home(), "road").doubles("number")).containsExactly(25, 25, 25, 25);
    }

    @Test
    void what_one_object_writes_in_a_transaction_the_other_sees_and_loses_with_it() {
        Dataset mine = made("road", 2);
        Dataset yours = Dataset.load(home(), "road");
        assertThatThrownBy(() -> mine.transaction("both", () -> {
                    mine.setValues("number", 1L);
                    yours.addSample(SampleDraft.of("late.jpg"));
                    assertThat(yours.sum("number")).isEqualTo(2);
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        for (Dataset each : List.of(mine, yours, Dataset.load(home(), "road"))) {
            assertThat(each.count()).isEqualTo(2);
            assertThat(each.sum("number")).isZero();
        }
        mine.transaction("both", () -> {
            mine.setValues("number", 1L);
            yours.addSample(SampleDraft.of("late.jpg"));
        });
        assertThat(yours.sum("number")).isEqualTo(2);
        assertThat(Dataset.load(home(), "road").count()).isEqualTo(3);
    }

    private Path copiedAlone(Path own) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        Files.copy(own.resolve("dataset.sqlite"), copy.resolve("dataset.sqlite"));
        Files.copy(own.resolve("name"), copy.resolve("name"));
        return copy;
    }

    @Test
    void a_file_that_is_copied_after_a_normal_end_of_its_program_holds_everything() throws Exception {
        Home home = home();
        made("seed", 1);
        Path said = Files.createTempFile(folder, "said", "");
        Process writer = WriterProcess.start(home.folder(), said, "make");
        assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).as(Files.readString(said)).isZero();
        Path own = home.find("made").orElseThrow();
        assertThat(own.resolve("dataset.sqlite-wal")).doesNotExist();
        assertThat(Dataset.fromBackup(home, "taken", copiedAlone(own)).count()).isEqualTo(40);
    }

    @Test
    void a_file_that_is_copied_without_its_log_is_refused() throws Exception {
        Dataset dataset = made("road", 40);
        Path copy = copiedAlone(home().find("road").orElseThrow());
        assertThatThrownBy(() -> Dataset.fromBackup(home(), "taken", copy))
                .hasMessageContaining("copied without its log")
                .hasMessageContaining("dataset.sqlite-wal")
                .hasMessageContaining("backup");
        assertThat(home().listDatasets()).containsExactly("road");
        dataset.snapshot("whole");
        dataset.restore("whole");
        assertThat(Dataset.load(home(), "road").count()).isEqualTo(40);
    }

    @Test
    void a_process_without_files_to_open_says_so() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/prlimit")), "This system cannot limit how many files are open.");
        made("road", 1);
        Path said = Files.createTempFile(folder, "said", "");
        Process writer = WriterProcess.start(folder.resolve("home"), said, "files");
        assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).contains("refused").contains("too many files are open in this process");
    }
}
