package dev.winnow.zoo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * Paints a {@link Scene}. Twice the size without antialiasing, then averaged by our own arithmetic: the JDK's antialiasing differs
 * between versions, this does not.
 */
final class ScenePainter {
    private static final int S = 2;
    private static final int W = Scene.WIDTH * S;
    private static final int H = Scene.HEIGHT * S;

    private final Scene scene;
    private final double shift;
    private final BufferedImage canvas = new BufferedImage(W, H, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D g = canvas.createGraphics();
    private final boolean night;

    private ScenePainter(Scene scene, double cameraShift) {
        this.scene = scene;
        this.shift = cameraShift;
        night = scene.kind() == Scene.Kind.NIGHT_RAIN;
    }

    /** The picture of the camera {@code cameraShift} metres to the right of the left one. */
    static BufferedImage paint(Scene scene, double cameraShift) {
        ScenePainter painter = new ScenePainter(scene, cameraShift);
        painter.background();
        painter.road();
        painter.roadside();
        for (Scene.Actor actor : scene.actors()) {
            painter.shadow(actor);
            painter.actor(actor);
        }
        painter.weather();
        painter.g.dispose();
        return painter.finish();
    }

    private SplitMix64 draws(int purpose) {
        return SplitMix64.of(scene.look(), purpose, 0);
    }

    private void background() {
        SplitMix64 draws = draws(1);
        int horizon = (int) (Scene.HORIZON * S);
        Color top = night
                ? new Color(14, 18, 34)
                : Color.getHSBColor((float) draws.between(0.55, 0.62), (float) draws.between(0.1, 0.45), (float)
                        draws.between(0.75, 0.98));
        Color low = night ? new Color(38, 40, 58) : new Color(222, 228, 232);
        g.setPaint(new GradientPaint(0, 0, top, 0, horizon, low));
        g.fillRect(0, 0, W, horizon + 2);
        g.setPaint(null);
        boolean urban = scene.kind() == Scene.Kind.CITY || night;
        for (int side = -1; side <= 1; side += 2) {
            double z = 70;
            while (z > 7) {
                double x = side * draws.between(9.5, 12.5);
                double wide = draws.between(4, 9);
                if (scene.kind() == Scene.Kind.HIGHWAY) {
                    tree(x + side * 3, z, draws);
                } else if (draws.chance(urban ? 0.8 : 0.5)) {
                    house(x, z, wide, urban ? draws.between(6, 16) : draws.between(4, 7), side, draws);
                } else {
                    tree(x, z, draws);
                }
                z *= draws.between(0.74, 0.9);
            }
        }
    }

    private double px(double x, double z) {
        return S * (Scene.WIDTH / 2.0 + Scene.FOCAL * (x - shift) / z);
    }

    private double py(double y, double z) {
        return S * (Scene.HORIZON + Scene.FOCAL * (Scene.CAMERA - y) / z);
    }

    private void house(double x, double z, double wide, double tall, int side, SplitMix64 draws) {
        double back = z * 1.25;
        double near = px(x, z);
        double far = px(x, back);
        int base = (int) py(0, z);
        Color wall = dim(
                Color.getHSBColor((float) draws.between(0.02, 0.14), (float) draws.between(0.05, 0.4), (float)
                        draws.between(0.45, 0.85)),
                z);
        // The side that faces the road, then the front that faces us.
        g.setColor(wall.darker());
        g.fillPolygon(
                new int[] {(int) near, (int) far, (int) far, (int) near},
                new int[] {(int) py(tall, z), (int) py(tall, back), (int) py(0, back), base},
                4);
        double outer = px(x + side * wide, z);
        g.setColor(wall);
        rect(Math.min(near, outer), py(tall, z), Math.abs(outer - near), base - py(tall, z));
        if (tall < 7.5) {
            g.setColor(dim(new Color(120, 60 + draws.below(30), 50), z));
            g.fillPolygon(
                    new int[] {
                        (int) Math.min(near, outer) - 4, (int) ((near + outer) / 2), (int) Math.max(near, outer) + 4
                    },
                    new int[] {(int) py(tall, z), (int) py(tall + 2.2, z), (int) py(tall, z)},
                    3);
        }
        int floors = Math.max(1, (int) (tall / 3));
        int columns = Math.max(1, (int) (wide / 2.2));
        for (int f = 0; f < floors; f++) {
            for (int c = 0; c < columns; c++) {
                boolean lit = night && draws.chance(0.35);
                g.setColor(lit ? new Color(250, 215, 130) : dim(new Color(70, 84, 100), z));
                double wx = x + side * (0.6 + c * 2.2);
                double a = px(wx, z);
                double b = px(wx + side * 1.1, z);
                rect(Math.min(a, b), py(f * 3 + 2.4, z), Math.abs(b - a), py(f * 3 + 1.1, z) - py(f * 3 + 2.4, z));
            }
        }
    }

    private void tree(double x, double z, SplitMix64 draws) {
        double tall = draws.between(4, 9);
        g.setColor(dim(new Color(84, 66, 48), z));
        rect(px(x - 0.15, z), py(tall * 0.5, z), px(x + 0.15, z) - px(x - 0.15, z), py(0, z) - py(tall * 0.5, z));
        for (int i = 0; i < 5; i++) {
            g.setColor(dim(
                    Color.getHSBColor((float) draws.between(0.22, 0.36), (float) draws.between(0.35, 0.65), (float)
                            draws.between(0.28, 0.55)),
                    z));
            double r = draws.between(0.9, 1.9);
            double cx = x + draws.between(-1.2, 1.2);
            double cy = tall * draws.between(0.5, 0.95);
            oval(px(cx - r, z), py(cy + r, z), px(cx + r, z) - px(cx - r, z), py(cy - r, z) - py(cy + r, z));
        }
    }

    private void road() {
        SplitMix64 draws = draws(2);
        int horizon = (int) (Scene.HORIZON * S);
        boolean city = scene.kind() == Scene.Kind.CITY || night;
        Color verge = city ? new Color(150, 146, 140) : new Color(104, 124, 66);
        g.setPaint(new GradientPaint(0, horizon, dim(verge, 45), 0, H, dim(verge, 4)));
        g.fillRect(0, horizon, W, H - horizon);
        int grey = 72 + draws.below(36);
        ground(-7, 7, new Color(grey, grey, grey + 3), 3.6, 90);
        if (city) {
            ground(-7.3, -7, new Color(190, 188, 182), 3.6, 90);
            ground(7, 7.3, new Color(190, 188, 182), 3.6, 90);
        }
        Color paint = new Color(226, 226, 216);
        for (double z = 4; z < 80; z += 6) {
            ground(-2.05, -1.9, paint, z, z + 2.8);
            if (scene.kind() == Scene.Kind.HIGHWAY) {
                ground(1.9, 2.05, paint, z, z + 2.8);
            }
        }
        if (draws.chance(0.35)) {
            double z = draws.between(9, 20);
            for (double x = -6.5; x < 6.5; x += 1.2) {
                ground(x, x + 0.6, paint, z, z + 2.4);
            }
        }
        for (int i = 0; i < 3; i++) {
            double z = draws.between(7, 40);
            double x = draws.between(-6, 5);
            ground(
                    x,
                    x + draws.between(0.8, 2.4),
                    new Color(grey - 18, grey - 18, grey - 14),
                    z,
                    z + draws.between(1, 3));
        }
    }

    /** A strip of the ground between two lateral positions and two depths. */
    private void ground(double left, double right, Color color, double near, double far) {
        Polygon strip = new Polygon();
        strip.addPoint((int) px(left, far), (int) py(0, far));
        strip.addPoint((int) px(right, far), (int) py(0, far));
        strip.addPoint((int) px(right, near), (int) py(0, near));
        strip.addPoint((int) px(left, near), (int) py(0, near));
        g.setColor(dim(color, near));
        g.fillPolygon(strip);
    }

    /** Things that are no objects but look a little like them: signs, poles, bins, bushes, a far crowd. */
    private void roadside() {
        SplitMix64 draws = draws(3);
        for (int i = draws.below(6) + 2; i > 0; i--) {
            double side = draws.chance(0.5) ? 1 : -1;
            double z = draws.between(7, 45);
            double x = side * draws.between(7.4, 9);
            switch (draws.weighted(35, 25, 20, 20)) {
                case 0 -> {
                    g.setColor(dim(new Color(120, 122, 126), z));
                    rect(px(x, z), py(2.8, z), Math.max(2, S * 0.1 * Scene.FOCAL / z), py(0, z) - py(2.8, z));
                    g.setColor(dim(draws.chance(0.5) ? new Color(196, 40, 36) : new Color(40, 82, 170), z));
                    oval(px(x - 0.35, z), py(3, z), px(x + 0.4, z) - px(x - 0.35, z), py(2.3, z) - py(3, z));
                }
                case 1 -> {
                    g.setColor(dim(new Color(98, 100, 104), z));
                    rect(px(x, z), py(6.5, z), Math.max(2, S * 0.16 * Scene.FOCAL / z), py(0, z) - py(6.5, z));
                    rect(
                            px(Math.min(x, x - side * 1.6), z),
                            py(6.5, z),
                            px(1.6, z) - px(0, z),
                            Math.max(2, S * 0.12 * Scene.FOCAL / z));
                }
                case 2 -> {
                    g.setColor(dim(new Color(58, 74, 60), z));
                    rect(px(x - 0.4, z), py(1.1, z), px(0.8, z) - px(0, z), py(0, z) - py(1.1, z));
                }
                default -> {
                    g.setColor(dim(new Color(62, 96, 44), z));
                    oval(px(x - 1, z), py(1.3, z), px(2, z) - px(0, z), py(0, z) - py(1.3, z));
                }
            }
        }
    }

    private void shadow(Scene.Actor actor) {
        if (night) {
            return;
        }
        double z = actor.z();
        g.setColor(new Color(0, 0, 0, 90));
        oval(
                px(actor.x() - actor.width() * 0.56, z),
                py(0, z) - S * 0.22 * Scene.FOCAL / z,
                px(actor.width() * 1.12, z) - px(0, z),
                S * 0.36 * Scene.FOCAL / z);
    }

    private void actor(Scene.Actor actor) {
        double x = S * actor.left() - S * Scene.FOCAL * shift / actor.z();
        double y = S * actor.top();
        double w = S * (actor.right() - actor.left());
        double h = S * (actor.bottom() - actor.top());
        ActorPainter painter = new ActorPainter(g, x, y, w, h, actor, color -> dim(color, actor.z()), night);
        painter.paint();
    }

    private void weather() {
        SplitMix64 draws = SplitMix64.of(scene.look(), 4, scene.frame());
        if (night) {
            g.setColor(new Color(210, 215, 235, 70));
            for (int i = 0; i < 260; i++) {
                int x = draws.below(W);
                int y = draws.below(H);
                int length = 6 + draws.below(12);
                g.drawLine(x, y, x - length / 4, y + length);
            }
        } else if (draws.chance(0.2)) {
            int horizon = (int) (Scene.HORIZON * S);
            Color haze = new Color(225, 228, 230, 120);
            Color clear = new Color(225, 228, 230, 0);
            g.setPaint(new GradientPaint(0, horizon - 70, clear, 0, horizon, haze));
            g.fillRect(0, horizon - 70, W, 70);
            g.setPaint(new GradientPaint(0, horizon, haze, 0, horizon + 110, clear));
            g.fillRect(0, horizon, W, 110);
        }
    }

    /** Colours fade with distance, and in the dark but for what the headlights reach. */
    private Color dim(Color color, double z) {
        double haze = Math.min(0.55, z / 130);
        double light = night ? Math.max(0.16, 0.75 - z / 32) : 1;
        int air = night ? 40 : 214;
        return new Color(
                mix(color.getRed() * light, air, haze),
                mix(color.getGreen() * light, air, haze),
                mix(color.getBlue() * light, air + (night ? 10 : 4), haze));
    }

    private static int mix(double own, double air, double haze) {
        return (int) Math.max(0, Math.min(255, own * (1 - haze) + air * haze));
    }

    private void rect(double x, double y, double w, double h) {
        g.fill(new Rectangle2D.Double(x, y, w, h));
    }

    private void oval(double x, double y, double w, double h) {
        g.fill(new Ellipse2D.Double(x, y, w, h));
    }

    /** Averages 2 × 2 pixels and adds a little grain. */
    private BufferedImage finish() {
        int[] from = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
        BufferedImage image = new BufferedImage(Scene.WIDTH, Scene.HEIGHT, BufferedImage.TYPE_INT_RGB);
        int[] to = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        long grain = scene.look() + scene.frame() * 31L;
        for (int y = 0; y < Scene.HEIGHT; y++) {
            for (int x = 0; x < Scene.WIDTH; x++) {
                int a = from[2 * y * W + 2 * x];
                int b = from[2 * y * W + 2 * x + 1];
                int c = from[(2 * y + 1) * W + 2 * x];
                int d = from[(2 * y + 1) * W + 2 * x + 1];
                grain = grain * 6364136223846793005L + 1442695040888963407L;
                int noise = (int) ((grain >>> 59) & 7) - 4;
                int pixel = 0;
                for (int bits = 16; bits >= 0; bits -= 8) {
                    int sum = (a >> bits & 255) + (b >> bits & 255) + (c >> bits & 255) + (d >> bits & 255);
                    pixel |= Math.max(0, Math.min(255, (sum >> 2) + noise)) << bits;
                }
                to[y * Scene.WIDTH + x] = pixel;
            }
        }
        return image;
    }
}
