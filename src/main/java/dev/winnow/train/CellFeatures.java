package dev.winnow.train;

import java.util.List;

/**
 * What the head sees of one cell of 8 × 8 pixels: the maps around it, 5 × 5 cells at 8 and 16 pixels and 3 × 3 at 32, and where it is.
 */
final class CellFeatures {
    private static final int[] RADIUS = {2, 2, 1};
    static final int GRID = 8;
    /** 25 + 25 + 9 neighbours of ten channels, and the two coordinates. */
    static final int DIM = (25 + 25 + 9) * GradientMaps.CHANNELS + 2;

    private final List<FeatureMap> maps;
    final int w;
    final int h;

    CellFeatures(Pixels pixels) {
        maps = GradientMaps.of(pixels);
        w = maps.get(0).w();
        h = maps.get(0).h();
    }

    /** Writes the {@value #DIM} numbers of cell (x, y) to {@code out} from {@code at} on. */
    void gather(int x, int y, float[] out, int at) {
        int next = at;
        for (int m = 0; m < RADIUS.length; m++) {
            FeatureMap map = maps.get(m);
            float px = (x + 0.5f) * GRID / map.stride() - 0.5f;
            float py = (y + 0.5f) * GRID / map.stride() - 0.5f;
            int x0 = (int) Math.floor(px);
            int y0 = (int) Math.floor(py);
            float tx = px - x0;
            float ty = py - y0;
            for (int dy = -RADIUS[m]; dy <= RADIUS[m]; dy++) {
                for (int dx = -RADIUS[m]; dx <= RADIUS[m]; dx++) {
                    sample(map, x0 + dx, y0 + dy, tx, ty, out, next);
                    next += GradientMaps.CHANNELS;
                }
            }
        }
        out[next] = (float) x / w;
        out[next + 1] = (float) y / h;
    }

    private static void sample(FeatureMap map, int x0, int y0, float tx, float ty, float[] out, int at) {
        int xa = clamp(x0, map.w());
        int ya = clamp(y0, map.h());
        float[] cells = map.cells();
        int a = (ya * map.w() + xa) * GradientMaps.CHANNELS;
        if (tx == 0 && ty == 0) {
            System.arraycopy(cells, a, out, at, GradientMaps.CHANNELS);
            return;
        }
        int xb = clamp(x0 + 1, map.w());
        int yb = clamp(y0 + 1, map.h());
        int b = (ya * map.w() + xb) * GradientMaps.CHANNELS;
        int c = (yb * map.w() + xa) * GradientMaps.CHANNELS;
        int d = (yb * map.w() + xb) * GradientMaps.CHANNELS;
        float wa = (1 - tx) * (1 - ty);
        float wb = tx * (1 - ty);
        float wc = (1 - tx) * ty;
        float wd = tx * ty;
        for (int k = 0; k < GradientMaps.CHANNELS; k++) {
            out[at + k] = wa * cells[a + k] + wb * cells[b + k] + wc * cells[c + k] + wd * cells[d + k];
        }
    }

    private static int clamp(int value, int size) {
        return Math.max(0, Math.min(size - 1, value));
    }
}
