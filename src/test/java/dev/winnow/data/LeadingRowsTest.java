package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.label.Detection;
import dev.winnow.store.DamagedFieldException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More samples than fit into one chunk of any field: the first are read without the rest. */
class LeadingRowsTest {
    private static final int SAMPLES = 70_000;

    @TempDir
    static Path folder;

    private static void write(String name, int samples) {
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            SampleDraft draft = SampleDraft.of(i + ".png").tag("t" + i % 3).set("score", i / 2.0);
            if (i % 2 == 0) {
                draft.detections(
                        "boxes", List.of(Detection.of("c" + i % 5, 0.1, 0.2, 0.3, 0.4), Detection.of("d", 0, 0, 1, 1)));
            }
            drafts.add(draft);
        }
        Dataset.create(Home.at(folder), name, IfExists.FAIL).addSamples(drafts);
    }

    @BeforeAll
    static void writeMany() {
        write("large", SAMPLES);
    }

    private static Stream<Boolean> read(Dataset dataset) {
        return Stream.of("id", "filepath", "tags", "score", "boxes")
                .map(field -> dataset.state().column(field).isRead());
    }

    private static List<String> said(List<Sample> samples) {
        return samples.stream()
                .map(sample ->
                        sample.id() + sample.filepath() + sample.tags() + sample.get("score") + sample.get("boxes"))
                .toList();
    }

    @Test
    void a_page_at_the_beginning_reads_no_whole_column_and_says_the_same() {
        // A dataset is open once in a process, and the other tests have read of this one: a copy is not read yet.
        Dataset.load(Home.at(folder), "large").backup(folder.resolve("backup"));
        Dataset dataset = Dataset.fromBackup(Home.at(folder), "unread", folder.resolve("backup"));
        List<String> page = said(dataset.samples(0, 50));
        assertThat(read(dataset)).containsOnly(false);

        dataset.ids();
        dataset.values("filepath");
        dataset.countSampleTags();
        dataset.bounds("score");
        dataset.countValues("boxes.detections.label");
        assertThat(read(dataset)).containsOnly(true);
        assertThat(said(dataset.samples(0, 50))).isEqualTo(page);
    }

    @Test
    void a_sample_behind_the_first_chunk_is_read_with_the_whole_column() {
        Dataset dataset = Dataset.load(Home.at(folder), "large");
        said(dataset.samples(0, 1));
        List<Sample> last = dataset.samples(SAMPLES - 2, 2);
        assertThat(last.get(0).filepath()).isEqualTo("69998.png");
        assertThat(last.get(0).detections("boxes")).extracting(Detection::label).containsExactly("c3", "d");
        assertThat(last.get(1).detections("boxes")).isEmpty();
        assertThat(last.get(1).tags()).containsExactly("t0");
    }

    @Test
    void a_damaged_first_chunk_is_said_and_not_shown_as_missing() throws SQLException {
        write("damaged", 5_000);
        Path file = Home.at(folder).find("damaged").orElseThrow().resolve("dataset.sqlite");
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = db.createStatement()) {
            assertThat(sql.executeUpdate(
                            "UPDATE chunk SET data = zeroblob(length(data)) WHERE field = 'boxes' AND no = 0"))
                    .isOne();
        }
        Sample first = Dataset.load(Home.at(folder), "damaged").first();
        assertThat(first.filepath()).isEqualTo("0.png");
        assertThatThrownBy(() -> first.detections("boxes")).isInstanceOf(DamagedFieldException.class);
    }
}
