package dev.winnow.format;

import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One object of a KITTI label file. What the benchmark does not know it writes as -1, -10 or -1000; such values stay out of the label.
 *
 * @param type the class, with {@code _} for spaces
 * @param values the columns behind it: truncated, occluded, alpha, left, top, right, bottom in pixels, height, width and length in
 *     metres, x, y, z in metres, rotation, and for predictions a score
 */
record KittiRow(String type, List<Double> values) {
    private static final int COLUMNS = 15;

    static KittiRow parse(String line) {
        String[] part = line.split("\\s+");
        if (part.length < COLUMNS) {
            throw new IllegalArgumentException("a row needs " + COLUMNS + " columns");
        }
        List<Double> values = new ArrayList<>();
        for (int i = 1; i < Math.min(part.length, COLUMNS + 1); i++) {
            values.add(Double.valueOf(part[i]));
        }
        return new KittiRow(part[0], values);
    }

    /** Whether the first line of a text is a row. */
    static boolean looksLike(Path file) {
        String line = ImageFolders.firstLine(file);
        try {
            parse(line);
            return true;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    static KittiRow of(Detection label, Box box, int width, int height) {
        List<Double> values = new ArrayList<>();
        values.add(number(label, "truncated", -1));
        values.add(number(label, "occluded", -1));
        values.add(number(label, "alpha", -10));
        values.addAll(
                List.of(box.x() * width, box.y() * height, (box.x() + box.w()) * width, (box.y() + box.h()) * height));
        values.addAll(numbers(label, "dimensions", -1));
        values.addAll(numbers(label, "location", -1000));
        values.add(number(label, "rotation_y", -10));
        if (label.hasConfidence()) {
            values.add(label.confidence());
        }
        return new KittiRow(label.label().strip().replaceAll("\\s+", "_"), values);
    }

    /** Names of the attributes that a row of this label says. */
    static List<String> written(Detection label) {
        List<String> names = new ArrayList<>();
        for (String name : List.of("truncated", "occluded", "alpha", "rotation_y")) {
            if (label.attributes().get(name) instanceof Number) {
                names.add(name);
            }
        }
        for (String name : List.of("dimensions", "location")) {
            if (!numbers(label, name, Double.NaN).contains(Double.NaN)) {
                names.add(name);
            }
        }
        return names;
    }

    private static double number(Detection label, String name, double unknown) {
        return label.attributes().get(name) instanceof Number number ? number.doubleValue() : unknown;
    }

    private static List<Double> numbers(Detection label, String name, double unknown) {
        if (label.attributes().get(name) instanceof List<?> list
                && list.size() == 3
                && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream().map(one -> ((Number) one).doubleValue()).toList();
        }
        return List.of(unknown, unknown, unknown);
    }

    Box box(int width, int height) {
        double left = values.get(3) / width;
        double top = values.get(4) / height;
        return new Box(left, top, values.get(5) / width - left, values.get(6) / height - top);
    }

    /** The label with what else the row knows of it. */
    Detection describe(Detection label) {
        Detection known = label;
        if (values.get(0) >= 0) {
            known = known.with("truncated", values.get(0));
        }
        if (values.get(1) >= 0) {
            known = known.with("occluded", values.get(1).longValue());
        }
        if (values.get(2) > -10) {
            known = known.with("alpha", values.get(2));
        }
        if (values.get(7) >= 0) {
            known = known.with("dimensions", List.copyOf(values.subList(7, 10)));
        }
        if (values.get(10) > -1000) {
            known = known.with("location", List.copyOf(values.subList(10, 13)));
        }
        if (values.get(13) > -10) {
            known = known.with("rotation_y", values.get(13));
        }
        return values.size() < COLUMNS ? known : known.withConfidence(values.get(14));
    }

    /** The line; a class without a name is {@code _}, so that the columns stay in their places. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(type.isEmpty() ? "_" : type);
        for (int i = 0; i < values.size(); i++) {
            boolean whole =
                    i == 1 || values.get(i) <= -1 && values.get(i) == Math.rint(values.get(i)) && unknownable(i);
            String form = whole ? " %.0f" : i == 14 ? " %.6f" : " %.2f";
            line.append(String.format(Locale.ROOT, form, values.get(i)));
        }
        return line.toString();
    }

    private static boolean unknownable(int column) {
        return column < 3 || column > 6 && column < 14;
    }
}
