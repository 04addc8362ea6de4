package dev.winnow.train;

/**
 * What a layer of {@link Lite0} gives: one array of channels a pixel, row by row, so that inner loops run over whole arrays from their
 * beginning.
 *
 * @param pixels {@code [height * width][channels]}
 */
record Activation(float[][] pixels, int height, int width, int channels) {}
