package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which samples may be chosen at all: trainable, unlabelled, not reserved by an open batch, and in no sequence that validation, test or
 * golden has a frame of. Not advice: a plan that breaks it is refused.
 */
public final class Guard {
    private final Map<String, String> refusal = new LinkedHashMap<>();
    private final List<String> candidates = new ArrayList<>();

    private Guard() {}

    /**
     * Judges the samples of {@code view}.
     *
     * @param batch the batch being chosen: its own reservation does not count against it, so that choosing it again gives the same
     */
    static Guard of(SampleCollection view, String batch, String embeddingsField) {
        Guard guard = new Guard();
        Dataset dataset = view.dataset();
        Set<String> heldGroups = new HashSet<>();
        boolean grouped = dataset.hasField("sequence");
        for (Sample sample : dataset.samples()) {
            if (role(sample) != null && grouped && sample.string("sequence") != null) {
                heldGroups.add(sample.string("sequence"));
            }
        }
        Set<String> embedded = new HashSet<>(dataset.embeddings(embeddingsField).ids());
        for (Sample sample : view.samples()) {
            String reason = reason(sample, batch, grouped, heldGroups);
            if (reason.isEmpty() && !embedded.contains(sample.id())) {
                reason = "no embedding";
            }
            if (reason.isEmpty()) {
                guard.candidates.add(sample.id());
            } else {
                guard.refusal.put(sample.id(), reason);
            }
        }
        return guard;
    }

    private static String reason(Sample sample, String batch, boolean grouped, Set<String> heldGroups) {
        String role = role(sample);
        if (role != null) {
            return role;
        }
        Status status =
                sample.tags().stream().anyMatch(("batch:" + batch)::equals) && Status.of(sample) == Status.SELECTED
                        ? Status.UNLABELED
                        : Status.of(sample);
        if (status != Status.UNLABELED) {
            return status == Status.SELECTED ? "reserved by an open batch" : "annotated";
        }
        String sequence = grouped ? sample.string("sequence") : null;
        return sequence != null && heldGroups.contains(sequence)
                ? "shares a sequence with validation, test or golden"
                : "";
    }

    /** The split that keeps a sample out of training, if any. */
    private static @Nullable String role(Sample sample) {
        return sample.tags().stream()
                .filter(tag -> tag.startsWith("split:") && !tag.equals("split:pool") && !tag.equals("split:train"))
                .findFirst()
                .map(tag -> tag.substring("split:".length()))
                .orElse(null);
    }

    List<String> candidates() {
        return candidates;
    }

    /** How many samples each reason kept out. */
    Map<String, Integer> refused() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        refusal.values().forEach(reason -> counts.merge(reason, 1, Integer::sum));
        return counts;
    }

    /** Refuses picks that may not be chosen, naming them. */
    void require(Collection<String> picks) {
        Set<String> allowed = new HashSet<>(candidates);
        List<String> broken = picks.stream().filter(id -> !allowed.contains(id)).toList();
        if (!broken.isEmpty()) {
            throw new IllegalStateException("The guard refuses " + broken.size() + " picks, the first are "
                    + broken.stream()
                            .limit(3)
                            .map(id -> id + " (" + refusal.getOrDefault(id, "not in the view") + ")")
                            .toList()
                    + ". Nothing was written.");
        }
    }
}
