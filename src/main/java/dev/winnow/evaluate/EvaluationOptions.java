package dev.winnow.evaluate;

import java.util.List;

/**
 * How predictions are matched and counted.
 *
 * @param iou how much a prediction must overlap an object to count as finding it
 * @param classwise whether a prediction can match only an object of its class; the confusion matrix is then diagonal
 * @param score from which score on predictions are counted; {@code NaN} takes the score of best F1. mAP uses all
 * @param ignore labels of the truth that mark regions to be left out, never objects
 * @param maxPredictions predictions a class and image that the mAP uses, the best first
 */
public record EvaluationOptions(double iou, boolean classwise, double score, List<String> ignore, int maxPredictions) {
    public EvaluationOptions {
        if (!(iou > 0 && iou <= 1)) {
            throw new IllegalArgumentException("iou is above 0 and at most 1, not " + iou + ".");
        }
        ignore = List.copyOf(ignore);
    }

    /** Matching over classes, the score of best F1, {@code DontCare} left out. */
    public static EvaluationOptions defaults() {
        return new EvaluationOptions(0.5, false, Double.NaN, List.of("DontCare"), 100);
    }

    /** As the published tutorial evaluates: class by class, from score 0.25, {@code DontCare} as a class like any other. */
    public static EvaluationOptions asPublished() {
        return new EvaluationOptions(0.5, true, 0.25, List.of(), 100);
    }

    public EvaluationOptions withIou(double iou) {
        return new EvaluationOptions(iou, classwise, score, ignore, maxPredictions);
    }

    public EvaluationOptions withClasswise(boolean classwise) {
        return new EvaluationOptions(iou, classwise, score, ignore, maxPredictions);
    }

    public EvaluationOptions withScore(double score) {
        return new EvaluationOptions(iou, classwise, score, ignore, maxPredictions);
    }

    public EvaluationOptions withIgnore(String... labels) {
        return new EvaluationOptions(iou, classwise, score, List.of(labels), maxPredictions);
    }
}
