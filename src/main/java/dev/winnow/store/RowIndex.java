package dev.winnow.store;

import java.util.Arrays;
import java.util.Collection;

/** Finds rows by id: the dictionary of the id column gives the code, and this the row that has it. */
public final class RowIndex {
    private final StringDictionary dictionary;
    private final int[] rowOfCode;
    /** Whether every code is its own row, as where samples were only ever added. */
    private final boolean inOrder;

    RowIndex(int[] codes, StringDictionary dictionary) {
        this.dictionary = dictionary;
        rowOfCode = new int[dictionary.size()];
        Arrays.fill(rowOfCode, -1);
        for (int row = 0; row < codes.length; row++) {
            if (codes[row] >= 0) {
                rowOfCode[codes[row]] = row;
            }
        }
        boolean ordered = true;
        for (int code = 0; code < rowOfCode.length && ordered; code++) {
            ordered = rowOfCode[code] == code;
        }
        inOrder = ordered;
    }

    /** The row of {@code id}, or -1. */
    public int find(String id) {
        int code = dictionary.find(id);
        return code < 0 || inOrder ? code : rowOfCode[code];
    }

    /** The rows of {@code ids}, -1 where there is none. */
    public int[] find(Collection<String> ids) {
        int[] rows = dictionary.find(ids);
        for (int i = 0; i < rows.length && !inOrder; i++) {
            rows[i] = rows[i] < 0 ? -1 : rowOfCode[rows[i]];
        }
        return rows;
    }
}
