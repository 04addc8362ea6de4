package dev.winnow.evaluate;

import dev.winnow.label.Box;
import java.util.Arrays;
import java.util.List;

/**
 * The predictions of one image and class matched with its objects as pycocotools' {@code evaluateImg} matches them, at every IoU
 * threshold and area range: the most certain first, each to the free object that it overlaps most; objects outside of the area range
 * and crowds are taken only where no other will do, then count for nothing; a crowd can be taken many times, and its overlap is the
 * share of the prediction inside it.
 *
 * @param image the image's place
 * @param scores of the predictions, falling
 * @param outcome {@link #FALSE}, {@link #TRUE} or {@link #IGNORED}, by prediction, then threshold, then area range
 * @param objects how many objects count in each area range
 */
record CocoMatching(int image, double[] scores, byte[] outcome, int[] objects) {
    static final byte FALSE = 0;
    static final byte TRUE = 1;
    static final byte IGNORED = 2;

    /** COCO's area ranges in square pixels, both ends included: all, small, medium, large. */
    static final double[][] AREAS = {{0, 1e10}, {0, 32 * 32}, {32 * 32, 96 * 96}, {96 * 96, 1e10}};

    static final int THRESHOLDS = 10;

    /** IoU 0.50, 0.55, … 0.95 as NumPy's {@code linspace(0.5, 0.95, 10)} has them: the ninth is 0.8999999999999999. */
    static double[] thresholds() {
        double[] all = new double[THRESHOLDS];
        for (int t = 0; t < THRESHOLDS - 1; t++) {
            all[t] = t * ((0.95 - 0.5) / 9) + 0.5;
        }
        all[THRESHOLDS - 1] = 0.95;
        return all;
    }

    byte outcome(int prediction, int threshold, int area) {
        return outcome[(prediction * THRESHOLDS + threshold) * AREAS.length + area];
    }

    /**
     * @param rows numbers of the predictions by falling score, no more than are to count
     * @param from first object
     * @param to after the last object
     * @param regions where a prediction that found nothing is ignored
     */
    static CocoMatching of(
            int image,
            EvaluationBoxes found,
            int[] rows,
            EvaluationBoxes truth,
            int from,
            int to,
            List<Box> regions,
            PictureSizes sizes,
            double[] thresholds) {
        int objects = to - from;
        double[] scores = new double[rows.length];
        double[] iou = new double[rows.length * objects];
        boolean[] covered = new boolean[rows.length];
        for (int p = 0; p < rows.length; p++) {
            scores[p] = found.score()[rows[p]];
            for (int o = 0; o < objects; o++) {
                iou[p * objects + o] = overlap(found, rows[p], truth, from + o);
            }
            covered[p] = !regions.isEmpty() && Matching.covered(relative(found, rows[p], sizes, image), regions);
        }
        CocoMatching matching = new CocoMatching(
                image, scores, new byte[rows.length * THRESHOLDS * AREAS.length], new int[AREAS.length]);
        for (int area = 0; area < AREAS.length; area++) {
            double least = AREAS[area][0];
            double most = AREAS[area][1];
            int[] order = new int[objects];
            boolean[] ignored = new boolean[objects];
            int counted = 0;
            for (int o = 0; o < objects; o++) {
                double size = truth.area()[from + o];
                ignored[o] = truth.crowd()[from + o] || size < least || size > most;
                if (!ignored[o]) {
                    order[counted++] = o;
                }
            }
            matching.objects[area] = counted;
            int last = counted;
            for (int o = 0; o < objects; o++) {
                if (ignored[o]) {
                    order[last++] = o;
                }
            }
            boolean[] taken = new boolean[objects];
            for (int t = 0; t < thresholds.length; t++) {
                Arrays.fill(taken, false);
                for (int p = 0; p < rows.length; p++) {
                    int best = best(iou, p * objects, order, counted, taken, truth.crowd(), from, thresholds[t]);
                    byte outcome;
                    if (best >= 0) {
                        taken[best] = true;
                        outcome = ignored[best] ? IGNORED : TRUE;
                    } else {
                        double size = found.area()[rows[p]];
                        outcome = size < least || size > most || covered[p] ? IGNORED : FALSE;
                    }
                    matching.outcome[(p * THRESHOLDS + t) * AREAS.length + area] = outcome;
                }
            }
        }
        return matching;
    }

    private static int best(
            double[] iou, int row, int[] order, int counted, boolean[] taken, boolean[] crowd, int from, double least) {
        double most = Math.min(least, 1 - 1e-10);
        int best = -1;
        for (int at = 0; at < order.length; at++) {
            if (at == counted && best >= 0) {
                break;
            }
            int o = order[at];
            if (iou[row + o] >= most && (!taken[o] || crowd[from + o])) {
                most = iou[row + o];
                best = o;
            }
        }
        return best;
    }

    private static double overlap(EvaluationBoxes found, int p, EvaluationBoxes truth, int o) {
        double px = found.x()[p];
        double ox = truth.x()[o];
        double across = Math.min(px + found.w()[p], ox + truth.w()[o]) - Math.max(px, ox);
        if (across <= 0) {
            return 0;
        }
        double py = found.y()[p];
        double oy = truth.y()[o];
        double down = Math.min(py + found.h()[p], oy + truth.h()[o]) - Math.max(py, oy);
        if (down <= 0) {
            return 0;
        }
        double shared = across * down;
        double own = found.w()[p] * found.h()[p];
        return shared / (truth.crowd()[o] ? own : own + truth.w()[o] * truth.h()[o] - shared);
    }

    private static Box relative(EvaluationBoxes found, int p, PictureSizes sizes, int image) {
        double width = sizes.width()[image];
        double height = sizes.height()[image];
        return new Box(found.x()[p] / width, found.y()[p] / height, found.w()[p] / width, found.h()[p] / height);
    }
}
