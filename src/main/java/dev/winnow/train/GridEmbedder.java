package dev.winnow.train;

import java.awt.image.BufferedImage;

/**
 * A picture as 480 numbers: the ten hand-made channels averaged over 12 × 4 parts, most of each channel's mean taken away so that
 * brightness alone does not decide.
 */
final class GridEmbedder implements Embedder {
    private static final int COLUMNS = 12;
    private static final int ROWS = 4;

    @Override
    public String name() {
        return "grid-gradients-v1";
    }

    @Override
    public int dim() {
        return COLUMNS * ROWS * GradientMaps.CHANNELS;
    }

    @Override
    public float[] embed(BufferedImage image) {
        FeatureMap map = GradientMaps.of(Pixels.of(image)).get(0);
        float[] vector = new float[dim()];
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                int at = (row * COLUMNS + column) * GradientMaps.CHANNELS;
                average(map, row, column, vector, at);
            }
        }
        centre(vector);
        return vector;
    }

    private static void average(FeatureMap map, int row, int column, float[] vector, int at) {
        int top = row * map.h() / ROWS;
        int bottom = (row + 1) * map.h() / ROWS;
        int left = column * map.w() / COLUMNS;
        int right = (column + 1) * map.w() / COLUMNS;
        int cells = (bottom - top) * (right - left);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                for (int c = 0; c < GradientMaps.CHANNELS; c++) {
                    vector[at + c] += map.cells()[(y * map.w() + x) * GradientMaps.CHANNELS + c] / cells;
                }
            }
        }
    }

    /** Takes each channel's mean over the picture away, so that vectors differ by what is where. */
    private static void centre(float[] vector) {
        int parts = COLUMNS * ROWS;
        for (int c = 0; c < GradientMaps.CHANNELS; c++) {
            float mean = 0;
            for (int part = 0; part < parts; part++) {
                mean += vector[part * GradientMaps.CHANNELS + c] / parts;
            }
            for (int part = 0; part < parts; part++) {
                vector[part * GradientMaps.CHANNELS + c] -= mean * 0.8f;
            }
        }
    }
}
