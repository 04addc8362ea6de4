package dev.winnow.acquire;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's method (1979): p-values of several tests such that calling those up to α true errs in any of them with chance α at most. */
final class Holm {
    private Holm() {}

    /** The adjusted p-values, in the order of {@code p}. */
    static double[] adjust(double[] p) {
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[p.length];
        double most = 0;
        for (int rank = 0; rank < order.length; rank++) {
            most = Math.max(most, Math.min(1, (p.length - rank) * p[order[rank]]));
            adjusted[order[rank]] = most;
        }
        return adjusted;
    }
}
