package dev.winnow.data;

import java.util.Arrays;

/** Finds rows by id: the dictionary of the id column gives the code, and this the row that has it. */
final class RowIndex {
    private final Codes dictionary;
    private final int[] rowOfCode;

    RowIndex(StringColumn ids) {
        dictionary = ids.dictionary();
        rowOfCode = new int[dictionary.values().size()];
        Arrays.fill(rowOfCode, -1);
        for (int row = 0; row < ids.rows(); row++) {
            if (ids.codes()[row] >= 0) {
                rowOfCode[ids.codes()[row]] = row;
            }
        }
    }

    /** The row of {@code id}, or -1. */
    int find(String id) {
        int code = dictionary.find(id);
        return code < 0 ? -1 : rowOfCode[code];
    }
}
