package dev.winnow.show;

import dev.winnow.brain.Layout;
import dev.winnow.data.Counts;
import dev.winnow.evaluate.ConfusionMatrix;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts of the figures a cell has at hand. */
public final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int BAR = 40;
    private static final int LINE = 14;
    private static final int LETTER = 8;

    private Plot() {}

    /** One bar a value. */
    public static Chart bar(Counts counts) {
        return bar("count", counts.asMap());
    }

    /** One bar a name, in the order of the map. */
    public static Chart bar(String title, Map<String, ? extends Number> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to draw: no values.");
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .yAxisTitle(title)
                .build();
        Styles.apply(chart.getStyler());
        chart.getStyler().setLegendVisible(false);
        // Every bar has its name, upright where they would run into each other; numbers of a histogram thin out only
        // where they must.
        int longest = values.keySet().stream().mapToInt(String::length).max().orElse(1);
        chart.getStyler().setXAxisTickMarkSpacingHint(LINE);
        chart.getStyler().setXAxisLabelRotation(longest * LETTER * values.size() > WIDTH - 80 ? 45 : 0);
        List<Double> heights = values.values().stream().map(Number::doubleValue).toList();
        chart.addSeries(title, new ArrayList<>(values.keySet()), heights).setFillColor(Palette.at(0));
        List<Map<String, Object>> rows = new ArrayList<>();
        values.forEach((name, value) -> rows.add(Map.of("name", name, "value", value)));
        return new Chart(Vega.bar(title, rows), BitmapEncoder.getBufferedImage(chart), bars(values));
    }

    /** How often numbers fall into {@code bins} equal ranges; missing ones are left out. */
    public static Chart histogram(String title, double[] numbers, int bins) {
        double[] present =
                java.util.Arrays.stream(numbers).filter(Double::isFinite).toArray();
        if (present.length == 0 || bins < 1) {
            throw new IllegalArgumentException(
                    "There is nothing to draw: " + present.length + " numbers, " + bins + " bins.");
        }
        double low = java.util.Arrays.stream(present).min().orElse(0);
        double high = java.util.Arrays.stream(present).max().orElse(1);
        double width = high > low ? (high - low) / bins : 1;
        long[] counts = new long[bins];
        for (double number : present) {
            counts[Math.min(bins - 1, (int) ((number - low) / width))]++;
        }
        Map<String, Long> values = new LinkedHashMap<>();
        for (int digits = 3; values.size() < bins && digits <= 17; digits++) {
            // As many digits as tell the bins apart.
            values.clear();
            for (int i = 0; i < bins; i++) {
                values.put(String.format(Locale.ROOT, "%." + digits + "g", low + i * width), counts[i]);
            }
        }
        return bar(title, values);
    }

    /** Lines over one axis. */
    public static Chart line(String xTitle, String yTitle, Map<String, double[][]> series) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        Styles.apply(chart.getStyler());
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        List<Map<String, Object>> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder(yTitle + " over " + xTitle);
        int next = 0;
        for (Map.Entry<String, double[][]> one : series.entrySet()) {
            double[] x = one.getValue()[0];
            double[] y = one.getValue()[1];
            var drawn = chart.addSeries(one.getKey(), x, y);
            drawn.setMarker(x.length > 20 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
            drawn.setMarkerColor(Palette.at(next));
            drawn.setLineColor(Palette.at(next));
            next++;
            text.append("\n  ").append(one.getKey()).append(":");
            for (int i = 0; i < x.length; i++) {
                rows.add(Map.of("x", x[i], "y", y[i], "series", one.getKey()));
                if (x.length <= 20) {
                    text.append(String.format(Locale.ROOT, " (%.4g, %.3f)", x[i], y[i]));
                }
            }
        }
        return new Chart(Vega.line(xTitle, yTitle, rows), BitmapEncoder.getBufferedImage(chart), text.toString());
    }

    /** The points of a layout. */
    public static Scatter scatter(Layout layout) {
        return Scatter.of(layout);
    }

    /** A matrix of counts as a heat map. */
    public static Chart heatmap(ConfusionMatrix matrix) {
        return new Chart(Vega.heatmap(matrix), MatrixPicture.of(matrix), matrix.toString());
    }

    static BufferedImage image(XYChart chart) {
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static String bars(Map<String, ? extends Number> values) {
        double most =
                values.values().stream().mapToDouble(Number::doubleValue).max().orElse(1);
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(1);
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s ", name))
                .append("█".repeat((int) Math.round(most > 0 ? BAR * value.doubleValue() / most : 0)))
                .append(' ')
                .append(value)
                .append('\n'));
        return text.toString().stripTrailing();
    }
}
