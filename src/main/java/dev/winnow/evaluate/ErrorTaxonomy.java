package dev.winnow.evaluate;

import dev.winnow.data.Detections;
import dev.winnow.label.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kinds of TIDE (Bolya et al. 2020, foreground 0.5, background 0.1), with a severity: a missed object counts less where a
 * prediction of its class was almost certain enough, a false alarm counts by its certainty, and rare classes count up to three times.
 */
final class ErrorTaxonomy {
    private static final double FOREGROUND = 0.5;
    private static final double BACKGROUND = 0.1;

    private final Detections predictions;
    private final Detections truth;
    private final EvaluationOptions options;
    private final double point;
    private final List<Match> matches;
    private final Map<String, Double> weight = new HashMap<>();

    ErrorTaxonomy(
            Detections predictions, Detections truth, EvaluationOptions options, double point, List<Match> matches) {
        this.predictions = predictions;
        this.truth = truth;
        this.options = options;
        this.point = point;
        this.matches = matches;
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < truth.size(); i++) {
            counts.merge(truth.label(i), 1, Integer::sum);
        }
        double[] sorted = counts.values().stream()
                .mapToDouble(Integer::doubleValue)
                .sorted()
                .toArray();
        double median = sorted.length == 0 ? 1 : sorted[sorted.length / 2];
        counts.forEach((label, count) -> weight.put(label, Math.min(3, Math.sqrt(median / count))));
    }

    List<DetectionError> errors() {
        Map<String, List<Match>> bySample = new HashMap<>();
        matches.forEach(match -> bySample.computeIfAbsent(match.sampleId(), id -> new ArrayList<>())
                .add(match));
        List<DetectionError> errors = new ArrayList<>();
        for (int s = 0; s < truth.samples(); s++) {
            sample(s, bySample.getOrDefault(truth.sampleIds().get(s), List.of()), errors);
        }
        errors.sort(Comparator.comparingDouble((DetectionError error) -> -error.severity())
                .thenComparing(DetectionError::sampleId)
                .thenComparing(DetectionError::objectId)
                .thenComparing(DetectionError::predictionId));
        return errors;
    }

    private void sample(int s, List<Match> own, List<DetectionError> errors) {
        Set<String> explained = new HashSet<>();
        Map<String, Box> boxes = new HashMap<>();
        for (int i = predictions.start(s); i < predictions.end(s); i++) {
            boxes.put(predictions.id(i), predictions.box(i));
        }
        for (Match match : own) {
            Box box = boxes.get(match.predictionId());
            if (match.isPrediction() && !match.isTruePositive() && box != null) {
                falseAlarm(s, match, box, explained, errors);
            }
        }
        for (Match match : own) {
            if (match.isObject() && !match.isTruePositive() && !explained.contains(match.objectId())) {
                double severity = weight(match.objectLabel()) * (1 - nearMiss(s, match));
                errors.add(new DetectionError(
                        "miss",
                        match.sampleId(),
                        match.objectId(),
                        match.objectLabel(),
                        "",
                        "",
                        Double.NaN,
                        Double.NaN,
                        severity));
            }
        }
    }

    /** The kinds in TIDE's order: badly placed, wrongly named, found twice, nothing there, both. */
    private void falseAlarm(int s, Match match, Box box, Set<String> explained, List<DetectionError> errors) {
        double bestSame = 0;
        double bestOther = 0;
        int same = -1;
        int other = -1;
        for (int i = truth.start(s); i < truth.end(s); i++) {
            if (options.ignore().contains(truth.label(i)) || EvaluationBoxes.isCrowd(truth.attribute(i, "iscrowd"))) {
                continue;
            }
            double iou = box.iou(truth.box(i));
            if (truth.label(i).equals(match.predictionLabel())) {
                if (iou > bestSame) {
                    bestSame = iou;
                    same = i;
                }
            } else if (iou > bestOther) {
                bestOther = iou;
                other = i;
            }
        }
        double certain = match.confidence();
        double best = Math.max(bestSame, bestOther);
        if (same >= 0 && bestSame >= BACKGROUND && bestSame <= FOREGROUND) {
            explained.add(truth.id(same));
            errors.add(error("loc", match, truth.id(same), truth.label(same), bestSame, certain * (1 - bestSame)));
        } else if (other >= 0 && bestOther >= FOREGROUND) {
            explained.add(truth.id(other));
            errors.add(error(
                    "cls",
                    match,
                    truth.id(other),
                    truth.label(other),
                    bestOther,
                    weight(truth.label(other)) * certain * bestOther));
        } else if (same >= 0 && bestSame >= FOREGROUND) {
            errors.add(error("dupe", match, truth.id(same), truth.label(same), bestSame, certain));
        } else if (best <= BACKGROUND) {
            errors.add(error("bkg", match, "", "", best, certain));
        } else {
            int any = bestSame > bestOther ? same : other;
            errors.add(error("both", match, truth.id(any), truth.label(any), best, certain * (1 - best)));
        }
    }

    /** The score of the best prediction that would have found the object, had the operating point been lower. */
    private double nearMiss(int s, Match match) {
        double near = 0;
        for (int o = truth.start(s); o < truth.end(s); o++) {
            if (!truth.id(o).equals(match.objectId())) {
                continue;
            }
            for (int p = predictions.start(s); p < predictions.end(s); p++) {
                if (predictions.confidence(p) < point
                        && predictions.label(p).equals(match.objectLabel())
                        && predictions.box(p).iou(truth.box(o)) >= options.iou()) {
                    near = Math.max(near, predictions.confidence(p));
                }
            }
        }
        return Math.min(1, near);
    }

    private double weight(String label) {
        return weight.getOrDefault(label, 1.0);
    }

    private static DetectionError error(
            String kind, Match match, String objectId, String objectLabel, double iou, double severity) {
        return new DetectionError(
                kind,
                match.sampleId(),
                objectId,
                objectLabel,
                match.predictionId(),
                match.predictionLabel(),
                match.confidence(),
                iou,
                Math.max(0, severity));
    }
}
