package dev.winnow.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;

/**
 * The network over the features of a cell: one hidden layer with leaky ReLU, then a logit a class, four logarithms of distances to the
 * box's sides (in units of 2 pixels), and a logit of the box's quality.
 */
final class Head {
    private static final float LEAK = 0.1f;

    final int classes;
    final int hidden;
    final int outputs;
    final float[] mean = new float[CellFeatures.DIM];
    final float[] scale = new float[CellFeatures.DIM];
    /** Weights and biases of the two layers: w1, b1, w2, b2. */
    final float[][] parameters;

    Head(int classes, int hidden, long seed) {
        this.classes = classes;
        this.hidden = hidden;
        outputs = classes + 5;
        parameters = new float[][] {
            new float[CellFeatures.DIM * hidden], new float[hidden], new float[hidden * outputs], new float[outputs]
        };
        Random random = new Random(seed);
        for (int i = 0; i < parameters[0].length; i++) {
            parameters[0][i] = (float) (random.nextGaussian() * StrictMath.sqrt(2.0 / CellFeatures.DIM));
        }
        for (int i = 0; i < parameters[2].length; i++) {
            parameters[2][i] = (float) (random.nextGaussian() * 0.01);
        }
        for (int k = 0; k < classes; k++) {
            parameters[3][k] = -4;
        }
        for (int k = 0; k < 4; k++) {
            parameters[3][classes + k] = 1;
        }
    }

    void standardize(float[] x, int at) {
        for (int k = 0; k < CellFeatures.DIM; k++) {
            x[at + k] = (x[at + k] - mean[k]) * scale[k];
        }
    }

    /** {@code n} rows of features to hidden values and outputs. */
    void forward(float[] x, int n, float[] h, float[] y) {
        multiply(x, n, CellFeatures.DIM, parameters[0], parameters[1], hidden, h);
        for (int i = 0; i < n * hidden; i++) {
            if (h[i] < 0) {
                h[i] *= LEAK;
            }
        }
        multiply(h, n, hidden, parameters[2], parameters[3], outputs, y);
    }

    /** Adds the gradients of the parameters to {@code into}, given those of the outputs. */
    void backward(float[] x, float[] h, float[] dy, int n, float[] dh, float[][] into) {
        multiplyTransposed(h, n, hidden, dy, outputs, into[2]);
        addRows(dy, n, outputs, into[3]);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < hidden; j++) {
                float sum = 0;
                for (int k = 0; k < outputs; k++) {
                    sum += dy[i * outputs + k] * parameters[2][j * outputs + k];
                }
                dh[i * hidden + j] = h[i * hidden + j] < 0 ? sum * LEAK : sum;
            }
        }
        multiplyTransposed(x, n, CellFeatures.DIM, dh, hidden, into[0]);
        addRows(dh, n, hidden, into[1]);
    }

    private static void addRows(float[] rows, int n, int width, float[] sum) {
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < width; k++) {
                sum[k] += rows[i * width + k];
            }
        }
    }

    /** y = x w + b; each output begins as its bias, then inputs are added four at a time in their order. */
    static void multiply(float[] x, int n, int inner, float[] w, float[] b, int width, float[] y) {
        float[][] rows = Products.rows(w, inner, width);
        float[] sums = new float[width];
        for (int row = 0; row < n; row++) {
            int at = row * inner;
            System.arraycopy(b, 0, sums, 0, width);
            int k = 0;
            for (; k + 3 < inner; k += 4) {
                Products.addFour(
                        x[at + k],
                        x[at + k + 1],
                        x[at + k + 2],
                        x[at + k + 3],
                        rows[k],
                        rows[k + 1],
                        rows[k + 2],
                        rows[k + 3],
                        sums);
            }
            for (; k < inner; k++) {
                Products.addOne(x[at + k], rows[k], sums);
            }
            System.arraycopy(sums, 0, y, row * width, width);
        }
    }

    /** dw += xᵀ g, four rows at a time. */
    static void multiplyTransposed(float[] x, int n, int inner, float[] g, int width, float[] dw) {
        float[][] sums = Products.rows(dw, inner, width);
        float[][] rows = Products.rows(g, n, width);
        int row = 0;
        for (; row + 3 < n; row += 4) {
            int at = row * inner;
            for (int k = 0; k < inner; k++) {
                Products.addFour(
                        x[at + k],
                        x[at + inner + k],
                        x[at + 2 * inner + k],
                        x[at + 3 * inner + k],
                        rows[row],
                        rows[row + 1],
                        rows[row + 2],
                        rows[row + 3],
                        sums[k]);
            }
        }
        for (; row < n; row++) {
            for (int k = 0; k < inner; k++) {
                Products.addOne(x[row * inner + k], rows[row], sums[k]);
            }
        }
        for (int k = 0; k < inner; k++) {
            System.arraycopy(sums[k], 0, dw, k * width, width);
        }
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(classes);
            out.writeInt(hidden);
            for (float[] values :
                    new float[][] {mean, scale, parameters[0], parameters[1], parameters[2], parameters[3]}) {
                for (float value : values) {
                    out.writeFloat(value);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Head fromBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Head head = new Head(in.readInt(), in.readInt(), 0);
            for (float[] values : new float[][] {
                head.mean, head.scale, head.parameters[0], head.parameters[1], head.parameters[2], head.parameters[3]
            }) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.readFloat();
                }
            }
            return head;
        } catch (IOException damaged) {
            throw new IllegalArgumentException("This is no stored detector: " + damaged.getMessage(), damaged);
        }
    }
}
