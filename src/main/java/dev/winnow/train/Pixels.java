package dev.winnow.train;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/** A picture as three planes of floats in [0, 1], red, green, blue. */
record Pixels(int width, int height, float[] red, float[] green, float[] blue) {
    /** Pictures are brought to this width; the height follows, in multiples of {@value #MULTIPLE}. */
    static final int WORK_WIDTH = 640;

    private static final int MULTIPLE = 32;

    static Pixels of(BufferedImage image) {
        double ratio = (double) image.getHeight() / image.getWidth();
        int height =
                (int) Math.max(MULTIPLE * 3, Math.min(WORK_WIDTH, Math.rint(WORK_WIDTH * ratio / MULTIPLE) * MULTIPLE));
        return of(scaled(image, WORK_WIDTH, height));
    }

    /** A number that depends on the picture alone. */
    int digest() {
        return (Arrays.hashCode(red) * 31 + Arrays.hashCode(green)) * 31 + Arrays.hashCode(blue);
    }

    private static Pixels of(int width, int height, int[] rgb) {
        float[][] planes = new float[3][rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            planes[0][i] = (rgb[i] >> 16 & 255) / 255f;
            planes[1][i] = (rgb[i] >> 8 & 255) / 255f;
            planes[2][i] = (rgb[i] & 255) / 255f;
        }
        return new Pixels(width, height, planes[0], planes[1], planes[2]);
    }

    private static Pixels of(Scaled scaled) {
        return of(scaled.width(), scaled.height(), scaled.rgb());
    }

    private record Scaled(int width, int height, int[] rgb) {}

    private static Scaled scaled(BufferedImage image, int width, int height) {
        BufferedImage rgb = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = rgb.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(image, 0, 0, width, height, null);
        g.dispose();
        return new Scaled(width, height, ((DataBufferInt) rgb.getRaster().getDataBuffer()).getData());
    }

    /**
     * The part that begins at (x, y) and is w × h, stretched to the full size: mirrored if asked, brightness times {@code gain} by
     * channel plus {@code offset}. Parts may reach outside; the border is repeated.
     */
    Pixels crop(double x, double y, double w, double h, boolean mirrored, float[] gain, float[] offset) {
        float[][] from = {red, green, blue};
        float[][] to = new float[3][width * height];
        for (int row = 0; row < height; row++) {
            double sy = y + (row + 0.5) / height * h - 0.5;
            int y0 = (int) Math.floor(sy);
            float ty = (float) (sy - y0);
            int ya = Math.max(0, Math.min(height - 1, y0)) * width;
            int yb = Math.max(0, Math.min(height - 1, y0 + 1)) * width;
            for (int column = 0; column < width; column++) {
                double sx = x + (column + 0.5) / width * w - 0.5;
                int x0 = (int) Math.floor(sx);
                float tx = (float) (sx - x0);
                int xa = Math.max(0, Math.min(width - 1, x0));
                int xb = Math.max(0, Math.min(width - 1, x0 + 1));
                int target = row * width + (mirrored ? width - 1 - column : column);
                for (int c = 0; c < 3; c++) {
                    float[] plane = from[c];
                    float top = plane[ya + xa] * (1 - tx) + plane[ya + xb] * tx;
                    float low = plane[yb + xa] * (1 - tx) + plane[yb + xb] * tx;
                    float value = (top * (1 - ty) + low * ty) * gain[c] + offset[c];
                    to[c][target] = Math.max(0, Math.min(1, value));
                }
            }
        }
        return new Pixels(width, height, to[0], to[1], to[2]);
    }
}
