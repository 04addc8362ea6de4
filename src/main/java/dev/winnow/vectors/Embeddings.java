package dev.winnow.vectors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Vectors of samples: ids and a block {@code [n, d]} float32, row-major, row i for id i.
 *
 * <p>Immutable by agreement: {@link #block()} hands out the array itself so that nothing is copied; do not write to it.
 */
public final class Embeddings {
    private final List<String> ids;
    private final float[] block;
    private final int dim;
    private final String model;
    private final Map<String, Integer> index = new HashMap<>();

    private Embeddings(List<String> ids, float[] block, int dim, String model) {
        if ((long) ids.size() * dim != block.length) {
            throw new IllegalArgumentException(
                    "A block of " + block.length + " floats is not [" + ids.size() + ", " + dim + "].");
        }
        this.ids = List.copyOf(ids);
        this.block = block;
        this.dim = dim;
        this.model = model;
        for (int i = 0; i < ids.size(); i++) {
            if (index.put(ids.get(i), i) != null) {
                throw new IllegalArgumentException("Id " + ids.get(i) + " has two vectors; each id needs one.");
            }
        }
    }

    /** Takes over {@code rowMajor}, {@code dim} floats an id. Ids must differ. */
    public static Embeddings of(List<String> ids, float[] rowMajor, int dim) {
        return new Embeddings(ids, rowMajor, dim, "");
    }

    /** Copies an array {@code [n, d]} of any type and order, row i for id i. */
    public static Embeddings of(List<String> ids, INDArray array) {
        if (array.rank() != 2 || array.size(0) != ids.size()) {
            throw new IllegalArgumentException("Vectors of " + ids.size() + " samples need an array [" + ids.size()
                    + ", d], not " + Arrays.toString(array.shape()) + ".");
        }
        float[] block = new float[Math.toIntExact(array.length())];
        int dim = (int) array.size(1);
        for (int i = 0; i < ids.size(); i++) {
            System.arraycopy(array.getRow(i).toFloatVector(), 0, block, i * dim, dim);
        }
        return of(ids, block, dim);
    }

    /**
     * Reads what NumPy's {@code save} wrote: a matrix {@code [n, d]} of float32 or float64, row i for id i.
     *
     * @throws IllegalArgumentException for another kind of file, or another number of rows
     */
    public static Embeddings readNpy(List<String> ids, Path file) {
        Npy.Matrix matrix = Npy.read(file);
        if (matrix.rows() != ids.size()) {
            throw new IllegalArgumentException(file.getFileName() + " holds " + matrix.rows() + " vectors for "
                    + ids.size() + " ids; give one id a row.");
        }
        return of(ids, matrix.rowMajor(), matrix.columns());
    }

    /** Writes the block so that NumPy's {@code load} reads it: float32 {@code [n, d]}. The ids are not in the file. */
    public void writeNpy(Path file) {
        Npy.write(file, block, ids.size(), dim);
    }

    /** The same vectors, said to come from {@code model}. */
    public Embeddings withModel(String model) {
        return new Embeddings(ids, block, dim, model);
    }

    /** The name of what made these vectors, or an empty string when unknown. */
    public String model() {
        return model;
    }

    public List<String> ids() {
        return ids;
    }

    public int count() {
        return ids.size();
    }

    public int dim() {
        return dim;
    }

    /** The whole block, not a copy. */
    public float[] block() {
        return block;
    }

    /** A copy of row {@code i}. */
    public float[] row(int i) {
        return Arrays.copyOfRange(block, i * dim, (i + 1) * dim);
    }

    public boolean has(String id) {
        return index.containsKey(id);
    }

    /** The row of {@code id}, or -1. */
    public int indexOf(String id) {
        return index.getOrDefault(id, -1);
    }

    /** The rows of {@code wanted}, in its order; ids without a vector are left out. */
    public Embeddings select(Collection<String> wanted) {
        List<String> kept = new ArrayList<>();
        for (String id : wanted) {
            if (has(id)) {
                kept.add(id);
            }
        }
        float[] rows = new float[kept.size() * dim];
        for (int i = 0; i < kept.size(); i++) {
            System.arraycopy(block, indexOf(kept.get(i)) * dim, rows, i * dim, dim);
        }
        return new Embeddings(kept, rows, dim, model);
    }

    /**
     * Every row scaled to length 1.
     *
     * @throws IllegalArgumentException for a zero vector or one that is not finite, naming its id
     */
    public Embeddings normalized() {
        float[] unit = new float[block.length];
        for (int i = 0; i < ids.size(); i++) {
            double sum = 0;
            for (int j = 0; j < dim; j++) {
                sum += (double) block[i * dim + j] * block[i * dim + j];
            }
            if (!(sum > 0) || Double.isInfinite(sum)) {
                throw new IllegalArgumentException("The vector of sample " + ids.get(i)
                        + " is zero or not finite and has no direction. Compute its embedding again.");
            }
            double scale = 1 / Math.sqrt(sum);
            for (int j = 0; j < dim; j++) {
                unit[i * dim + j] = (float) (block[i * dim + j] * scale);
            }
        }
        return new Embeddings(ids, unit, dim, model);
    }

    /** The block as an array {@code [n, d]} of its own: writing to it changes nothing here. */
    public INDArray array() {
        return Nd4j.create(block, new long[] {ids.size(), dim}, 'c');
    }

    /** Cosine similarities {@code [q, n]} of these rows to those of {@code others}. */
    public INDArray cosine(Embeddings others) {
        if (dim != others.dim) {
            throw new IllegalArgumentException("Vectors of " + dim + " and " + others.dim
                    + " dimensions cannot be compared; both must come from one model.");
        }
        return normalized().array().mmul(others.normalized().array().transpose());
    }

    @Override
    public String toString() {
        return "Embeddings[" + ids.size() + ", " + dim + "]" + (model.isEmpty() ? "" : " by " + model);
    }
}
