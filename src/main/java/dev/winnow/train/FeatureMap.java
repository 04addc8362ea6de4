package dev.winnow.train;

/**
 * Values of several channels over a grid of cells, cell by cell: channel c of cell (x, y) is {@code cells[(y * w + x) * channels + c]}.
 *
 * @param stride pixels a cell is wide and high
 */
record FeatureMap(float[] cells, int channels, int w, int h, int stride) {}
