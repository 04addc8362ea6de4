package dev.winnow.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What scikit-learn and umap-learn say is written by src/test/python/layout_fixtures.py. */
class LayoutTest {
    private record Components(String kind, int n, int d, double[][] points) {}

    private record Trust(String kind, int n, int d, double[] trustworthiness) {}

    private record Fixtures(List<Components> pca, List<Trust> umap) {}

    private static Fixtures fixtures() throws IOException {
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(LayoutTest.class.getResourceAsStream("layouts.json")), StandardCharsets.UTF_8)) {
            return new Gson().fromJson(in, Fixtures.class);
        }
    }

    private static double[] uniform(int count, long seed) {
        long state = seed;
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            state = state * 48271 % 2147483647;
            out[i] = state / 2147483647.0;
        }
        return out;
    }

    /** The vectors that the script paints. */
    private static Embeddings vectors(String kind, int n, int d) {
        double[] noise = uniform(n * d * 4, 7);
        double[] centres = uniform(12 * d, 11);
        double spread = kind.equals("flat") ? 0 : kind.equals("clusters") ? 2.0 : 0.7;
        float[] block = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                int at = (i * d + j) * 4;
                double sum = noise[at] + noise[at + 1] + noise[at + 2] + noise[at + 3] - 2;
                block[i * d + j] = (float) ((centres[i % 12 * d + j] * 2 - 1) * spread + sum);
            }
        }
        return Embeddings.of(
                IntStream.range(0, n).mapToObj(i -> String.format("%05d", i)).toList(), block, d);
    }

    @Test
    void principal_components_are_those_of_scikit_learn_also_where_the_spectrum_is_flat() throws IOException {
        for (Components wanted : fixtures().pca()) {
            double[][] points = Pca.twoDimensions(vectors(wanted.kind(), wanted.n(), wanted.d()));
            for (int axis = 0; axis < 2; axis++) {
                int a = axis;
                double sign = IntStream.range(0, wanted.n())
                                        .mapToDouble(i -> points[i][a] * wanted.points()[i][a])
                                        .sum()
                                > 0
                        ? 1
                        : -1;
                for (int i = 0; i < wanted.n(); i++) {
                    assertThat(points[i][axis] * sign).isCloseTo(wanted.points()[i][axis], within(1e-5));
                }
            }
        }
    }

    /**
     * The mean of three seeds against that of umap-learn's ten: no more than 0.002 below, or two standard deviations of its own seeds where
     * they differ by more, as on noise without any structure.
     */
    @Test
    void layouts_are_as_trustworthy_as_those_of_umap_learn() throws IOException {
        for (Trust wanted : fixtures().umap()) {
            Embeddings rows = vectors(wanted.kind(), wanted.n(), wanted.d());
            double theirs = Arrays.stream(wanted.trustworthiness()).average().orElseThrow();
            double ours = IntStream.range(0, 3)
                    .mapToDouble(seed -> trustworthiness(rows, Umap.twoDimensions(rows, seed), 15))
                    .average()
                    .orElseThrow();
            double spread = Math.sqrt(Arrays.stream(wanted.trustworthiness())
                    .map(one -> (one - theirs) * (one - theirs))
                    .average()
                    .orElseThrow());
            assertThat(ours).isGreaterThan(theirs - Math.max(0.002, 2 * spread));
        }
    }

    /** Venna and Kaski 2001: 1, less for each neighbour in the picture that is none of the k nearest in truth, by how far down it is. */
    private static double trustworthiness(Embeddings rows, double[][] points, int k) {
        int n = rows.count();
        Neighbors truth = Neighbors.within(rows, n - 1);
        double penalty = 0;
        for (int i = 0; i < n; i++) {
            int[] rank = new int[n];
            for (int r = 0; r < n - 1; r++) {
                rank[truth.index(i)[r]] = r + 1;
            }
            int own = i;
            int[] nearest = IntStream.range(0, n)
                    .filter(j -> j != own)
                    .boxed()
                    .sorted(Comparator.comparingDouble(
                            j -> Math.hypot(points[j][0] - points[own][0], points[j][1] - points[own][1])))
                    .limit(k)
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int j : nearest) {
                penalty += Math.max(0, rank[j] - k);
            }
        }
        return 1 - penalty * 2 / (n * (double) k * (2.0 * n - 3 * k - 1));
    }

    @Test
    void the_same_seed_gives_the_same_layout_and_another_seed_another() {
        Embeddings rows = vectors("clusters", 60, 8);
        assertThat(Umap.twoDimensions(rows, 5)).isDeepEqualTo(Umap.twoDimensions(rows, 5));
        assertThat(Arrays.deepEquals(Umap.twoDimensions(rows, 5), Umap.twoDimensions(rows, 6)))
                .isFalse();
    }

    @Test
    void few_equal_and_broken_vectors_have_a_stated_answer() {
        for (int n = 0; n < 6; n++) {
            assertThat(Pca.twoDimensions(vectors("flat", n, 4))).hasDimensions(n, n == 0 ? 0 : 2);
            assertThat(Umap.twoDimensions(vectors("flat", n, 4), 1)).hasDimensions(n, n == 0 ? 0 : 2);
        }
        float[] same = new float[40];
        Arrays.fill(same, 1);
        List<String> ids = vectors("flat", 20, 1).ids();
        for (double[] point : Pca.twoDimensions(Embeddings.of(ids, same, 2))) {
            assertThat(point).containsExactly(new double[2], within(1e-12));
        }
        assertThat(Arrays.stream(Umap.twoDimensions(Embeddings.of(ids, same, 2), 1))
                        .flatMapToDouble(Arrays::stream)
                        .allMatch(Double::isFinite))
                .isTrue();
        same[7] = Float.NaN;
        assertThatThrownBy(() -> Pca.twoDimensions(Embeddings.of(ids, same, 2))).hasMessageContaining("00003");
    }

    @Test
    void powers_are_those_of_strict_math_to_nine_digits() {
        for (double x = 1e-30; x < 1e30; x *= 1.7) {
            assertThat(Power.of(x, 0.895) / StrictMath.pow(x, 0.895)).isCloseTo(1, within(1e-8));
        }
    }
}
