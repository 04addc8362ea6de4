package dev.winnow.train;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/**
 * Pictures brought to another size by a triangle filter as wide as the shrinking, red, green and blue in [0, 255]. Our own, since
 * Java2D's filters read the same few pixels whatever the shrinking is, and their bits are the JDK's business.
 */
final class TriangleFilter {
    private final int[] first;
    private final float[][] weights;

    /** Weights that bring {@code from} pixels to {@code to}. */
    private TriangleFilter(int from, int to) {
        first = new int[to];
        weights = new float[to][];
        double scale = (double) from / to;
        double reach = Math.max(1, scale);
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int begin = (int) Math.max(0, Math.floor(centre - reach + 0.5));
            int end = (int) Math.min(from, Math.floor(centre + reach + 0.5));
            if (end <= begin) {
                begin = Math.max(0, Math.min(from - 1, (int) centre));
                end = begin + 1;
            }
            first[i] = begin;
            weights[i] = weights(begin, end, centre, reach);
        }
    }

    private static float[] weights(int begin, int end, double centre, double reach) {
        double[] exact = new double[end - begin];
        double sum = 0;
        for (int k = begin; k < end; k++) {
            exact[k - begin] = Math.max(0, 1 - Math.abs((k + 0.5 - centre) / reach));
            sum += exact[k - begin];
        }
        float[] weights = new float[exact.length];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = sum == 0 ? 1f / weights.length : (float) (exact[k] / sum);
        }
        return weights;
    }

    /** The picture at {@code width} × {@code height}, {@code [height * width * 3]}. */
    static float[] scaled(BufferedImage image, int width, int height) {
        int w = image.getWidth();
        int h = image.getHeight();
        int[] rgb = rgb(image);
        TriangleFilter across = new TriangleFilter(w, width);
        TriangleFilter down = new TriangleFilter(h, height);
        float[] narrow = new float[h * width * 3];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < width; x++) {
                float red = 0;
                float green = 0;
                float blue = 0;
                int at = y * w + across.first[x];
                for (float weight : across.weights[x]) {
                    int pixel = rgb[at++];
                    red += weight * (pixel >> 16 & 255);
                    green += weight * (pixel >> 8 & 255);
                    blue += weight * (pixel & 255);
                }
                int to = (y * width + x) * 3;
                narrow[to] = red;
                narrow[to + 1] = green;
                narrow[to + 2] = blue;
            }
        }
        float[] scaled = new float[height * width * 3];
        int line = width * 3;
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < line; i++) {
                float sum = 0;
                int at = down.first[y] * line + i;
                for (float weight : down.weights[y]) {
                    sum += weight * narrow[at];
                    at += line;
                }
                scaled[y * line + i] = Math.max(0, Math.min(255, sum));
            }
        }
        return scaled;
    }

    private static int[] rgb(BufferedImage image) {
        int w = image.getWidth();
        int h = image.getHeight();
        BufferedImage plain = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = plain.createGraphics();
        g.drawImage(image, 0, 0, null);
        g.dispose();
        return plain.getRGB(0, 0, w, h, null, 0, w);
    }
}
