package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A headless run never takes another's home, and never throws away what a person did. */
class RunHomeTest {
    @TempDir
    Path folder;

    private void labelled(Path home, String annotator) {
        Dataset dataset = Dataset.create(Home.at(home), "d", IfExists.FAIL);
        dataset.addSamples(List.of(SampleDraft.of("a.jpg")
                .detections(
                        "by_hand",
                        List.of(Detection.of("Car", 0.1, 0.1, 0.2, 0.2).with("annotator", annotator)))));
    }

    @Test
    void a_second_run_at_the_same_time_has_a_home_of_its_own() throws IOException {
        try (RunHome first = RunHome.open(folder, true, false)) {
            labelled(first.folder(), "simulated:1");
            try (RunHome second = RunHome.open(folder, true, false)) {
                assertThat(second.folder()).isNotEqualTo(first.folder());
                assertThat(Home.at(first.folder()).listDatasets()).containsExactly("d");
            }
        }
    }

    @Test
    void one_notebook_finds_what_the_course_left() throws IOException {
        try (RunHome course = RunHome.open(folder, true, false)) {
            labelled(course.folder(), "simulated:1");
        }
        try (RunHome one = RunHome.open(folder, false, false)) {
            assertThat(Home.at(one.folder()).listDatasets()).containsExactly("d");
        }
        try (RunHome again = RunHome.open(folder, true, false)) {
            assertThat(again.folder()).doesNotExist();
            assertThat(folder.resolve("home-kept-1")).doesNotExist();
        }
    }

    @Test
    void what_a_person_labelled_and_data_of_the_callers_is_kept_beside() throws IOException {
        try (RunHome first = RunHome.open(folder, true, false)) {
            labelled(first.folder(), "anna");
        }
        try (RunHome second = RunHome.open(folder, true, true)) {
            assertThat(Home.at(folder.resolve("home-kept-1")).listDatasets()).containsExactly("d");
            labelled(second.folder(), "simulated:1");
        }
        try (RunHome third = RunHome.open(folder, true, false)) {
            assertThat(third.folder()).doesNotExist();
            assertThat(Home.at(folder.resolve("home-kept-2")).listDatasets()).containsExactly("d");
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_said_with_the_way_out() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> RunHome.open(file, true, false))
                .hasMessageContaining("Cannot write to")
                .hasMessageContaining("--home FOLDER");
    }
}
