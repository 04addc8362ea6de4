package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.label.Detection;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dataset's file that somebody made on purpose: it is refused by name, and neither runs anything nor takes memory for what it claims. */
class HostileStoreTest {
    @TempDir
    Path folder;

    private Dataset dataset;
    private Path backup;

    @BeforeEach
    void backup() {
        dataset = Dataset.create(Home.at(folder.resolve("home")), "road", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.png").set("n", 1).detections("gt", List.of(Detection.of("Car", .1, .1, .1, .1))),
                SampleDraft.of("b.png").set("notes", List.of("x"))));
        dataset.setEmbeddings("vectors", Embeddings.of(dataset.ids(), new float[4], 2));
        backup = folder.resolve("backup");
        dataset.backup(backup);
    }

    private interface Change {
        void to(Connection db) throws SQLException;
    }

    private void tamper(Change change) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + backup.resolve("dataset.sqlite"))) {
            change.to(db);
        }
    }

    private void tamper(String sql) throws SQLException {
        tamper(db -> {
            try (var statement = db.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    private void refused(String... why) {
        assertThatThrownBy(() -> Dataset.fromBackup(dataset.home(), "taken", backup))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(why));
        assertThat(dataset.home().listDatasets()).containsExactly("road");
        assertThat(dataset.verify()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER later AFTER INSERT ON commit_log BEGIN DELETE FROM chunk; END",
                "CREATE VIEW later AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
                "CREATE VIRTUAL TABLE later USING fts5(a)"
            })
    void what_runs_when_it_is_looked_at_is_not_opened(String sql) throws SQLException {
        tamper(sql);
        refused("'later'", "is none that Winnow makes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "gt", "notes", "tags", "filepath", "vectors"})
    void a_field_that_claims_two_billion_rows_takes_no_memory(String field) throws SQLException {
        tamper("UPDATE field SET rows = 2000000000 WHERE name = '" + field + "'");
        tamper("UPDATE chunk SET rows = 2000000000 WHERE field = '" + field + "'");
        refused("'" + field + "'", "more than its bytes can");
    }

    @Test
    void labels_that_claim_to_be_more_than_their_bytes_take_no_memory() throws SQLException {
        tamper("UPDATE chunk SET items = 2000000000 WHERE field = 'gt'");
        refused("'gt'", "more than its bytes can");
    }

    @Test
    void a_value_that_is_nested_without_end_is_named() throws SQLException {
        byte[] deep = new byte[5 * 1_000_000];
        for (int i = 0; i < deep.length; i += 5) {
            deep[i] = 5;
            deep[i + 1] = 1;
        }
        CRC32C crc = new CRC32C();
        crc.update(deep);
        tamper(db -> {
            try (PreparedStatement sql =
                    db.prepareStatement("UPDATE chunk SET data = ?, crc32c = ? WHERE field = 'notes'")) {
                sql.setBytes(1, deep);
                sql.setLong(2, crc.getValue());
                sql.execute();
            }
        });
        refused("'notes'");
    }

    @Test
    void vectors_are_looked_for_in_their_own_folder_only() throws Exception {
        Files.writeString(folder.resolve("secret.npy"), "secret");
        tamper("UPDATE vector SET file = '../../secret.npy', data = NULL");
        refused("../../secret.npy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void views_and_info_that_are_nested_without_end_are_an_error_and_no_crash(String opening) throws SQLException {
        String deep = opening.repeat(50_000);
        tamper("INSERT INTO item VALUES('info', 'deep', 9, '" + deep + "'), ('view', 'deep', 9, '" + deep + "')");
        Dataset taken = Dataset.fromBackup(dataset.home(), "taken", backup);
        assertThat(taken.count()).isEqualTo(2);
        assertThatThrownBy(() -> taken.info("deep")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> taken.loadSavedView("deep")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void names_that_are_sql_or_lead_elsewhere_are_only_names() {
        String name = "'; DROP TABLE chunk; -- ../../x";
        Dataset odd = Dataset.create(dataset.home(), name, IfExists.FAIL);
        odd.addSamples(List.of(SampleDraft.of("a.png").tag(name)));
        odd.setInfo(name, name);
        assertThat(Dataset.load(dataset.home(), name).info(name)).isEqualTo(name);
        assertThat(Dataset.load(dataset.home(), name).matchTags(name).count()).isEqualTo(1);
        assertThat(folder.getParent().resolve("x")).doesNotExist();
    }
}
