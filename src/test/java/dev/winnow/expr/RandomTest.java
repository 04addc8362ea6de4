package dev.winnow.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomTest {
    private static List<Integer> range(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    @Test
    void cpython_shuffles_and_samples_the_same() {
        assertThat(PythonRandom.seed(42).shuffle(range(200)))
                .startsWith(66, 187, 101, 193, 111, 121, 13, 2, 64, 44, 136, 170)
                .containsExactlyInAnyOrderElementsOf(range(200));
        assertThat(PythonRandom.seed(42).sample(range(128), 50))
                .startsWith(28, 3, 94, 35, 31, 127, 17, 125, 13, 86, 120, 114)
                .hasSize(50)
                .doesNotHaveDuplicates();
        assertThat(PythonRandom.seed(42).random()).isEqualTo(0.6394267984578837);
    }

    @Test
    void numpy_draws_the_same() {
        NumpyRandom random = NumpyRandom.seed(42);
        assertThat(random.uniform(0, 1, 3)).containsExactly(0.3745401188473625, 0.9507143064099162, 0.7319939418114051);
        assertThat(random.choice(8, 2)).containsExactly(5, 0);
        assertThat(random.triangular(0, .25, 1)).isCloseTo(0.6831910817719953, within(1e-15));
        assertThat(random.triangular(-1, 0, 2)).isCloseTo(0.4529673792900335, within(1e-15));
    }

    @Test
    void ids_that_come_or_go_leave_the_hash_order_of_the_others() {
        List<String> all = List.of("a", "b", "c", "d", "e", "f");
        List<String> without = HashOrder.order(7, "pick", all).stream()
                .filter(id -> !id.equals("c"))
                .toList();
        assertThat(HashOrder.order(7, "pick", List.of("f", "e", "d", "b", "a"))).isEqualTo(without);
        assertThat(HashOrder.order(8, "pick", all)).isNotEqualTo(HashOrder.order(7, "pick", all));
    }
}
