package dev.winnow.show;

import dev.winnow.evaluate.ConfusionMatrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Vega-Lite v5 specifications with their values inside. */
final class Vega {
    private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

    private Vega() {}

    private static Map<String, Object> spec(List<Map<String, Object>> rows, Object mark, Map<String, Object> encoding) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("$schema", SCHEMA);
        spec.put("width", 480);
        spec.put("height", 280);
        spec.put("data", Map.of("values", rows));
        spec.put("mark", mark);
        spec.put("encoding", encoding);
        return spec;
    }

    private static Map<String, Object> channel(String field, String type, String title) {
        Map<String, Object> channel = new LinkedHashMap<>();
        channel.put("field", field);
        channel.put("type", type);
        channel.put("title", title);
        return channel;
    }

    static Map<String, Object> bar(String title, List<Map<String, Object>> rows) {
        Map<String, Object> x = channel("name", "nominal", "");
        x.put("sort", null);
        return spec(
                rows,
                Map.of("type", "bar", "tooltip", true),
                Map.of("x", x, "y", channel("value", "quantitative", title)));
    }

    static Map<String, Object> line(String xTitle, String yTitle, List<Map<String, Object>> rows) {
        return spec(
                rows,
                Map.of("type", "line", "point", rows.size() < 100, "tooltip", true),
                Map.of(
                        "x", channel("x", "quantitative", xTitle),
                        "y", channel("y", "quantitative", yTitle),
                        "color", channel("series", "nominal", "")));
    }

    /** @param scale names and colours of the groups; empty where colours are numbers */
    static Map<String, Object> scatter(
            List<Map<String, Object>> rows, String colorTitle, Optional<Map<String, Object>> scale) {
        Map<String, Object> encoding = new LinkedHashMap<>();
        encoding.put("x", channel("x", "quantitative", ""));
        encoding.put("y", channel("y", "quantitative", ""));
        Map<String, Object> color = channel("color", scale.isEmpty() ? "quantitative" : "nominal", colorTitle);
        scale.ifPresent(named -> color.put("scale", named));
        encoding.put("color", color);
        encoding.put("size", Map.of("condition", Map.of("test", "datum.highlighted", "value", 90), "value", 24));
        encoding.put(
                "stroke",
                Map.of("condition", Map.of("test", "datum.highlighted", "value", "black"), "value", "transparent"));
        encoding.put("tooltip", List.of(channel("file", "nominal", "file"), channel("color", "nominal", colorTitle)));
        return spec(rows, Map.of("type", "circle", "opacity", 0.8), encoding);
    }

    static Map<String, Object> heatmap(ConfusionMatrix matrix) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int row = 0; row < matrix.classes().size(); row++) {
            for (int column = 0; column < matrix.classes().size(); column++) {
                rows.add(Map.of(
                        "truth", matrix.classes().get(row),
                        "prediction", matrix.classes().get(column),
                        "count", matrix.counts()[row][column]));
            }
        }
        Map<String, Object> x = channel("prediction", "nominal", "prediction");
        x.put("sort", matrix.classes());
        Map<String, Object> y = channel("truth", "nominal", "truth");
        y.put("sort", matrix.classes());
        return spec(
                rows,
                Map.of("type", "rect", "tooltip", true),
                Map.of("x", x, "y", y, "color", channel("count", "quantitative", "count")));
    }
}
