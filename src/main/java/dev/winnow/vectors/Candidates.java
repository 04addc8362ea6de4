package dev.winnow.vectors;

import java.util.Arrays;

/**
 * Rows that may be among the {@code k} best of one query, or within a radius, judged by inexact scores: every row is kept whose score could
 * be as good as the k-th once the error is taken into account.
 */
final class Candidates {
    private final int k;
    private final float margin;
    private float[] scores;
    private int[] rows;
    private int size;
    private float least;

    private Candidates(int k, float margin, float least) {
        this.k = k;
        this.margin = margin;
        this.least = least;
        int room = k == Integer.MAX_VALUE ? 16 : (int) Math.min(1 << 28, 2L * k + 64);
        scores = new float[room];
        rows = new int[room];
    }

    /** The best {@code k}; two scores may each be wrong by {@code error}. */
    static Candidates best(int k, double error) {
        return new Candidates(k, Math.nextUp((float) (2 * error)), Float.NEGATIVE_INFINITY);
    }

    /** Every row that may have a true score of {@code least} or more. */
    static Candidates from(double least, double error) {
        return new Candidates(Integer.MAX_VALUE, 0, Math.nextDown((float) (least - error)));
    }

    /** Offers the rows {@code first} to {@code first + count - 1}; their scores begin at {@code at}. */
    void offer(float[] offered, int at, int count, int first, int self) {
        float limit = least;
        for (int j = 0; j < count; j++) {
            float score = offered[at + j];
            if (score >= limit && first + j != self) {
                add(score, first + j);
                limit = least;
            }
        }
    }

    private void add(float score, int row) {
        if (size == scores.length) {
            shrink();
            if (score < least) {
                return;
            }
        }
        scores[size] = score;
        rows[size++] = row;
    }

    private void shrink() {
        if (size > k) {
            float[] sorted = Arrays.copyOf(scores, size);
            Arrays.sort(sorted);
            least = Math.max(least, Math.nextDown(sorted[size - k] - margin));
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (scores[i] >= least) {
                    scores[kept] = scores[i];
                    rows[kept++] = rows[i];
                }
            }
            size = kept;
        }
        if (size > scores.length / 4 * 3) {
            int room = Math.addExact(scores.length, Math.max(16, scores.length));
            scores = Arrays.copyOf(scores, room);
            rows = Arrays.copyOf(rows, room);
        }
    }

    /** The rows that are left, in the order in which they were offered. */
    int[] rows() {
        if (k != Integer.MAX_VALUE) {
            shrink();
        }
        return Arrays.copyOf(rows, size);
    }
}
