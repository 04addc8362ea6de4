package dev.winnow.train;

import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One view of a labelled image: its features, and for each cell what it should answer. */
final class TrainingImage {
    /** A cell within this share of a box's sides from its centre is positive; up to the second it is left out. */
    private static final double CENTRE = 0.22;

    private static final double MARGIN = 0.36;
    private static final float MIN_SIDE = 2;
    private static final double KEPT = 0.3;

    final CellFeatures features;
    final List<Target> positives = new ArrayList<>();
    /** Cells of background, as y * w + x. */
    final int[] negatives;

    /** What a positive cell should answer: the class and the distances to the box's sides in pixels. */
    record Target(int x, int y, int label, float left, float top, float right, float bottom, float weight) {}

    private record Labelled(int label, double x1, double y1, double x2, double y2) {}

    private TrainingImage(Pixels pixels, List<Labelled> labels) {
        features = new CellFeatures(pixels);
        negatives = assign(labels);
    }

    /** View 0 is the image, 1 mirrored, 2 zoomed in at a place, 3 mirrored and shrunk; all but the first in changed colours. */
    static TrainingImage view(Pixels pixels, List<Detection> labels, List<String> classes, int view, Random random) {
        double w = pixels.width();
        double h = pixels.height();
        float[] gain = {1, 1, 1};
        float[] offset = new float[3];
        if (view > 0) {
            for (int c = 0; c < 3; c++) {
                gain[c] = (float) (1 + 0.12 * random.nextGaussian());
                offset[c] = (float) (0.04 * random.nextGaussian());
            }
        }
        double zoom = view == 2 ? 1.15 + 0.3 * random.nextDouble() : view == 3 ? 0.72 + 0.18 * random.nextDouble() : 1;
        double cw = w / zoom;
        double ch = h / zoom;
        double x = (w - cw) * random.nextDouble();
        double y = (h - ch) * random.nextDouble();
        boolean mirrored = view == 1 || view == 3;
        Pixels seen = view == 0 ? pixels : pixels.crop(x, y, cw, ch, mirrored, gain, offset);
        List<Labelled> placed = new ArrayList<>();
        for (Detection label : labels) {
            Box box = label.box();
            double x1 = (box.x() * w - x) * zoom;
            double x2 = ((box.x() + box.w()) * w - x) * zoom;
            double y1 = (box.y() * h - y) * zoom;
            double y2 = ((box.y() + box.h()) * h - y) * zoom;
            double area = (x2 - x1) * (y2 - y1);
            double left = mirrored ? w - x2 : x1;
            double right = mirrored ? w - x1 : x2;
            Labelled inside = new Labelled(
                    classes.indexOf(label.label()),
                    Math.max(0, left),
                    Math.max(0, y1),
                    Math.min(w, right),
                    Math.min(h, y2));
            double kept = (inside.x2() - inside.x1()) * (inside.y2() - inside.y1());
            if (inside.x2() > inside.x1() && inside.y2() > inside.y1() && kept >= KEPT * area) {
                placed.add(inside);
            }
        }
        return new TrainingImage(seen, placed);
    }

    private int[] assign(List<Labelled> labels) {
        int cells = features.w * features.h;
        int[] owner = new int[cells];
        double[] area = new double[cells];
        Arrays.fill(owner, -1);
        int grid = CellFeatures.GRID;
        for (int i = 0; i < labels.size(); i++) {
            Labelled label = labels.get(i);
            double cx = (label.x1() + label.x2()) / 2;
            double cy = (label.y1() + label.y2()) / 2;
            double w = label.x2() - label.x1();
            double h = label.y2() - label.y1();
            for (int y = 0; y < features.h; y++) {
                for (int x = 0; x < features.w; x++) {
                    int cell = y * features.w + x;
                    double dx = Math.abs((x + 0.5) * grid - cx);
                    double dy = Math.abs((y + 0.5) * grid - cy);
                    boolean known = label.label() >= 0;
                    boolean inside =
                            known && dx <= Math.max(CENTRE * w, grid * 0.51) && dy <= Math.max(CENTRE * h, grid * 0.51);
                    double margin = known ? MARGIN : 0.5;
                    boolean near = dx <= Math.max(margin * w, grid) && dy <= Math.max(margin * h, grid);
                    if (inside && (owner[cell] < 0 || w * h < area[cell])) {
                        owner[cell] = i;
                        area[cell] = w * h;
                    } else if (near && owner[cell] == -1) {
                        owner[cell] = -2;
                    }
                }
            }
        }
        int[] count = new int[labels.size()];
        for (int one : owner) {
            if (one >= 0) {
                count[one]++;
            }
        }
        int background = 0;
        int[] free = new int[cells];
        for (int cell = 0; cell < cells; cell++) {
            if (owner[cell] == -1) {
                free[background++] = cell;
            } else if (owner[cell] >= 0) {
                positives.add(target(labels.get(owner[cell]), cell, count[owner[cell]]));
            }
        }
        return Arrays.copyOf(free, background);
    }

    private Target target(Labelled label, int cell, int cellsOfBox) {
        int x = cell % features.w;
        int y = cell / features.w;
        float px = (x + 0.5f) * CellFeatures.GRID;
        float py = (y + 0.5f) * CellFeatures.GRID;
        return new Target(
                x,
                y,
                label.label(),
                Math.max(MIN_SIDE, px - (float) label.x1()),
                Math.max(MIN_SIDE, py - (float) label.y1()),
                Math.max(MIN_SIDE, (float) label.x2() - px),
                Math.max(MIN_SIDE, (float) label.y2() - py),
                (float) Math.min(1, 2 / StrictMath.sqrt(cellsOfBox)));
    }
}
