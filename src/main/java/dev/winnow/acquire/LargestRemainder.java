package dev.winnow.acquire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shares of a whole as whole numbers that sum to it (Hamilton's method): computed in integers, ties to the earlier source. */
public final class LargestRemainder {
    private LargestRemainder() {}

    /**
     * Shares out whole things in proportion to weights.
     *
     * @param total what to share out, 0 or more
     * @param weights by source, in their order, each 0 or more and not all 0
     */
    public static Map<String, Integer> of(int total, Map<String, Integer> weights) {
        long sum = weights.values().stream().mapToLong(Integer::longValue).sum();
        if (total < 0 || sum <= 0 || weights.values().stream().anyMatch(weight -> weight < 0)) {
            throw new IllegalArgumentException("Cannot share " + total + " by " + weights
                    + ": the total and the weights must be 0 or more, not all 0.");
        }
        Map<String, Integer> shares = new LinkedHashMap<>();
        Map<String, Long> remainders = new LinkedHashMap<>();
        int given = 0;
        for (Map.Entry<String, Integer> entry : weights.entrySet()) {
            long exact = (long) total * entry.getValue();
            shares.put(entry.getKey(), (int) (exact / sum));
            remainders.put(entry.getKey(), exact % sum);
            given += (int) (exact / sum);
        }
        List<String> order = new ArrayList<>(weights.keySet());
        order.sort(Comparator.comparingLong((String source) -> -remainders.getOrDefault(source, 0L)));
        for (int i = 0; i < total - given; i++) {
            shares.merge(order.get(i), 1, Integer::sum);
        }
        return shares;
    }
}
