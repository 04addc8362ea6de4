package dev.winnow.brain;

import dev.winnow.data.Dataset;
import java.util.List;

/**
 * A picture of embeddings: one point a sample.
 *
 * @param points {@code [n][2]}, in the order of {@code ids}
 */
public record Layout(Dataset dataset, String brainKey, String method, List<String> ids, double[][] points) {
    public Layout {
        ids = List.copyOf(ids);
    }

    @Override
    public String toString() {
        return "Layout '" + brainKey + "' by " + method + " of " + ids.size() + " samples";
    }
}
