package dev.winnow.zoo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.UnaryOperator;

/** Paints one actor so that it just fills its box: cars, vans, trucks, trams, people, cyclists and odd things. */
final class ActorPainter {
    private static final List<Color> PAINTS = List.of(
            new Color(205, 208, 212),
            new Color(34, 36, 40),
            new Color(120, 124, 130),
            new Color(168, 32, 34),
            new Color(36, 66, 132),
            new Color(240, 240, 238),
            new Color(58, 92, 70),
            new Color(196, 164, 92));
    private static final List<Color> CLOTHES = List.of(
            new Color(170, 44, 50),
            new Color(40, 58, 110),
            new Color(60, 60, 64),
            new Color(210, 190, 150),
            new Color(70, 120, 90),
            new Color(230, 150, 60),
            new Color(120, 80, 140));
    private static final Color GLASS = new Color(52, 66, 80);
    private static final Color TYRE = new Color(22, 22, 24);

    private final Graphics2D g;
    private final double x;
    private final double y;
    private final double w;
    private final double h;
    private final Scene.Actor actor;
    private final UnaryOperator<Color> light;
    private final boolean night;
    private final SplitMix64 draws;

    ActorPainter(
            Graphics2D g,
            double x,
            double y,
            double w,
            double h,
            Scene.Actor actor,
            UnaryOperator<Color> light,
            boolean night) {
        this.g = g;
        this.x = x;
        this.y = y;
        this.w = w;
        this.h = h;
        this.actor = actor;
        this.light = light;
        this.night = night;
        draws = new SplitMix64(actor.look());
    }

    void paint() {
        boolean side = actor.turned() > 0.4;
        switch (actor.label()) {
            case "Car" -> car(side);
            case "Van" -> van(side);
            case "Truck" -> truck(side);
            case "Tram" -> tram();
            case "Pedestrian" -> walker();
            case "Person_sitting" -> sitter();
            case "Cyclist" -> cyclist();
            default -> trailer();
        }
    }

    private void car(boolean side) {
        Color paint = draws.pick(PAINTS);
        if (side) {
            polygon(paint, 0.02, 0.62, 0.16, 0.5, 0.28, 0.02, 0.7, 0.02, 0.86, 0.48, 1, 0.58, 1, 0.86, 0, 0.86);
            polygon(GLASS, 0.21, 0.48, 0.31, 0.1, 0.48, 0.1, 0.48, 0.48);
            polygon(GLASS, 0.52, 0.48, 0.52, 0.1, 0.68, 0.1, 0.8, 0.48);
            box(paint.darker(), 0, 0.7, 1, 0.16);
            wheels(0.18, 0.8, 0.11);
            box(new Color(180, 30, 26), 0, 0.56, 0.03, 0.1);
        } else {
            polygon(paint, 0.14, 0.42, 0.24, 0, 0.76, 0, 0.86, 0.42, 1, 0.5, 1, 0.88, 0, 0.88, 0, 0.5);
            polygon(GLASS, 0.21, 0.4, 0.29, 0.07, 0.71, 0.07, 0.79, 0.4);
            box(paint.darker(), 0, 0.72, 1, 0.16);
            lamps(0.02, 0.5, 0.15, 0.14);
            box(new Color(232, 232, 220), 0.38, 0.68, 0.24, 0.1);
            box(TYRE, 0.04, 0.86, 0.18, 0.14);
            box(TYRE, 0.78, 0.86, 0.18, 0.14);
        }
    }

    private void van(boolean side) {
        Color paint = draws.chance(0.6) ? new Color(236, 236, 232) : draws.pick(PAINTS);
        if (side) {
            polygon(paint, 0, 0.04, 0.78, 0, 0.92, 0.4, 1, 0.5, 1, 0.88, 0, 0.88);
            polygon(GLASS, 0.7, 0.36, 0.7, 0.1, 0.77, 0.1, 0.87, 0.36);
            box(GLASS, 0.5, 0.1, 0.16, 0.26);
            box(paint.darker(), 0, 0.74, 1, 0.12);
            box(paint.darker(), 0.32, 0.08, 0.01, 0.7);
            wheels(0.17, 0.8, 0.1);
        } else {
            polygon(paint, 0.06, 0, 0.94, 0, 1, 0.4, 1, 0.9, 0, 0.9, 0, 0.4);
            box(GLASS, 0.12, 0.08, 0.34, 0.3);
            box(GLASS, 0.54, 0.08, 0.34, 0.3);
            box(paint.darker(), 0.49, 0.04, 0.02, 0.78);
            lamps(0.01, 0.5, 0.1, 0.2);
            box(new Color(232, 232, 220), 0.36, 0.74, 0.28, 0.07);
            box(TYRE, 0.06, 0.88, 0.16, 0.12);
            box(TYRE, 0.78, 0.88, 0.16, 0.12);
        }
    }

    private void truck(boolean side) {
        Color cab = draws.pick(PAINTS);
        Color load = draws.pick(List.of(
                new Color(220, 222, 224), new Color(64, 96, 160), new Color(190, 120, 50), new Color(150, 156, 160)));
        if (side) {
            box(load, 0, 0, 0.72, 0.76);
            for (double rib = 0.06; rib < 0.7; rib += 0.08) {
                box(load.darker(), rib, 0, 0.008, 0.76);
            }
            polygon(cab, 0.74, 0.22, 0.93, 0.22, 1, 0.5, 1, 0.84, 0.74, 0.84);
            polygon(GLASS, 0.82, 0.28, 0.92, 0.28, 0.97, 0.5, 0.82, 0.5);
            box(new Color(50, 52, 56), 0, 0.76, 0.98, 0.1);
            wheels(0.12, 0.26, 0.08);
            wheel(0.86, 0.08);
        } else {
            box(load, 0, 0, 1, 0.78);
            box(load.darker(), 0.03, 0.03, 0.455, 0.7);
            box(load.darker(), 0.515, 0.03, 0.455, 0.7);
            box(new Color(50, 52, 56), 0.02, 0.78, 0.96, 0.1);
            lamps(0.04, 0.79, 0.1, 0.06);
            box(TYRE, 0.06, 0.86, 0.2, 0.14);
            box(TYRE, 0.74, 0.86, 0.2, 0.14);
        }
    }

    private void tram() {
        Color paint = draws.pick(List.of(new Color(206, 50, 44), new Color(240, 200, 60), new Color(60, 130, 110)));
        box(paint, 0, 0.05, 1, 0.87);
        box(new Color(240, 238, 228), 0, 0.5, 1, 0.1);
        int windows = actor.turned() > 0.4 ? 8 : 2;
        for (int i = 0; i < windows; i++) {
            box(night ? new Color(250, 225, 160) : GLASS, (i + 0.12) / windows, 0.16, 0.76 / windows, 0.3);
        }
        box(new Color(40, 42, 46), 0, 0.9, 1, 0.1);
        box(new Color(70, 72, 76), 0.3, 0, 0.4, 0.05);
    }

    private void walker() {
        Color coat = draws.pick(CLOTHES);
        Color legs = draws.pick(List.of(new Color(36, 40, 60), new Color(70, 66, 60), new Color(28, 28, 30)));
        double step = draws.between(0.02, 0.2);
        polygon(legs, 0.28, 0.52, 0.5, 0.52, 0.44 - step, 1, 0.22 - step * 0.8, 1);
        polygon(legs, 0.46, 0.52, 0.7, 0.52, 0.8 + step * 0.6, 1, 0.58 + step, 1);
        polygon(coat, 0.24, 0.2, 0.74, 0.2, 0.84, 0.56, 0.16, 0.56);
        box(coat.darker(), 0, 0.26, 0.2, 0.26);
        box(coat.darker(), 0.8, 0.26, 0.2, 0.26);
        oval(new Color(206, 160, 130), 0.34, 0.03, 0.32, 0.16);
        oval(draws.pick(List.of(new Color(40, 30, 24), new Color(120, 84, 44))), 0.34, 0, 0.32, 0.1);
    }

    private void sitter() {
        Color coat = draws.pick(CLOTHES);
        box(new Color(110, 84, 58), 0, 0.56, 1, 0.1);
        box(new Color(90, 92, 96), 0.06, 0.66, 0.08, 0.34);
        box(new Color(90, 92, 96), 0.86, 0.66, 0.08, 0.34);
        polygon(coat, 0.25, 0.22, 0.7, 0.22, 0.78, 0.6, 0.2, 0.6);
        polygon(new Color(40, 44, 62), 0.3, 0.56, 0.9, 0.56, 0.92, 1, 0.74, 1, 0.7, 0.7, 0.3, 0.7);
        oval(new Color(206, 160, 130), 0.34, 0, 0.3, 0.22);
    }

    private void cyclist() {
        Color coat = draws.pick(CLOTHES);
        g.setColor(light.apply(new Color(30, 30, 32)));
        if (actor.turned() > 0.4) {
            ring(0, 0.56, 0.42);
            ring(0.58, 0.56, 0.42);
            polygon(new Color(150, 40, 40), 0.2, 0.76, 0.46, 0.54, 0.5, 0.58, 0.24, 0.8);
            polygon(new Color(150, 40, 40), 0.46, 0.54, 0.76, 0.5, 0.8, 0.78, 0.74, 0.78, 0.7, 0.56);
            polygon(coat, 0.3, 0.22, 0.52, 0.16, 0.74, 0.42, 0.66, 0.5, 0.5, 0.36, 0.5, 0.58, 0.32, 0.54);
            polygon(new Color(36, 40, 60), 0.34, 0.5, 0.5, 0.52, 0.56, 0.84, 0.44, 0.84);
        } else {
            oval(new Color(26, 26, 28), 0.38, 0.56, 0.24, 0.44);
            polygon(coat, 0.14, 0.2, 0.86, 0.2, 0.8, 0.6, 0.2, 0.6);
            box(new Color(36, 40, 60), 0.2, 0.56, 0.18, 0.3);
            box(new Color(36, 40, 60), 0.62, 0.56, 0.18, 0.3);
            box(new Color(90, 92, 96), 0, 0.44, 1, 0.05);
        }
        oval(new Color(206, 160, 130), 0.38, 0.03, 0.26, 0.16);
        oval(draws.pick(CLOTHES), 0.36, 0, 0.3, 0.1);
    }

    private void trailer() {
        Color paint = draws.pick(PAINTS);
        box(paint, 0, 0.14, 1, 0.6);
        box(paint.darker(), 0, 0.5, 1, 0.24);
        polygon(new Color(84, 110, 60), 0.06, 0.14, 0.3, 0, 0.72, 0.02, 0.94, 0.14);
        wheel(0.34, 0.14);
        wheel(0.66, 0.14);
    }

    private void wheels(double a, double b, double radius) {
        wheel(a, radius);
        wheel(b, radius);
    }

    private void wheel(double center, double radius) {
        double r = Math.min(radius * w, 0.26 * h);
        g.setColor(light.apply(TYRE));
        g.fill(new Ellipse2D.Double(x + center * w - r, y + h - 2 * r, 2 * r, 2 * r));
        g.setColor(light.apply(new Color(150, 152, 156)));
        g.fill(new Ellipse2D.Double(x + center * w - r * 0.45, y + h - 1.45 * r, 0.9 * r, 0.9 * r));
    }

    private void ring(double left, double top, double size) {
        double r = Math.min(size * w, (1 - top) * h);
        g.setColor(light.apply(new Color(24, 24, 26)));
        double cy = y + h - r;
        g.fill(new Ellipse2D.Double(x + left * w, cy, size * w, r));
        g.setColor(light.apply(new Color(140, 142, 140)));
        g.fill(new Ellipse2D.Double(x + left * w + size * w * 0.16, cy + r * 0.16, size * w * 0.68, r * 0.68));
    }

    /** Rear or head lamps on both sides. */
    private void lamps(double edge, double top, double wide, double tall) {
        boolean rear = draws.chance(0.6);
        Color lamp = rear ? new Color(196, 30, 28) : new Color(240, 236, 210);
        g.setColor(night ? (rear ? new Color(255, 60, 50) : new Color(255, 250, 225)) : light.apply(lamp));
        g.fill(new Rectangle2D.Double(x + edge * w, y + top * h, wide * w, tall * h));
        g.fill(new Rectangle2D.Double(x + (1 - edge - wide) * w, y + top * h, wide * w, tall * h));
    }

    private void box(Color color, double left, double top, double wide, double tall) {
        g.setColor(light.apply(color));
        g.fill(new Rectangle2D.Double(x + left * w, y + top * h, wide * w, tall * h));
    }

    private void oval(Color color, double left, double top, double wide, double tall) {
        g.setColor(light.apply(color));
        g.fill(new Ellipse2D.Double(x + left * w, y + top * h, wide * w, tall * h));
    }

    private void polygon(Color color, double... points) {
        Polygon polygon = new Polygon();
        for (int i = 0; i < points.length; i += 2) {
            polygon.addPoint((int) Math.round(x + points[i] * w), (int) Math.round(y + points[i + 1] * h));
        }
        g.setColor(light.apply(color));
        g.fillPolygon(polygon);
    }
}
