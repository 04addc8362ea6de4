package dev.winnow.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Home;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoadScenesTest {
    private static final List<Scene> SERIES = Scene.series(300, RoadScenesOptions.defaults());

    private static long pixels(Scene scene, double shift) {
        BufferedImage image = ScenePainter.paint(scene, shift);
        CRC32C crc = new CRC32C();
        for (int pixel : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            crc.update(pixel >> 16);
            crc.update(pixel >> 8);
            crc.update(pixel);
        }
        return crc.getValue();
    }

    @Test
    void a_scene_is_the_same_pixels_on_every_java() {
        assertThat(List.of(pixels(SERIES.get(0), 0), pixels(SERIES.get(100), 0), pixels(SERIES.get(7), Scene.BASELINE)))
                .containsExactly(2555404142L, 40667494L, 1104763328L);
    }

    @Test
    void earlier_scenes_do_not_depend_on_how_many_are_asked_for() {
        assertThat(Scene.series(40, RoadScenesOptions.defaults())).isEqualTo(SERIES.subList(0, 40));
    }

    @Test
    void statistics_are_near_those_of_kitti() {
        double objects = SERIES.stream()
                .mapToLong(scene -> RoadScenes.labels(scene, 0).stream()
                        .filter(label -> !label.label().equals("DontCare"))
                        .count())
                .average()
                .orElse(0);
        assertThat(objects).isBetween(4.0, 6.5);
        long cars = SERIES.stream()
                .flatMap(scene -> RoadScenes.labels(scene, 0).stream())
                .filter(label -> label.label().equals("Car"))
                .count();
        long all = SERIES.stream()
                .mapToLong(scene -> RoadScenes.labels(scene, 0).size())
                .sum();
        assertThat((double) cars / all).isBetween(0.45, 0.75);
        assertThat(SERIES.stream().map(Scene::kind).distinct()).hasSize(4);
    }

    @Test
    void every_box_is_valid_and_every_planted_error_has_its_key() {
        RoadScenesOptions options = RoadScenesOptions.defaults();
        int planted = 0;
        for (Scene scene : SERIES) {
            var truth = RoadScenes.labels(scene, 0);
            assertThat(truth).allMatch(label -> label.box().problem().isEmpty());
            LabelNoise.Noisy noisy = LabelNoise.of(scene, truth, options);
            planted += noisy.key().size();
            if (noisy.key().isEmpty()) {
                assertThat(noisy.labels()).isEqualTo(truth);
            } else {
                assertThat(noisy.labels()).isNotEqualTo(truth);
            }
        }
        assertThat(planted).isBetween(60, 200);
    }

    @Test
    void another_world_under_a_name_that_is_taken_is_refused(@TempDir Path folder) {
        Home home = Home.at(folder);
        RoadScenesOptions options = RoadScenesOptions.defaults();
        RoadScenes.load(home, "mine", 1, options);
        assertThat(RoadScenes.load(home, "mine", 1, options).count()).isEqualTo(1);
        assertThatThrownBy(() -> RoadScenes.load(home, "mine", 1, options.withLabelNoise(0.5)))
                .hasMessageContaining("holds another world")
                .hasMessageContaining("labelNoise=0.08");
    }
}
