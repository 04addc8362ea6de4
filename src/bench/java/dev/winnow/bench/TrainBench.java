package dev.winnow.bench;

import dev.winnow.train.Embedder;
import dev.winnow.train.HeadProducts;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** What an embedder costs an image, and the detector's products beside the same sums over parts of a block. */
final class TrainBench {
    private static final int RUNS = 5;
    private static final int IMAGES = 20;
    private static final int ROWS = 4096;
    private static final int INNER = 592;
    private static final int WIDTH = 64;

    private final SideBySide figures = new SideBySide();

    void run() {
        BufferedImage picture = picture();
        for (Embedder embedder : new Embedder[] {Embedder.builtIn(), Embedder.grid()}) {
            Processor.of(RUNS, () -> {
                        float[] last = new float[0];
                        for (int i = 0; i < IMAGES; i++) {
                            last = embedder.embed(picture);
                        }
                        return last;
                    })
                    .put(figures, "one image, " + embedder.name(), Double.NaN, 1.0 / IMAGES);
        }
        float[] x = random(ROWS * INNER);
        float[] w = random(INNER * WIDTH);
        float[] b = random(WIDTH);
        float[] y = new float[ROWS * WIDTH];
        Processor.of(RUNS, () -> {
                    HeadProducts.multiply(x, ROWS, INNER, w, b, WIDTH, y);
                    return y;
                })
                .put(figures, "155 M products, whole rows", Double.NaN, 1);
        float[] twin = new float[ROWS * WIDTH];
        Processor.of(RUNS, () -> {
                    parts(x, w, b, twin);
                    return twin;
                })
                .put(figures, "155 M products, parts of a block", Double.NaN, 1);
        if (!java.util.Arrays.equals(y, twin)) {
            throw new IllegalStateException("The two loops differ.");
        }
        figures.print("training");
    }

    private static void parts(float[] x, float[] w, float[] b, float[] y) {
        for (int row = 0; row < ROWS; row++) {
            int yo = row * WIDTH;
            int xo = row * INNER;
            System.arraycopy(b, 0, y, yo, WIDTH);
            for (int k = 0; k < INNER; k += 4) {
                int w0 = k * WIDTH;
                for (int j = 0; j < WIDTH; j++) {
                    y[yo + j] += x[xo + k] * w[w0 + j]
                            + x[xo + k + 1] * w[w0 + WIDTH + j]
                            + x[xo + k + 2] * w[w0 + 2 * WIDTH + j]
                            + x[xo + k + 3] * w[w0 + 3 * WIDTH + j];
                }
            }
        }
    }

    private static float[] random(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static BufferedImage picture() {
        BufferedImage image = new BufferedImage(1242, 375, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        Graphics2D g = image.createGraphics();
        for (int i = 0; i < 300; i++) {
            g.setColor(new Color(random.nextInt(1 << 24)));
            g.fillRect(random.nextInt(1242), random.nextInt(375), 20 + random.nextInt(90), 10 + random.nextInt(60));
        }
        g.dispose();
        return image;
    }
}
