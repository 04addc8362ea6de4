package dev.winnow.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadTest {
    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** The same sums as the loop below, one number at a time: each output begins as its bias, four products are added at once. */
    @Test
    void products_have_the_bits_of_their_scalar_twin() {
        for (int[] size : new int[][] {{1, 1, 1}, {5, 7, 3}, {9, 592, 64}, {12, 64, 13}}) {
            int n = size[0];
            int inner = size[1];
            int width = size[2];
            float[] x = random(n * inner, 1);
            float[] w = random(inner * width, 2);
            float[] b = random(width, 3);
            float[] y = new float[n * width];
            Head.multiply(x, n, inner, w, b, width, y);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < width; j++) {
                    assertThat(y[i * width + j]).isEqualTo(sum(x, i * inner, 1, inner, w, j, width, b[j]));
                }
            }
            float[] g = random(n * width, 4);
            float[] dw = w.clone();
            Head.multiplyTransposed(x, n, inner, g, width, dw);
            for (int k = 0; k < inner; k++) {
                for (int j = 0; j < width; j++) {
                    assertThat(dw[k * width + j]).isEqualTo(sum(x, k, inner, n, g, j, width, w[k * width + j]));
                }
            }
        }
    }

    private static float sum(float[] x, int at, int step, int count, float[] w, int from, int width, float start) {
        float sum = start;
        int k = 0;
        for (; k + 3 < count; k += 4) {
            sum += x[at + k * step] * w[k * width + from]
                    + x[at + (k + 1) * step] * w[(k + 1) * width + from]
                    + x[at + (k + 2) * step] * w[(k + 2) * width + from]
                    + x[at + (k + 3) * step] * w[(k + 3) * width + from];
        }
        for (; k < count; k++) {
            sum += x[at + k * step] * w[k * width + from];
        }
        return sum;
    }
}
