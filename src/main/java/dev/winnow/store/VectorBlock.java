package dev.winnow.store;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Vectors of one length that were written together, row-major float32: in memory, or mapped from an immutable file. */
final class VectorBlock {
    /** Where a block is stored. */
    record Stored(Path folder, VectorFiles.Reference reference) {}

    private final int count;
    private final int dim;
    private final Lazy<FloatBuffer> floats;
    private volatile @Nullable Stored stored;

    private VectorBlock(int count, int dim, Lazy<FloatBuffer> floats, @Nullable Stored stored) {
        this.count = count;
        this.dim = dim;
        this.floats = floats;
        this.stored = stored;
    }

    static VectorBlock of(float[] rowMajor, int dim) {
        return new VectorBlock(rowMajor.length / dim, dim, Lazy.of(FloatBuffer.wrap(rowMajor)), null);
    }

    /** Vectors in a file, mapped when one of them is first wanted. */
    static VectorBlock stored(int count, int dim, Lazy<FloatBuffer> floats, Stored stored) {
        return new VectorBlock(count, dim, floats, stored);
    }

    int count() {
        return count;
    }

    int dim() {
        return dim;
    }

    /** The file that holds these vectors, {@code null} where there is none yet. */
    @Nullable
    Stored stored() {
        return stored;
    }

    void storedAs(Stored written) {
        stored = written;
    }

    FloatBuffer floats() {
        return floats.get();
    }

    void copy(int vector, float[] into, int at) {
        floats().get(vector * dim, into, at, dim);
    }
}
