package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an import holds beside the dataset's own columns does not grow with the input. The columns are counted twice, since a column
 * that grows is copied. Minutes long: {@code -Dwinnow.soak=true}.
 */
@EnabledIfSystemProperty(named = "winnow.soak", matches = "true")
class ImportMemoryTest {
    private static final int SIZE = 25_000;
    /** What is counted as noise, and the names or ids that tell what comes twice: a fifth of a kilobyte for each picture at most. */
    private static final double SLACK = 16e6;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"coco", "fiftyone", "csv"})
    void four_times_the_input_takes_no_more_memory_beside_the_columns(String format) throws Exception {
        double small = beside(format, SIZE);
        double large = beside(format, 4 * SIZE);
        assertThat(large).as("beside the columns").isLessThan(small + SLACK);
    }

    private double beside(String format, int size) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ImportMemory.class.getName(),
                        format,
                        folder.toString(),
                        String.valueOf(size))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        double[] figures = Arrays.stream(lines.get(lines.size() - 1).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        System.out.printf(
                "%s: %.0f pictures, %.0f labels: %.0f MB of columns, at most %.0f MB live%n",
                format, figures[0], figures[1], figures[2] / 1e6, figures[3] / 1e6);
        return figures[3] - 2 * figures[2];
    }
}
