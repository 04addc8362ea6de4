package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Vectors of one length, as a block and the row of it that each sample has; -1 is missing. */
record VectorColumn(int[] index, float[] block, int dim) implements Column {
    static VectorColumn empty(int rows) {
        int[] index = new int[rows];
        Arrays.fill(index, -1);
        return new VectorColumn(index, new float[0], 0);
    }

    @Override
    public FieldType type() {
        return FieldType.VECTOR;
    }

    @Override
    public int rows() {
        return index.length;
    }

    @Override
    public float @Nullable [] get(int row) {
        return index[row] < 0 ? null : Arrays.copyOfRange(block, index[row] * dim, (index[row] + 1) * dim);
    }

    @Override
    public VectorColumn with(Map<Integer, @Nullable Object> changes) {
        int length = dim;
        for (Object value : changes.values()) {
            if (value instanceof float[] vector) {
                if (length != 0 && vector.length != length) {
                    throw new IllegalArgumentException("The field holds vectors of " + length + " numbers; one of "
                            + vector.length + " comes from another model.");
                }
                length = vector.length;
            } else if (value != null) {
                throw Column.cannotHold(type(), value);
            }
        }
        float[][] rows = new float[index.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = changes.containsKey(i) ? (float[]) changes.get(i) : get(i);
        }
        return pack(rows, length);
    }

    private static VectorColumn pack(float[][] rows, int dim) {
        int count = 0;
        int[] index = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            index[i] = rows[i] == null ? -1 : count++;
        }
        float[] block = new float[count * dim];
        for (int i = 0; i < rows.length; i++) {
            if (index[i] >= 0) {
                System.arraycopy(rows[i], 0, block, index[i] * dim, dim);
            }
        }
        return new VectorColumn(index, block, dim);
    }

    @Override
    public VectorColumn select(int[] positions) {
        float[][] rows = new float[positions.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = positions[i] < 0 ? null : get(positions[i]);
        }
        return pack(rows, dim);
    }

    @Override
    public void write(DataOutput out, int from, int to) throws IOException {
        out.writeInt(dim);
        ByteBuffer bytes = ByteBuffer.allocate(dim * Float.BYTES);
        for (int i = from; i < to; i++) {
            out.writeBoolean(index[i] >= 0);
            if (index[i] >= 0) {
                bytes.clear();
                bytes.asFloatBuffer().put(block, index[i] * dim, dim);
                out.write(bytes.array());
            }
        }
    }

    static VectorColumn read(DataInput in, int rows) throws IOException {
        int dim = in.readInt();
        float[][] read = new float[rows][];
        byte[] bytes = new byte[dim * Float.BYTES];
        for (int i = 0; i < rows; i++) {
            if (in.readBoolean()) {
                in.readFully(bytes);
                read[i] = new float[dim];
                ByteBuffer.wrap(bytes).asFloatBuffer().get(read[i]);
            }
        }
        return pack(read, dim);
    }

    static VectorColumn concat(List<Column> chunks) {
        int rows = Column.rows(chunks);
        int dim = 0;
        int vectors = 0;
        for (Column chunk : chunks) {
            dim = Math.max(dim, ((VectorColumn) chunk).dim);
            vectors += ((VectorColumn) chunk).vectors();
        }
        int[] index = new int[rows];
        float[] block = new float[Math.multiplyExact(vectors, dim)];
        int row = 0;
        int next = 0;
        for (Column chunk : chunks) {
            VectorColumn vectorsOfChunk = (VectorColumn) chunk;
            System.arraycopy(vectorsOfChunk.block, 0, block, next * dim, vectorsOfChunk.block.length);
            for (int own : vectorsOfChunk.index) {
                index[row++] = own < 0 ? -1 : next + own;
            }
            next += vectorsOfChunk.vectors();
        }
        return new VectorColumn(index, block, dim);
    }

    private int vectors() {
        return dim == 0 ? 0 : block.length / dim;
    }
}
