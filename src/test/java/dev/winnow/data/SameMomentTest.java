package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.label.FieldType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "Is it there already" is asked of what is stored now, not of what this object read some time ago. */
class SameMomentTest {
    @TempDir
    Path folder;

    private Dataset mine;
    private Dataset stale;

    @BeforeEach
    void twoObjectsOfOneDataset() {
        mine = Dataset.create(Home.at(folder), "road", IfExists.FAIL);
        mine.addSamples(List.of(SampleDraft.of("a.jpg").set("n", 1L), SampleDraft.of("b.jpg")));
        stale = Dataset.load(Home.at(folder), "road");
    }

    @Test
    void a_view_that_somebody_saved_since_is_not_replaced() {
        mine.saveView("hard", mine.limit(1), IfExists.FAIL);
        assertThatThrownBy(() -> stale.saveView("hard", stale.limit(2), IfExists.FAIL))
                .hasMessageContaining("'hard' exists");
        stale = Dataset.load(Home.at(folder), "road");
        assertThat(stale.loadSavedView("hard").count()).isEqualTo(1);
    }

    @Test
    void a_view_takes_no_name_that_somebody_gave_since() {
        mine.saveView("hard", mine.limit(1), IfExists.FAIL);
        Dataset early = Dataset.load(Home.at(folder), "road");
        mine.saveView("new", mine.limit(2), IfExists.FAIL);
        assertThatThrownBy(() -> early.updateSavedViewInfo("hard", Map.of("name", "new")))
                .hasMessageContaining("'new' exists");
        assertThat(mine.loadSavedView("new").count()).isEqualTo(2);
    }

    @Test
    void a_field_takes_no_name_that_somebody_gave_since() {
        mine.addSampleField("m", FieldType.INT);
        mine.setValues("m", 7L);
        assertThatThrownBy(() -> stale.renameSampleField("n", "m"))
                .hasMessageContaining("'m' of road is there already");
        assertThatThrownBy(() -> Dataset.load(Home.at(folder), "road").cloneSampleField("n", "m"))
                .hasMessageContaining("there already");
        mine.deleteSampleField("n");
        assertThatThrownBy(() -> stale.renameSampleField("n", "o")).hasMessageContaining("'n'");
        mine.reload();
        assertThat(mine.sum("m")).isEqualTo(14);
    }

    @Test
    void of_many_that_make_one_dataset_one_makes_it_and_the_others_load_it() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> makers = IntStream.range(0, 8)
                    .<Callable<String>>mapToObj(i -> () -> {
                        Dataset made = Dataset.create(Home.at(folder), "new", IfExists.LOAD);
                        return made.addSample(SampleDraft.of(i + ".jpg"));
                    })
                    .toList();
            for (Future<String> one : threads.invokeAll(makers)) {
                assertThat(one.get()).hasSize(24);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Dataset.load(Home.at(folder), "new").count()).isEqualTo(8);
    }
}
