package dev.winnow.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Precision at recall 0, 0.01, … 1 of each class at IoU 0.5. */
public record PrCurves(Map<String, List<Double>> precision, Map<String, Double> averagePrecision) {
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("AP at IoU 0.5");
        averagePrecision.forEach((label, ap) -> text.append(String.format(Locale.ROOT, "\n  %-16s %.3f", label, ap)));
        return text.toString();
    }
}
