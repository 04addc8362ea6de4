package dev.winnow.acquire;

import dev.winnow.data.SampleCollection;
import dev.winnow.expr.HashOrder;
import dev.winnow.vectors.Embeddings;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * How well a choice of samples serves a pool: distances (1 - cosine) from each pool sample to its nearest chosen one.
 *
 * @param radius the distance of the worst served
 * @param meanDistance the mean distance
 */
public record Coverage(int chosen, double radius, double meanDistance) {
    public static Coverage of(SampleCollection pool, Collection<String> chosen, String embeddingsField) {
        return of(pool.dataset().embeddings(embeddingsField), pool.ids(), chosen);
    }

    private static Coverage of(Embeddings all, List<String> pool, Collection<String> chosen) {
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("Nothing is chosen, so nothing is covered.");
        }
        CosineSpace space =
                new CosineSpace(all.select(pool.stream().filter(all::has).toList()));
        double worst = 0;
        double sum = 0;
        for (int row = 0; row < space.unit.count(); row++) {
            double nearest = 2;
            for (String id : chosen) {
                int other = space.unit.indexOf(id);
                if (other >= 0) {
                    nearest = Math.min(nearest, 1 - space.cosine(row, other));
                }
            }
            worst = Math.max(worst, nearest);
            sum += nearest;
        }
        return new Coverage(chosen.size(), worst, sum / space.unit.count());
    }

    /** The mean over random choices of the same size. */
    public static Coverage random(SampleCollection pool, int count, String embeddingsField, int repeats, long seed) {
        Embeddings all = pool.dataset().embeddings(embeddingsField);
        List<String> ids = pool.ids();
        double radius = 0;
        double mean = 0;
        for (int r = 0; r < repeats; r++) {
            List<String> drawn = HashOrder.order(seed + r, "coverage", ids).subList(0, Math.min(count, ids.size()));
            Coverage one = of(all, ids, drawn);
            radius += one.radius() / repeats;
            mean += one.meanDistance() / repeats;
        }
        return new Coverage(count, radius, mean);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "covering radius %.3f, mean distance %.3f", radius, meanDistance);
    }
}
