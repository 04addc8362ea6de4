package dev.winnow.evaluate;

import java.util.List;
import java.util.Locale;

/**
 * How often each class was taken for which: rows are the truth, columns the predictions. The last row, {@code (none)}, holds
 * predictions where nothing is, the last column objects that were not found.
 */
public record ConfusionMatrix(List<String> classes, int[][] counts) {
    public static final String NONE = "(none)";

    public ConfusionMatrix {
        classes = List.copyOf(classes);
    }

    public int count(String truth, String prediction) {
        return counts[classes.indexOf(truth)][classes.indexOf(prediction)];
    }

    @Override
    public String toString() {
        int width = classes.stream().mapToInt(String::length).max().orElse(4) + 1;
        StringBuilder text = new StringBuilder(" ".repeat(width));
        classes.forEach(name -> text.append(String.format(Locale.ROOT, "%" + width + "s", name)));
        for (int row = 0; row < classes.size(); row++) {
            text.append('\n').append(String.format(Locale.ROOT, "%-" + width + "s", classes.get(row)));
            for (int count : counts[row]) {
                text.append(String.format(Locale.ROOT, "%" + width + "d", count));
            }
        }
        return text + "\n(rows: truth, columns: predictions)";
    }
}
