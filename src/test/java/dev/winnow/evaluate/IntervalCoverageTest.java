package dev.winnow.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole simulation, 500 sets of each of five shapes, is {@code IntervalCoverage.main}; this is a small part of it. */
class IntervalCoverageTest {
    @Test
    void intervals_of_near_copies_in_sequences_hold_the_known_truth() {
        assertThat(IntervalCoverage.of(40, 30, 2, false).covered()).isBetween(0.85, 1.0);
    }

    @Test
    void intervals_of_a_gain_hold_the_known_truth() {
        assertThat(IntervalCoverage.of(40, 30, 2, true).covered()).isBetween(0.85, 1.0);
    }

    @Test
    void images_of_one_sequence_count_once() {
        int[] image = IntStream.range(0, 80).toArray();
        int[] sequence = IntStream.range(0, 80).map(i -> i / 4).toArray();
        // Half of the sequences are 1, the others 0; the mean of n independent ones has the standard error sqrt(1/4n).
        Interval byImage = new HalfSampling(image, 1).interval(0.5, weight -> mean(weight), 0);
        Interval bySequence = new HalfSampling(sequence, 1).interval(0.5, weight -> mean(weight), 0);
        assertThat(byImage.high() - byImage.low()).isBetween(0.25, 0.32);
        assertThat(bySequence.high() - bySequence.low()).isBetween(0.50, 0.64);
    }

    private static double mean(int[] weight) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < weight.length; i++) {
            sum += weight[i] * (i / 4 % 2);
            count += weight[i];
        }
        return sum / count;
    }

    @Test
    void one_sequence_says_nothing_of_others() {
        Interval interval = new HalfSampling(new int[] {0, 0, 0}, 1).interval(0.4, weight -> 0.4, 0);
        assertThat(new double[] {interval.low(), interval.high()}).containsExactly(0, 1);
    }
}
