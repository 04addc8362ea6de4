package dev.winnow.brain;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Classification;
import dev.winnow.label.Label;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How undecided a classifier is about a sample: the entropy of the softmax of its logits in nats, 0 for certain, ln k for k classes that are
 * all equally likely (as FiftyOne's brain).
 */
public final class Hardness {
    private Hardness() {}

    /**
     * Scores the samples that have a classification in {@code labelField}; those without get none.
     *
     * @throws IllegalArgumentException for a classification without logits, or another kind of label
     */
    public static BrainRun compute(SampleCollection view, String field, String labelField) {
        Map<String, Double> byId = new LinkedHashMap<>();
        for (Sample sample : view.samples()) {
            List<Label> labels = sample.labels(labelField);
            if (!labels.isEmpty()) {
                if (!(labels.get(0) instanceof Classification one)
                        || one.logits().isEmpty()) {
                    throw new IllegalArgumentException("Hardness reads the logits of a classification, and '"
                            + labelField + "' of " + sample.fileName()
                            + " has none. Store predictions with their logits: one number a class.");
                }
                byId.put(sample.sampleId(), entropy(one.logits()));
            }
        }
        BrainRun run =
                new BrainRun("hardness", field, "", "", byId.size(), Map.of("labels", labelField), "", List.of());
        run.store(view, byId);
        return run;
    }

    /** The entropy in nats of the softmax of some logits. */
    static double entropy(List<Double> logits) {
        double most = logits.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double sum = logits.stream().mapToDouble(z -> Math.exp(z - most)).sum();
        double entropy = 0;
        for (double z : logits) {
            double p = Math.exp(z - most) / sum;
            entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        return entropy;
    }
}
