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
 * What an import holds beside the dataset's own columns does not grow with the input: no object for any picture, and of bytes what tells
 * pictures apart, as numbers. Minutes long: {@code -Dwinnow.soak=true}.
 */
@EnabledIfSystemProperty(named = "winnow.soak", matches = "true")
class ImportMemoryTest {
    private static final int BATCHES = 2;
    /** Bytes for each picture more: its name packed, or some bits of its hash, and that columns grow by steps. */
    private static final double BYTES = 50;
    /** Objects for each picture more; one for each would be a hundred bytes sooner or later. */
    private static final double OBJECTS = 0.05;

    @TempDir
    Path folder;

    /** The most that was live beside the columns: a full batch, and what the importer holds. */
    private record Held(double pictures, double besideBytes, double besideObjects) {}

    @ParameterizedTest
    @ValueSource(strings = {"images", "classes", "kitti", "yolo", "voc", "csv", "coco", "fiftyone"})
    void four_times_the_input_takes_no_more_memory_beside_the_columns(String format) throws Exception {
        Held small = held(format, BATCHES);
        Held large = held(format, 4 * BATCHES);
        double more = large.pictures - small.pictures;
        assertThat(large.besideObjects).as("objects").isLessThan(small.besideObjects + OBJECTS * more);
        assertThat(large.besideBytes).as("bytes").isLessThan(small.besideBytes + BYTES * more);
    }

    private Held held(String format, int batches) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ImportMemory.class.getName(),
                        format,
                        folder.toString(),
                        String.valueOf(batches))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        double[] figures = Arrays.stream(lines.get(lines.size() - 1).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        System.out.printf(
                "%s: %,.0f pictures, %,.0f labels: %.1f MB of columns, beside them %.1f MB in %,.0f objects%n",
                format, figures[0], figures[1], figures[2] / 1e6, figures[3] / 1e6, figures[4]);
        return new Held(figures[0], figures[3], figures[4]);
    }
}
