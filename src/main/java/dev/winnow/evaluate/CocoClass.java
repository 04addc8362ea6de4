package dev.winnow.evaluate;

import java.util.List;

/** All matchings of one class, accumulated over the images as pycocotools' {@code accumulate} does it. */
final class CocoClass {
    private final List<CocoMatching> images;
    private final int total;
    private final int[] order;
    private final int[] matching;
    private final int[] rank;

    CocoClass(List<CocoMatching> images) {
        this.images = images;
        int count = 0;
        for (CocoMatching one : images) {
            count += one.scores().length;
        }
        total = count;
        double[] scores = new double[total];
        matching = new int[total];
        rank = new int[total];
        int at = 0;
        for (int m = 0; m < images.size(); m++) {
            double[] own = images.get(m).scores();
            for (int p = 0; p < own.length; p++) {
                scores[at] = own[p];
                matching[at] = m;
                rank[at++] = p;
            }
        }
        order = EvaluationBoxes.order(scores, 0);
    }

    /** Number of objects that count in an area range. */
    long objects(int area) {
        return images.stream().mapToLong(one -> one.objects()[area]).sum();
    }

    /** The share of objects found by at most {@code most} predictions an image; -1 without objects. */
    double recall(int threshold, int area, int most) {
        long objects = objects(area);
        long hits = 0;
        for (CocoMatching one : images) {
            for (int p = 0; p < Math.min(most, one.scores().length); p++) {
                hits += one.outcome(p, threshold, area) == CocoMatching.TRUE ? 1 : 0;
            }
        }
        return objects == 0 ? -1 : (double) hits / objects;
    }

    /** Average precision over the 101 recall points; -1 without objects. */
    double averagePrecision(int threshold, int area, int most) {
        long objects = objects(area);
        if (objects == 0) {
            return -1;
        }
        double[] precision = new double[total];
        double[] recall = new double[total];
        int kept = 0;
        long hits = 0;
        for (int at : order) {
            byte outcome = rank[at] >= most
                    ? CocoMatching.IGNORED
                    : images.get(matching[at]).outcome(rank[at], threshold, area);
            if (outcome != CocoMatching.IGNORED) {
                hits += outcome;
                precision[kept] = (double) hits / (kept + 1);
                recall[kept++] = (double) hits / objects;
            }
        }
        double sum = 0;
        for (double one : ClassCurve.atRecallPoints(precision, recall, kept)) {
            sum += one;
        }
        return sum / ClassCurve.POINTS;
    }

    /** The scored predictions of the class over an area of any size. */
    ClassCurve curve(String label, int samples, int threshold) {
        int[] objects = new int[samples];
        images.forEach(one -> objects[one.image()] = one.objects()[0]);
        int[] image = new int[total];
        double[] score = new double[total];
        boolean[] hit = new boolean[total];
        int kept = 0;
        for (int at : order) {
            CocoMatching one = images.get(matching[at]);
            byte outcome = one.outcome(rank[at], threshold, 0);
            if (outcome != CocoMatching.IGNORED) {
                image[kept] = one.image();
                score[kept] = one.scores()[rank[at]];
                hit[kept++] = outcome == CocoMatching.TRUE;
            }
        }
        return new ClassCurve(
                label,
                objects,
                java.util.Arrays.copyOf(image, kept),
                java.util.Arrays.copyOf(score, kept),
                java.util.Arrays.copyOf(hit, kept));
    }
}
