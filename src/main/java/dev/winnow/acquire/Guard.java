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
import java.util.function.Predicate;

/**
 * Which samples may be chosen at all: trainable, unlabelled, not reserved by an open batch, not among the images whose failures are mined, and
 * in no sequence that those, validation, test or golden have a frame of. A sample whose sequence nobody named belongs to that of its
 * near-copies. Not advice: it is the only way to a set of candidates, and a plan that breaks it is refused.
 */
public final class Guard {
    private static final String SAME_SEQUENCE = "shares a sequence with validation, test or golden";
    private static final String SAME_AS_EVALUATED = "shares a sequence with an evaluated image";
    private static final String NO_ROLE = "no role: it came after the split";
    private static final String EVALUATED = "evaluated: its failures are mined";

    private final Dataset dataset;
    private final Map<String, String> refusal = new LinkedHashMap<>();
    private final List<String> candidates = new ArrayList<>();

    private Guard(Dataset dataset) {
        this.dataset = dataset;
    }

    /** Judges the samples of a view, for a batch that mines no failures and by the vectors of the field {@code embeddings}. */
    public static Guard of(SampleCollection view) {
        return of(view, "", "embeddings", List.of());
    }

    /**
     * Judges the samples of {@code view}.
     *
     * @param batch the batch being chosen: its own reservation does not count against it, so that choosing it again gives the same
     * @param evaluated samples whose failures are mined
     */
    static Guard of(SampleCollection view, String batch, String embeddingsField, Collection<String> evaluated) {
        Dataset dataset = view.dataset();
        Guard guard = new Guard(dataset);
        Embeddings embeddings = dataset.embeddings(embeddingsField);
        List<Sample> all = dataset.samples();
        boolean roles = Role.given(all);
        Set<String> queried = new HashSet<>(evaluated);
        HeldOut held = HeldOut.of(
                all,
                dataset.hasField(LoopFields.SEQUENCE),
                embeddings,
                sample -> queried.contains(sample.id()) || !Role.holding(sample).isEmpty());
        boolean tracked = dataset.hasField(Status.FIELD);
        for (Sample sample : view.samples()) {
            String reason = Role.holding(sample);
            if (reason.isEmpty() && roles && Role.of(sample) == null) {
                reason = NO_ROLE;
            }
            if (reason.isEmpty()) {
                reason = status(sample, batch, tracked);
            }
            if (reason.isEmpty() && queried.contains(sample.id())) {
                reason = EVALUATED;
            }
            if (reason.isEmpty() && held.touches(sample)) {
                reason = roles ? SAME_SEQUENCE : SAME_AS_EVALUATED;
            }
            if (reason.isEmpty() && !embeddings.has(sample.id())) {
                reason = "no embedding";
            }
            if (reason.isEmpty() && !Space.hasDirection(embeddings, embeddings.indexOf(sample.id()))) {
                reason = "no direction: its embedding is zero or not finite";
            }
            if (reason.isEmpty()) {
                guard.candidates.add(sample.id());
            } else {
                guard.refusal.put(sample.id(), reason);
            }
        }
        return guard;
    }

    /** How many samples may be chosen, how many may not and why, and how often labels of test images were read. */
    public String report() {
        StringBuilder text = new StringBuilder(String.format(
                java.util.Locale.ROOT,
                "%6d may be chosen of %d",
                candidates.size(),
                candidates.size() + refusal.size()));
        refused()
                .forEach((reason, count) ->
                        text.append(String.format(java.util.Locale.ROOT, "\n%6d refused: %s", count, reason)));
        int looks = TestLooks.count(dataset);
        return text.append(String.format(
                        java.util.Locale.ROOT,
                        "\nlabels of test images were read %d time%s",
                        looks,
                        looks == 1 ? "" : "s"))
                .toString();
    }

    @Override
    public String toString() {
        return report();
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
        static HeldOut of(List<Sample> all, boolean named, Embeddings embeddings, Predicate<Sample> held) {
            Map<String, String> sequenceOf = new HashMap<>();
            Set<String> sequences = new HashSet<>();
            for (Sample sample : all) {
                String sequence = named ? sample.string(LoopFields.SEQUENCE) : null;
                if (sequence != null) {
                    sequenceOf.put(sample.id(), sequence);
                    if (held.test(sample)) {
                        sequences.add(sequence);
                    }
                }
            }
            Map<String, String> clusterOf = sequenceOf.size() == all.size()
                    ? Map.of()
                    : NearDuplicates.clusters(embeddings, NearDuplicates.distance(embeddings));
            Set<String> byNamed = new HashSet<>();
            Set<String> byUnnamed = new HashSet<>();
            for (Sample sample : all) {
                String cluster = clusterOf.getOrDefault(sample.id(), sample.id());
                String sequence = sequenceOf.get(sample.id());
                if (sequence != null && sequences.contains(sequence)) {
                    byNamed.add(cluster);
                } else if (sequence == null && held.test(sample)) {
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

    private static String status(Sample sample, String batch, boolean tracked) {
        Status status = tracked ? Status.of(sample) : Status.UNLABELED;
        if (status == Status.SELECTED && !batch.isEmpty() && sample.tags().contains(new Round(batch).batchTag())) {
            return "";
        }
        return switch (status) {
            case UNLABELED -> "";
            case SELECTED -> "reserved by an open batch";
            case ANNOTATED -> "annotated";
        };
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
