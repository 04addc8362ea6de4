package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that datasets lie in: private, and readable without its catalogue. */
class HomeTest {
    @TempDir
    Path folder;

    private Home twoDatasets() {
        Home home = Home.at(folder.resolve("home"));
        Dataset.create(home, "road / \u00fc", IfExists.FAIL).addSample(SampleDraft.of("a.jpg"));
        Dataset.create(home, "old", IfExists.FAIL);
        home.rename("old", "yard");
        return home;
    }

    @Test
    void a_new_home_is_its_owners_alone() throws Exception {
        Assumptions.assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "No POSIX permissions here.");
        Home home = twoDatasets();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_catalogue_that_is_gone_is_made_anew_from_the_folders() throws Exception {
        Home home = twoDatasets();
        Files.delete(home.folder().resolve("catalog.sqlite"));
        assertThat(home.listDatasets()).containsExactly("road / \u00fc", "yard");
        assertThat(Dataset.load(home, "road / \u00fc").count()).isEqualTo(1);
    }

    @Test
    void a_catalogue_that_is_damaged_is_kept_aside_and_made_anew() throws Exception {
        Home home = twoDatasets();
        Files.writeString(home.folder().resolve("catalog.sqlite"), "no catalogue ".repeat(1000));
        assertThat(home.listDatasets()).containsExactly("road / \u00fc", "yard");
        assertThat(home.folder().resolve("catalog.sqlite.damaged")).exists();
    }

    /** A copy of the whole folder, log and all, is as good as a backup. */
    @Test
    void a_copied_folder_of_a_dataset_can_be_read() throws Exception {
        Home home = twoDatasets();
        Dataset dataset = Dataset.load(home, "road / \u00fc");
        dataset.setValues("n", 5);
        Path own = home.find(dataset.name()).orElseThrow();
        Path copy = Files.createDirectories(folder.resolve("copy"));
        for (String name : List.of("dataset.sqlite", "dataset.sqlite-wal")) {
            if (Files.exists(own.resolve(name))) {
                Files.copy(own.resolve(name), copy.resolve(name));
            }
        }
        assertThat(Dataset.fromBackup(home, "taken", copy).values("n")).containsExactly(5L);
    }
}
