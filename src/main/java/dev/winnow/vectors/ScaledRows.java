package dev.winnow.vectors;

import java.util.stream.IntStream;

/**
 * Rows of embeddings times a factor, written out a tile at a time so that no second copy of all of them is made. By cosine the factor brings
 * each row to length 1; by Euclidean distance one factor brings the longest of all to length 1.
 */
final class ScaledRows {
    final Embeddings of;
    private final double[] lengths;
    private final double common;

    private ScaledRows(Embeddings of, double[] lengths, double common) {
        this.of = of;
        this.lengths = lengths;
        this.common = common;
    }

    /**
     * By cosine.
     *
     * @throws IllegalArgumentException for a zero vector or one that is not finite, naming its id
     */
    static ScaledRows unit(Embeddings of) {
        double[] lengths = lengths(of);
        for (int i = 0; i < lengths.length; i++) {
            if (!(lengths[i] > 0) || Double.isInfinite(lengths[i])) {
                throw Embeddings.withoutDirection(of.ids().get(i));
            }
        }
        return new ScaledRows(of, lengths, 0);
    }

    /** By Euclidean distance, all by the factor {@code 1 / longest}. */
    static ScaledRows scaled(Embeddings of, double[] lengths, double longest) {
        return new ScaledRows(of, lengths, longest > 0 ? longest : 1);
    }

    /** The length of every row, in double. */
    static double[] lengths(Embeddings of) {
        double[] lengths = new double[of.count()];
        int dim = of.dim();
        int piece = 256;
        IntStream.range(0, (lengths.length + piece - 1) / piece).parallel().forEach(p -> {
            float[] row = new float[dim];
            for (int i = p * piece; i < Math.min(lengths.length, (p + 1) * piece); i++) {
                of.copyRow(i, row, 0);
                double sum = 0;
                for (float one : row) {
                    sum += (double) one * one;
                }
                lengths[i] = Math.sqrt(sum);
            }
        });
        return lengths;
    }

    int count() {
        return lengths.length;
    }

    int dim() {
        return of.dim();
    }

    /** The length that one factor for all rows brings to 1; 0 by cosine. */
    double longest() {
        return common;
    }

    /** The squared length of the scaled row {@code i}; 0 by cosine, where it plays no part. */
    double squared(int i) {
        double scaled = common > 0 ? lengths[i] / common : 0;
        return scaled * scaled;
    }

    /** The scaled row {@code i}, written at {@code at}. */
    void copy(int i, float[] into, int at) {
        of.copyRow(i, into, at);
        double scale = 1 / (common > 0 ? common : lengths[i]);
        for (int j = at; j < at + of.dim(); j++) {
            into[j] = (float) (into[j] * scale);
        }
    }

    /** Rows {@code from} to {@code from + count - 1}, row-major. */
    void tile(int from, int count, float[] into) {
        int piece = 64;
        IntStream.range(0, (count + piece - 1) / piece).parallel().forEach(p -> {
            for (int i = p * piece; i < Math.min(count, (p + 1) * piece); i++) {
                copy(from + i, into, i * of.dim());
            }
        });
    }
}
