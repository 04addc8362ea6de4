package dev.winnow.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import dev.winnow.expr.NumpyRandom;
import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** Goldens are written by src/test/python/zcore_fixtures.py. */
class ZcoreTest {
    private record Goldens(
            double[] tutorial,
            double[][] rows,
            double[] raw,
            double[] published,
            double[][] triangularCases,
            double[] triangular) {}

    private static Goldens goldens() throws IOException {
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(ZcoreTest.class.getResourceAsStream("zcore.json")), StandardCharsets.UTF_8)) {
            return new Gson().fromJson(in, Goldens.class);
        }
    }

    private static Embeddings clusters(int n, int d, long seed) {
        Random random = new Random(seed);
        float[] block = new float[n * d];
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            ids.add(String.format("%04d", i));
            for (int j = 0; j < d; j++) {
                block[i * d + j] = (float) (random.nextGaussian() + (i % 7) * (j % 3));
            }
        }
        return Embeddings.of(ids, block, d);
    }

    @Test
    void no_draw_of_two_hundred_streams_is_drawn_twice() {
        ZcoreColumns columns = new ZcoreColumns(clusters(100, 64, 1));
        Set<ZcoreColumns.Draw> seen = new HashSet<>();
        for (SplittableRandom stream : Zcore.streams(200, new SplittableRandom(51))) {
            for (int draw = 0; draw < 1024; draw++) {
                seen.add(columns.draw(stream));
            }
        }
        assertThat(seen).hasSize(200 * 1024);
    }

    @Test
    void two_seeds_agree_more_with_more_draws_and_at_a_thousand_a_sample_to_95_percent() {
        Embeddings points = clusters(200, 8, 2);
        double few = agreement(points, 2_000);
        double more = agreement(points, 20_000);
        double many = agreement(points, 200_000);
        assertThat(more).isGreaterThan(few + 0.1);
        assertThat(many).isGreaterThan(more).isGreaterThanOrEqualTo(0.95);
    }

    /** In many dimensions a thousand draws a sample agree less: NumPy's independent streams to 0.88 on data like these. */
    @Test
    void in_48_dimensions_two_seeds_agree_as_numpys_do() {
        assertThat(agreement(clusters(200, 48, 2), 200_000)).isCloseTo(0.88, within(0.03));
    }

    private static double agreement(Embeddings points, int draws) {
        return Ranks.spearman(
                Zcore.scores(points, draws, 1).scores(),
                Zcore.scores(points, draws, 2).scores());
    }

    @Test
    void the_halves_of_one_run_agree_about_as_two_runs_of_half_the_draws_do() {
        Embeddings points = clusters(200, 48, 2);
        assertThat(Zcore.scores(points, 40_000, 5).agreement()).isCloseTo(agreement(points, 20_000), within(0.08));
    }

    @Test
    void the_tutorials_draws_give_the_tutorials_scores() throws IOException {
        double[][] rows = new double[10][8];
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 8; j++) {
                rows[i][j] = ((7 * i + 13 * j) % 17) / 17.0 + 0.01 * i;
            }
        }
        double[] scores = new PublishedZcore(rows).tutorial(500, 42);
        double[] published = {0.781926, 0.269032, 0.271748, 0.737536, 0.937454, 0.713216, 1.0, 0.061209, 0.0, 0.335354};
        assertThat(scores).containsExactly(published, within(5e-7));
        assertThat(scores).containsExactly(goldens().tutorial(), within(1e-12));
    }

    @Test
    void the_published_draws_give_the_published_scores() throws IOException {
        Goldens golden = goldens();
        PublishedZcore zcore = new PublishedZcore(golden.rows());
        assertThat(zcore.raw(400, NumpyRandom.seed(3))).containsExactly(golden.raw(), within(1e-12));
        assertThat(zcore.published(400, 3)).containsExactly(golden.published(), within(1e-12));
    }

    @Test
    void our_draw_scores_as_the_published_one_does() {
        for (int n : new int[] {900, 1100, 6000}) {
            agrees(n);
        }
    }

    private static void agrees(int n) {
        Random gaussian = new Random(8);
        float[] x = new float[n];
        float[] y = new float[n];
        double[][] rows = new double[n][2];
        for (int i = 0; i < n; i++) {
            x[i] = (float) gaussian.nextGaussian();
            y[i] = (float) gaussian.nextGaussian();
            rows[i][0] = x[i];
            rows[i][1] = y[i];
        }
        double[] wanted = new PublishedZcore(rows).raw(300, NumpyRandom.seed(9));
        NumpyRandom random = NumpyRandom.seed(9);
        ZcoreStep step = new ZcoreStep(n);
        double[][] sorted = {sorted(rows, 0), sorted(rows, 1)};
        for (int draw = 0; draw < 300; draw++) {
            int[] dims = random.choice(2, 2);
            double[] at = new double[2];
            for (int dim : dims) {
                double[] s = sorted[dim];
                at[dim] = random.triangular(s[0], (s[n / 2 - 1] + s[n / 2]) / 2, s[n - 1]);
            }
            step.score(x, y, at[0], at[1]);
        }
        assertThat(step.scores()).containsExactly(wanted, within(1e-9));
    }

    private static double[] sorted(double[][] rows, int dim) {
        return Arrays.stream(rows).mapToDouble(row -> row[dim]).sorted().toArray();
    }

    @Test
    void numpys_triangular_draws_are_equal_to_the_last_bit() throws IOException {
        Goldens golden = goldens();
        NumpyRandom random = NumpyRandom.seed(12);
        double[] drawn = new double[golden.triangular().length];
        for (int i = 0; i < drawn.length; i++) {
            double[] one = golden.triangularCases()[i];
            drawn[i] = random.triangular(one[0], one[1], one[2]);
        }
        assertThat(drawn).containsExactly(golden.triangular());
    }

    @Test
    void the_scores_have_the_same_bits_at_1_2_and_8_threads() throws Exception {
        Embeddings points = clusters(60, 6, 3);
        List<double[]> scores = new ArrayList<>();
        for (int threads : new int[] {1, 2, 8}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            scores.add(
                    pool.submit(() -> Zcore.scores(points, 50_000, 3).scores()).get());
            pool.shutdown();
        }
        assertThat(scores.get(1)).isEqualTo(scores.get(0));
        assertThat(scores.get(2)).isEqualTo(scores.get(0));
    }

    @Test
    void a_sample_with_a_number_that_is_not_finite_has_no_score_and_is_named() {
        float[] block = clusters(30, 4, 1).block().clone();
        block[4 * 7 + 2] = Float.NaN;
        Zcore.Result result = Zcore.scores(Embeddings.of(clusters(30, 4, 1).ids(), block, 4), 3000, 1);
        assertThat(result.ids()).hasSize(29).doesNotContain("0007");
        assertThat(result.excluded()).containsExactly("0007");
        assertThat(result.toString()).contains("1 sample was left out").contains("0007");
        assertThat(Arrays.stream(result.scores()).allMatch(Double::isFinite)).isTrue();
    }
}
