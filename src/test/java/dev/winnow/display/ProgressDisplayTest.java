package dev.winnow.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private final List<MimeBundle> shown = new ArrayList<>();

    @BeforeEach
    void listen() {
        ProgressDisplay.show(bundle -> {
            shown.add(bundle);
            return shown::add;
        });
    }

    @AfterEach
    void stop() {
        Progress.listen(null);
    }

    @Test
    void work_of_a_known_size_ends_as_a_full_bar() {
        try (Progress.Task task = Progress.task("embeddings", 2)) {
            task.step(2);
        }
        assertThat(shown).extracting(MimeBundle::plain).containsExactly("embeddings [########################] 2/2");
    }

    @Test
    void work_of_unknown_size_is_counted() {
        try (Progress.Task task = Progress.task("import <COCO>", 0)) {
            task.step(60);
        }
        assertThat(shown).extracting(MimeBundle::plain).containsExactly("import <COCO>: 60");
        assertThat(shown.get(0).data().get(MimeBundle.HTML).toString()).contains("import &lt;COCO>: 60");
    }
}
