package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.label.Box;
import dev.winnow.label.Classification;
import dev.winnow.label.Detection;
import dev.winnow.store.DamagedFieldException;
import dev.winnow.store.IntColumn;
import dev.winnow.store.LogEmptier;
import dev.winnow.store.OpenDatasets;
import dev.winnow.store.StaleDatasetException;
import dev.winnow.store.State;
import dev.winnow.store.Store;
import dev.winnow.vectors.Embeddings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    Path folder;

    private Dataset numbered(int samples) {
        Dataset dataset = Dataset.create(Home.at(folder), "road", IfExists.FAIL);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            drafts.add(SampleDraft.of(i + ".jpg").set("number", 0L).detections("boxes", List.of()));
        }
        dataset.addSamples(drafts);
        return dataset;
    }

    private Dataset again() {
        return Dataset.load(Home.at(folder), "road");
    }

    private Path file() {
        return Home.at(folder).find("road").orElseThrow().resolve("dataset.sqlite");
    }

    private Process child(String... args) throws IOException {
        return WriterProcess.start(folder, null, args);
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void processes_that_edit_different_samples_lose_nothing() throws Exception {
        Dataset dataset = numbered(20);
        for (int count : new int[] {2, 4}) {
            dataset.setValues("number", 0L);
            List<Process> writers = new ArrayList<>();
            for (int own = 0; own < count; own++) {
                writers.add(child("share", String.valueOf(own), String.valueOf(count), "20"));
            }
            for (Process writer : writers) {
                assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(writer.exitValue()).isZero();
            }
            dataset.reload();
            assertThat(dataset.sum("number")).isEqualTo(20 * count);
        }
    }

    @Test
    void processes_that_edit_one_value_see_each_other_and_lose_nothing() throws Exception {
        Dataset dataset = numbered(2);
        for (int count : new int[] {2, 4}) {
            dataset.setValues("number", 0L);
            List<Process> writers = new ArrayList<>();
            for (int writer = 0; writer < count; writer++) {
                writers.add(child("contend", "25"));
            }
            for (Process writer : writers) {
                assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(writer.exitValue()).isZero();
            }
            dataset.reload();
            assertThat(dataset.values("number")).containsExactly(25L * count, 0L);
        }
    }

    @Test
    void sqlite_is_unpacked_into_the_cache_once_and_a_broken_copy_does_not_matter() throws Exception {
        numbered(1);
        Path cache = Home.at(folder).cache().resolve("sqlite");
        assertThat(child("contend", "1").waitFor()).isZero();
        Path library;
        try (var files = Files.walk(cache)) {
            library = files.filter(Files::isRegularFile)
                    .reduce((one, other) -> {
                        throw new AssertionError(one + " and " + other);
                    })
                    .orElseThrow();
        }
        var made = Files.getLastModifiedTime(library);
        assertThat(child("contend", "1").waitFor()).isZero();
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(made);
        Files.write(library, new byte[] {1, 2, 3});
        assertThat(child("contend", "1").waitFor()).isZero();
        Dataset dataset = again();
        assertThat(dataset.values("number")).containsExactly(3L);
    }

    @Test
    void a_lease_has_one_holder_over_processes_and_names_it() throws Exception {
        Dataset dataset = numbered(1);
        Process holder = child("lease");
        try (BufferedReader lines = output(holder)) {
            assertThat(lines.readLine()).startsWith("held");
            assertThatThrownBy(() -> dataset.lease("loop")).hasMessageContaining("process " + holder.pid());
            holder.destroyForcibly().waitFor();
        }
        try (AutoCloseable mine = dataset.lease("loop")) {
            assertThat(mine).isNotNull();
            assertThatThrownBy(() -> again().lease("loop")).hasMessageContaining("held by this process");
            // The refusal in this process must not have given the lock away to others.
            Process other = child("lease");
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).isNotZero();
        }
        dataset.lease("loop").close();
    }

    @Test
    void a_cut_write_ahead_log_gives_an_older_whole_version() throws Exception {
        Dataset dataset = numbered(30);
        for (long number = 1; number <= 6; number++) {
            dataset.setValues("number", number);
        }
        Path wal = file().resolveSibling("dataset.sqlite-wal");
        byte[] main = Files.readAllBytes(file());
        byte[] log = Files.readAllBytes(wal);
        int frame = 16384 + 24;
        List<Double> seen = new ArrayList<>();
        for (int frames = 0; 32 + frames * frame <= log.length; frames++) {
            for (int extra : new int[] {-1, 0, 1}) {
                Path crashed = folder.resolve("cut-" + frames + "-" + extra);
                Files.createDirectories(crashed);
                Files.write(crashed.resolve("dataset.sqlite"), main);
                Files.write(
                        crashed.resolve("dataset.sqlite-wal"),
                        Arrays.copyOf(log, Math.min(log.length, 32 + frames * frame + extra)));
                try (Store store = Store.open(crashed.resolve("dataset.sqlite"))) {
                    State state = store.load(null);
                    if (state.rows() > 0) {
                        IntColumn numbers = (IntColumn) state.column("number");
                        assertThat(Arrays.stream(numbers.values()).distinct().count())
                                .isEqualTo(1);
                        seen.add((double) numbers.values()[0]);
                    }
                }
            }
        }
        assertThat(seen).isSorted().contains(1.0, 6.0);
        Random random = new Random(4);
        int older = 0;
        for (int flip = 0; flip < 60; flip++) {
            Path crashed = Files.createDirectories(folder.resolve("log-" + flip));
            Files.write(crashed.resolve("dataset.sqlite"), main);
            Files.write(crashed.resolve("dataset.sqlite-wal"), flipped(log, random));
            try (Store store = Store.open(crashed.resolve("dataset.sqlite"))) {
                State state = store.load(null);
                if (state.rows() > 0) {
                    long[] numbers = ((IntColumn) state.column("number")).values();
                    assertThat(numbers).as("flip %d of the log", flip).containsOnly(numbers[0]);
                    assertThat(numbers[0]).isBetween(0L, 6L);
                    older += numbers[0] < 6 ? 1 : 0;
                }
            } catch (IllegalStateException named) {
                assertThat(named).hasMessageMatching("(?s).*(Cannot|damaged|cannot be read|rows).*");
            }
        }
        assertThat(older).as("flips that took commits back").isPositive();
    }

    @Test
    void flipped_bytes_give_an_older_version_or_a_named_error_but_never_a_wrong_value() throws Exception {
        Dataset dataset = numbered(200);
        dataset.setValues("number", 1L);
        dataset.setEmbeddings("vectors", vectors(dataset.ids(), 400));
        Path backup = folder.resolve("backup");
        dataset.backup(backup);
        List<String> ids = dataset.ids();
        Path npy;
        try (var files = Files.list(backup.resolve("vectors"))) {
            npy = files.findFirst().orElseThrow();
        }
        byte[] sqlite = Files.readAllBytes(backup.resolve("dataset.sqlite"));
        byte[] floats = Files.readAllBytes(npy);
        Random random = new Random(3);
        int refused = 0;
        for (int flip = 0; flip < 200; flip++) {
            Path crashed = folder.resolve("flip-" + flip);
            Files.createDirectories(crashed.resolve("vectors"));
            boolean inVectors = flip % 4 == 0;
            Files.write(crashed.resolve("dataset.sqlite"), inVectors ? sqlite : flipped(sqlite, random));
            Files.write(
                    crashed.resolve("vectors").resolve(npy.getFileName()),
                    inVectors ? flipped(floats, random) : floats);
            try (Store store = Store.openCopy(crashed.resolve("dataset.sqlite"), crashed.resolve("vectors"))) {
                State state = store.load(null);
                if (state.rows() > 0) {
                    assertThat(((IntColumn) state.column("number")).values()).containsOnly(1L);
                    for (int row = 0; row < 200; row++) {
                        assertThat(state.id(row)).isEqualTo(ids.get(row));
                    }
                    assertThat((float[]) state.column("vectors").get(199))
                            .isEqualTo(vectors(ids, 400).row(199));
                }
            } catch (IllegalStateException named) {
                refused++;
                assertThat(named).hasMessageMatching("(?s).*(Cannot|damaged|cannot be read|rows).*");
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    private static byte[] flipped(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        int at = random.nextInt(damaged.length - 64);
        for (int i = at; i < at + 64; i++) {
            damaged[i] ^= (byte) (1 + random.nextInt(255));
        }
        return damaged;
    }

    @Test
    void a_dataset_that_another_process_deleted_says_so() {
        Dataset dataset = numbered(1);
        again().delete();
        assertThatThrownBy(() -> dataset.setValues("number", 5L))
                .isInstanceOf(StaleDatasetException.class)
                .hasMessageContaining("deleted it");
    }

    @Test
    void a_newer_format_is_refused_by_name() throws Exception {
        numbered(1);
        try (var db = DriverManager.getConnection("jdbc:sqlite:" + file());
                var sql = db.createStatement()) {
            sql.execute("UPDATE meta SET v = '7' WHERE k = 'format'");
        }
        assertThatThrownBy(this::again).hasMessageContaining("format 7").hasMessageContaining("reads up to 2");
    }

    @Test
    void a_damaged_field_is_named_and_the_others_stay_readable_and_writable() throws Exception {
        Dataset dataset = numbered(50);
        dataset.setValues("score", 0.5);
        dataset.setEmbeddings("vectors", vectors(dataset.ids(), 2048));
        try (var db = DriverManager.getConnection("jdbc:sqlite:" + file());
                var sql = db.createStatement()) {
            sql.execute("UPDATE chunk SET data = zeroblob(length(data)) WHERE field = 'score'");
        }
        Path npy;
        try (var files = Files.list(file().resolveSibling("vectors"))) {
            npy = files.findFirst().orElseThrow();
        }
        byte[] damaged = Files.readAllBytes(npy);
        damaged[5000] ^= 1;
        Files.write(npy, damaged);
        Dataset again = again();
        assertThat(again.sum("number")).isZero();
        assertThatThrownBy(() -> again.sum("score"))
                .isInstanceOf(DamagedFieldException.class)
                .hasMessageContaining("'score'");
        assertThatThrownBy(() -> again.embeddings("vectors")).hasMessageContaining("does not match its checksum");
        assertThatThrownBy(again::verify).hasMessageContaining("'score'").hasMessageContaining("'vectors'");
        again.setValues("number", 3L);
        assertThat(again().sum("number")).isEqualTo(150);
        again.deleteSampleField("score");
        again.deleteSampleField("vectors");
        assertThat(again().verify()).isPositive();
    }

    private static Embeddings vectors(List<String> ids, int dim) {
        float[] block = new float[ids.size() * dim];
        for (int i = 0; i < block.length; i++) {
            block[i] = i * 0.5f;
        }
        return Embeddings.of(ids, block, dim).withModel("test");
    }

    @Test
    void vectors_are_files_that_numpy_reads_and_small_additions_go_to_the_table() throws Exception {
        Dataset dataset = numbered(100);
        List<String> ids = dataset.ids();
        dataset.setEmbeddings("vectors", vectors(ids.subList(0, 90), 1024));
        Path npy;
        try (var files = Files.list(file().resolveSibling("vectors"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            npy = all.get(0);
        }
        byte[] bytes = Files.readAllBytes(npy);
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII).strip())
                .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (90, 1024), }");
        assertThat(bytes).hasSize(128 + 90 * 1024 * 4);
        dataset.setEmbeddings("vectors", vectors(ids.subList(90, 95), 1024));
        try (var files = Files.list(file().resolveSibling("vectors"))) {
            assertThat(files).containsExactly(npy);
        }
        Embeddings stored = again().embeddings("vectors");
        assertThat(stored.ids()).isEqualTo(ids.subList(0, 95));
        assertThat(stored.row(90)).isEqualTo(vectors(ids.subList(90, 95), 1024).row(0));
        assertThat(stored.model()).isEqualTo("test");
        dataset.deleteSamples(ids.subList(1, 90));
        assertThat(again().embeddings("vectors").row(1)).isEqualTo(stored.row(90));
    }

    @Test
    void a_store_of_format_one_is_read_and_brought_up_to_date_with_a_snapshot_first() throws Exception {
        place("format-1.sqlite.gz");
        for (int look = 0; look < 2; look++) {
            Dataset golden = again();
            assertThat(golden.count()).isEqualTo(20);
            assertThat(golden.strings("text").subList(0, 4)).containsExactly("wä 0", null, "wä 2", null);
            assertThat(golden.values("whole").get(18)).isEqualTo(18_000_000_126L);
            assertThat(golden.values("part").get(2)).isEqualTo(2 / 7.0);
            assertThat(golden.values("flag").subList(0, 4)).containsExactly(true, null, false, null);
            assertThat(golden.values("names").get(2)).isEqualTo(List.of("a2", "b"));
            assertThat((float[]) golden.values("vector").get(4)).containsExactly(4, -4, 0.5f);
            assertThat(golden.values("boxes").get(0)).isEqualTo(List.of());
            assertThat(golden.values("boxes").get(1)).isNull();
            Detection first = golden.samples().get(2).detections("boxes").get(0);
            assertThat(first.label()).isEqualTo("c2");
            assertThat(first.box()).isEqualTo(new Box(0.1, 0.2, 0.3, 0.27));
            assertThat(first.attributes()).isEqualTo(Map.of("depth", 1.0, "eval", "tp", "count", 2L, "hard", false));
            Detection second = golden.samples().get(2).detections("boxes").get(1);
            assertThat(second.id()).isEqualTo("own-2");
            assertThat(second.confidence()).isEqualTo(0.1);
            assertThat(second.tags()).containsExactly("checked");
            assertThat(golden.loadSavedView("reds").count()).isEqualTo(3);
            assertThat(golden.info("classes")).isEqualTo(List.of("c0", "c2", "D"));
            assertThat(golden.run("evaluation", "eval").orElseThrow().blob()).containsExactly(1, 2, 3);
            assertThat(golden.matchTags("late").count()).isEqualTo(2);
            assertThat(golden.snapshots()).contains("before-format-2");
            assertThat(golden.verify()).isPositive();
            // The second look reads fields that the newest format has written.
            golden.select(golden.ids().get(1)).setValues("part", 1.5);
            golden.restore("before-format-2");
        }
    }

    /** Puts the file of another Winnow in the place of the dataset's own. */
    private void place(String golden) throws IOException {
        Dataset made = Dataset.create(Home.at(folder), "road", IfExists.FAIL);
        made.snapshot("unused");
        Path file = file();
        try (var files = Files.list(file.getParent())) {
            for (Path old : files.filter(Files::isRegularFile).toList()) {
                Files.delete(old);
            }
        }
        try (var packed = StoreTest.class.getResourceAsStream(golden)) {
            Files.write(file, new java.util.zip.GZIPInputStream(packed).readAllBytes());
        }
    }

    @Test
    void a_store_of_format_two_is_read_as_it_was_written() throws Exception {
        place("format-2.sqlite.gz");
        Dataset golden = again();
        assertThat(golden.count()).isEqualTo(20);
        assertThat(golden.strings("text").subList(0, 3)).containsExactly("wä 0", null, "wä 2");
        assertThat(golden.values("whole").get(18)).isEqualTo(18_000_000_126L);
        assertThat(golden.values("part").get(2)).isEqualTo(2 / 7.0);
        assertThat(golden.values("flag").subList(0, 4)).containsExactly(true, null, false, null);
        assertThat(golden.values("names").get(2)).isEqualTo(List.of("a2", "b"));
        assertThat((float[]) golden.values("vector").get(4)).containsExactly(4, -4, 0.5f);
        assertThat(golden.samples().get(2).get("weather")).isInstanceOfSatisfying(Classification.class, rain -> {
            assertThat(rain.label()).isEqualTo("rain");
            assertThat(rain.confidence()).isEqualTo(0.1);
        });
        Detection box = golden.samples().get(2).detections("boxes").get(0);
        assertThat(box.box()).isEqualTo(new Box(0.1, 0.2, 0.3, 0.25));
        assertThat(box.attributes()).isEqualTo(Map.of("depth", 1.0, "annotator", "ann", "seconds", 2.5));
        assertThat(box.annotator()).contains("ann");
        assertThat(box.seconds()).isEqualTo(2.5);
        assertThat(golden.loadSavedView("rain").count()).isEqualTo(4);
        assertThat(golden.info("classes")).isEqualTo(List.of("c0", "c2"));
        assertThat(golden.run("evaluation", "eval").orElseThrow().json()).isEqualTo("{\"map\":0.5}");
        assertThat(golden.matchTags("t1").count()).isEqualTo(7);
        assertThat(golden.verify()).isPositive();
    }

    @Test
    void a_backup_is_the_dataset_and_one_that_is_damaged_is_refused() throws Exception {
        Dataset dataset = numbered(100);
        dataset.setValues("number", 7L);
        dataset.setEmbeddings("vectors", vectors(dataset.ids(), 1024));
        Path backup = folder.resolve("backup");
        dataset.backup(backup);
        dataset.setValues("number", 8L);
        Dataset back = Dataset.fromBackup(dataset.home(), "back", backup);
        assertThat(back.ids()).isEqualTo(dataset.ids());
        assertThat(back.sum("number")).isEqualTo(700);
        assertThat(back.embeddings("vectors").block())
                .isEqualTo(dataset.embeddings("vectors").block());
        assertThatThrownBy(() -> dataset.backup(backup)).hasMessageContaining("exists");
        try (var files = Files.list(backup.resolve("vectors"))) {
            Path npy = files.findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(npy);
            bytes[bytes.length - 1] ^= 1;
            Files.write(npy, bytes);
        }
        assertThatThrownBy(() -> Dataset.fromBackup(dataset.home(), "again", backup))
                .isInstanceOf(DamagedFieldException.class);
        assertThat(dataset.home().listDatasets()).containsExactly("back", "road");
    }

    @Test
    void a_snapshot_keeps_its_vectors_and_can_be_deleted() throws Exception {
        Dataset dataset = numbered(100);
        dataset.setEmbeddings("vectors", vectors(dataset.ids(), 1024));
        dataset.snapshot("before-batch-3");
        dataset.deleteSampleField("vectors");
        try (var files = Files.list(file().resolveSibling("vectors"))) {
            for (Path npy : files.toList()) {
                Files.setLastModifiedTime(npy, java.nio.file.attribute.FileTime.fromMillis(0));
            }
        }
        Store own = Store.open(file());
        own.removeOrphans();
        dataset.restore("before-batch-3");
        assertThat(dataset.embeddings("vectors").count()).isEqualTo(100);
        dataset.deleteSampleField("vectors");
        dataset.deleteSnapshot("before-batch-3");
        assertThat(dataset.snapshots()).isEmpty();
        assertThatThrownBy(() -> dataset.deleteSnapshot("before-batch-3")).hasMessageContaining("before-batch-3");
        own.removeOrphans();
        own.close();
        try (var files = Files.list(file().resolveSibling("vectors"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_dataset_that_is_not_to_stay_goes_when_nobody_has_it_open() throws Exception {
        Dataset dataset = numbered(1);
        dataset.setPersistent(false);
        assertThat(again().isPersistent()).isFalse();
        Process other = child("lease");
        try (BufferedReader lines = output(other)) {
            assertThat(lines.readLine()).startsWith("held");
            Path own = file().getParent();
            OpenDatasets.leave(own);
            Home.at(folder).removeAbandoned();
            assertThat(Home.at(folder).exists("road"))
                    .as("another process has it open")
                    .isTrue();
            other.destroyForcibly().waitFor();
            Home.at(folder).removeAbandoned();
            assertThat(Home.at(folder).exists("road")).isFalse();
            assertThat(own).doesNotExist();
        }
    }

    @Test
    void checking_a_dataset_does_not_hide_what_others_wrote() {
        Dataset mine = numbered(2);
        Dataset yours = again();
        yours.setValues("number", Map.of(yours.ids().get(0), 3L));
        mine.verify();
        mine.setValues("number", Map.of(mine.ids().get(1), 4L));
        assertThat(mine.doubles("number")).containsExactly(3, 4);
        assertThat(again().doubles("number")).containsExactly(3, 4);
    }

    @Test
    void a_field_that_two_processes_add_conflicts_where_both_wrote() {
        Dataset mine = numbered(2);
        Dataset yours = again();
        yours.setValues("note", Map.of(yours.ids().get(0), "yours"));
        mine.setValues("note", Map.of(mine.ids().get(1), "mine"));
        assertThat(mine.strings("note")).containsExactly("yours", "mine");
        Dataset third = again();
        mine.setValues("other", "mine");
        assertThatThrownBy(() -> third.setValues("other", "third")).isInstanceOf(ConflictException.class);
    }

    @Test
    void labels_of_people_that_a_write_would_end_are_kept_first() {
        Dataset dataset = numbered(2);
        String id = dataset.ids().get(0);
        dataset.setDetections(
                "human_labels",
                Map.of(id, List.of(Detection.of("Car", 0, 0, 0.1, 0.1).with("annotator", "ann"))));
        dataset.setDetections("human_labels", Map.of(id, List.of()));
        assertThat(dataset.snapshots()).containsExactly("before-setting-human_labels");
        dataset.restore("before-setting-human_labels");
        assertThat(dataset.labelsByPeople()).isEqualTo(1);
        dataset.deleteSampleField("human_labels");
        dataset.restore("before-deleting-human_labels");
        dataset.deleteSampleField("human_labels");
        assertThat(dataset.snapshots()).contains("before-deleting-human_labels", "before-deleting-human_labels-2");
    }

    @Test
    @Timeout(60)
    void a_large_commit_comes_into_the_file_while_the_dataset_is_open() throws Exception {
        Dataset dataset = numbered(1);
        dataset.setValues("note", "x".repeat((int) LogEmptier.GATHERED));
        while (Files.size(file()) < LogEmptier.GATHERED) {
            Thread.onSpinWait();
        }
        assertThat(again().values("note")).isEqualTo(dataset.values("note"));
        assertThat(again().verify()).isPositive();
    }

    @Test
    void a_lost_write_ahead_log_is_reported() throws Exception {
        Dataset dataset = numbered(1);
        dataset.snapshot("early");
        dataset.setValues("number", 2L);
        Path copy = folder.resolve("copy.sqlite");
        Files.copy(file().resolveSibling("snapshots").resolve("early.sqlite"), copy);
        Files.copy(file().resolveSibling("dataset.sqlite.version"), folder.resolve("copy.sqlite.version"));
        var out = System.out;
        var said = new java.io.ByteArrayOutputStream();
        System.setOut(new java.io.PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            Store.open(copy).close();
        } finally {
            System.setOut(out);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("1 commits are lost");
    }

    @Test
    void values_of_every_kind_survive_more_than_one_chunk() {
        Dataset dataset = Dataset.create(Home.at(folder), "road", IfExists.FAIL);
        int n = 70_000;
        List<SampleDraft> drafts = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            SampleDraft draft = SampleDraft.of(i + ".jpg").tag("t" + i % 3);
            if (i % 2 == 0) {
                draft.set("text", "w" + i % 5)
                        .set("whole", (long) i)
                        .set("part", i / 7.0)
                        .set("flag", i % 4 == 0)
                        .set("vector", new float[] {i, -i})
                        .detections(
                                "boxes",
                                List.of(Detection.of("c" + i % 4, 0.1, 0.1, 0.2, 0.2)
                                        .with("depth", i * 0.5)));
            }
            drafts.add(draft);
        }
        dataset.addSamples(drafts);
        Dataset loaded = again();
        for (String field : dataset.schema().keySet()) {
            assertThat(Arrays.deepEquals(
                            dataset.values(field).toArray(),
                            loaded.values(field).toArray()))
                    .as(field)
                    .isTrue();
        }
    }

    @Test
    void attributes_of_labels_merge_with_what_others_wrote_and_conflict_where_both_did() {
        Dataset mine = numbered(2);
        String first = mine.ids().get(0);
        String second = mine.ids().get(1);
        Detection box = Detection.of("Car", 0, 0, 0.1, 0.1);
        mine.setDetections("boxes", Map.of(first, List.of(box, box), second, List.of(box)));
        Dataset yours = again();
        Dataset third = again();
        yours.setDetections("boxes", Map.of(second, List.of(box.withLabel("Van"))));
        mine.select(first).setLabelValues("boxes", "eval", List.of("tp", "fp"));
        assertThat(mine.values("boxes.eval")).isEqualTo(List.of(List.of("tp", "fp"), Arrays.asList((Object) null)));
        assertThat(mine.strings("boxes.label")).containsExactly("[Car, Car]", "[Van]");
        assertThatThrownBy(() -> third.setLabelValues("boxes", "eval", List.of("fn", "fn", "fn")))
                .isInstanceOf(ConflictException.class);
        assertThat(again().values("boxes.eval")).isEqualTo(mine.values("boxes.eval"));
    }

    @Test
    void a_clone_of_patches_has_a_sample_for_each_label() {
        Dataset dataset = numbered(2);
        Detection box = Detection.of("Car", 0, 0, 0.1, 0.1);
        dataset.setDetections("boxes", Map.of(dataset.ids().get(0), List.of(box, box.withLabel("Van"))));
        View patches = dataset.toPatches("boxes");
        Dataset clone = patches.cloneTo("patches", IfExists.FAIL);
        assertThat(clone.ids()).isEqualTo(patches.ids()).doesNotHaveDuplicates();
        assertThat(clone.strings("boxes.label")).containsExactly("[Car]", "[Van]");
        assertThat(clone.distinct("sample_id")).containsExactly(dataset.ids().get(0));
    }
}
