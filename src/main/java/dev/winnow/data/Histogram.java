package dev.winnow.data;

import java.util.Arrays;

/**
 * How many numbers fall into each of some intervals of one width.
 *
 * @param counts by interval; the upper edge belongs to the next one, of the last to it
 * @param edges one more than intervals, rising
 * @param other values that are missing or lie outside
 */
public record Histogram(long[] counts, double[] edges, long other) {
    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object same) {
        return same instanceof Histogram histogram
                && Arrays.equals(counts, histogram.counts)
                && Arrays.equals(edges, histogram.edges)
                && other == histogram.other;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts) * 31 + Arrays.hashCode(edges);
    }

    @Override
    public String toString() {
        long most = Math.max(1, Arrays.stream(counts).max().orElse(1));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            text.append(String.format(
                    java.util.Locale.ROOT,
                    "%s%10.4g … %10.4g %8d %s",
                    i == 0 ? "" : "\n",
                    edges[i],
                    edges[i + 1],
                    counts[i],
                    "█".repeat((int) (30 * counts[i] / most))));
        }
        return text.toString();
    }
}
