package dev.winnow.evaluate;

import dev.winnow.label.Box;
import java.util.Arrays;
import java.util.List;

/** Greedy matching of one image as COCO does it: the most certain prediction first, each to the free object it overlaps most. */
final class Matching {
    /** By prediction the object it found, or -1. */
    final int[] object;
    /** By prediction the overlap with that object. */
    final double[] overlap;
    /** By prediction whether it lies in an ignore region and found nothing: it then counts for nothing. */
    final boolean[] ignored;

    private Matching(int predictions) {
        object = new int[predictions];
        Arrays.fill(object, -1);
        overlap = new double[predictions];
        ignored = new boolean[predictions];
    }

    /**
     * @param predictions sorted by falling score
     * @param regions ignore regions
     */
    static Matching of(List<Box> predictions, List<Box> objects, List<Box> regions, double iou) {
        Matching matching = new Matching(predictions.size());
        boolean[] taken = new boolean[objects.size()];
        for (int p = 0; p < predictions.size(); p++) {
            double best = Math.min(iou, 1 - 1e-10);
            for (int o = 0; o < objects.size(); o++) {
                if (!taken[o]) {
                    double shared = predictions.get(p).iou(objects.get(o));
                    if (shared >= best) {
                        best = shared;
                        matching.object[p] = o;
                        matching.overlap[p] = shared;
                    }
                }
            }
            if (matching.object[p] >= 0) {
                taken[matching.object[p]] = true;
            } else {
                matching.ignored[p] = covered(predictions.get(p), regions);
            }
        }
        return matching;
    }

    /** Whether half of a box or more lies in one ignore region. */
    static boolean covered(Box box, List<Box> regions) {
        return regions.stream().anyMatch(region -> box.area() > 0 && box.intersection(region) / box.area() >= 0.5);
    }
}
