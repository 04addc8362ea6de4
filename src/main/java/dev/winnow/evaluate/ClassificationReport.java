package dev.winnow.evaluate;

import java.util.List;
import java.util.Locale;

/** Precision, recall, F1 and support by class as scikit-learn's {@code classification_report} prints them. */
final class ClassificationReport {
    private ClassificationReport() {}

    static String of(List<Match> matches, List<String> classes) {
        int width = Math.max(
                "weighted avg".length(),
                classes.stream().mapToInt(String::length).max().orElse(0));
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%" + width + "s ", ""));
        for (String head : List.of("precision", "recall", "f1-score", "support")) {
            text.append(String.format(Locale.ROOT, " %9s", head));
        }
        text.append("\n\n");
        double[] macro = new double[3];
        double[] weighted = new double[3];
        long allTp = 0;
        long allPredicted = 0;
        long allSupport = 0;
        for (String label : classes) {
            long tp = matches.stream()
                    .filter(match ->
                            match.isTruePositive() && match.objectLabel().equals(label))
                    .count();
            long predicted = matches.stream()
                    .filter(match ->
                            match.isPrediction() && match.predictionLabel().equals(label))
                    .count();
            long support = matches.stream()
                    .filter(match -> match.isObject() && match.objectLabel().equals(label))
                    .count();
            double[] values = values(tp, predicted, support);
            for (int i = 0; i < 3; i++) {
                macro[i] += values[i] / classes.size();
                weighted[i] += values[i] * support;
            }
            allTp += tp;
            allPredicted += predicted;
            allSupport += support;
            row(text, width, label, values, support);
        }
        for (int i = 0; i < 3; i++) {
            weighted[i] = allSupport == 0 ? 0 : weighted[i] / allSupport;
        }
        text.append('\n');
        boolean everythingMatched = matches.stream().allMatch(match -> match.isObject() && match.isPrediction());
        double[] micro = values(allTp, allPredicted, allSupport);
        if (everythingMatched && !matches.isEmpty()) {
            text.append(String.format(
                    Locale.ROOT, "%" + width + "s  %9s %9s %9.2f %9d\n", "accuracy", "", "", micro[2], allSupport));
        } else {
            row(text, width, "micro avg", micro, allSupport);
        }
        row(text, width, "macro avg", macro, allSupport);
        row(text, width, "weighted avg", weighted, allSupport);
        return text.toString();
    }

    private static double[] values(long tp, long predicted, long support) {
        double precision = predicted == 0 ? 0 : (double) tp / predicted;
        double recall = support == 0 ? 0 : (double) tp / support;
        double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        return new double[] {precision, recall, f1};
    }

    private static void row(StringBuilder text, int width, String label, double[] values, long support) {
        text.append(String.format(
                Locale.ROOT,
                "%" + width + "s  %9.2f %9.2f %9.2f %9d\n",
                label,
                values[0],
                values[1],
                values[2],
                support));
    }
}
