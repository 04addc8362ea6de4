package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The published track stands for the original cell by cell, and the committed notebooks show no error. */
class PublishedNotebooksTest {
    private static final Path NOTEBOOKS = Path.of("notebooks");

    private static List<String[]> originals() throws IOException {
        try (var in = Objects.requireNonNull(
                PublishedNotebooksTest.class.getResourceAsStream("/original_cells.tsv"), "original_cells.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toList();
        }
    }

    @Test
    void each_original_cell_has_its_java_cell_with_its_printed_line() throws IOException {
        assertThat(originals()).hasSizeGreaterThan(70);
        for (String[] original : originals()) {
            Notebook book = Notebook.read(NOTEBOOKS.resolve("as_published").resolve(original[0] + ".ipynb"));
            JsonObject cell = book.cells().stream()
                    .filter(one -> one.get("id").getAsString().equals(original[1]))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(original[0] + " has no cell " + original[1]));
            if (!original[2].equals("-")) {
                assertThat(Notebook.source(cell))
                        .as(original[0] + " " + original[1])
                        .contains(original[2]);
            }
        }
    }

    @Test
    void each_published_notebook_ends_in_an_audit() {
        for (String name : List.of(
                "01_setup_dataset",
                "02_bootstrap_selection",
                "03_human_annotation",
                "04_train_evaluate",
                "05_iteration_loop")) {
            List<JsonObject> cells = Notebook.read(
                            NOTEBOOKS.resolve("as_published").resolve(name + ".ipynb"))
                    .cells();
            assertThat(cells.get(cells.size() - 1).get("id").getAsString()).isEqualTo("audit");
        }
    }
}
