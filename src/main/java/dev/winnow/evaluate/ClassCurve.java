package dev.winnow.evaluate;

/**
 * The scored predictions of one class at one overlap, over all images, by falling score.
 *
 * @param objects number of objects of the class in each image
 * @param image the image of each prediction
 * @param hit whether it found an object
 */
record ClassCurve(String label, int[] objects, int[] image, double[] score, boolean[] hit) {
    /** Recall points of COCO's average. */
    static final int POINTS = 101;

    int totalObjects() {
        int total = 0;
        for (int count : objects) {
            total += count;
        }
        return total;
    }

    /** Average precision over 101 recall points, -1 for a class without objects. */
    double averagePrecision() {
        double[] precision = precision(null);
        if (precision.length == 0) {
            return -1;
        }
        double sum = 0;
        for (double one : precision) {
            sum += one;
        }
        return sum / POINTS;
    }

    /** The share of objects found by all predictions, -1 for a class without objects. */
    double recall() {
        int total = totalObjects();
        int found = 0;
        for (boolean one : hit) {
            found += one ? 1 : 0;
        }
        return total == 0 ? -1 : (double) found / total;
    }

    /**
     * Precision at recall 0, 0.01, … 1, made non-increasing; empty for a class without objects.
     *
     * @param weight how often each image counts, or {@code null} for once each
     */
    double[] precision(int @org.jspecify.annotations.Nullable [] weight) {
        long total = 0;
        for (int i = 0; i < objects.length; i++) {
            total += (long) objects[i] * (weight == null ? 1 : weight[i]);
        }
        if (total == 0) {
            return new double[0];
        }
        double[] precisions = new double[score.length];
        double[] recalls = new double[score.length];
        long hits = 0;
        long seen = 0;
        int kept = 0;
        for (int i = 0; i < score.length; i++) {
            int times = weight == null ? 1 : weight[image[i]];
            if (times == 0) {
                continue;
            }
            seen += times;
            hits += hit[i] ? times : 0;
            precisions[kept] = (double) hits / seen;
            recalls[kept] = (double) hits / total;
            kept++;
        }
        return atRecallPoints(precisions, recalls, kept);
    }

    /**
     * Precision at recall 0, 0.01, … 1, made non-increasing. The points are those of NumPy's {@code linspace(0, 1, 101)}: ten of
     * them, such as 0.35000000000000003, are not the nearest to their decimal, and recalls that land on them count there.
     */
    static double[] atRecallPoints(double[] precisions, double[] recalls, int kept) {
        for (int i = kept - 2; i >= 0; i--) {
            precisions[i] = Math.max(precisions[i], precisions[i + 1]);
        }
        double[] at = new double[POINTS];
        int next = 0;
        for (int point = 0; point < POINTS; point++) {
            while (next < kept && recalls[next] < point * 0.01) {
                next++;
            }
            at[point] = next < kept ? precisions[next] : 0;
        }
        return at;
    }
}
