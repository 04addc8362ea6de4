package dev.winnow.store;

import java.util.BitSet;

/**
 * How many values each row of a column of lists has, as such a column holds it: row r has {@code start[r]} to {@code start[r + 1]}; one
 * without a list has none and is not present.
 */
final class ListOffsets {
    private ListOffsets() {}

    /** Whether rows {@code from} to {@code to} have as many values as in another column. */
    static boolean same(int[] start, BitSet present, int[] otherStart, BitSet otherPresent, int from, int to) {
        if (start == otherStart && present == otherPresent) {
            return true;
        }
        int shift = otherStart[from] - start[from];
        for (int row = from; row < to; row++) {
            if (start[row + 1] + shift != otherStart[row + 1] || present.get(row) != otherPresent.get(row)) {
                return false;
            }
        }
        return true;
    }

    /** Writes how many each row has, -1 for a missing list. */
    static void write(ChunkWriter out, int[] start, BitSet present, int from, int to) {
        int[] lengths = new int[to - from];
        for (int row = from; row < to; row++) {
            lengths[row - from] = present.get(row) ? start[row + 1] - start[row] : -1;
        }
        out.ints(lengths, 0, lengths.length);
    }

    /** Reads what {@link #write} wrote behind row {@code row} of the arrays. */
    static void read(ChunkReader in, int[] start, BitSet present, int row, int count) {
        int[] lengths = new int[count];
        in.ints(lengths, 0, count);
        for (int i = 0; i < count; i++) {
            start[row + i + 1] = Math.addExact(start[row + i], Math.max(0, lengths[i]));
            present.set(row + i, lengths[i] >= 0);
        }
    }
}
