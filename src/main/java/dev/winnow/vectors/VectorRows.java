package dev.winnow.vectors;

/** Vectors by their row, read where they are: in an array, or in a file that is mapped. Threads may share it. */
@FunctionalInterface
public interface VectorRows {
    /** Copies the vector of {@code row} to {@code into}, beginning at {@code at}. */
    void copy(int row, float[] into, int at);
}
