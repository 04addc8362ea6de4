package dev.winnow.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighborsTest {
    /** Clusters of near-copies, some of them exact copies, some on one ray, as hard for a float kernel as vectors can be. */
    private static Embeddings hard(int n, int d, long seed) {
        Random random = new Random(seed);
        float[] block = new float[n * d];
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            ids.add(String.format("%05d", (i * 7919) % 100_003));
            int like = i % 3 == 0 ? -1 : random.nextInt(i) / 3 * 3;
            float size = i % 11 == 0 ? 1000 : 1;
            for (int j = 0; j < d; j++) {
                block[i * d + j] = like < 0
                        ? (float) random.nextGaussian()
                        : block[like * d + j] * size + (i % 2 == 0 ? 0 : (float) (1e-4 * random.nextGaussian()));
            }
        }
        return Embeddings.of(ids, block, d);
    }

    private static double distance(Embeddings a, int i, Embeddings b, int j, Metric metric) {
        Embeddings x = metric == Metric.COSINE ? a.normalized() : a;
        Embeddings y = metric == Metric.COSINE ? b.normalized() : b;
        return distance(x.row(i), y.row(j), metric);
    }

    private static double distance(float[] x, float[] y, Metric metric) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += metric == Metric.COSINE ? (double) x[k] * y[k] : ((double) x[k] - y[k]) * ((double) x[k] - y[k]);
        }
        return metric == Metric.COSINE ? Math.max(0, Math.min(2, 1 - sum)) : Math.sqrt(sum);
    }

    /** All distances, sorted by (distance, id): the definition. */
    private static int[] sorted(Embeddings queries, int query, Embeddings base, Metric metric) {
        Embeddings x = metric == Metric.COSINE ? queries.normalized() : queries;
        Embeddings y = metric == Metric.COSINE ? base.normalized() : base;
        float[] own = x.row(query);
        double[] at = new double[base.count()];
        for (int j = 0; j < at.length; j++) {
            at[j] = distance(own, y.row(j), metric);
        }
        return IntStream.range(0, at.length)
                .filter(j -> queries != base || j != query)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(j -> at[j])
                        .thenComparing(j -> base.ids().get(j)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Test
    void the_nearest_are_those_of_all_distances_sorted_whoever_multiplies() {
        for (int d : new int[] {1, 3, 8, 61}) {
            Embeddings base = hard(d == 1 ? 200 : 2100, d, d);
            for (Metric metric : Metric.values()) {
                Neighbors loops = Neighbors.within(base, 9, metric);
                int[][] blas = new int[base.count()][];
                new NeighborSearch(base, base, metric)
                        .nearest(9, (q, index, at) -> blas[q] = index, BlasProducts.orLoops(1024, 2048, d));
                for (int i = 0; i < base.count(); i += 401) {
                    int[] wanted = Arrays.copyOf(sorted(base, i, base, metric), 9);
                    assertThat(loops.index(i)).isEqualTo(wanted);
                    assertThat(blas[i]).isEqualTo(wanted);
                    assertThat(loops.distance(i)[4]).isEqualTo(distance(base, i, base, wanted[4], metric));
                }
            }
        }
    }

    @Test
    void a_radius_finds_every_row_within_it() {
        Embeddings base = hard(900, 12, 4);
        Embeddings queries = hard(40, 12, 5);
        for (Metric metric : Metric.values()) {
            double radius = distance(queries, 3, base, sorted(queries, 3, base, metric)[30], metric);
            Neighbors.forEachInRadius(queries, base, radius, metric, (query, index, at) -> {
                int[] all = sorted(queries, query, base, metric);
                int within = (int) Arrays.stream(all)
                        .filter(j -> distance(queries, query, base, j, metric) <= radius)
                        .count();
                assertThat(index).isEqualTo(Arrays.copyOf(all, within));
            });
        }
    }

    @Test
    void a_burst_longer_than_any_k_is_found_whole() {
        float[] block = new float[60];
        for (int i = 0; i < 30; i++) {
            block[2 * i] = 1;
            block[2 * i + 1] = i * 1e-4f;
        }
        List<String> ids = IntStream.range(0, 30).mapToObj(i -> "f" + (10 + i)).toList();
        Neighbors near = Neighbors.withinRadius(Embeddings.of(ids, block, 2), 0.001);
        for (int i = 0; i < 30; i++) {
            assertThat(near.index(i)).hasSize(29).doesNotContain(i);
        }
    }

    @Test
    void the_result_has_the_same_bits_at_1_2_and_8_threads() throws Exception {
        Embeddings base = hard(1500, 24, 8);
        List<double[][]> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 8}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            results.add(pool.submit(() -> {
                        Neighbors found = Neighbors.within(base, 5);
                        return IntStream.range(0, base.count())
                                .mapToObj(found::distance)
                                .toArray(double[][]::new);
                    })
                    .get());
            pool.shutdown();
        }
        assertThat(results.get(1)).isDeepEqualTo(results.get(0));
        assertThat(results.get(2)).isDeepEqualTo(results.get(0));
    }

    @Test
    void vectors_that_are_read_where_they_are_give_the_same_neighbours() {
        Embeddings inMemory = hard(700, 10, 3);
        Embeddings read = Embeddings.of(
                inMemory.ids(), (row, into, at) -> System.arraycopy(inMemory.block(), row * 10, into, at, 10), 10);
        Neighbors one = Neighbors.within(inMemory, 4);
        Neighbors two = Neighbors.within(read.select(inMemory.ids()), 4);
        for (int i = 0; i < 700; i++) {
            assertThat(two.index(i)).isEqualTo(one.index(i));
            assertThat(two.distance(i)).isEqualTo(one.distance(i));
        }
    }

    @Test
    void none_one_and_two_rows_have_the_neighbours_that_there_are() {
        assertThat(Neighbors.find(hard(3, 4, 1), Embeddings.of(List.of(), new float[0], 4), 2)
                        .index(1))
                .isEmpty();
        assertThat(Neighbors.within(hard(1, 4, 1), 3).index(0)).isEmpty();
        assertThat(Neighbors.within(hard(2, 4, 1), 3).index(1)).containsExactly(0);
        assertThat(Neighbors.withinRadius(hard(1, 4, 1), 2).index(0)).isEmpty();
        assertThatThrownBy(() -> Neighbors.within(hard(2, 4, 1), 0)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> Neighbors.withinRadius(hard(2, 4, 1), Double.NaN))
                .hasMessageContaining("0 or more");
        assertThatThrownBy(() -> Neighbors.find(hard(2, 4, 1), hard(2, 3, 1), 1))
                .hasMessageContaining("4 and 3 dimensions");
    }

    @Test
    void a_vector_without_direction_is_refused_by_cosine_and_can_be_left_out() {
        Embeddings some =
                Embeddings.of(List.of("a", "black", "c", "broken"), new float[] {1, 0, 0, 0, 0, 1, Float.NaN, 1}, 2);
        assertThatThrownBy(() -> Neighbors.within(some, 1))
                .hasMessageContaining("black")
                .hasMessageContaining("usable()");
        assertThat(some.excluded()).containsExactly("black", "broken");
        assertThat(some.usable().ids()).containsExactly("a", "c");
        assertThat(Neighbors.within(some.usable(), 1).index(0)).containsExactly(1);
        assertThatThrownBy(() -> Neighbors.within(some, 1, Metric.EUCLIDEAN)).hasMessageContaining("broken");
    }

    @Test
    void rows_of_similarities_have_the_bits_of_a_plain_loop() {
        for (int d : new int[] {1, 7, 64}) {
            Embeddings base = hard(600, d, d);
            Embeddings queries = hard(70, d, 99);
            float[][] x = rows(queries.normalized());
            float[][] y = rows(base.normalized());
            Similarities.forEach(queries, base, (query, similarities) -> {
                for (int j = 0; j < y.length; j++) {
                    double sum = 0;
                    for (int k = 0; k < d; k++) {
                        sum += (double) x[query][k] * y[j][k];
                    }
                    assertThat(similarities[j]).isEqualTo(Math.max(-1, Math.min(1, sum)));
                }
            });
        }
    }

    private static float[][] rows(Embeddings of) {
        return IntStream.range(0, of.count()).mapToObj(of::row).toArray(float[][]::new);
    }
}
