package dev.winnow.show;

import dev.winnow.acquire.Plan;
import dev.winnow.brain.Layout;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import java.awt.Color;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The points of a layout, coloured by a field or by the sources of a plan, some of them highlighted. */
public final class Scatter extends Chart {
    private static final int CLASSES = 9;
    private final Layout layout;
    private final String title;
    private final Map<String, Object> colors;
    private final Set<String> highlighted;

    private Scatter(Layout layout, String title, Map<String, Object> colors, Set<String> highlighted) {
        super(
                Vega.scatter(rows(layout, colors, highlighted), title, numeric(colors)),
                Plot.image(chart(layout, colors, highlighted)),
                text(layout, title, colors, highlighted));
        this.layout = layout;
        this.title = title;
        this.colors = colors;
        this.highlighted = highlighted;
    }

    static Scatter of(Layout layout) {
        return new Scatter(layout, "", Map.of(), Set.of());
    }

    /** Colours by a field's value. */
    public Scatter colorBy(String field) {
        Map<String, Object> values = new HashMap<>();
        for (Sample sample : layout.dataset().samples()) {
            Object value = field.equals("tags") ? split(sample) : sample.get(field);
            if (value != null) {
                values.put(sample.id(), value);
            }
        }
        return new Scatter(layout, field, values, highlighted);
    }

    private static @Nullable String split(Sample sample) {
        return sample.tags().stream()
                .filter(tag -> tag.startsWith("split:"))
                .findFirst()
                .orElse(null);
    }

    /** Colours the picks of a plan by where they came from, and highlights them. */
    public Scatter colorBy(Plan plan) {
        Map<String, Object> values = new HashMap<>(plan.sourceById());
        return new Scatter(layout, "source", values, values.keySet());
    }

    /** Draws the samples of a view larger. */
    public Scatter highlight(SampleCollection view) {
        return new Scatter(layout, title, colors, new HashSet<>(view.ids()));
    }

    private static boolean numeric(Map<String, Object> colors) {
        return !colors.isEmpty() && colors.values().stream().allMatch(Number.class::isInstance);
    }

    private static List<Map<String, Object>> rows(Layout layout, Map<String, Object> colors, Set<String> highlighted) {
        Map<String, String> files = new HashMap<>();
        layout.dataset().samples().forEach(sample -> files.put(sample.id(), sample.fileName()));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < layout.ids().size(); i++) {
            String id = layout.ids().get(i);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("x", layout.points()[i][0]);
            row.put("y", layout.points()[i][1]);
            row.put("color", colors.getOrDefault(id, numeric(colors) ? 0 : "other"));
            row.put("highlighted", highlighted.contains(id));
            row.put("file", files.getOrDefault(id, ""));
            rows.add(row);
        }
        return rows;
    }

    /** The group of a point: its class, or which fifth of the range its number falls into. */
    private static String group(@Nullable Object value, double low, double high) {
        if (value instanceof Number number) {
            int fifth = high > low ? (int) Math.min(4, 5 * (number.doubleValue() - low) / (high - low)) : 0;
            return String.format(
                    Locale.ROOT, "%.2f–%.2f", low + fifth * (high - low) / 5, low + (fifth + 1) * (high - low) / 5);
        }
        return value == null ? "other" : String.valueOf(value);
    }

    private static XYChart chart(Layout layout, Map<String, Object> colors, Set<String> highlighted) {
        XYChart chart = new XYChartBuilder().width(640).height(420).build();
        Styles.apply(chart.getStyler());
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setAxisTicksVisible(false);
        boolean numbers = numeric(colors);
        double low = numbers
                ? colors.values().stream()
                        .mapToDouble(v -> ((Number) v).doubleValue())
                        .min()
                        .orElse(0)
                : 0;
        double high = numbers
                ? colors.values().stream()
                        .mapToDouble(v -> ((Number) v).doubleValue())
                        .max()
                        .orElse(1)
                : 1;
        Map<String, List<double[]>> groups = new TreeMap<>();
        List<double[]> chosen = new ArrayList<>();
        for (int i = 0; i < layout.ids().size(); i++) {
            String id = layout.ids().get(i);
            String group = group(colors.get(id), low, high);
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(layout.points()[i]);
            if (highlighted.contains(id)) {
                chosen.add(layout.points()[i]);
            }
        }
        if (!chosen.isEmpty()) {
            series(chart, "highlighted", chosen, new Color(0, 0, 0, 90), 13);
        }
        int next = 0;
        for (Map.Entry<String, List<double[]>> group : groups.entrySet()) {
            Color color = group.getKey().equals("other")
                    ? new Color(0xbbbbbb)
                    : numbers ? Color.getHSBColor(0.62f - 0.12f * next, 0.75f, 0.8f) : Palette.at(next);
            series(chart, group.getKey(), group.getValue(), color, 7);
            next = Math.min(next + 1, numbers ? 4 : CLASSES);
        }
        return chart;
    }

    private static void series(XYChart chart, String name, List<double[]> points, Color color, int size) {
        double[] x = points.stream().mapToDouble(point -> point[0]).toArray();
        double[] y = points.stream().mapToDouble(point -> point[1]).toArray();
        XYSeries drawn = chart.addSeries(name, x, y);
        drawn.setMarker(SeriesMarkers.CIRCLE);
        drawn.setMarkerColor(color);
        chart.getStyler().setMarkerSize(size > 10 ? 8 : size);
    }

    private static String text(Layout layout, String title, Map<String, Object> colors, Set<String> highlighted) {
        StringBuilder text = new StringBuilder(layout.toString());
        if (!title.isEmpty()) {
            text.append(", coloured by ").append(title);
        }
        if (!highlighted.isEmpty()) {
            text.append(", ").append(highlighted.size()).append(" highlighted");
        }
        if (!colors.isEmpty() && !numeric(colors)) {
            Map<String, Integer> counts = new TreeMap<>();
            layout.ids().forEach(id -> counts.merge(group(colors.get(id), 0, 1), 1, Integer::sum));
            counts.forEach((group, count) ->
                    text.append("\n  ").append(group).append(": ").append(count));
        }
        return text.toString();
    }
}
