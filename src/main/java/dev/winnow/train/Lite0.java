package dev.winnow.train;

import dev.winnow.train.Lite0Weights.Layer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * EfficientNet-Lite0 (Tan and Le 2019; Google's "lite" form without squeeze-and-excite and with ReLU6), trained on ImageNet, as plain
 * loops: a picture of any size to an embedding of 1,280 numbers, logits of 1,000 classes, and the maps that a detector reads.
 *
 * <p>The order of sums is fixed: every output begins as its bias, then inputs are added four at a time in their order, taps of a depthwise
 * kernel row by row (three, then two), those outside the picture left out. So the bits are the same on every Java and processor. Equal to
 * ONNX Runtime within 4e-6 where embeddings go up to 2.4. Padding is TensorFlow's "SAME": what is odd goes to the right and bottom.
 */
final class Lite0 {
    static final int DIM = 1280;
    static final int CLASSES = 1000;

    /** Blocks, kernel, stride, expansion, channels out. */
    private record Stage(int blocks, int kernel, int stride, int expansion, int channels) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 3, 1, 1, 16),
            new Stage(2, 3, 2, 6, 24),
            new Stage(2, 5, 2, 6, 40),
            new Stage(3, 3, 2, 6, 80),
            new Stage(3, 5, 1, 6, 112),
            new Stage(4, 5, 2, 6, 192),
            new Stage(1, 3, 1, 6, 320));
    private static final int STEM = 32;
    private static final int TILE = 128;
    private static final int STRIP = 16;
    private static final int FEW_OUTPUTS = 64;

    private final List<Layer> layers;
    /** Room to turn a tile in, and one row for its sums. */
    private final float[][] turned = new float[6 * 192 + 1][TILE];

    private int next;

    Lite0(List<Layer> layers) {
        this.layers = layers;
    }

    /** The maps that a detector reads: after block 4 (stride 8), block 10 (stride 16) and block 15 (stride 32). */
    record Maps(Activation b4, Activation b10, Activation b15) {}

    /** A picture as the network sees it: {@code (v - 127) / 128} for red, green, blue, pixel by pixel. */
    record Input(float[] rgb, int height, int width) {}

    /** The maps alone; the network's head is not computed. One thread at a time. */
    Maps maps(Input picture) {
        next = 0;
        Activation x = stem(picture);
        Activation b4 = null;
        Activation b10 = null;
        int block = 0;
        for (Stage stage : STAGES) {
            for (int repeat = 0; repeat < stage.blocks(); repeat++, block++) {
                x = block(x, stage, repeat == 0 ? stage.stride() : 1, repeat > 0);
                b4 = block == 4 ? x : b4;
                b10 = block == 10 ? x : b10;
            }
        }
        if (b4 == null || b10 == null) {
            throw new IllegalStateException("The stages have no block 4 or 10.");
        }
        return new Maps(b4, b10, x);
    }

    /** The embedding {@code [1280]}: the mean of the last layer over the picture. One thread at a time. */
    float[] embedding(Input picture) {
        Activation last = pointwise(maps(picture).b15(), true, null);
        double[] sums = new double[DIM];
        for (float[] pixel : last.pixels()) {
            for (int j = 0; j < DIM; j++) {
                sums[j] += pixel[j];
            }
        }
        float[] embedding = new float[DIM];
        for (int j = 0; j < DIM; j++) {
            embedding[j] = (float) (sums[j] / last.pixels().length);
        }
        return embedding;
    }

    /** Logits {@code [1000]} of ImageNet's classes for an embedding. */
    float[] logits(float[] embedding) {
        Layer layer = layers.get(layers.size() - 1);
        float[] logits = layer.bias().clone();
        float[][] w = layer.rows();
        for (int k = 0; k < DIM; k += 4) {
            Lite0Loops.four(
                    embedding[k],
                    embedding[k + 1],
                    embedding[k + 2],
                    embedding[k + 3],
                    w[k],
                    w[k + 1],
                    w[k + 2],
                    w[k + 3],
                    logits,
                    CLASSES);
        }
        return logits;
    }

    /** The first layer: each 3 × 3 of the picture as one row of 27 numbers, and five zeros. */
    private Activation stem(Input in) {
        int height = (in.height() + 1) / 2;
        int width = (in.width() + 1) / 2;
        int top = before(height, 2, 3, in.height());
        int left = before(width, 2, 3, in.width());
        float[][] patches = new float[height * width][STEM];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float[] patch = patches[y * width + x];
                for (int ky = 0; ky < 3; ky++) {
                    int row = y * 2 - top + ky;
                    for (int kx = 0; kx < 3; kx++) {
                        int column = x * 2 - left + kx;
                        if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                            System.arraycopy(in.rgb(), (row * in.width() + column) * 3, patch, (ky * 3 + kx) * 3, 3);
                        }
                    }
                }
            }
        }
        return pointwise(new Activation(patches, height, width, 28), true, null);
    }

    private Activation block(Activation x, Stage stage, int stride, boolean residual) {
        Activation wide = stage.expansion() > 1 ? pointwise(x, true, null) : x;
        Activation moved = depthwise(wide, stage.kernel(), stride);
        return pointwise(moved, false, residual ? x : null);
    }

    /** Rows or columns of zeros before the picture. */
    private static int before(int out, int stride, int kernel, int in) {
        return Math.max(0, (out - 1) * stride + kernel - in) / 2;
    }

    private Activation pointwise(Activation in, boolean relu, @Nullable Activation residual) {
        Layer layer = layers.get(next++);
        int outputs = layer.bias().length;
        float[][] y = new float[in.pixels().length][];
        for (int from = 0; from < y.length; from += TILE) {
            int to = Math.min(y.length, from + TILE);
            if (outputs < FEW_OUTPUTS && to - from >= FEW_OUTPUTS) {
                overPixels(in, layer, from, to, y, relu);
            } else {
                overOutputs(in, layer, from, to, y, relu);
            }
        }
        if (residual != null) {
            for (int i = 0; i < y.length; i++) {
                Lite0Loops.add(y[i], residual.pixels()[i], outputs);
            }
        }
        return new Activation(y, in.height(), in.width(), outputs);
    }

    private static void overOutputs(Activation in, Layer layer, int from, int to, float[][] y, boolean relu) {
        int outputs = layer.bias().length;
        float[][] w = layer.rows();
        for (int strip = from; strip < to; strip += STRIP) {
            int end = Math.min(to, strip + STRIP);
            for (int i = strip; i < end; i++) {
                y[i] = layer.bias().clone();
            }
            for (int k = 0; k < in.channels(); k += 4) {
                for (int i = strip; i < end; i++) {
                    float[] x = in.pixels()[i];
                    Lite0Loops.four(
                            x[k], x[k + 1], x[k + 2], x[k + 3], w[k], w[k + 1], w[k + 2], w[k + 3], y[i], outputs);
                }
            }
            for (int i = strip; i < end && relu; i++) {
                Lite0Loops.clip(y[i], outputs);
            }
        }
    }

    /** For few outputs, whose loop would be too short: the tile is turned and the loop runs over its pixels, in the same order of sums. */
    private void overPixels(Activation in, Layer layer, int from, int to, float[][] y, boolean relu) {
        int outputs = layer.bias().length;
        int count = to - from;
        float[][] w = layer.rows();
        float[] sums = turned[turned.length - 1];
        for (int i = 0; i < count; i++) {
            float[] x = in.pixels()[from + i];
            for (int k = 0; k < in.channels(); k++) {
                turned[k][i] = x[k];
            }
            y[from + i] = new float[outputs];
        }
        for (int j = 0; j < outputs; j++) {
            Arrays.fill(sums, layer.bias()[j]);
            for (int k = 0; k < in.channels(); k += 4) {
                Lite0Loops.four(
                        w[k][j],
                        w[k + 1][j],
                        w[k + 2][j],
                        w[k + 3][j],
                        turned[k],
                        turned[k + 1],
                        turned[k + 2],
                        turned[k + 3],
                        sums,
                        count);
            }
            if (relu) {
                Lite0Loops.clip(sums, count);
            }
            for (int i = 0; i < count; i++) {
                y[from + i][j] = sums[i];
            }
        }
    }

    private Activation depthwise(Activation in, int kernel, int stride) {
        Layer layer = layers.get(next++);
        int height = (in.height() + stride - 1) / stride;
        int width = (in.width() + stride - 1) / stride;
        int top = before(height, stride, kernel, in.height());
        int left = before(width, stride, kernel, in.width());
        float[][] y = new float[height * width][];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                float[] sums = layer.bias().clone();
                y[row * width + column] = sums;
                for (int ky = 0; ky < kernel; ky++) {
                    int from = row * stride - top + ky;
                    if (from >= 0 && from < in.height()) {
                        taps(in, from, column * stride - left, layer.rows(), ky * kernel, kernel, sums);
                    }
                }
                Lite0Loops.clip(sums, in.channels());
            }
        }
        return new Activation(y, height, width, in.channels());
    }

    /** One row of a kernel. */
    private static void taps(Activation in, int row, int column, float[][] w, int first, int kernel, float[] sums) {
        float[][] x = in.pixels();
        int at = row * in.width() + column;
        if (column >= 0 && column + kernel <= in.width()) {
            Lite0Loops.threeTaps(
                    x[at], x[at + 1], x[at + 2], w[first], w[first + 1], w[first + 2], sums, in.channels());
            if (kernel == 5) {
                Lite0Loops.twoTaps(x[at + 3], x[at + 4], w[first + 3], w[first + 4], sums, in.channels());
            }
            return;
        }
        for (int kx = 0; kx < kernel; kx++) {
            if (column + kx >= 0 && column + kx < in.width()) {
                Lite0Loops.oneTap(x[at + kx], w[first + kx], sums, in.channels());
            }
        }
    }
}
