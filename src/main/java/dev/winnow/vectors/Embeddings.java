package dev.winnow.vectors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Vectors of samples: ids and a block {@code [n, d]} float32, row-major, row i for id i; in memory, or read where they are mapped.
 *
 * <p>Immutable by agreement: {@link #block()} hands out the array itself so that nothing is copied; do not write to it.
 */
public final class Embeddings {
    private final List<String> ids;
    private final VectorRows rows;
    private final int dim;
    private final String model;
    private final Map<String, Integer> index = new HashMap<>();
    private float @Nullable [] block;

    private Embeddings(List<String> ids, VectorRows rows, float @Nullable [] block, int dim, String model) {
        this.ids = List.copyOf(ids);
        this.rows = rows;
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
        return of(ids, rowMajor, dim, "");
    }

    private static Embeddings of(List<String> ids, float[] rowMajor, int dim, String model) {
        if ((long) ids.size() * dim != rowMajor.length) {
            throw new IllegalArgumentException(
                    "A block of " + rowMajor.length + " floats is not [" + ids.size() + ", " + dim + "].");
        }
        return new Embeddings(
                ids, (row, into, at) -> System.arraycopy(rowMajor, row * dim, into, at, dim), rowMajor, dim, model);
    }

    /**
     * Vectors that are read where they are, row i for id i: more of them than one array holds, or than should be in memory at once.
     * They must not change.
     */
    public static Embeddings of(List<String> ids, VectorRows rows, int dim) {
        return new Embeddings(ids, rows, null, dim, "");
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
        Npy.write(file, this);
    }

    /** The same vectors, said to come from {@code model}. */
    public Embeddings withModel(String model) {
        return new Embeddings(ids, rows, block, dim, model);
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

    /**
     * The whole block, not a copy, where the vectors are in memory; else they are read into memory and kept.
     *
     * @throws IllegalStateException if they are more numbers than one array holds
     */
    public float[] block() {
        float[] whole = block;
        if (whole == null) {
            if ((long) ids.size() * dim > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException(this + " are more numbers than one array holds. Read them with copyRow,"
                        + " or choose fewer with select.");
            }
            whole = new float[ids.size() * dim];
            for (int i = 0; i < ids.size(); i++) {
                rows.copy(i, whole, i * dim);
            }
            block = whole;
        }
        return whole;
    }

    /** Copies row {@code i} to {@code into}, beginning at {@code at}. */
    public void copyRow(int i, float[] into, int at) {
        rows.copy(i, into, at);
    }

    /** A copy of row {@code i}. */
    public float[] row(int i) {
        float[] row = new float[dim];
        rows.copy(i, row, 0);
        return row;
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
        List<Integer> from = new ArrayList<>();
        for (String id : wanted) {
            if (has(id)) {
                kept.add(id);
                from.add(indexOf(id));
            }
        }
        return rows(kept, from.stream().mapToInt(Integer::intValue).toArray());
    }

    private Embeddings rows(List<String> kept, int[] from) {
        if (block == null) {
            return new Embeddings(kept, (row, into, at) -> rows.copy(from[row], into, at), null, dim, model);
        }
        float[] some = new float[Math.multiplyExact(from.length, dim)];
        for (int i = 0; i < from.length; i++) {
            rows.copy(from[i], some, i * dim);
        }
        return of(kept, some, dim, model);
    }

    /**
     * The rows that have a direction: neither zero, as a black picture's may be, nor with a number that is not finite. These themselves
     * where all have one. Methods that compare directions leave the others out and say so.
     */
    public Embeddings usable() {
        Set<String> out = new HashSet<>(excluded());
        if (out.isEmpty()) {
            return this;
        }
        List<String> kept = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (!out.contains(ids.get(i))) {
                kept.add(ids.get(i));
                from.add(i);
            }
        }
        return rows(kept, from.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The ids whose vector is zero or not finite, which {@link #usable} leaves out. */
    public List<String> excluded() {
        double[] lengths = ScaledRows.lengths(this);
        List<String> out = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            if (!(lengths[i] > 0) || Double.isInfinite(lengths[i])) {
                out.add(ids.get(i));
            }
        }
        return out;
    }

    /**
     * Every row scaled to length 1.
     *
     * @throws IllegalArgumentException for a zero vector or one that is not finite, naming its id
     */
    public Embeddings normalized() {
        ScaledRows scaled = ScaledRows.unit(this);
        float[] unit = new float[Math.multiplyExact(ids.size(), dim)];
        scaled.tile(0, ids.size(), unit);
        return of(ids, unit, dim, model);
    }

    static IllegalArgumentException withoutDirection(String id) {
        return new IllegalArgumentException("The vector of sample " + id
                + " is zero or not finite and has no direction. Leave such samples out with usable(), or compute the"
                + " embedding again.");
    }

    /** The block as an array {@code [n, d]} of its own: writing to it changes nothing here. */
    public INDArray array() {
        return Nd4j.create(block(), new long[] {ids.size(), dim}, 'c');
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
