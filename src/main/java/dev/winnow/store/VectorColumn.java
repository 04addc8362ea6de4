package dev.winnow.store;

import dev.winnow.label.FieldType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of one length: blocks of them, one a write, and for each sample the position of its vector in all blocks; -1 is missing.
 * Blocks are never changed. When most of what they hold is no longer used, or they are many, one takes the place of all.
 */
public final class VectorColumn implements Column {
    private static final int BLOCKS = 32;
    private static final int FLOATS_IN_BLOCK = 1 << 28;

    private final int rows;
    private final Lazy<Parts> parts;

    /** The arrays; {@code first[b]} is the position of the first vector of block b, and its last element the number of all. */
    record Parts(int[] index, List<VectorBlock> blocks, int[] first, int dim) {
        static Parts of(int[] index, List<VectorBlock> blocks) {
            int[] first = new int[blocks.size() + 1];
            int dim = 0;
            for (int b = 0; b < blocks.size(); b++) {
                first[b + 1] = Math.addExact(first[b], blocks.get(b).count());
                dim = blocks.get(b).dim();
            }
            return new Parts(index, List.copyOf(blocks), first, dim);
        }

        void copy(int vector, float[] into, int at) {
            int found = Arrays.binarySearch(first, vector);
            int block = found >= 0 ? found : -found - 2;
            while (first[block + 1] == first[block]) {
                block++;
            }
            blocks.get(block).copy(vector - first[block], into, at);
        }
    }

    VectorColumn(Parts parts) {
        this(parts.index.length, Lazy.of(parts));
    }

    VectorColumn(int rows, Lazy<Parts> parts) {
        this.rows = rows;
        this.parts = parts;
    }

    static VectorColumn empty(int rows) {
        int[] index = new int[rows];
        Arrays.fill(index, -1);
        return new VectorColumn(Parts.of(index, List.of()));
    }

    Parts parts() {
        return parts.get();
    }

    /** The length of every vector, 0 where there is none. */
    public int dim() {
        return parts().dim;
    }

    public boolean has(int row) {
        return parts().index[row] >= 0;
    }

    /** Copies the vector of a row that has one. */
    public void copy(int row, float[] into, int at) {
        parts().copy(parts().index[row], into, at);
    }

    @Override
    public boolean isRead() {
        return parts.isRead();
    }

    @Override
    public FieldType type() {
        return FieldType.VECTOR;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public float @Nullable [] get(int row) {
        if (!has(row)) {
            return null;
        }
        float[] vector = new float[dim()];
        copy(row, vector, 0);
        return vector;
    }

    @Override
    public VectorColumn with(int[] changedRows, List<? extends @Nullable Object> changes) {
        Parts own = parts();
        int dim = own.dim;
        int count = 0;
        for (Object value : changes) {
            if (value instanceof float[] vector) {
                if (dim != 0 && vector.length != dim) {
                    throw new IllegalArgumentException("The field holds vectors of " + dim + " numbers; one of "
                            + vector.length + " comes from another model.");
                }
                if (vector.length == 0) {
                    throw new IllegalArgumentException("A vector of no numbers cannot be stored.");
                }
                dim = vector.length;
                count++;
            } else if (value != null) {
                throw Column.cannotHold(type(), value);
            }
        }
        int[] index = own.index.clone();
        List<float[]> added = new ArrayList<>(count);
        int next = own.first[own.blocks.size()];
        for (int i = 0; i < changedRows.length; i++) {
            if (changes.get(i) instanceof float[] vector) {
                index[changedRows[i]] = next++;
                added.add(vector);
            } else {
                index[changedRows[i]] = -1;
            }
        }
        List<VectorBlock> blocks = new ArrayList<>(own.blocks);
        int fit = dim == 0 ? 0 : FLOATS_IN_BLOCK / dim;
        for (int from = 0; from < count; from += fit) {
            List<float[]> some = added.subList(from, Math.min(count, from + fit));
            float[] block = new float[some.size() * dim];
            for (int i = 0; i < some.size(); i++) {
                System.arraycopy(some.get(i), 0, block, i * dim, dim);
            }
            blocks.add(VectorBlock.of(block, dim));
        }
        return new VectorColumn(compact(Parts.of(index, blocks)));
    }

    private static Parts compact(Parts parts) {
        int live = 0;
        for (int vector : parts.index) {
            live += vector >= 0 ? 1 : 0;
        }
        int all = parts.first[parts.blocks.size()];
        if (parts.blocks.size() <= BLOCKS && all <= 2L * live + 1024) {
            return parts;
        }
        int[] index = new int[parts.index.length];
        List<VectorBlock> blocks = new ArrayList<>();
        int fit = FLOATS_IN_BLOCK / Math.max(1, parts.dim);
        float[] block = new float[Math.min(fit, live) * parts.dim];
        int next = 0;
        int inBlock = 0;
        for (int row = 0; row < index.length; row++) {
            if (parts.index[row] < 0) {
                index[row] = -1;
                continue;
            }
            parts.copy(parts.index[row], block, inBlock * parts.dim);
            index[row] = next++;
            inBlock++;
            if (inBlock == fit || next == live) {
                blocks.add(VectorBlock.of(block, parts.dim));
                block = new float[Math.min(fit, live - next) * parts.dim];
                inBlock = 0;
            }
        }
        return Parts.of(index, blocks);
    }

    @Override
    public VectorColumn select(int[] positions) {
        Parts own = parts();
        int[] index = new int[positions.length];
        for (int i = 0; i < index.length; i++) {
            index[i] = positions[i] < 0 ? -1 : own.index[positions[i]];
        }
        return new VectorColumn(compact(Parts.of(index, own.blocks)));
    }

    @Override
    public VectorColumn grow(int count) {
        int[] grown = Arrays.copyOf(parts().index, rows + count);
        Arrays.fill(grown, rows, grown.length, -1);
        return new VectorColumn(Parts.of(grown, parts().blocks));
    }

    /** Writes only the positions; {@link VectorFiles} writes the blocks. */
    @Override
    public void write(ChunkWriter out, int from, int to) {
        out.ints(parts().index, from, to);
    }

    @Override
    public int items(int from, int to) {
        return to - from;
    }

    @Override
    public boolean sameRows(Column before, int from, int to) {
        return Arrays.equals(parts().index, from, to, ((VectorColumn) before).parts().index, from, to);
    }

    /** The same positions in these blocks. */
    VectorColumn in(List<VectorBlock> blocks) {
        Parts found = Parts.of(parts().index, blocks);
        for (int vector : found.index) {
            if (vector >= found.first[blocks.size()]) {
                throw new IllegalStateException(
                        "It holds vector " + vector + " of " + found.first[blocks.size()] + ".");
            }
        }
        return new VectorColumn(found);
    }

    static Assembly assembly(int rows) {
        int[] index = new int[rows];
        return new Assembly() {
            private int row;

            @Override
            public void add(ChunkReader in, int count) {
                in.ints(index, row, count);
                row += count;
            }

            @Override
            public Column done() {
                return new VectorColumn(Parts.of(index, List.of()));
            }
        };
    }
}
