package dev.winnow.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static Embeddings random(int n, int d, long seed) {
        Random random = new Random(seed);
        float[] block = new float[n * d];
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            ids.add(String.format("%04d", i));
            for (int j = 0; j < d; j++) {
                block[i * d + j] = (float) (random.nextGaussian() + (i % 5) * (j % 3));
            }
        }
        return Embeddings.of(ids, block, d);
    }

    @Test
    void up_to_three_samples_are_all_unique() {
        for (int n = 1; n <= 3; n++) {
            assertThat(Uniqueness.scores(random(n, 4, 1), Uniqueness.Mode.CORRECT))
                    .containsOnly(1);
        }
    }

    @Test
    void uniqueness_weighs_the_three_nearest_and_peaks_at_one() {
        Embeddings points = Embeddings.of(List.of("a", "b", "c", "d"), new float[] {1, 0, 0.8f, 0.6f, 0, 1, -1, 0}, 2);
        double[] scores = Uniqueness.scores(points, Uniqueness.Mode.CORRECT);
        double a = 0.6 * 0.2 + 0.3 * 1 + 0.1 * 2;
        double d = 0.6 * 1 + 0.3 * 1.8 + 0.1 * 2;
        assertThat(scores[3]).isEqualTo(1);
        assertThat(scores[0]).isCloseTo(a / d, within(1e-6));
    }

    /** Of the centred vectors: the second, third and fourth nearest by cosine, weighed, and divided by the highest. */
    @Test
    void the_published_mode_centres_and_skips_the_nearest() {
        Embeddings points = random(60, 6, 3);
        double[] mean = new double[6];
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 6; j++) {
                mean[j] += points.row(i)[j] / 60.0;
            }
        }
        double[] wanted = new double[60];
        for (int i = 0; i < 60; i++) {
            double[] distances = new double[60];
            for (int other = 0; other < 60; other++) {
                double dot = 0;
                double own = 0;
                double others = 0;
                for (int j = 0; j < 6; j++) {
                    double x = points.row(i)[j] - mean[j];
                    double y = points.row(other)[j] - mean[j];
                    dot += x * y;
                    own += x * x;
                    others += y * y;
                }
                distances[other] = i == other ? -1 : 1 - dot / Math.sqrt(own * others);
            }
            Arrays.sort(distances);
            wanted[i] = 0.6 * distances[2] + 0.3 * distances[3] + 0.1 * distances[4];
        }
        double most = Arrays.stream(wanted).max().orElseThrow();
        double[] scores = Uniqueness.scores(points, Uniqueness.Mode.FIFTYONE);
        for (int i = 0; i < 60; i++) {
            assertThat(scores[i]).isCloseTo(wanted[i] / most, within(1e-6));
        }
    }

    @Test
    void samples_of_which_each_has_three_exact_copies_are_not_unique_at_all() {
        Random random = new Random(4);
        float[] block = new float[80 * 16];
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            ids.add(String.format("%02d", i));
            for (int j = 0; j < 16; j++) {
                block[i * 16 + j] = i % 4 == 0 ? (float) random.nextGaussian() : block[(i - 1) * 16 + j];
            }
        }
        for (Uniqueness.Mode mode : List.of(Uniqueness.Mode.CORRECT, Uniqueness.Mode.FIFTYONE_LEGACY)) {
            assertThat(Uniqueness.scores(Embeddings.of(ids, block, 16), mode)).containsOnly(0);
        }
    }

    @Test
    void every_draw_of_zcore_gives_one_and_takes_one() {
        Embeddings points = random(40, 2, 5);
        float[] x = new float[40];
        float[] y = new float[40];
        for (int i = 0; i < 40; i++) {
            x[i] = points.block()[2 * i];
            y[i] = points.block()[2 * i + 1];
        }
        ZcoreStep step = new ZcoreStep(40);
        Random random = new Random(1);
        for (int draw = 0; draw < 500; draw++) {
            step.score(x, y, random.nextGaussian(), random.nextGaussian());
        }
        assertThat(Arrays.stream(step.scores()).sum()).isCloseTo(0, within(1e-9));
    }

    @Test
    void zcore_does_not_change_when_the_data_is_scaled_and_shifted() {
        Embeddings points = random(50, 8, 9);
        float[] moved = points.block().clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = moved[i] * 4 + 16;
        }
        double[] one = Zcore.scores(points, 4000, 7).scores();
        double[] two =
                Zcore.scores(Embeddings.of(points.ids(), moved, 8), 4000, 7).scores();
        for (int i = 0; i < one.length; i++) {
            assertThat(two[i]).isCloseTo(one[i], within(0.02));
        }
    }

    @Test
    void of_many_near_copies_few_stay_at_the_top_of_zcore() {
        int n = 60;
        float[] block = new float[n * 4];
        List<String> ids = new ArrayList<>();
        Random random = new Random(2);
        for (int i = 0; i < n; i++) {
            ids.add(String.format("%03d", i));
            for (int j = 0; j < 4; j++) {
                block[i * 4 + j] =
                        i < 48 ? (float) (0.5 + 1e-3 * random.nextGaussian()) : (float) (random.nextGaussian() * 3);
            }
        }
        Zcore.Result result = Zcore.scores(Embeddings.of(ids, block, 4), 60_000, 1);
        List<Integer> top = java.util.stream.IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(result.scores()[b], result.scores()[a]))
                .limit(10)
                .toList();
        assertThat(top.stream().filter(i -> i < 48).count()).isLessThanOrEqualTo(1);
    }
}
