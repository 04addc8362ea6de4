package dev.winnow.brain;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Classification;
import dev.winnow.label.Detection;
import dev.winnow.label.Label;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How likely a person's label is wrong, in [0, 1], by what a confident model says against it (as FiftyOne's brain): (1 + confidence) / 2
 * where the model names another class, (1 - confidence) / 2 where it agrees.
 *
 * <p>Boxes are matched over all classes at IoU 0.5, the most certain prediction first, each with the object of most overlap that is still
 * free. A prediction above 0.95 with no object is possibly missing among the labels; an object without prediction is possibly spurious.
 */
public final class Mistakenness {
    /** A prediction must be surer than this to stand for an object that people forgot. */
    private static final double SURE = 0.95;

    private static final double IOU = 0.5;

    private Mistakenness() {}

    /**
     * Scores every sample: a classification by itself, boxes by the most mistaken of them, -1 where no box was matched. For boxes two counts
     * come along, {@code possible_missing} and {@code possible_spurious}, and the boxes carry {@code mistakenness},
     * {@code mistakenness_loc}, {@code possible_missing} and {@code possible_spurious} themselves.
     *
     * @throws IllegalArgumentException for a prediction without confidence
     */
    public static BrainRun compute(SampleCollection view, String field, String predictions, String labels) {
        Map<String, Double> mistaken = new LinkedHashMap<>();
        Map<String, Long> missing = new LinkedHashMap<>();
        Map<String, Long> spurious = new LinkedHashMap<>();
        Map<String, List<Detection>> marked = new LinkedHashMap<>();
        Map<String, List<Detection>> markedPredictions = new LinkedHashMap<>();
        for (Sample sample : view.samples()) {
            List<Label> people = sample.labels(labels);
            List<Label> model = sample.labels(predictions);
            if (people.isEmpty() && model.isEmpty()) {
                continue;
            }
            if (isClass(people) || isClass(model)) {
                mistaken.put(sample.sampleId(), ofClasses(first(people), first(model), sample.fileName()));
                continue;
            }
            Boxes boxes = boxes(sample.detections(labels), sample.detections(predictions), sample.fileName());
            mistaken.put(sample.sampleId(), boxes.most());
            missing.put(sample.sampleId(), boxes.missing());
            spurious.put(sample.sampleId(), boxes.spurious());
            marked.put(sample.sampleId(), boxes.labels());
            markedPredictions.put(sample.sampleId(), boxes.predictions());
        }
        BrainRun run = new BrainRun(
                "mistakenness",
                field,
                "",
                "",
                mistaken.size(),
                Map.of("predictions", predictions, "labels", labels),
                "",
                List.of());
        view.dataset().transaction("mistakenness", () -> {
            run.store(view, mistaken);
            if (!marked.isEmpty()) {
                view.setValues("possible_missing", missing);
                view.setValues("possible_spurious", spurious);
                view.setDetections(labels, marked);
                view.setDetections(predictions, markedPredictions);
            }
        });
        return run;
    }

    private static boolean isClass(List<Label> labels) {
        return !labels.isEmpty() && labels.get(0) instanceof Classification;
    }

    private static @Nullable Classification first(List<Label> labels) {
        return labels.isEmpty() ? null : (Classification) labels.get(0);
    }

    /** 1 where the model says nothing of a label; a prediction without a label counts as agreed, as in FiftyOne. */
    static double ofClasses(@Nullable Classification label, @Nullable Classification predicted, String sample) {
        if (predicted == null) {
            return 1;
        }
        boolean agreed = label == null || label.label().equals(predicted.label());
        return mistaken(agreed, confidence(predicted.confidence(), sample));
    }

    private static double mistaken(boolean agreed, double confidence) {
        return (1 + (agreed ? -confidence : confidence)) / 2;
    }

    private static double confidence(double confidence, String sample) {
        if (Double.isNaN(confidence)) {
            throw new IllegalArgumentException(
                    "A prediction of " + sample
                            + " has no confidence, and mistakenness weighs people's labels by it. Store predictions with confidences.");
        }
        return confidence;
    }

    /** The boxes of one image with what was found out about them. */
    record Boxes(double most, long missing, long spurious, List<Detection> labels, List<Detection> predictions) {}

    static Boxes boxes(List<Detection> labels, List<Detection> predictions, String sample) {
        List<Detection> marked = new ArrayList<>(labels);
        List<Detection> found = new ArrayList<>(predictions);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            confidence(found.get(i).confidence(), sample);
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> -found.get(i).confidence()));
        boolean[] taken = new boolean[labels.size()];
        double most = -1;
        long missing = 0;
        for (int p : order) {
            Detection predicted = found.get(p);
            int best = -1;
            double overlap = IOU;
            for (int l = 0; l < labels.size(); l++) {
                double iou = labels.get(l).box().iou(predicted.box());
                if (!taken[l] && iou >= overlap) {
                    overlap = iou;
                    best = l;
                }
            }
            if (best >= 0) {
                taken[best] = true;
                double confidence = predicted.confidence();
                double mistaken = mistaken(labels.get(best).label().equals(predicted.label()), confidence);
                double loc = (confidence * (2 * (1 - overlap) / (1 - IOU) - 1) + 1) / 2;
                marked.set(best, labels.get(best).with("mistakenness", mistaken).with("mistakenness_loc", loc));
                most = Math.max(most, mistaken);
            } else if (predicted.confidence() > SURE) {
                found.set(p, predicted.with("possible_missing", true));
                missing++;
            }
        }
        long spurious = 0;
        for (int l = 0; l < taken.length; l++) {
            if (!taken[l]) {
                marked.set(l, labels.get(l).with("possible_spurious", true));
                spurious++;
            }
        }
        return new Boxes(most, missing, spurious, marked, found);
    }
}
