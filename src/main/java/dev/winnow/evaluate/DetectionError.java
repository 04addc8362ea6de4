package dev.winnow.evaluate;

/**
 * One error of a detector, of one kind: {@code cls} found but named wrongly, {@code loc} named rightly but placed badly, {@code both},
 * {@code dupe} an object found twice, {@code bkg} nothing there, {@code miss} an object that no prediction explains.
 *
 * @param objectLabel class of the object concerned, empty for {@code bkg}
 * @param predictionLabel class predicted, empty for {@code miss}
 * @param severity in [0, 1] times the weight of a rare class: how much the error matters
 */
public record DetectionError(
        String kind,
        String sampleId,
        String objectId,
        String objectLabel,
        String predictionId,
        String predictionLabel,
        double confidence,
        double iou,
        double severity) {}
