package dev.winnow.vectors;

/**
 * Exact neighbours: for each query some rows of the base, sorted by distance, then by id. Distances are sums in double in the order of the
 * dimensions, so that the result depends neither on the number of threads nor on the machine. A row is never its own neighbour.
 *
 * <p>How many are near is one question ({@link #find}, {@link #within}), how many lie closer than a limit another ({@link #inRadius},
 * {@link #withinRadius}): near-copies come in any number, so they are sought by radius.
 */
public final class Neighbors {
    private final int[][] index;
    private final double[][] distance;

    private Neighbors(int queries) {
        index = new int[queries][];
        distance = new double[queries][];
    }

    /** Rows that were found for one query: of the base, the nearest first, and their distances. */
    @FunctionalInterface
    public interface RowVisitor {
        void visit(int query, int[] index, double[] distance);
    }

    /** For each query the {@code k} nearest rows of {@code base} by cosine, or all where there are fewer. */
    public static Neighbors find(Embeddings queries, Embeddings base, int k) {
        return find(queries, base, k, Metric.COSINE);
    }

    /** For each query the {@code k} nearest rows of {@code base}, or all where there are fewer. */
    public static Neighbors find(Embeddings queries, Embeddings base, int k, Metric metric) {
        if (k < 1) {
            throw new IllegalArgumentException("k is the number of neighbours, 1 or more, not " + k + ".");
        }
        Neighbors all = new Neighbors(queries.count());
        new NeighborSearch(queries, base, metric).nearest(k, all::keep);
        return all;
    }

    /** For each row the {@code k} nearest others by cosine. */
    public static Neighbors within(Embeddings all, int k) {
        return find(all, all, k, Metric.COSINE);
    }

    /** For each row the {@code k} nearest others. */
    public static Neighbors within(Embeddings all, int k, Metric metric) {
        return find(all, all, k, metric);
    }

    /** For each query every row of {@code base} whose cosine distance is {@code radius} or less. */
    public static Neighbors inRadius(Embeddings queries, Embeddings base, double radius) {
        Neighbors all = new Neighbors(queries.count());
        forEachInRadius(queries, base, radius, Metric.COSINE, all::keep);
        return all;
    }

    /** For each row every other row whose cosine distance is {@code radius} or less. */
    public static Neighbors withinRadius(Embeddings all, double radius) {
        return inRadius(all, all, radius);
    }

    /**
     * Hands over what lies within {@code radius}, one query after the other, and keeps nothing: for answers that would not fit in memory.
     * Where queries and base are the same object, a row is not found for itself.
     */
    public static void forEachInRadius(
            Embeddings queries, Embeddings base, double radius, Metric metric, RowVisitor visitor) {
        if (!(radius >= 0)) {
            throw new IllegalArgumentException("A radius is a distance, 0 or more, not " + radius + ".");
        }
        new NeighborSearch(queries, base, metric).within(radius, visitor::visit);
    }

    private void keep(int query, int[] rows, double[] at) {
        index[query] = rows;
        distance[query] = at;
    }

    /** Rows of the base, the nearest first. */
    public int[] index(int row) {
        return index[row];
    }

    /** Distances to them. */
    public double[] distance(int row) {
        return distance[row];
    }
}
