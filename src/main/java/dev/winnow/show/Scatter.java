package dev.winnow.show;

import dev.winnow.acquire.Plan;
import dev.winnow.brain.Layout;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The points of a layout, coloured by a field or by the sources of a plan, some of them highlighted. */
public final class Scatter extends Chart {
    /** The group of points without a value. */
    static final String OTHER = "other";

    private static final Color GREY = new Color(0xbbbbbb);

    private final Layout layout;
    private final String title;
    private final Map<String, Object> colors;
    private final Set<String> highlighted;

    /** Around a point, so that its colour stays in sight. */
    private static final Marker RING = new Marker() {
        @Override
        public void paint(Graphics2D graphics, double x, double y, int size) {
            double side = size + 3;
            graphics.setStroke(new BasicStroke(1.5f));
            graphics.draw(new Ellipse2D.Double(x - side / 2, y - side / 2, side, side));
        }
    };

    private Scatter(Layout layout, String title, Map<String, Object> colors, Set<String> highlighted) {
        super(
                Vega.scatter(
                        rows(layout, colors, highlighted),
                        title,
                        numeric(colors)
                                ? Optional.empty()
                                : Optional.of(scale(colors, !colors.keySet().containsAll(layout.ids())))),
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
            row.put("color", colors.getOrDefault(id, numeric(colors) ? 0 : OTHER));
            row.put("highlighted", highlighted.contains(id));
            row.put("file", files.getOrDefault(id, ""));
            rows.add(row);
        }
        // Drawn last, and so on top.
        rows.sort(Comparator.comparing(row -> (Boolean) row.get("highlighted")));
        return rows;
    }

    /** The group of a point: its class, or which fifth of the range its number falls into. */
    private static String group(@Nullable Object value, double low, double high) {
        if (value instanceof Number number) {
            int fifth = high > low ? (int) Math.min(4, 5 * (number.doubleValue() - low) / (high - low)) : 0;
            return String.format(
                    Locale.ROOT, "%.2f–%.2f", low + fifth * (high - low) / 5, low + (fifth + 1) * (high - low) / 5);
        }
        return value == null ? OTHER : String.valueOf(value);
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
        // In this order, so that the many never cover the few.
        List<double[]> others = numbers ? null : groups.remove(OTHER);
        if (others != null) {
            series(chart, OTHER, others, GREY, SeriesMarkers.CIRCLE);
        }
        int next = 0;
        for (Map.Entry<String, List<double[]>> group : groups.entrySet()) {
            Color color = numbers ? Color.getHSBColor(0.62f - 0.12f * Math.min(next, 4), 0.75f, 0.8f) : color(next);
            series(chart, group.getKey(), group.getValue(), color, SeriesMarkers.CIRCLE);
            next++;
        }
        if (!chosen.isEmpty()) {
            series(chart, "highlighted", chosen, Color.BLACK, RING);
        }
        chart.getStyler().setMarkerSize(7);
        return chart;
    }

    /** Of a group that has a name, by its place in the alphabet. */
    private static Color color(int group) {
        return Palette.at(group);
    }

    /** Vega's names and colours of the groups, the same as in the picture. */
    private static Map<String, Object> scale(Map<String, Object> colors, boolean others) {
        List<String> names = colors.values().stream()
                .map(String::valueOf)
                .distinct()
                .sorted()
                .collect(Collectors.toList());
        List<String> range =
                IntStream.range(0, names.size()).mapToObj(i -> hex(color(i))).collect(Collectors.toList());
        if (others) {
            names.add(OTHER);
            range.add(hex(GREY));
        }
        return Map.of("domain", names, "range", range);
    }

    private static String hex(Color color) {
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
    }

    private static void series(XYChart chart, String name, List<double[]> points, Color color, Marker marker) {
        double[] x = points.stream().mapToDouble(point -> point[0]).toArray();
        double[] y = points.stream().mapToDouble(point -> point[1]).toArray();
        XYSeries drawn = chart.addSeries(name, x, y);
        drawn.setMarker(marker);
        drawn.setMarkerColor(color);
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
