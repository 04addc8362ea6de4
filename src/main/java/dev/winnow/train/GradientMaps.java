package dev.winnow.train;

import java.util.List;

/**
 * Hand-made maps: colour, gradient strength and six orientations, averaged over cells of 8, 16 and 32 pixels. No weights, pure
 * Java, the same numbers everywhere.
 */
final class GradientMaps {
    static final int CHANNELS = 10;
    private static final int ORIENTATIONS = 6;
    private static final int[] STRIDES = {8, 16, 32};
    private static final float[] COS = new float[ORIENTATIONS];
    private static final float[] SIN = new float[ORIENTATIONS];

    static {
        for (int k = 0; k < ORIENTATIONS; k++) {
            COS[k] = (float) StrictMath.cos(StrictMath.PI * k / ORIENTATIONS);
            SIN[k] = (float) StrictMath.sin(StrictMath.PI * k / ORIENTATIONS);
        }
    }

    private GradientMaps() {}

    static List<FeatureMap> of(Pixels image) {
        FeatureMap fine = fine(image);
        FeatureMap middle = halved(fine, STRIDES[1]);
        FeatureMap coarse = halved(middle, STRIDES[2]);
        return List.of(rooted(fine), rooted(middle), rooted(coarse));
    }

    private static FeatureMap fine(Pixels image) {
        int stride = STRIDES[0];
        int w = image.width() / stride;
        int h = image.height() / stride;
        float[] cells = new float[w * h * CHANNELS];
        float[][] planes = {image.red(), image.green(), image.blue()};
        int width = image.width();
        float share = 1f / (stride * stride);
        for (int y = 0; y < h * stride; y++) {
            int up = Math.max(0, y - 1) * width;
            int down = Math.min(image.height() - 1, y + 1) * width;
            for (int x = 0; x < w * stride; x++) {
                int cell = ((y / stride) * w + x / stride) * CHANNELS;
                int left = y * width + Math.max(0, x - 1);
                int right = y * width + Math.min(width - 1, x + 1);
                float bestX = 0;
                float bestY = 0;
                float best = -1;
                for (int c = 0; c < 3; c++) {
                    float[] plane = planes[c];
                    cells[cell + c] += plane[y * width + x] * share;
                    float gx = plane[right] - plane[left];
                    float gy = plane[down + x] - plane[up + x];
                    float strength = gx * gx + gy * gy;
                    if (strength > best) {
                        best = strength;
                        bestX = gx;
                        bestY = gy;
                    }
                }
                float strength = (float) Math.sqrt(best);
                cells[cell + 3] += strength * share;
                addOrientation(cells, cell + 4, bestX, bestY, strength * share);
            }
        }
        return new FeatureMap(cells, CHANNELS, w, h, stride);
    }

    /** Shares a gradient between the two orientations it lies between. */
    private static void addOrientation(float[] cells, int at, float gx, float gy, float weight) {
        int first = 0;
        float most = -1;
        float second = -1;
        int next = 0;
        for (int k = 0; k < ORIENTATIONS; k++) {
            float along = Math.abs(gx * COS[k] + gy * SIN[k]);
            if (along > most) {
                second = most;
                next = first;
                most = along;
                first = k;
            } else if (along > second) {
                second = along;
                next = k;
            }
        }
        float sum = most * most + Math.max(0, second) * Math.max(0, second);
        if (sum > 0) {
            float own = most * most / sum;
            cells[at + first] += weight * own;
            cells[at + next] += weight * (1 - own);
        }
    }

    private static FeatureMap halved(FeatureMap map, int stride) {
        int w = map.w() / 2;
        int h = map.h() / 2;
        float[] cells = new float[w * h * CHANNELS];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                for (int c = 0; c < CHANNELS; c++) {
                    int a = ((2 * y) * map.w() + 2 * x) * CHANNELS + c;
                    int b = a + map.w() * CHANNELS;
                    cells[(y * w + x) * CHANNELS + c] =
                            (map.cells()[a] + map.cells()[a + CHANNELS] + map.cells()[b] + map.cells()[b + CHANNELS])
                                    / 4;
                }
            }
        }
        return new FeatureMap(cells, CHANNELS, w, h, stride);
    }

    /** Square roots of the gradient channels: weak edges speak too. */
    private static FeatureMap rooted(FeatureMap map) {
        float[] cells = map.cells().clone();
        for (int i = 0; i < cells.length; i++) {
            if (i % CHANNELS >= 3) {
                cells[i] = (float) Math.sqrt(cells[i]);
            }
        }
        return new FeatureMap(cells, CHANNELS, map.w(), map.h(), map.stride());
    }
}
