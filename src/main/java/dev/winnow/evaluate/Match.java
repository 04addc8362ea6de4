package dev.winnow.evaluate;

/**
 * An object, a prediction, or both when they were matched, at the operating point. The missing side has empty ids and labels.
 *
 * @param iou their overlap, {@code NaN} where one side is missing
 */
public record Match(
        String sampleId,
        String objectId,
        String objectLabel,
        String predictionId,
        String predictionLabel,
        double confidence,
        double iou) {
    public boolean isObject() {
        return !objectId.isEmpty();
    }

    public boolean isPrediction() {
        return !predictionId.isEmpty();
    }

    /** Found, and called by its name. */
    public boolean isTruePositive() {
        return isObject() && isPrediction() && objectLabel.equals(predictionLabel);
    }
}
