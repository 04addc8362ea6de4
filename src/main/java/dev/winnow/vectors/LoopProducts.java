package dev.winnow.vectors;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Products in plain Java. The base is turned, so that the inner loop runs over its rows through whole arrays from their beginning, four
 * products a step: that is a loop which the JVM turns into vector instructions; one over parts of a block it does not.
 */
final class LoopProducts implements TileProducts {
    private static final int WIDTH = 256;

    @Override
    public void multiply(float[] queries, int m, float[] base, int n, int d, float[] products) {
        int padded = (d + 3) / 4 * 4;
        IntStream.range(0, (n + WIDTH - 1) / WIDTH).parallel().forEach(part -> {
            int from = part * WIDTH;
            int count = Math.min(WIDTH, n - from);
            float[][] turned = new float[padded][WIDTH];
            for (int row = 0; row < count; row++) {
                for (int j = 0; j < d; j++) {
                    turned[j][row] = base[(from + row) * d + j];
                }
            }
            float[] sums = new float[WIDTH];
            float[] query = new float[padded];
            for (int i = 0; i < m; i++) {
                System.arraycopy(queries, i * d, query, 0, d);
                Arrays.fill(sums, 0);
                for (int j = 0; j < padded; j += 4) {
                    add(
                            query[j],
                            query[j + 1],
                            query[j + 2],
                            query[j + 3],
                            turned[j],
                            turned[j + 1],
                            turned[j + 2],
                            turned[j + 3],
                            sums);
                }
                System.arraycopy(sums, 0, products, i * n + from, count);
            }
        });
    }

    private static void add(
            float a, float b, float c, float e, float[] w0, float[] w1, float[] w2, float[] w3, float[] sums) {
        for (int t = 0; t < WIDTH; t++) {
            sums[t] += a * w0[t] + b * w1[t] + c * w2[t] + e * w3[t];
        }
    }
}
