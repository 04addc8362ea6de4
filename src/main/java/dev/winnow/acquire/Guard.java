package dev.winnow.acquire;

import dev.winnow.brain.NearDuplicates;
import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which samples may be chosen at all: trainable, unlabelled, not reserved by an open batch, and in no sequence that validation, test or
 * golden has a frame of. A sample whose sequence nobody named belongs to that of its near-copies. Not advice: a plan that breaks it is refused.
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
        Embeddings embeddings = dataset.embeddings(embeddingsField);
        HeldOut held = HeldOut.of(dataset, embeddings);
        boolean tracked = dataset.hasField(Status.FIELD);
        for (Sample sample : view.samples()) {
            String reason = reason(sample, batch, tracked, held);
            if (reason.isEmpty() && !embeddings.has(sample.id())) {
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

    /**
     * What validation, test and golden have a frame of.
     *
     * @param sequences the sequences of held-out samples
     * @param sequenceOf the sequence of each sample that names one
     * @param clusterOf the cluster of near-copies of each sample, where some sample names no sequence
     * @param byNamed clusters with a sample of a held-out sequence
     * @param byUnnamed clusters with a held-out sample that names no sequence
     */
    private record HeldOut(
            Set<String> sequences,
            Map<String, String> sequenceOf,
            Map<String, String> clusterOf,
            Set<String> byNamed,
            Set<String> byUnnamed) {
        static HeldOut of(Dataset dataset, Embeddings embeddings) {
            List<Sample> all = dataset.samples();
            Map<String, String> sequenceOf = new HashMap<>();
            Set<String> sequences = new HashSet<>();
            for (Sample sample : all) {
                String sequence = dataset.hasField("sequence") ? sample.string("sequence") : null;
                if (sequence != null) {
                    sequenceOf.put(sample.id(), sequence);
                    if (role(sample) != null) {
                        sequences.add(sequence);
                    }
                }
            }
            Map<String, String> clusterOf = sequenceOf.size() == all.size()
                    ? Map.of()
                    : NearDuplicates.clusters(embeddings, NearDuplicates.DISTANCE);
            Set<String> byNamed = new HashSet<>();
            Set<String> byUnnamed = new HashSet<>();
            for (Sample sample : all) {
                String cluster = clusterOf.getOrDefault(sample.id(), sample.id());
                String sequence = sequenceOf.get(sample.id());
                if (sequence != null && sequences.contains(sequence)) {
                    byNamed.add(cluster);
                } else if (sequence == null && role(sample) != null) {
                    byUnnamed.add(cluster);
                }
            }
            return new HeldOut(sequences, sequenceOf, clusterOf, byNamed, byUnnamed);
        }

        /** Whether a sample shares a sequence with a held-out one or, where either names none, is in a chain of near-copies with it. */
        boolean touches(Sample sample) {
            String cluster = clusterOf.getOrDefault(sample.id(), sample.id());
            String sequence = sequenceOf.get(sample.id());
            return byUnnamed.contains(cluster)
                    || (sequence == null ? byNamed.contains(cluster) : sequences.contains(sequence));
        }
    }

    private static String reason(Sample sample, String batch, boolean tracked, HeldOut held) {
        String role = role(sample);
        if (role != null) {
            return role;
        }
        Status status = tracked ? Status.of(sample) : Status.UNLABELED;
        if (status == Status.SELECTED && sample.tags().contains("batch:" + batch)) {
            status = Status.UNLABELED;
        }
        if (status != Status.UNLABELED) {
            return status == Status.SELECTED ? "reserved by an open batch" : "annotated";
        }
        return held.touches(sample) ? "shares a sequence with validation, test or golden" : "";
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
