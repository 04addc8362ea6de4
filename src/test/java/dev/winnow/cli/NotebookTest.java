package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no notebook is said to be none in one sentence. */
class NotebookTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("a.ipynb"), text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {'cells': [}         | it is not JSON (line 1 column 12).
            System.out.println() | it has no cells.
            {'cells'             | it is not JSON (line 1 column 9).
            [1, 2]               | it has no cells.
            ``                   | it has no cells.
            {'nbformat': 4}      | it has no cells.
            {'cells': 'none'}    | it has no cells.
            {'cells': [1]}       | it has no cells.
            """)
    void what_is_no_notebook_says_so_in_a_sentence(String text, String reason) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> Notebook.read(file)).hasMessage("a.ipynb is no notebook: " + reason);
    }

    @Test
    void a_notebook_is_read_and_written_without_a_change() throws IOException {
        Path file = file("{'cells': [{'cell_type': 'code', 'source': ['1 + 1']}], 'nbformat': 4}");
        Path copy = folder.resolve("copy.ipynb");
        Notebook.read(file).write(copy);
        assertThat(Notebook.read(copy).cells()).isEqualTo(Notebook.read(file).cells());
    }
}
