package dev.winnow.brain;

import dev.winnow.vectors.Embeddings;
import java.util.List;

/** Samples that a method could not compare, because their vector is zero, as a black picture's may be, or not finite. */
final class Exclusion {
    private Exclusion() {}

    /** The ids of {@code all} that {@code usable} lacks. */
    static List<String> of(Embeddings all, Embeddings usable) {
        return all == usable
                ? List.of()
                : all.ids().stream().filter(id -> !usable.has(id)).toList();
    }

    /** What a result says of them: nothing where there are none. */
    static String said(List<String> excluded) {
        return excluded.isEmpty()
                ? ""
                : "; " + excluded.size() + (excluded.size() == 1 ? " sample was" : " samples were")
                        + " left out, whose vector is zero or not finite (a black picture?): "
                        + String.join(", ", excluded.subList(0, Math.min(3, excluded.size())))
                        + (excluded.size() > 3 ? ", …" : "");
    }
}
