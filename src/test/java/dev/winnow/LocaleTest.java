package dev.winnow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.acquire.Coverage;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.evaluate.Interval;
import dev.winnow.zoo.RoadScenes;
import dev.winnow.zoo.RoadScenesOptions;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger compares texts byte for byte, so they may not depend on whose machine they were made on. */
class LocaleTest {
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void writeDigitsAnotherWay() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        assertThat(String.format("%d", 7)).isNotEqualTo("7");
    }

    @AfterEach
    void back() {
        Locale.setDefault(before);
    }

    @Test
    void numbers_in_words_are_written_as_in_java() {
        assertThat(new Interval(0.5, 0.25, 0.75)).hasToString("0.500 [0.250, 0.750]");
        assertThat(new Coverage(3, 0.5, 0.25)).hasToString("covering radius 0.500, mean distance 0.250");
    }

    @Test
    void painted_files_keep_their_names(@TempDir Path folder) {
        Dataset scenes = RoadScenes.load(Home.at(folder), "mine", 1, RoadScenesOptions.defaults());
        assertThat(scenes.first().filepath()).endsWith("000000.png");
    }
}
