package dev.winnow.vectors;

/**
 * Products of a tile of queries with a tile of base rows, in float. Whoever multiplies may add in any order; what is decided by these
 * numbers leaves room for {@link #error}, and is then decided again in double.
 */
interface TileProducts extends AutoCloseable {
    /** {@code products[i * n + j]} is row i of {@code queries [m, d]} times row j of {@code base [n, d]}. */
    void multiply(float[] queries, int m, float[] base, int n, int d, float[] products);

    @Override
    default void close() {}

    /** The most that a product of two rows of length 1 or less differs from its true value, whatever the order of the sum. */
    static double error(int d) {
        double unit = 0x1p-24;
        return 1.1 * (d + 4) * unit / (1 - (d + 4) * unit);
    }
}
